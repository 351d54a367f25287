"""The workflow app: the table of moves and the pages that know the whole process."""

from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    """段階と案件の画面."""

    name = "workflow"
    verbose_name = "段階"

    def ready(self) -> None:
        """Name the event of a move."""
        from ledger.words import register_words

        register_words({"workflow.moved": "段階を移した"})

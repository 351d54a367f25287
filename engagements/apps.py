"""The engagements app: outsourcing jobs up to the contract."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


def install_triggers(using: str, **kwargs: Any) -> None:
    """Put the triggers back after every migrate."""
    from common.triggers import install
    from engagements.triggers import FREEZES

    install(connections[using], FREEZES)


class EngagementsConfig(AppConfig):
    """委託案件."""

    name = "engagements"
    verbose_name = "委託案件"

    def ready(self) -> None:
        """Connect the triggers, and tell the lower apps how to number and name things."""
        from checklists.labels import register_labeller
        from engagements.annex import labels_by_id
        from engagements.witnesses import register
        from engagements.words import WORDS
        from ledger.words import register_words

        register_labeller("engagements.Engagement", labels_by_id)
        register_words(WORDS)
        register()
        post_migrate.connect(install_triggers, sender=self)

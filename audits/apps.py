"""The audits app: verification after the contract."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


def install_triggers(using: str, **kwargs: Any) -> None:
    """Put the triggers back after every migrate."""
    from audits.triggers import FREEZES
    from common.triggers import install

    install(connections[using], FREEZES)


class AuditsConfig(AppConfig):
    """実施状況の確認."""

    name = "audits"
    verbose_name = "実施状況の確認"

    def ready(self) -> None:
        """Connect the triggers, name the events, and tell the register of firms of findings."""
        from audits.history import past_findings
        from audits.words import WORDS
        from engagements.findings import register_findings
        from ledger.words import register_words

        register_words(WORDS)
        register_findings(past_findings)
        post_migrate.connect(install_triggers, sender=self)

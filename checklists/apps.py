"""The checklists app: check items and check tables."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


def install_triggers(using: str, **kwargs: Any) -> None:
    """Put the triggers back after every migrate."""
    from checklists.triggers import FREEZES
    from common.triggers import install

    install(connections[using], FREEZES)


class ChecklistsConfig(AppConfig):
    """確認表."""

    name = "checklists"
    verbose_name = "確認表"

    def ready(self) -> None:
        """Connect the triggers, and tell the ledger what to check."""
        from checklists.witnesses import register

        register()
        post_migrate.connect(install_triggers, sender=self)

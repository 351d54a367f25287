"""The ledger app: the audit trail."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


def install_triggers(using: str, **kwargs: Any) -> None:
    """Put the triggers back after every migrate."""
    from common.triggers import install
    from ledger.triggers import FREEZES

    install(connections[using], FREEZES)


class LedgerConfig(AppConfig):
    """記録."""

    name = "ledger"
    verbose_name = "記録"

    def ready(self) -> None:
        """Connect the triggers."""
        post_migrate.connect(install_triggers, sender=self)

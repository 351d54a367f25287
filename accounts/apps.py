"""The accounts app: who is who, and who may see and do what."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import pre_migrate


def remove_triggers(using: str, plan: list[Any], **kwargs: Any) -> None:
    """Take the freezing triggers of every app away where there is something to migrate; each app
    puts its own back afterwards."""
    from common.triggers import remove

    if plan:
        remove(connections[using])


class AccountsConfig(AppConfig):
    """自治体・課・職員・役割."""

    name = "accounts"
    verbose_name = "職員・役割"

    def ready(self) -> None:
        """Connect the removal: this is the lowest app with tables, and so the first to be told."""
        pre_migrate.connect(remove_triggers, sender=self)

"""The documents app: one engine for everything that is printed, and the register of it."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules


def install_triggers(using: str, **kwargs: Any) -> None:
    """Put the triggers back after every migrate."""
    from common.triggers import install
    from documents.triggers import FREEZES

    install(connections[using], FREEZES)


class DocumentsConfig(AppConfig):
    """発行文書."""

    name = "documents"
    verbose_name = "発行文書"

    def ready(self) -> None:
        """Connect the triggers, find each app's documents, and watch over what was issued."""
        from documents.verification import register
        from ledger.words import register_words

        post_migrate.connect(install_triggers, sender=self)
        autodiscover_modules("documents")
        register()
        register_words({"documents.issued": "文書を発行した"})

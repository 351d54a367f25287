"""The specs app: special specifications, editions and clauses."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


def install_triggers(using: str, **kwargs: Any) -> None:
    """Put the triggers back after every migrate."""
    from common.triggers import install
    from specs.triggers import FREEZES

    install(connections[using], FREEZES)


class SpecsConfig(AppConfig):
    """特記仕様書."""

    name = "specs"
    verbose_name = "特記仕様書"

    def ready(self) -> None:
        """Connect the triggers, and name the events."""
        from ledger.words import register_words
        from specs.words import WORDS

        register_words(WORDS)
        post_migrate.connect(install_triggers, sender=self)

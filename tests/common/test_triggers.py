"""Triggers make way for a migration, and are back after it."""

import pytest
from django.apps import apps
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import connection
from django.db.migrations import Migration

from common.triggers import PREFIX

pytestmark = pytest.mark.django_db


def triggers() -> set[str]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        return {name for (name,) in cursor.fetchall() if name.startswith(PREFIX)}


def migrate(plan: list[object]) -> set[str]:
    """What a migrate with this plan does before its first step; the triggers then."""
    emit_pre_migrate_signal(0, False, "default", plan=plan, apps=apps)
    return triggers()


def test_a_migrate_with_nothing_to_do_leaves_them():
    before = triggers()
    assert any("checklists_answer" in name for name in before)
    assert migrate([]) == before


def test_a_migration_finds_none_and_leaves_all():
    """SQLite refuses to rebuild a table that a trigger of another table asks about."""
    before = triggers()
    assert migrate([(Migration("0002_more", "specs"), False)]) == set()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE specs_edition RENAME TO specs_edition_old")
            cursor.execute("ALTER TABLE specs_edition_old RENAME TO specs_edition")
    emit_post_migrate_signal(0, False, "default", plan=[], apps=apps)
    assert triggers() == before

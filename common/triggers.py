"""Database triggers that keep a row as it is once a condition holds, on SQLite and PostgreSQL.

Installed after every migrate, not by a migration: SQLite drops a table's triggers, silently,
whenever Django rebuilds the table to alter it. Removed before a migrate that has something to do:
SQLite refuses to rebuild a table that another table's trigger asks about.
"""

from dataclasses import dataclass

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

PREFIX = "frozen_"


@dataclass(frozen=True)
class Freeze:
    """One rule: which rows of a model the database refuses to change.

    `when` is SQL over OLD.column (true = frozen) and may hold sub-queries; `mutable` names
    columns that may change all the same; `insert_when` is SQL over NEW.column (true = a new
    row is refused). `unless` is SQL over OLD and NEW that lets a change of a frozen row pass,
    `refuse` SQL over OLD and NEW that stops a change whatever else holds. `message` is what
    psql or a script sees.
    """

    model: type[models.Model]
    when: str
    message: str
    mutable: tuple[str, ...] = ()
    insert_when: str = ""
    unless: str = ""
    refuse: str = ""

    @property
    def table(self) -> str:
        """The table's name."""
        return self.model._meta.db_table

    @property
    def guarded(self) -> list[str]:
        """Columns that must not change."""
        columns = [str(field.column) for field in self.model._meta.local_concrete_fields]
        return [column for column in columns if column not in self.mutable]


def install(connection: BaseDatabaseWrapper, freezes: tuple[Freeze, ...]) -> None:
    """Create or replace the triggers of `freezes`; tables that don't exist yet are skipped."""
    with connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor))
        for freeze in freezes:
            if freeze.table not in present:
                continue
            columns = {
                c.name for c in connection.introspection.get_table_description(cursor, freeze.table)
            }
            if not columns.issuperset(freeze.guarded):
                continue  # an older migration state; the last migrate installs them
            statements = _sqlite if connection.vendor == "sqlite" else _postgresql
            for statement in statements(freeze):
                cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop every trigger of ours. Only before a migration, and where a test mends rows by hand."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for (name,) in cursor.fetchall():
                if name.startswith(PREFIX):
                    cursor.execute(f'DROP TRIGGER "{name}"')
            return
        cursor.execute(
            "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE %s",
            [PREFIX + "%"],
        )
        for name, table in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}" ON {table}')


def _refused_update(freeze: Freeze, operator: str) -> str:
    changed = " OR ".join(f'OLD."{c}" {operator} NEW."{c}"' for c in freeze.guarded)
    refused = f"({freeze.when}) AND ({changed})"
    if freeze.unless:
        refused = f"{refused} AND NOT COALESCE({freeze.unless}, FALSE)"
    return f"({refused}) OR COALESCE({freeze.refuse}, FALSE)" if freeze.refuse else refused


def _sqlite(freeze: Freeze) -> list[str]:
    events = {
        "UPDATE": _refused_update(freeze, "IS NOT"),
        "DELETE": freeze.when,
    }
    if freeze.insert_when:
        events["INSERT"] = freeze.insert_when
    statements = []
    for event, condition in events.items():
        name = f"{PREFIX}{freeze.table}_{event.lower()}"
        statements.append(f'DROP TRIGGER IF EXISTS "{name}"')
        statements.append(
            f'CREATE TRIGGER "{name}" BEFORE {event} ON "{freeze.table}" FOR EACH ROW '
            f"WHEN {condition} BEGIN SELECT RAISE(ABORT, '{freeze.message}'); END"
        )
    return statements


def _postgresql(freeze: Freeze) -> list[str]:
    name = f"{PREFIX}{freeze.table}"
    refuse = f"RAISE EXCEPTION '{freeze.message}' USING ERRCODE = 'integrity_constraint_violation';"
    insert = f"IF {freeze.insert_when} THEN {refuse} END IF;" if freeze.insert_when else ""
    return [
        f"""CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          IF TG_OP = 'INSERT' THEN {insert} RETURN NEW; END IF;
          IF TG_OP = 'DELETE' THEN IF {freeze.when} THEN {refuse} END IF; RETURN OLD; END IF;
          IF {_refused_update(freeze, "IS DISTINCT FROM")} THEN {refuse} END IF;
          RETURN NEW;
        END $$""",
        f'CREATE OR REPLACE TRIGGER "{name}" BEFORE INSERT OR UPDATE OR DELETE '
        f'ON "{freeze.table}" FOR EACH ROW EXECUTE FUNCTION "{name}"()',
    ]

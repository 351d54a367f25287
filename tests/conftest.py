"""What every test may use: a fixed time, a cast of users, and a clean database."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from hypothesis import settings as hypothesis_settings

from accounts.models import Department, Municipality, User
from accounts.permissions import Role
from common.triggers import remove
from tests import databases
from tests.env import new_folder
from tests.factories import AT, DepartmentFactory, MunicipalityFactory, UserFactory
from tests.ground import Ground, is_transactional, wants_ground

hypothesis_settings.register_profile("suite", max_examples=30, deadline=None)
# Five formats (text, law XML, JSON, Word, any municipality's text) make ten thousand documents.
hypothesis_settings.register_profile("nightly", max_examples=2500, deadline=None)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))


def pytest_configure() -> None:
    """Hash passwords quickly: the real hasher takes a fifth of a second for each user."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if connection.vendor == "sqlite":
        # A file, as in use: in memory, a page that reads while another saves finds its table
        # locked, which a file with a write-ahead log never does.
        folder = new_folder("database")
        connection.settings_dict["TEST"]["NAME"] = f"{folder}/test.sqlite3"


# Files of a quarter of a minute and more. They go first, or the run ends with one worker at
# work and the others waiting.
LONG = (
    "test_engagement.py",
    "test_tender.py",
    "test_workshop.py",
    "test_access.py",
    "test_crash.py",
    "test_rendering.py",
    "test_export.py",
)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Longest files first. On PostgreSQL leave out what touches no database, or needs one only
    to have something to print: it has just run on SQLite."""
    items.sort(key=lambda item: LONG.index(item.path.name) if item.path.name in LONG else len(LONG))
    if connection.vendor != "postgresql":
        return
    stored, rest = [], []
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        uses = item.get_closest_marker("django_db") or fixtures & {"db", "transactional_db"}
        once = item.get_closest_marker("once")
        (stored if uses and not once else rest).append(item)
    config.hook.pytest_deselected(items=rest)
    items[:] = stored


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings: None, django_db_blocker: Any) -> bool:
    """Whether the test database is there already, migrated: a copy of an earlier run's."""
    with django_db_blocker.unblock():
        return databases.restore()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Keep what was migrated for the next run. Before PostgreSQL drops the test database, end what
    a closed page had still asked for: the live server may be at work on its last autosave or
    preview."""
    with django_db_blocker.unblock():
        databases.keep()
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@dataclass
class Cast:
    """One municipality's people, another department's clerk, and a foreign municipality's."""

    municipality: Municipality
    department: Department
    business: User
    colleague: User
    policy: User
    contracts: User
    auditor: User
    admin: User
    stranger: User

    def of_role(self, role: str) -> User:
        """The member of the cast with this role."""
        return getattr(self, role)


@pytest.fixture
def at() -> datetime:
    """令和8年4月1日 10時."""
    return AT


def make_cast() -> Cast:
    """Users of every role."""
    city = MunicipalityFactory(code="132012", name="特記市")
    tax = DepartmentFactory(municipality=city, name="税務課", short_name="税務")
    welfare = DepartmentFactory(municipality=city, name="福祉課", short_name="福祉")
    ict = DepartmentFactory(municipality=city, name="情報政策課", short_name="情報")
    elsewhere = DepartmentFactory(municipality__code="132021", municipality__name="別市")
    return Cast(
        municipality=city,
        department=tax,
        business=UserFactory(department=tax, username="business", name="税務 花子"),
        colleague=UserFactory(department=welfare, username="colleague", name="福祉 次郎"),
        policy=UserFactory(department=ict, role=Role.POLICY, username="policy", name="情報 三郎"),
        contracts=UserFactory(
            department=ict, role=Role.CONTRACTS, username="contracts", name="契約 四郎"
        ),
        auditor=UserFactory(
            department=ict, role=Role.AUDITOR, username="auditor", name="監査 五郎"
        ),
        admin=UserFactory(department=ict, role=Role.ADMIN, username="admin", name="管理 六郎"),
        stranger=UserFactory(department=elsewhere, username="stranger", name="別市 七郎"),
    )


@pytest.fixture(scope="module", autouse=True)
def ground(request: pytest.FixtureRequest) -> Iterator[Ground | None]:
    """What the tests of one file stand on: the cast, and what the file's STANDING builds on it.

    Held in a transaction round all tests of the file, each of which runs in a savepoint. None
    where a test of the file needs real transactions, or none needs the cast.
    """
    items = [item for item in request.session.items if item.path == request.node.path]
    if not wants_ground(items):
        yield None
        return
    request.getfixturevalue("django_db_setup")
    blocker = request.getfixturevalue("django_db_blocker")
    with blocker.unblock():
        ground = Ground(make_cast, getattr(request.module, "STANDING", None))
    yield ground
    with blocker.unblock():
        ground.leave()


@pytest.fixture
def cast(ground: Ground | None, db: None) -> Cast:
    """Users of every role."""
    return ground.copy()[0] if ground else make_cast()


@pytest.fixture
def standing(ground: Ground, db: None) -> Any:
    """What the file's STANDING built, as if no test had touched it."""
    return ground.copy()[1]


@pytest.fixture(autouse=True)
def _thaw_before_flush(request: pytest.FixtureRequest):
    """Let the flush after a transactional test empty the frozen tables.

    The flush ends with post_migrate, which puts the triggers back.
    """
    if not is_transactional(request.node):
        yield
        return
    names = set(request.fixturenames) & {"transactional_db", "live_server"}
    request.getfixturevalue("transactional_db" if names else "db")
    yield
    drop_triggers()


def drop_triggers() -> None:
    """Remove every freezing trigger from the test database."""
    remove(connection)

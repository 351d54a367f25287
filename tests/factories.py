"""Rows that production can make, for tests. One municipality's cast, and strangers."""

from datetime import UTC, datetime

import factory
from factory.django import DjangoModelFactory

from accounts.models import Department, Municipality, User
from accounts.permissions import Role

AT = datetime(2026, 4, 1, 1, 0, tzinfo=UTC)
PASSWORD = "correct horse battery"  # the same for every user made here

# Real codes pass the check digit; these two are 八王子市 and 立川市, used as numbers only.
CODES = ["132012", "132021", "132039", "132047", "132055", "132063"]


class MunicipalityFactory(DjangoModelFactory[Municipality]):
    """A municipality with the default drafting skin."""

    class Meta:
        model = Municipality

    code = factory.Sequence(lambda n: CODES[n % len(CODES)])
    name = factory.Sequence(lambda n: f"特記市{n}")
    mayor_title = "特記市長"


class DepartmentFactory(DjangoModelFactory[Department]):
    """A line division."""

    class Meta:
        model = Department

    municipality = factory.SubFactory(MunicipalityFactory)
    name = factory.Sequence(lambda n: f"業務課{n}")
    short_name = factory.Sequence(lambda n: f"業{n}")


class UserFactory(DjangoModelFactory[User]):
    """A member of a line division; give `role` for others."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"user{n}")
    name = factory.Sequence(lambda n: f"職員{n}")
    department = factory.SubFactory(DepartmentFactory)
    municipality = factory.SelfAttribute("department.municipality")
    role = Role.BUSINESS

    @factory.post_generation
    def password(obj: User, create: bool, value: str | None, **_: object) -> None:
        """Every user can sign in with PASSWORD."""
        obj.set_password(value or PASSWORD)
        if create:
            obj.save(update_fields=["password"])

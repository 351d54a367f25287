"""The one place that decides which rows a user may see.

Every model that belongs to a municipality names the path to it in SCOPE, and the path to the
owning department in DEPARTMENT_SCOPE if it has one (SHARED_WITHOUT_DEPARTMENT: rows of no
department show to the whole municipality), and takes its queryset from ScopedQuerySet. Views start from `visible_to(user)`; another municipality's object therefore
answers 404, never 403, so that its existence is not disclosed. Permission is a WHERE clause,
never a list of ids.
"""

from typing import TYPE_CHECKING, Self, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.http import Http404

if TYPE_CHECKING:
    from accounts.models import User

ModelT = TypeVar("ModelT", bound=models.Model)


class ScopedQuerySet(models.QuerySet[ModelT]):
    """A queryset that can be narrowed to what one user may see."""

    def visible_to(self, user: "User") -> Self:
        """Rows of the user's municipality; of the user's department where that is the rule.

        A user of a line division (業務主管課) sees its own department's rows; every other
        role sees the municipality's. Nobody without a municipality sees anything.
        """
        if not user.is_authenticated or user.municipality_id is None:
            return self.none()
        rows = self.filter(**{self.model.SCOPE: user.municipality_id})  # type: ignore[attr-defined]
        department = getattr(self.model, "DEPARTMENT_SCOPE", "")
        if department and not user.sees_whole_municipality:
            own = models.Q(**{department: user.department_id})
            if getattr(self.model, "SHARED_WITHOUT_DEPARTMENT", False):
                own |= models.Q(**{department: None})
            rows = rows.filter(own)
        return rows

    def get_or_404(self, **lookup: object) -> ModelT:
        """The one row that matches. Raises Http404 when there is none."""
        try:
            return self.get(**lookup)
        except (ObjectDoesNotExist, ValueError) as error:
            raise Http404 from error

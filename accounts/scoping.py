"""The one place that decides which rows a user may see.

Every model that belongs to a municipality names the path to it in SCOPE, and the path to the
owning department in DEPARTMENT_SCOPE if it has one (SHARED_WITHOUT_DEPARTMENT: rows of no
department show to the whole municipality), and takes its queryset from ScopedQuerySet. Views start from `visible_to(user)`; another municipality's object therefore
answers 404, never 403, so that its existence is not disclosed. Permission is a WHERE clause,
never a list of ids.
"""

from typing import Self, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.http import Http404

from accounts.permissions import Acting
from accounts.respondents import Respondent

ModelT = TypeVar("ModelT", bound=models.Model)


class ScopedQuerySet(models.QuerySet[ModelT]):
    """A queryset that can be narrowed to what one user may see."""

    def visible_to(self, user: Acting) -> Self:
        """Rows of the user's municipality; of the user's department where that is the rule.

        A user of a line division (業務主管課) sees its own department's rows; every other
        role sees the municipality's, a firm only what its own table names (RESPONDENT_SCOPE).
        Nobody without a municipality sees anything, and no member of staff what is sealed
        (SEALED_BY: the path to the table whose seal it is).
        """
        if not user.is_authenticated or user.municipality_id is None:
            return self.none()
        rows = self.filter(**{self.model.SCOPE: user.municipality_id})  # type: ignore[attr-defined]
        if isinstance(user, Respondent):
            own = getattr(self.model, "RESPONDENT_SCOPE", "")
            return rows.filter(**{own: user.checklist_id}) if own else self.none()
        rows = rows.opened()
        department = getattr(self.model, "DEPARTMENT_SCOPE", "")
        if department and not user.sees_whole_municipality:
            theirs = models.Q(**{department: user.department_id})
            if getattr(self.model, "SHARED_WITHOUT_DEPARTMENT", False):
                theirs |= models.Q(**{department: None})
            rows = rows.filter(theirs)
        return rows

    def opened(self) -> Self:
        """Without what is sealed until a moment to come and a recorded opening."""
        path = getattr(self.model, "SEALED_BY", "")
        if not path:
            return self
        unsealed = models.Q(**{f"{path}__opens_at": None})
        return self.filter(unsealed | models.Q(**{f"{path}__opened_at__isnull": False}))

    def get_or_404(self, **lookup: object) -> ModelT:
        """The one row that matches. Raises Http404 when there is none."""
        try:
            return self.get(**lookup)
        except (ObjectDoesNotExist, ValueError) as error:
            raise Http404 from error

"""D24: 新旧対照表 of two editions."""

from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.db.models import Exists, OuterRef, Q

from documents.kinds import register
from specs.comparison.editions import predecessor
from specs.comparison.kind import ComparisonKind
from specs.comparison.sheet import EditionPair, Sheet
from specs.models import Edition


@register
class EditionComparison(ComparisonKind):
    """新旧対照表: what an edition changes.

    ID is the edition, for the change from the one before it; `NEW:OLD` for any two of one
    municipality; with `:words` behind, 改め文 follows.
    """

    slug = "comparison"
    subject_model = "specs.Edition"

    def subjects(self) -> models.QuerySet[Any]:
        """The editions that change an earlier one."""
        earlier = Edition.objects.filter(
            specification=OuterRef("specification"), number__lt=OuterRef("number")
        )
        rows = self._editions().filter(Exists(earlier) | Q(based_on__isnull=False))
        return rows.order_by("pk")

    def find(self, name: str) -> EditionPair:
        """The pair that the command line names. Raises ObjectDoesNotExist or ValueError."""
        numbers, _, words = name.partition(":words")
        if words:
            raise ValueError(name)
        one, _, other = numbers.partition(":")
        new = self._editions().get(pk=one)
        old = self._editions().get(pk=other) if other else predecessor(new)
        if old is None or old.municipality_id != new.municipality_id:
            raise ObjectDoesNotExist(name)
        return EditionPair(new, old, has_wording=name.endswith(":words"))

    def subject_name(self, subject: EditionPair) -> str:
        """specs.Edition:12:9, with 改め文 or without: one follows the other."""
        return f"{self.subject_model}:{subject.new.pk}:{subject.old.pk}"

    def sheet(self, subject: EditionPair) -> Sheet:
        """The comparison of the two."""
        return subject.sheet

    def number(self, subject: EditionPair) -> str:
        """The two editions by specification and number: S1.2-S1.1."""
        pair = (subject.new, subject.old)
        return "-".join(f"S{each.specification_id}.{each.number}" for each in pair)

    def case_name(self, subject: EditionPair) -> str:
        """The newer edition."""
        return str(subject.new)

    def filename(self, subject: EditionPair) -> str:
        """新旧対照表_個人情報取扱特記仕様書_第2版."""
        return f"{self.title}_{subject.new.specification.title}_第{subject.new.number}版"

    def event_context(self, subject: EditionPair) -> models.Model:
        """The newer edition's page lists the issue."""
        return subject.new

    def made_from(self, subject: EditionPair) -> dict[str, Any]:
        """Both editions by id and hash; a draft has none yet."""
        return {
            "new": {"edition": subject.new.pk, "sha256": subject.new.content_sha256},
            "old": {"edition": subject.old.pk, "sha256": subject.old.content_sha256},
        }

    @staticmethod
    def _editions() -> models.QuerySet[Edition]:
        return Edition.objects.select_related(
            "specification", "municipality", "based_on__specification"
        )

"""What the papers of an engagement share."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.template.loader import render_to_string

from documents.kinds import DocumentKind
from documents.widths import colgroup, column_widths
from documents.word_page import Slot, word_page
from engagements.annex import AnnexText
from engagements.models import Engagement
from engagements.requirements import newest_told

if TYPE_CHECKING:
    from documents.paper import Paper

WIDEST = 200
# As wide as a date on two lines, the day on the second.
DATE_CELL = "令和10年12月"


class WordFromTemplate(DocumentKind):
    """A kind whose Word file is written from the same template as its pages."""

    formats: ClassVar[tuple[str, ...]] = ("pdf", "docx")
    # The part of the template without the frame of the page.
    word_template: ClassVar[str]

    def write(self, format: str, subject: Any, *, paper: "Paper") -> bytes:
        """The Word file."""
        if format != "docx":
            return super().write(format, subject, paper=paper)
        context = self.context(subject, at=paper.issued_at)
        more = {"document": paper, "title": paper.title, "is_word": True}
        html = render_to_string(self.word_template, {**context, **more})
        landscape = self.is_landscape(context)
        return word_page(html, paper, slots=self.slots(context), landscape=landscape)

    def is_landscape(self, context: dict[str, Any]) -> bool:
        """Whether the pages lie."""
        return False

    def slots(self, context: dict[str, Any]) -> Mapping[str, Slot]:
        """What is written in another way than the template says, by the id it stands at."""
        return {}


class EngagementDocument(DocumentKind):
    """What the papers of an engagement share."""

    subject_model = "engagements.Engagement"
    stylesheets: ClassVar[tuple[str, ...]] = ("documents/engagements.css",)

    def subjects(self) -> models.QuerySet[Any]:
        """Engagements that have an edition."""
        rows = Engagement.objects.filter(edition__isnull=False).select_related(
            "municipality", "department", "edition__specification", "preset"
        )
        return rows.order_by("pk")

    def number(self, subject: Engagement) -> str:
        """案件番号."""
        return subject.number

    def made_from(self, subject: Engagement) -> dict[str, Any]:
        """The edition by id, number and hash, and the requirements that bidders are told."""
        edition = subject.edition
        if edition is None:
            return {}
        told = newest_told(subject)
        return {
            "told": told.pk if told else None,
            "edition": edition.pk,
            "edition_number": edition.number,
            "edition_sha256": edition.content_sha256,
        }


def pairs(things: Sequence[Any]) -> list[Sequence[Any]]:
    """Two and two, for tables that print two lists side by side."""
    return [things[start : start + 2] for start in range(0, len(things), 2)]


def deviations_of(annex: AnnexText) -> dict[str, Any]:
    """What _deviations.html takes."""
    rows = annex.deviations
    cells = [(row.name, row.word, one_line(row.reason), one_line(row.alternative)) for row in rows]
    header = ("条項", "区分", "理由", "代替措置")
    return {"deviations": rows, "deviation_columns": colgroup(column_widths(cells, header=header))}


def one_line(text: str) -> str:
    """A text of several lines as wide as all of them, for widths go by a cell's whole length.

    What is longer than WIDEST takes more lines and no more width, or one long reason would
    leave the question beside it four characters a line.
    """
    return text.replace("\n", "")[:WIDEST]

"""The firm's table: its rows as the firm may see them, and what it answered another time."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.urls import reverse

from accounts.respondents import Respondent
from checklists.models import Answer, Checklist
from checklists.replies.questionnaire import Asked, GivenAnswer
from checklists.rows import Row, table_rows
from engagements.models import Bid


@dataclass(frozen=True)
class FirmRow:
    """One question and its answer. Holds nothing of the item but what `Asked` lets out, and
    whether it asks about the firm."""

    item_id: int
    asked: Asked
    value: str
    note: str
    evidence: str
    revision: int
    state: str
    value_words: str
    opens_clause: bool
    save_url: str
    files: int
    about_firm: bool = False
    reused_on: date | None = None
    former: GivenAnswer | None = None

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.state == "open"

    @property
    def is_explained(self) -> bool:
        """Whether the answer is one that needs a reason."""
        return self.state in ("part", "no", "na")

    def with_typed(self, typed: dict[str, Any] | None) -> "FirmRow":
        """The row with what somebody typed and nobody has saved; itself without any."""
        if typed is None:
            return self
        return replace(self, value=typed["value"], note=typed["note"], evidence=typed["evidence"])

    @classmethod
    def of(cls, row: Row, former: GivenAnswer | None) -> "FirmRow":
        """The row as the firm may see it."""
        return cls(
            item_id=row.item.pk,
            asked=Asked.of(row.item, row.label, row.phase),
            value=row.answer.value,
            note=row.answer.note,
            evidence=row.answer.evidence,
            revision=row.answer.revision,
            state=row.state,
            value_words=row.value_words,
            opens_clause=row.opens_clause,
            save_url=reverse("reply:answer-save", args=[row.item.pk]),
            files=len(row.files),
            about_firm=row.item.about_firm,
            reused_on=row.answer.reused_on,
            former=former,
        )


def firm_rows(
    checklist: Checklist,
    reader: Respondent,
    former: Mapping[tuple[str, str], GivenAnswer] | None = None,
) -> list[FirmRow]:
    """Every row in order, in a fixed number of queries.

    An open row carries what the firm answered to the same question before, if `former` (see
    former_answers) holds it: to be confirmed anew and never taken over by itself.
    """
    told = former or {}
    return [
        FirmRow.of(row, told.get((row.item.code, row.prompt)) if row.state == "open" else None)
        for row in table_rows(checklist, reader=reader)
    ]


def former_answers(bid: Bid) -> dict[tuple[str, str], GivenAnswer]:
    """(code, question) → the firm's answer in its newest opened table before this one.

    The question's words are part of the key: to another question the former answer says nothing.
    """
    last = (
        Bid.objects.filter(
            municipality_id=bid.municipality_id,
            vendor_id=bid.vendor_id,
            checklist__submitted_at__isnull=False,
            checklist__opened_at__isnull=False,
        )
        .exclude(pk=bid.pk)
        .order_by("-checklist__submitted_at")
        .values_list("checklist_id", flat=True)
        .first()
    )
    if last is None:
        return {}
    answers = Answer.objects.filter(checklist=last).select_related("item")
    return {
        (answer.item.code, answer.item.before): GivenAnswer(
            answer.item.code, answer.value, answer.note, answer.evidence
        )
        for answer in answers
    }

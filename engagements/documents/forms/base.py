"""The paper that all 様式 share: number and 条, date, both parties, the contract, the fields."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from common.errors import Refused
from documents.kinds import all_kinds
from engagements.annex import AnnexForm, AnnexText, annex_of
from engagements.documents.base import EngagementDocument, WordFromTemplate
from engagements.documents.forms.parts import Part, filled
from engagements.models import Contract, Engagement


@dataclass(frozen=True)
class FormPage:
    """A form as it is printed for one engagement."""

    key: str
    number: int
    label: str
    title: str
    lead: str
    parts: Sequence[Part]
    notes: Sequence[str]
    is_wide: bool
    is_dated: bool
    reader: str


class ContractorForm(WordFromTemplate, EngagementDocument):
    """One 様式: blank, but for what the contract says already.

    Its number stays when articles move, and （第9条関係） follows the article (dossier §6.4).
    """

    template_name = "documents/contractor_form.html"
    word_template = "documents/_contractor_form.html"
    stylesheets: ClassVar[tuple[str, ...]] = (
        "documents/engagements.css",
        "documents/contractor_form.css",
    )
    # The form's key in the master set.
    key: ClassVar[str]
    # {contractor}, {client}, {clause} and {case} stand for the parties, 第9条 and the 件名.
    lead: ClassVar[str]
    parts: ClassVar[tuple[Part, ...]]
    notes: ClassVar[tuple[str, ...]] = ()
    is_wide: ClassVar[bool] = False
    # A book that is kept has no date of filing.
    is_dated: ClassVar[bool] = True
    # Whom it is addressed to: the client, the contractor, or nobody.
    reader: ClassVar[str] = "client"

    def heading(self, subject: Engagement) -> str:
        """The title that the edition gives the form."""
        edition = subject.edition
        form = edition.forms.filter(key=self.key).first() if edition else None
        return form.title if form else self.title

    def context(self, subject: Engagement, *, at: datetime) -> dict[str, Any]:
        """The form. Raises Refused when its clause is not in the engagement's annex."""
        annex = annex_of(subject)
        page = self.page(subject, annex)
        if page is None:
            raise Refused(
                f"「{self.title}」の様式を定める条項を、この案件では適用しないため、発行できません。"
            )
        return {**parties(subject), "form": page}

    def page(self, subject: Engagement, annex: AnnexText) -> FormPage | None:
        """What is printed, or None when the clause was left out."""
        form = annex.form(self.key)
        if form is None:
            return None
        client, contractor = subject.municipality.party_names
        words = {
            "client": client,
            "contractor": contractor,
            "clause": f"{self.specification(subject)}{form.article}",
            "case": subject.title,
        }
        return FormPage(
            key=self.key,
            number=form.number,
            label=form.label,
            title=form.title,
            lead=self.lead.format(**words),
            parts=[filled(part, words) for part in self.parts],
            notes=[note.format(**words) for note in self.notes],
            is_wide=self.is_wide,
            is_dated=self.is_dated,
            reader=self.reader,
        )

    def specification(self, subject: Engagement) -> str:
        """What the annex is called."""
        return subject.edition.specification.title if subject.edition else ""

    def is_landscape(self, context: dict[str, Any]) -> bool:
        """Word's page lies as the PDF's does."""
        return bool(context["form"].is_wide)


def parties(engagement: Engagement) -> dict[str, Any]:
    """What every form prints of the contract; before there is one, lines to write on."""
    client, contractor = engagement.municipality.party_names
    return {
        "engagement": engagement,
        "contract": Contract.objects.filter(engagement=engagement).first(),
        "client": client,
        "contractor": contractor,
    }


def form_kinds() -> list[ContractorForm]:
    """Every 様式, by code."""
    return [kind for kind in all_kinds() if isinstance(kind, ContractorForm)]


def forms_in_force(annex: AnnexText) -> list[tuple[ContractorForm, AnnexForm]]:
    """The forms of the clauses in force that this program can print, by number."""
    found = [(kind, form) for kind in form_kinds() if (form := annex.form(kind.key))]
    return sorted(found, key=lambda pair: pair[1].number)

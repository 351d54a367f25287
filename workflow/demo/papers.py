"""The demo's papers: what is issued beside the stories, and all of them as files with a picture.

For whoever wants to look at them without the program.
"""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import models
from django.utils import timezone

from accounts.models import User
from audits.documents.contract_register import RegisterOf
from audits.models import Finding, Inspection
from common.dates import fiscal_year
from common.errors import Refused
from documents.actions import issue
from documents.kinds import all_kinds, by_name
from documents.models import IssuedDocument
from engagements.annex import annex_of
from engagements.documents.forms.base import form_kinds, forms_in_force
from engagements.models import Engagement, Stage, Suspension
from workflow.demo.cast import CODE, Cast
from workflow.demo.contact_sheet import contact_sheet

SHEET = "contact-sheet.png"


def issue_papers(cast: Cast, at: datetime) -> None:
    """Issue what no story does: the forms and the bundle of the contract that is being settled,
    the papers of a round and of a finding, a notice of suspension, and the year's register."""
    town = cast.municipality
    own = Engagement.objects.filter(municipality=town).select_related(
        "municipality", "department", "edition__specification", "preset"
    )
    settling = own.get(stage=Stage.CONTRACTING)
    for kind, _ in forms_in_force(annex_of(settling)):
        issue(kind, settling, by=cast.policy, at=at)
    for slug in ("annex-bundle", "penalties", "annex-comparison"):
        issue(by_name(slug), settling, by=cast.policy, at=at)
    _issue_forms_not_in(settling, own, by=cast.policy, at=at)
    ended = Inspection.objects.filter(municipality=town, concluded_at__isnull=False)
    _issue_about("inspection-report", ended.order_by("-pk"), by=cast.policy, at=at)
    planned = Inspection.objects.filter(municipality=town, concluded_at=None)
    _issue_about("inspection-plan", planned.order_by("-pk"), by=cast.policy, at=at)
    findings = Finding.objects.filter(municipality=town, closed_at=None)
    _issue_about("correction-demand", findings.order_by("pk"), by=cast.policy, at=at)
    measures = Suspension.objects.filter(
        municipality=town, origin=Suspension.Origin.OWN, lifted_on=None
    )
    _issue_about("suspension-notice", measures.order_by("pk"), by=cast.policy, at=at)
    year = fiscal_year(timezone.localtime(at).date())
    issue(by_name("contract-register"), RegisterOf(town, year), by=cast.policy, at=at)


def write_papers(folder: Path) -> list[Path]:
    """Write the newest issued PDF of each kind to `folder`, and a sheet of their first pages;
    the paths of the PDFs.

    They are the stored bytes of what the demo issued, not rendered anew.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for former in [*folder.glob("D*.pdf"), folder / SHEET]:
        former.unlink(missing_ok=True)
    written = []
    for kind in all_kinds():
        issued = IssuedDocument.objects.filter(
            municipality__code=CODE, kind=kind.slug, format="pdf"
        )
        document = issued.order_by("-pk").first()
        if document is not None:
            path = folder / f"{kind.code}_{kind.slug}.pdf"
            path.write_bytes(document.read())
            written.append(path)
    contact_sheet(written, folder / SHEET)
    return written


def _issue_about(slug: str, rows: models.QuerySet[Any], *, by: User, at: datetime) -> None:
    kind = by_name(slug)
    first = rows.values_list("pk", flat=True).first()
    if first is not None:
        issue(kind, kind.subjects().get(pk=first), by=by, at=at)


def _issue_forms_not_in(
    settling: Engagement, others: models.QuerySet[Engagement], *, by: User, at: datetime
) -> None:
    """The forms whose clause does not apply to that contract, for one to which it does."""
    missing = [kind for kind in form_kinds() if annex_of(settling).form(kind.key) is None]
    for kind in missing:
        for engagement in others.filter(edition__isnull=False):
            try:
                issue(kind, engagement, by=by, at=at)
            except Refused:
                continue
            break

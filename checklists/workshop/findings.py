"""点検: what the linter says of an edition, with mends by a click and reasons for what may stay."""

from dataclasses import dataclass, field

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.access import access
from accounts.http import StaffRequest
from accounts.permissions import Permission
from checklists.drafting.mending import (
    REASON_LIMIT,
    apply_mend_to_draft,
    apply_mends_to_draft,
    give_reason,
)
from checklists.linting import Report, lint_edition
from checklists.workshop.pages import edition_or_404, page
from common.errors import Refused
from specs.models import Edition, WarningReason
from specs.text.lint import SEVERITY_WORDS, LintFinding, codes

TAGS = {"error": "error", "warning": "warning", "notice": "info", "reasoned": "neutral"}


@dataclass
class Group:
    """Findings of one code, that are explained once. `kind` is the severity, or `reasoned`."""

    kind: str
    code: str
    title: str
    why: str
    remedy: str
    findings: list[tuple[LintFinding, WarningReason | None]] = field(default_factory=list)

    @property
    def tag(self) -> str:
        """The colour of the tag."""
        return TAGS[self.kind]

    @property
    def word(self) -> str:
        """誤り, 警告, お知らせ."""
        return (
            "理由あり" if self.kind == "reasoned" else SEVERITY_WORDS[self.findings[0][0].severity]
        )

    @property
    def mendable(self) -> int:
        """How many a click can mend."""
        return sum(finding.mend is not None for finding, _ in self.findings)


def grouped(report: Report) -> list[Group]:
    """The findings of a report by code, the gravest first."""
    found: dict[tuple[str, str], Group] = {}
    parts: list[tuple[str, list[tuple[LintFinding, WarningReason | None]]]] = [
        ("error", [(f, None) for f in report.errors]),
        ("warning", [(f, None) for f in report.warnings]),
        ("reasoned", [(f, reason) for f, reason in report.reasoned]),
        ("notice", [(f, None) for f in report.notices]),
    ]
    for kind, findings in parts:
        for finding, reason in findings:
            code = codes()[finding.code]
            group = found.setdefault(
                (kind, finding.code), Group(kind, code.code, code.title, code.why, code.remedy)
            )
            group.findings.append((finding, reason))
    return list(found.values())


@access(Permission.EDITION_VIEW)
def finding_list(request: StaffRequest, pk: int) -> HttpResponse:
    """Every finding of an edition; with mends and reasons on a draft."""
    return _list(request, edition_or_404(request, pk), [])


def _list(request: StaffRequest, edition: Edition, reasons: list[str]) -> HttpResponse:
    report = lint_edition(edition)
    return page(
        request,
        "workshop/finding_list.html",
        here="点検",
        edition=edition,
        report=report,
        groups=grouped(report),
        reasons=reasons,
        limit=REASON_LIMIT,
        status=422 if reasons else 200,
    )


@access(Permission.EDITION_EDIT)
@require_POST
def finding_mend(request: StaffRequest, pk: int) -> HttpResponse:
    """Do the mend of one finding, or with `all` every mend of its code."""
    edition = edition_or_404(request, pk)
    code, place = request.POST.get("code", ""), request.POST.get("place", "")
    now = timezone.now()
    try:
        if request.POST.get("all"):
            count = apply_mends_to_draft(pk, code, by=request.user, at=now)
            said = f"{count}か所を直しました。"
        else:
            finding = apply_mend_to_draft(pk, code, place, by=request.user, at=now)
            said = f"{finding.where}を直しました。"
    except Refused as refusal:
        return _list(request, edition, refusal.reasons)
    messages.success(request, f"{said}元に戻すときは、保存の履歴から前の状態を選びます。")
    return redirect("workshop:finding-list", pk)


@access(Permission.EDITION_EDIT)
@require_POST
def finding_reason(request: StaffRequest, pk: int) -> HttpResponse:
    """Record why a warning may stay."""
    edition = edition_or_404(request, pk)
    code, place = request.POST.get("code", ""), request.POST.get("place", "")
    reason = request.POST.get("reason", "")
    try:
        give_reason(pk, code, place, reason, by=request.user, at=timezone.now())
    except Refused as refusal:
        return _list(request, edition, refusal.reasons)
    messages.success(request, "理由を記録しました。この警告は、公開を妨げません。")
    return redirect("workshop:finding-list", pk)

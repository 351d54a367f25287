"""Screens of verification: fetch what is visible, call one thing, answer."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.access import access
from accounts.http import StaffRequest
from accounts.permissions import Permission
from audits import actions, forms
from audits.gap import gap_rows
from audits.models import CorrectiveAction, Disposal, Finding, Inspection, PeriodicReport
from audits.views_papers import papers
from checklists.models import Answer
from common.errors import Refused
from engagements.conditions import ConditionRow, condition_rows
from engagements.models import Contract


def _contract(request: StaffRequest, engagement: int) -> Contract:
    contracts = Contract.objects.visible_to(request.user).select_related(
        "engagement__department", "engagement__edition", "municipality", "bid"
    )
    return contracts.get_or_404(engagement=engagement)


def _submitted(request: StaffRequest, form: Form, act: Callable[..., Any], done: str) -> bool:
    """Run `act` with a valid form's data; a refusal becomes errors of the form."""
    if not form.is_valid():
        return False
    try:
        act(**form.cleaned_data, by=request.user, at=timezone.now())
    except Refused as refusal:
        for reason in refusal.reasons:
            form.add_error(None, reason)
        return False
    messages.success(request, done)
    return True


def _page(request: StaffRequest, template: str, form: Form, **context: Any) -> HttpResponse:
    status = 422 if form.is_bound and form.errors else 200
    return render(request, template, {"form": form, **context}, status=status)


def _steps(inspection: Inspection) -> list[dict[str, Any]]:
    """What a round consists of, done or not, with where to do it."""
    table = inspection.checklist
    return [
        {
            "label": "確認表に記入し、提出する",
            "done": table.submitted_at is not None,
            "url": reverse("checklists:checklist-detail", args=[table.pk]),
            "hint": f"記入済み {table.n_answered}／{table.n_total}",
        },
        {
            "label": "現物・現地などで確かめ、項目ごとに判定する",
            "done": table.judged_at is not None,
            "url": reverse("checklists:judgement", args=[table.pk]) if table.submitted_at else "",
            "hint": "" if table.submitted_at else "確認表が提出されてから始めます。",
        },
        {
            "label": "実施日・場所・参加者を記録し、終了する",
            "done": inspection.concluded_at is not None,
            "hint": "判定を終えると記録できます。",
        },
    ]


def _home(contract: Contract) -> str:
    return reverse("workflow:engagement-detail", args=[contract.engagement_id])


@access(Permission.INSPECTION_EDIT)
def inspection_create(request: StaffRequest, pk: int) -> HttpResponse:
    """Start a round of verification."""
    contract = _contract(request, pk)
    initial = {"phase": "end" if contract.engagement.stage == "closing" else "post"}
    form = forms.InspectionForm(request.POST or None, initial=initial)

    def act(**data: Any) -> None:
        inspection = actions.plan_inspection(contract, **data)
        form.cleaned_data["inspection"] = inspection

    if request.method == "POST" and _submitted(
        request, form, act, "実施状況確認を始めました。確認表に記入してください。"
    ):
        return redirect("audits:inspection-detail", form.cleaned_data["inspection"].pk)
    return _page(request, "audits/inspection_create.html", form, engagement=contract.engagement)


@access(Permission.ENGAGEMENT_VIEW)
def inspection_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """One round: its steps, and its end."""
    rounds = Inspection.objects.visible_to(request.user).select_related(
        "contract__engagement__department", "checklist", "concluded_by"
    )
    inspection = rounds.get_or_404(pk=pk)
    initial = {"held_on": inspection.planned_on, "place": inspection.place}
    form = forms.ConclusionForm(request.POST or None, initial=initial)
    may_edit = request.user.may(Permission.INSPECTION_EDIT)

    def act(**data: Any) -> None:
        actions.conclude_inspection(inspection, **data)

    if request.method == "POST" and _submitted(
        request, form, act, "実施状況確認を終了しました。要是正・不適は指摘として記録しました。"
    ):
        return redirect("audits:inspection-detail", inspection.pk)
    findings = Finding.objects.visible_to(request.user).filter(inspection=inspection)
    return _page(
        request,
        "audits/inspection_detail.html",
        form,
        inspection=inspection,
        engagement=inspection.contract.engagement,
        steps=_steps(inspection),
        may_edit=may_edit,
        findings=findings.select_related("item__clause").order_by("number"),
        conditions=_conditions(request, inspection),
        today=timezone.localdate(),
        papers=papers(request.user, inspection, "inspection-plan", "inspection-report"),
        offered="inspection-report" if inspection.concluded_at else "inspection-plan",
        may_issue=request.user.may(Permission.DOCUMENT_ISSUE),
    )


def _conditions(request: StaffRequest, inspection: Inspection) -> list[tuple[ConditionRow, bool]]:
    """The conditions to be checked in performance, each with whether the round's table asks."""
    rows = condition_rows(inspection.contract.engagement)
    answers = Answer.objects.visible_to(request.user).filter(checklist=inspection.checklist_id)
    asked = set(answers.values_list("item_id", flat=True))
    return [(row, row.condition.item_id in asked) for row in rows if row.is_checked_later]


@access(Permission.ENGAGEMENT_VIEW)
def finding_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """One finding with every try to put it right."""
    findings = Finding.objects.visible_to(request.user).select_related(
        "contract__engagement__department", "item__clause", "inspection", "closed_by"
    )
    finding = findings.get_or_404(pk=pk)
    tries = CorrectiveAction.objects.visible_to(request.user).filter(finding=finding)
    context = {
        "finding": finding,
        "engagement": finding.contract.engagement,
        "corrections": tries.select_related("reported_by", "verified_by").order_by("id"),
        "waiting": tries.filter(result=CorrectiveAction.Result.WAITING).exists(),
        "may_edit": request.user.may(Permission.FINDING_EDIT),
        "today": timezone.localdate(),
        "papers": papers(request.user, finding, "correction-demand"),
        "offered": "" if finding.closed_at else "correction-demand",
        "may_issue": request.user.may(Permission.DOCUMENT_ISSUE),
    }
    return render(request, "audits/finding_detail.html", context)


@access(Permission.FINDING_EDIT)
def correction_create(request: StaffRequest, pk: int) -> HttpResponse:
    """Record the contractor's correction report."""
    findings = Finding.objects.visible_to(request.user).select_related(
        "contract__engagement__department", "item"
    )
    finding = findings.get_or_404(pk=pk)
    form = forms.CorrectionForm(request.POST or None)

    def act(**data: Any) -> None:
        actions.report_correction(finding, **data)

    if request.method == "POST" and _submitted(request, form, act, "是正報告を記録しました。"):
        return redirect("audits:finding-detail", finding.pk)
    return _page(
        request,
        "audits/correction_create.html",
        form,
        finding=finding,
        engagement=finding.contract.engagement,
    )


@access(Permission.FINDING_EDIT)
def correction_verify(request: StaffRequest, pk: int) -> HttpResponse:
    """Record the municipality's own check of a correction."""
    tries = CorrectiveAction.objects.visible_to(request.user).select_related(
        "finding__contract__engagement__department", "finding__item"
    )
    correction = tries.get_or_404(pk=pk)
    form = forms.VerificationForm(request.POST or None)

    def act(**data: Any) -> None:
        actions.verify_correction(correction, **data)

    if request.method == "POST" and _submitted(
        request, form, act, "是正の確認の結果を記録しました。"
    ):
        return redirect("audits:finding-detail", correction.finding_id)
    return _page(
        request,
        "audits/correction_verify.html",
        form,
        correction=correction,
        finding=correction.finding,
        engagement=correction.finding.contract.engagement,
    )


@access(Permission.INSPECTION_EDIT)
def report_receive(request: StaffRequest, pk: int) -> HttpResponse:
    """Record that a periodic report came."""
    reports = PeriodicReport.objects.visible_to(request.user).select_related(
        "contract__engagement__department"
    )
    report = reports.get_or_404(pk=pk)
    form = forms.ReportForm(request.POST or None, initial={"received_on": timezone.localdate()})

    def act(**data: Any) -> None:
        actions.receive_report(report, **data)

    if request.method == "POST" and _submitted(
        request, form, act, "定期報告の受領を記録しました。"
    ):
        return redirect(_home(report.contract))
    return _page(
        request,
        "audits/report_receive.html",
        form,
        report=report,
        engagement=report.contract.engagement,
    )


@access(Permission.DISPOSAL_EDIT)
def disposal_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Record the contractor's report of return, erasure or destruction."""
    contract = _contract(request, pk)
    disposal = Disposal.objects.visible_to(request.user).filter(contract=contract).first()
    initial = forms.initial_of(disposal, forms.DisposalForm)
    form = forms.DisposalForm(request.POST or None, initial=initial)

    def act(**data: Any) -> None:
        actions.report_disposal(contract, **data)

    if request.method == "POST" and _submitted(
        request,
        form,
        act,
        "返還・消去・廃棄の報告を記録しました。続けて、市の確認を記録してください。",
    ):
        return redirect(
            "audits:disposal-verify",
            Disposal.objects.visible_to(request.user).get_or_404(contract=contract).pk,
        )
    return _page(
        request,
        "audits/disposal_edit.html",
        form,
        engagement=contract.engagement,
        disposal=disposal,
    )


@access(Permission.DISPOSAL_EDIT)
def disposal_verify(request: StaffRequest, pk: int) -> HttpResponse:
    """Record how the municipality made sure that nothing is left."""
    disposals = Disposal.objects.visible_to(request.user).select_related(
        "contract__engagement__department"
    )
    disposal = disposals.get_or_404(pk=pk)
    form = forms.DisposalVerificationForm(request.POST or None)

    def act(**data: Any) -> None:
        actions.verify_disposal(disposal, **data)

    if request.method == "POST" and _submitted(
        request, form, act, "返還・消去・廃棄を市が確認したことを記録しました。"
    ):
        return redirect(_home(disposal.contract))
    return _page(
        request,
        "audits/disposal_verify.html",
        form,
        disposal=disposal,
        engagement=disposal.contract.engagement,
    )


@access(Permission.ENGAGEMENT_VIEW)
def gap_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """Promised, contracted, found: one line an item; deviations first unless ?all=1."""
    contract = _contract(request, pk)
    rows = gap_rows(contract)
    show_all = request.GET.get("all") == "1"
    shown = rows if show_all else [row for row in rows if row.deviation not in ("一致", "未確認")]
    context = {
        "engagement": contract.engagement,
        "rounds": contract.inspections.order_by("number"),
        "rows": shown,
        "total": len(rows),
        "show_all": show_all,
        "unchecked": sum(row.deviation == "未確認" for row in rows),
        "today": timezone.localdate(),
    }
    return render(request, "audits/gap_detail.html", context)

"""認証と指名停止: what is recorded of a firm besides its name."""

from typing import Any

from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.access import access
from accounts.http import StaffRequest
from accounts.permissions import Permission
from accounts.submitting import conflicts, is_stale, let_overwrite, submitted
from documents.kinds import by_name
from documents.on_request import issue_on_request
from engagements import actions
from engagements.content import CERTIFICATION_FIELDS
from engagements.forms import CertificationForm, EndingForm, LiftingForm, SuspensionForm
from engagements.models import Certification, Suspension
from engagements.standing import suspension_line
from engagements.views.pages import page, vendor_or_404, vendor_trail


@access(Permission.VENDOR_EDIT)
def certification_create(request: StaffRequest, pk: int) -> HttpResponse:
    """Record a certification of a firm."""
    vendor = vendor_or_404(request, pk)
    form = CertificationForm(request.POST or None)

    def act(**data: Any) -> None:
        actions.record_certification(vendor, **data)

    if form.is_valid() and submitted(
        request, form, act, "第三者認証を記録しました。", **_certified(form)
    ):
        return redirect(vendor)
    return page(
        request,
        "engagements/certification_edit.html",
        here="第三者認証を記録する",
        form=form,
        vendor=vendor,
        breadcrumb=vendor_trail(vendor, "第三者認証を記録する"),
    )


@access(Permission.VENDOR_EDIT)
def certification_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Renew or correct a certification: a new row takes the place of the newest one."""
    row = _newest(request, _certification(request, pk))
    firm = row.vendor.firm
    saved = model_to_dict(row, fields=CERTIFICATION_FIELDS)
    form = CertificationForm(request.POST or None, initial={**saved, "seen": row.pk})
    form.submit_label = "新しい内容を記録する"

    def act(**data: Any) -> None:
        actions.record_certification(firm, **data)

    if form.is_valid() and submitted(
        request,
        form,
        act,
        "第三者認証の新しい内容を記録しました。",
        replaces=_certification(request, form.cleaned_data["seen"] or row.pk),
        **_certified(form),
    ):
        return redirect(firm)
    context: dict[str, Any] = {}
    if is_stale(form):
        context["conflicts"] = conflicts(form, saved)
        let_overwrite(form, seen=row.pk)
    return page(
        request,
        "engagements/certification_edit.html",
        here="認証の更新・訂正",
        form=form,
        vendor=firm,
        row=row,
        is_open=row.is_current,
        breadcrumb=vendor_trail(firm, "認証の更新・訂正"),
        **context,
    )


@access(Permission.VENDOR_EDIT)
def certification_end(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a certification off the register."""
    row = _certification(request, pk)
    form = EndingForm(request.POST or None)

    def act(**data: Any) -> None:
        actions.end_certification(row, **data)

    if form.is_valid() and submitted(
        request, form, act, f"「{row}」を名簿から外しました。", **form.cleaned_data
    ):
        return redirect(row.vendor.firm)
    return page(
        request,
        "engagements/certification_end.html",
        here="認証を名簿から外す",
        form=form,
        vendor=row.vendor.firm,
        row=row,
        is_open=row.is_current,
        breadcrumb=vendor_trail(row.vendor.firm, "認証を名簿から外す"),
    )


@access(Permission.SUSPENSION_EDIT)
def suspension_create(request: StaffRequest, pk: int) -> HttpResponse:
    """Enter a suspension of a firm."""
    vendor = vendor_or_404(request, pk)
    own = Suspension.objects.visible_to(request.user).filter(origin=Suspension.Origin.OWN)
    former = own.order_by("-pk").values_list("ground", flat=True).first()
    # The rule is each municipality's own; what was last named is proposed again.
    ground = former or f"{request.user.municipality}の要綱による"
    form = SuspensionForm(request.POST or None, initial={"ground": ground})

    def act(**data: Any) -> None:
        actions.enter_suspension(vendor, **data)

    if form.is_valid() and submitted(
        request, form, act, "指名停止を記録しました。", **form.cleaned_data
    ):
        return redirect(vendor)
    return page(
        request,
        "engagements/suspension_create.html",
        here="指名停止を記録する",
        form=form,
        vendor=vendor,
        breadcrumb=vendor_trail(vendor, "指名停止を記録する"),
    )


@access(Permission.SUSPENSION_EDIT)
def suspension_lift(request: StaffRequest, pk: int) -> HttpResponse:
    """Lift a suspension before its time."""
    rows = Suspension.objects.visible_to(request.user).select_related("vendor__merged_into")
    suspension = rows.get_or_404(pk=pk)
    today = timezone.localdate()
    form = LiftingForm(request.POST or None, initial={"lifted_on": today})

    def act(**data: Any) -> None:
        actions.lift_suspension(suspension, **data)

    if form.is_valid() and submitted(
        request, form, act, "指名停止の解除を記録しました。", **form.cleaned_data
    ):
        return redirect(suspension.vendor.firm)
    return page(
        request,
        "engagements/suspension_lift.html",
        here="指名停止を解除する",
        form=form,
        vendor=suspension.vendor.firm,
        line=suspension_line(suspension, today),
        breadcrumb=vendor_trail(suspension.vendor.firm, "指名停止を解除する"),
    )


@access(Permission.SUSPENSION_EDIT)
@require_POST
def suspension_issue(request: StaffRequest, pk: int) -> HttpResponse:
    """Issue the notice of a suspension and hand it out."""
    rows = Suspension.objects.visible_to(request.user).select_related("municipality", "vendor")
    suspension = rows.get_or_404(pk=pk)
    document = issue_on_request(request, by_name("suspension-notice"), suspension)
    if document is None:
        return redirect(suspension.vendor)
    return redirect("documents:document-download", document.pk)


def _certified(form: CertificationForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in CERTIFICATION_FIELDS}


def _certification(request: StaffRequest, pk: int) -> Certification:
    rows = Certification.objects.visible_to(request.user).select_related("vendor__merged_into")
    return rows.get_or_404(pk=pk)


def _newest(request: StaffRequest, row: Certification) -> Certification:
    """What has come in the place of a row, or the row itself."""
    followers = Certification.objects.visible_to(request.user).select_related("vendor__merged_into")
    while not row.is_current:
        following = followers.filter(replaces=row).first()
        if following is None:
            return row
        row = following
    return row

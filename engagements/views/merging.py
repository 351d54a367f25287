"""重複の統合: finding the entry that stays, and letting the other stand for it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from accounts.access import access
from accounts.http import StaffRequest
from accounts.permissions import Permission
from accounts.submitting import is_stale, let_overwrite, submitted
from engagements import actions
from engagements.actions.merging import obstacles, pair_digest
from engagements.duplicates import alike
from engagements.forms import MergeForm
from engagements.history import record_of
from engagements.models import Vendor
from engagements.register import found_vendors
from engagements.views.pages import page, vendor_or_404, vendor_trail

PAGE = 20
HERE = "重複した登録を統合する"


@access(Permission.VENDOR_MERGE)
def vendor_merge(request: StaffRequest, pk: int) -> HttpResponse:
    """Choose what a duplicate is merged into; with ?into= compare the two, and do it."""
    gone = vendor_or_404(request, pk)
    if gone.merged_into is not None:
        return redirect(gone)
    wanted = request.GET.get("into", "")
    if wanted:
        rows = Vendor.objects.visible_to(request.user).select_related("merged_into")
        return _confirm(request, gone, rows.get_or_404(pk=wanted).firm)
    words = request.GET.get("q", "").strip()
    found = found_vendors(request.user, words).exclude(pk=gone.pk)[:PAGE] if words else []
    return page(
        request,
        "engagements/vendor_merge.html",
        here=HERE,
        vendor=gone,
        same=alike(gone.municipality_id, gone.name, but=[gone.pk]),
        words=words,
        found=found,
        size=PAGE,
        breadcrumb=vendor_trail(gone, HERE),
    )


def _confirm(request: StaffRequest, gone: Vendor, kept: Vendor) -> HttpResponse:
    today = timezone.localdate()
    form = MergeForm(request.POST or None, initial={"seen": pair_digest(gone, kept)})

    def act(**data: Any) -> None:
        actions.merge_vendors(gone, into=kept, **data)

    if form.is_valid() and submitted(
        request,
        form,
        act,
        f"「{gone.name}」を「{kept.name}」に統合しました。",
        seen=form.cleaned_data["seen"],
        reason=form.cleaned_data["reason"],
    ):
        return redirect(kept)
    if is_stale(form):
        let_overwrite(form, seen=pair_digest(gone, kept))
    return page(
        request,
        "engagements/vendor_merge_confirm.html",
        here=HERE,
        form=form,
        vendor=gone,
        into=kept,
        is_open=not (reasons := obstacles(gone, kept)),
        obstacles=reasons,
        record=record_of(gone, request.user, today),
        into_record=record_of(kept, request.user, today),
        breadcrumb=vendor_trail(gone, HERE),
    )

"""事業者: the firms the municipality knows."""

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from accounts.access import access
from accounts.http import StaffRequest
from accounts.permissions import Permission
from accounts.scoping import ScopedQuerySet
from accounts.submitting import conflicts, is_stale, let_overwrite
from accounts.submitting import submitted as run
from engagements import actions
from engagements.content import VENDOR_FIELDS, vendor_digest
from engagements.forms import VendorForm
from engagements.models import Vendor
from engagements.views.pages import engagement_or_404, page

if TYPE_CHECKING:
    from accounts.models import User

PAGE = 50


def found_vendors(user: "User", words: str) -> ScopedQuerySet[Vendor]:
    """Vendors whose name, number or address holds every word, by name."""
    rows = Vendor.objects.visible_to(user)
    for word in words.replace("　", " ").split():
        rows = rows.filter(
            Q(name__icontains=word) | Q(corporate_number=word) | Q(address__icontains=word)
        )
    return rows.order_by("name", "id")


@access(Permission.ENGAGEMENT_VIEW)
def vendor_list(request: StaffRequest) -> HttpResponse:
    """Fifty firms by name, or those found by words; keyset, no count."""
    words = request.GET.get("q", "").strip()
    rows = found_vendors(request.user, words)
    after = request.GET.get("after", "")
    if after.isascii() and after.isdigit():
        last = Vendor.objects.visible_to(request.user).get_or_404(pk=after)
        rows = rows.filter(Q(name__gt=last.name) | Q(name=last.name, pk__gt=last.pk))
    shown = list(rows[: PAGE + 1])
    return page(
        request,
        "engagements/vendor_list.html",
        here="事業者",
        vendors=shown[:PAGE],
        next_url=_query(q=words, after=str(shown[PAGE - 1].pk)) if len(shown) > PAGE else "",
        first_url=_query(q=words) if after else "",
        words=words,
        size=PAGE,
        may_edit=request.user.may(Permission.VENDOR_EDIT),
        breadcrumb=[],
    )


@access(Permission.VENDOR_EDIT)
def vendor_create(request: StaffRequest) -> HttpResponse:
    """Register a firm. With ?engagement= it goes back to entering the bidder."""
    wanted = request.GET.get("engagement", "")
    engagement = None
    if wanted.isascii() and wanted.isdigit():
        engagement = engagement_or_404(request, int(wanted))
    form = VendorForm(request.POST or None, initial={"name": request.GET.get("name", "")})
    if form.is_valid() and run(
        request,
        form,
        actions.register_vendor,
        f"「{form.cleaned_data['name']}」を登録しました。",
        **_fields(form),
    ):
        if engagement is None:
            return redirect("engagements:vendor-list")
        query = urlencode({"q": form.cleaned_data["name"]})
        return redirect(f"{reverse('engagements:bid-create', args=[engagement.pk])}?{query}")
    return page(
        request,
        "engagements/vendor_create.html",
        here="新しい事業者",
        engagement=engagement,
        form=form,
    )


@access(Permission.VENDOR_EDIT)
def vendor_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Correct what is known of a firm."""
    vendor = Vendor.objects.visible_to(request.user).get_or_404(pk=pk)
    saved = model_to_dict(vendor, fields=VENDOR_FIELDS)
    form = VendorForm(request.POST or None, initial={**saved, "seen": vendor_digest(vendor)})
    form.submit_label = "保存"

    def act(**data: Any) -> None:
        actions.update_vendor(vendor, **data)

    if form.is_valid() and run(
        request,
        form,
        act,
        "事業者の内容を保存しました。",
        seen=form.cleaned_data["seen"],
        **_fields(form),
    ):
        return redirect("engagements:vendor-list")
    context: dict[str, Any] = {}
    if is_stale(form):
        context["conflicts"] = conflicts(form, saved)
        let_overwrite(form, seen=vendor_digest(vendor))
    return page(
        request,
        "engagements/vendor_edit.html",
        here=vendor.name,
        form=form,
        vendor=vendor,
        **context,
    )


def _query(**parts: str) -> str:
    return "?" + urlencode(parts)


def _fields(form: VendorForm) -> dict[str, str]:
    return {name: form.cleaned_data[name] for name in VENDOR_FIELDS}

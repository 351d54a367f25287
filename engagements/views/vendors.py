"""事業者名簿: the firms the municipality knows."""

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from accounts.access import access
from accounts.http import StaffRequest
from accounts.permissions import Permission
from accounts.submitting import conflicts, is_stale, let_overwrite
from accounts.submitting import submitted as run
from engagements import actions
from engagements.content import VENDOR_FIELDS, vendor_digest
from engagements.duplicates import Alike, alike
from engagements.forms import VendorForm
from engagements.history import history_page, record_of
from engagements.models import Certification, FormerName, Suspension, Vendor
from engagements.naming import plain_number
from engagements.register import FILTERS, found_vendors, narrowed_to
from engagements.standing import certification_line, of_firms, standings, suspension_line
from engagements.views.pages import engagement_or_404, page, vendor_or_404, vendor_trail

if TYPE_CHECKING:
    from engagements.models import Engagement

PAGE = 50
# Former certifications shown on a firm's page.
FORMER = 30


@access(Permission.ENGAGEMENT_VIEW)
def vendor_list(request: StaffRequest) -> HttpResponse:
    """Fifty firms by name, or those found by words or by what should be noticed; keyset."""
    words, show = request.GET.get("q", "").strip(), request.GET.get("show", "")
    today = timezone.localdate()
    rows = narrowed_to(found_vendors(request.user, words), show, today)
    after = request.GET.get("after", "")
    if after.isascii() and after.isdigit():
        last = Vendor.objects.visible_to(request.user).get_or_404(pk=after)
        rows = rows.filter(Q(name__gt=last.name) | Q(name=last.name, pk__gt=last.pk))
    shown = list(rows[: PAGE + 1])
    known = standings(shown[:PAGE], today)
    return page(
        request,
        "engagements/vendor_list.html",
        here="事業者",
        rows=[(vendor, known[vendor.pk]) for vendor in shown[:PAGE]],
        filters=[
            {"url": _query(q=words, show=name), "label": label, "current": name == show}
            for name, label in FILTERS
        ],
        next_url=_query(q=words, show=show, after=str(shown[PAGE - 1].pk))
        if len(shown) > PAGE
        else "",
        first_url=_query(q=words, show=show) if after else "",
        words=words,
        show=show,
        size=PAGE,
        may_edit=request.user.may(Permission.VENDOR_EDIT),
        breadcrumb=[],
    )


@access(Permission.ENGAGEMENT_VIEW)
def vendor_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """What the municipality knows of a firm: facts, certifications, 指名停止, history."""
    vendor = vendor_or_404(request, pk)
    if vendor.merged_into is not None:
        return page(request, "engagements/vendor_merged.html", here=vendor.name, vendor=vendor)
    user, today = request.user, timezone.localdate()
    certificates = Certification.objects.visible_to(user).filter(of_firms([pk]))
    suspensions = Suspension.objects.visible_to(user).filter(of_firms([pk]))
    names = FormerName.objects.visible_to(user).filter(of_firms([pk]))
    record = record_of(vendor, user, today)
    after = request.GET.get("after", "")
    history, next_key = history_page(vendor, user, record.findings, today, after=after)
    return page(
        request,
        "engagements/vendor_detail.html",
        here=vendor.name,
        vendor=vendor,
        certifications=[
            certification_line(row, today, None)
            for row in certificates.filter(is_current=True).order_by("kind", "pk")
        ],
        former_certifications=certificates.filter(is_current=False).order_by("-pk")[:FORMER],
        suspensions=[
            suspension_line(row, today)
            for row in suspensions.select_related("entered_by", "lifted_by").order_by(
                "-from_on", "-pk"
            )
        ],
        former_names=names.order_by("-replaced_at"),
        merged=vendor.merged.order_by("merged_at"),
        record=record,
        history=history,
        next_url=_query(after=next_key) + "#history" if next_key else "",
        first_url="?#history" if after else "",
        may_edit=user.may(Permission.VENDOR_EDIT),
        may_suspend=user.may(Permission.SUSPENSION_EDIT),
        may_merge=user.may(Permission.VENDOR_MERGE),
    )


@access(Permission.VENDOR_EDIT)
def vendor_create(request: StaffRequest) -> HttpResponse:
    """Register a firm, unless it is there. With ?engagement= back to entering the bidder."""
    wanted = request.GET.get("engagement", "")
    engagement = None
    if wanted.isascii() and wanted.isdigit():
        engagement = engagement_or_404(request, int(wanted))
    same = _alike(request, request.POST.get("name", ""))
    form = VendorForm(
        request.POST or None,
        initial={"name": request.GET.get("name", "")},
        asks_distinct=bool(same),
    )
    made: list[Vendor] = []

    def act(**data: Any) -> None:
        made.append(actions.register_vendor(**data))

    if form.is_valid() and run(
        request,
        form,
        act,
        f"「{form.cleaned_data['name']}」を登録しました。",
        is_distinct=form.cleaned_data.get("is_distinct", False),
        **_fields(form),
    ):
        return _after_registration(made[0], engagement)
    return page(
        request,
        "engagements/vendor_create.html",
        here="新しい事業者",
        engagement=engagement,
        form=form,
        same=same,
        registered=_with_number(request, request.POST.get("corporate_number", "")),
    )


def _alike(request: StaffRequest, name: str) -> list[Alike]:
    municipality = request.user.municipality_id
    return alike(municipality, name) if name.strip() and municipality else []


def _with_number(request: StaffRequest, number: str) -> Vendor | None:
    """The firm that has this 法人番号 already."""
    plain = plain_number(number)
    rows = Vendor.objects.visible_to(request.user)
    return rows.filter(corporate_number=plain).first() if plain else None


def _after_registration(vendor: Vendor, engagement: "Engagement | None") -> HttpResponse:
    if engagement is None:
        return redirect(vendor)
    query = urlencode({"q": vendor.name})
    return redirect(f"{reverse('engagements:bid-create', args=[engagement.pk])}?{query}")


@access(Permission.VENDOR_EDIT)
def vendor_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Correct what is known of a firm."""
    vendor = vendor_or_404(request, pk)
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
        return redirect(vendor)
    context: dict[str, Any] = {}
    if is_stale(form):
        context["conflicts"] = conflicts(form, saved)
        let_overwrite(form, seen=vendor_digest(vendor))
    return page(
        request,
        "engagements/vendor_edit.html",
        here="内容を直す",
        form=form,
        vendor=vendor,
        breadcrumb=vendor_trail(vendor, "内容を直す"),
        **context,
    )


def _query(**parts: str) -> str:
    return "?" + urlencode({name: value for name, value in parts.items() if value})


def _fields(form: VendorForm) -> dict[str, str]:
    return {name: form.cleaned_data[name] for name in VENDOR_FIELDS}

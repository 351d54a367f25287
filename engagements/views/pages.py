"""What every screen of this app does the same way."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.http import StaffRequest
from accounts.submitting import AnyForm, status_of
from engagements.models import Bid, Engagement, Vendor


def engagement_or_404(request: StaffRequest, pk: int) -> Engagement:
    """The engagement, if this user may see it. Raises Http404."""
    rows = Engagement.objects.visible_to(request.user).select_related(
        "municipality", "department", "edition__specification", "preset"
    )
    return rows.get_or_404(pk=pk)


def bid_or_404(request: StaffRequest, pk: int) -> Bid:
    """The bid with its firm, table and engagement, if this user may see it. Raises Http404."""
    rows = Bid.objects.visible_to(request.user).select_related(
        "vendor", "checklist", "engagement__department", "engagement__municipality"
    )
    return rows.get_or_404(pk=pk)


def vendor_or_404(request: StaffRequest, pk: int) -> Vendor:
    """The firm with what it was merged into, if it is this municipality's. Raises Http404."""
    rows = Vendor.objects.visible_to(request.user).select_related("merged_into", "merged_by")
    return rows.get_or_404(pk=pk)


def vendor_trail(vendor: Vendor, here: str) -> list[tuple[str, str]]:
    """The breadcrumb of a page below a firm's."""
    return [
        (reverse("engagements:vendor-list"), "事業者"),
        (vendor.get_absolute_url(), vendor.name),
        ("", here),
    ]


def page(
    request: StaffRequest,
    template: str,
    *,
    here: str,
    engagement: Engagement | None = None,
    form: AnyForm | None = None,
    **context: Any,
) -> HttpResponse:
    """Render a page under an engagement; `here` ends its breadcrumb. 422 with a wrong form,
    409 with a stale one."""
    trail = [(reverse("workflow:engagement-list"), "案件一覧")]
    if engagement is not None:
        trail.append((engagement.get_absolute_url(), engagement.title))
        context["context_line"] = f"{engagement.number}　{engagement.title}"
    else:
        trail = [(reverse("engagements:vendor-list"), "事業者")]
    whole = {**context, "engagement": engagement, "form": form, "here": here}
    whole.setdefault("breadcrumb", [*trail, ("", here)])
    return render(request, template, whole, status=status_of(form))

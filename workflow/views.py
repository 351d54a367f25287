"""The start page, and the home of one engagement: its task list and its moves."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.access import access
from accounts.http import StaffRequest
from accounts.permissions import Permission
from audits.models import Finding, PeriodicReport
from common.errors import Refused
from documents.kinds import by_name
from documents.models import IssuedDocument
from documents.on_request import issue_and_say
from engagements.adoption import decision_about, newer_edition
from engagements.copying import RENEWED
from engagements.documents.forms.base import form_kinds
from engagements.models import Engagement, Stage
from engagements.requirements import newest_told
from ledger.actions import subject_of
from ledger.models import LedgerEvent
from workflow.forms import MoveForm
from workflow.issuing import issuable_kinds
from workflow.lessons import findings_of
from workflow.snapshot import Snapshot
from workflow.tasks import sections, steps
from workflow.transitions import BY_SLUG, make_move, moves_for, next_move, todo

PAGE = 20
RECENT_EVENTS = 12
RECENT_COPIES = 3


@access(Permission.ENGAGEMENT_VIEW)
def engagement_list(request: StaffRequest) -> HttpResponse:
    """Twenty engagements, newest first, by stage or words; keyset, no count."""
    rows = Engagement.objects.visible_to(request.user).for_list()
    stage = request.GET.get("stage", "")
    if stage in Stage.values:
        rows = rows.filter(stage=stage)
    words = request.GET.get("q", "").strip()
    for word in words.replace("　", " ").split():
        rows = rows.filter(title__icontains=word)
    after = request.GET.get("after", "")
    if after:
        rows = rows.after(after)
    page = list(rows[: PAGE + 1])
    context = {
        "engagements": page[:PAGE],
        "next": page[PAGE - 1].list_key if len(page) > PAGE else "",
        "stage": stage,
        "words": words,
        "stages": Stage.choices,
        "due": _due(request),
        "may_create": request.user.may(Permission.ENGAGEMENT_EDIT),
    }
    return render(request, "workflow/engagement_list.html", context)


def _due(request: StaffRequest) -> dict[str, Any]:
    """What is late or due soon, ten of each at the most."""
    today = timezone.localdate()
    findings = Finding.objects.visible_to(request.user).filter(closed_at=None)
    reports = PeriodicReport.objects.visible_to(request.user).filter(
        received_on=None, due_on__lt=today, contract__engagement__stage=Stage.PERFORMANCE
    )
    related = "contract__engagement__department"
    return {
        "today": today,
        "findings": findings.select_related(related, "item").order_by("due_on")[:10],
        "reports": reports.select_related(related).order_by("due_on")[:10],
    }


def home_context(
    request: StaffRequest, engagement: Engagement, form: MoveForm, today: date
) -> dict[str, Any]:
    """Everything that an engagement's home shows."""
    now = Snapshot(engagement, today)
    forward = next_move(engagement)
    offered = moves_for(engagement, request.user)
    # The forms have a page of their own; sixteen of them would hide the rest.
    documents = (
        IssuedDocument.objects.visible_to(request.user)
        .filter(subject=subject_of(engagement))
        .exclude(kind__in=[kind.slug for kind in form_kinds()])
    )
    events = LedgerEvent.objects.visible_to(request.user).filter(context=subject_of(engagement))
    contract = now.contract
    newer = newer_edition(engagement)
    return {
        "engagement": engagement,
        "newer": newer if newer and not decision_about(engagement, newer) else None,
        "now": now,
        "context_line": f"{engagement.number}　{engagement.department.name}",
        "steps": steps(engagement),
        "sections": sections(now, request.user),
        "forward": forward,
        "todo": todo(forward, now) if forward else [],
        "may_forward": forward in offered,
        "other_moves": [move for move in offered if move != forward],
        "form": form,
        "documents": documents.select_related("issued_by").order_by("-id")[:30],
        "kinds": issuable_kinds(engagement, request.user, now.told),
        "events": events.order_by("-seq")[:RECENT_EVENTS],
        "reports": contract.reports.order_by("due_on") if contract else [],
        "source": _source(engagement),
        "copies": _copies(request, engagement),
        "may_copy": engagement.stage in RENEWED and request.user.may(Permission.ENGAGEMENT_EDIT),
        "may_inspect": request.user.may(Permission.INSPECTION_EDIT),
        "today": today,
    }


def _source(engagement: Engagement) -> dict[str, Any] | None:
    """What the engagement was copied from, with its findings, until the planning is over."""
    if engagement.copied_from_id is None or engagement.stage != Stage.PLANNING:
        return None
    count, still_open = findings_of(engagement.copied_from_id)
    return {"engagement": engagement.copied_from, "count": count, "open": still_open}


def _copies(request: StaffRequest, engagement: Engagement) -> list[Engagement]:
    """What was copied from the engagement, once its own work has begun."""
    if engagement.stage not in RENEWED:
        return []
    copies = Engagement.objects.visible_to(request.user).filter(copied_from=engagement)
    return list(copies.select_related("department").order_by("-pk")[:RECENT_COPIES])


def _engagement(request: StaffRequest, pk: int) -> Engagement:
    rows = Engagement.objects.visible_to(request.user).select_related(
        "department",
        "municipality",
        "edition__specification",
        "preset",
        "created_by",
        "copied_from__department",
    )
    return rows.get_or_404(pk=pk)


@access(Permission.ENGAGEMENT_VIEW)
def engagement_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """The engagement's home: what to do next, and everything done so far."""
    engagement = _engagement(request, pk)
    context = home_context(request, engagement, MoveForm(), timezone.localdate())
    return render(request, "workflow/engagement_detail.html", context)


@access(Permission.ENGAGEMENT_MOVE)
@require_POST
def engagement_move(request: StaffRequest, pk: int, slug: str) -> HttpResponse:
    """Make one move, or say what stands in its way."""
    engagement = _engagement(request, pk)
    move = BY_SLUG.get(slug)
    if move is None:
        raise Http404
    form = MoveForm(request.POST)
    if form.is_valid():
        try:
            make_move(engagement, move, by=request.user, at=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            for reason in refusal.reasons:
                form.add_error(None, reason)
        else:
            messages.success(request, f"「{move.label}」を記録しました。")
            return redirect("workflow:engagement-detail", engagement.pk)
    context = home_context(request, engagement, form, timezone.localdate())
    return render(request, "workflow/engagement_detail.html", context, status=422)


@access(Permission.DOCUMENT_ISSUE)
@require_POST
def document_issue(request: StaffRequest, pk: int, kind: str) -> HttpResponse:
    """Issue one document of the engagement."""
    engagement = _engagement(request, pk)
    offers = issuable_kinds(engagement, request.user, newest_told(engagement))
    if kind not in {offer.slug for offer in offers}:
        raise Http404
    issue_and_say(request, by_name(kind), engagement, format=request.POST.get("format", "pdf"))
    return redirect(f"{engagement.get_absolute_url()}#documents")

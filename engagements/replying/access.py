"""Who may use the pages of a firm: whoever opened a link that still opens."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_not_required
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django_htmx.middleware import HtmxDetails

from accounts.respondents import Respondent
from engagements.actions.links import respondent_of
from engagements.models import AnswerLink, ToldRequirements

SESSION_KEY = "answer_link"
# Every link that this browser has opened, the newest last.
HELD_KEY = "answer_links"
MOST_HELD = 20
P = ParamSpec("P")


class FirmRequest(HttpRequest):
    """A request of a firm: its link, and the actor it acts as."""

    link: AnswerLink
    respondent: Respondent
    htmx: HtmxDetails


def answering(
    view: Callable[Concatenate[FirmRequest, P], HttpResponseBase],
) -> Callable[Concatenate[Any, P], HttpResponseBase]:
    """Mark a view as a firm's: no account, but a link in the session that opens now."""

    @wraps(view)
    def wrapped(request: FirmRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        link = link_in(request)
        if link is None:
            return closed(request)
        request.link, request.respondent = link, respondent_of(link)
        return view(request, *args, **kwargs)

    marked = login_not_required(never_cache(wrapped))
    marked.answering = True  # type: ignore[attr-defined]
    return cast("Callable[Concatenate[Any, P], HttpResponseBase]", marked)


def link_in(request: HttpRequest) -> AnswerLink | None:
    """The link that this browser has opened, if it still opens; `addendum` is the number of the
    newest one. One query."""
    pk = request.session.get(SESSION_KEY)
    if pk is None:
        return None
    rows = AnswerLink.objects.select_related(
        "bid__vendor",
        "bid__engagement__department",
        "bid__engagement__municipality",
        "bid__checklist__edition__municipality",
    )
    told = ToldRequirements.objects.filter(engagement=OuterRef("bid__engagement"))
    newest = told.order_by("-pk").values("number")[:1]
    link = rows.annotate(addendum=Subquery(newest)).filter(pk=pk).first()
    return None if link is None or link.refusal(timezone.now()) else link


def hold(request: HttpRequest, link: AnswerLink) -> None:
    """Remember a link that was opened, and make it the one that counts."""
    former = [pk for pk in request.session.get(HELD_KEY, []) if pk != link.pk]
    request.session[HELD_KEY] = [*former, link.pk][-MOST_HELD:]
    request.session[SESSION_KEY] = link.pk


def held_links(request: FirmRequest) -> list[AnswerLink]:
    """The firm's other links that this browser has opened and that still open. One query, or
    none where there was only one."""
    pks = [pk for pk in request.session.get(HELD_KEY, []) if pk != request.link.pk]
    if not pks:
        return []
    rows = AnswerLink.objects.filter(
        pk__in=pks,
        municipality=request.link.municipality_id,
        bid__vendor=request.link.bid.vendor_id,
    )
    now = timezone.now()
    links = rows.select_related("bid__engagement__department").order_by("pk")
    return [link for link in links if not link.refusal(now)]


def let_go(request: HttpRequest) -> None:
    """Forget every link in this browser."""
    for key in (SESSION_KEY, HELD_KEY):
        request.session.pop(key, None)


def closed(request: HttpRequest, *, too_many: bool = False) -> HttpResponse:
    """The page for whoever has no link that opens. Says the same whatever the reason."""
    context: dict[str, Any] = {"user": None, "nav_items": [], "too_many": too_many}
    status = 429 if too_many else 404
    return render(request, "replying/closed.html", context, status=status)

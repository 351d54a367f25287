"""Starting from an earlier engagement: choosing it, reading what it taught, copying it."""

import re
import unicodedata
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import access
from accounts.http import StaffRequest
from accounts.permissions import Permission
from accounts.submitting import status_of, submitted
from common.dates import fiscal_year_label
from engagements import actions
from engagements.actions.copying import ANSWERS, CRITERIA
from engagements.copying import RENEWED, copies_of, criteria_words, title_for, year_to_propose
from engagements.models import Engagement, Stage
from engagements.models.engagement import EngagementQuerySet
from engagements.schedules import years_to_offer
from workflow.copying import Copied, copy_each
from workflow.forms import CopyForm
from workflow.lessons import Lessons, lessons_of, with_findings

PAGE = 20
# More than a department renews in one year; the page says when it cuts.
MANY = 300
# A 案件番号, as far as it says year and sequence: R8-税務-0001.
NUMBER = re.compile(r"[Rr]([0-9]{1,2})-(?:.+-)?([0-9]{1,4})")
REIWA = 2018  # the year before 令和元年


def _sources(request: StaffRequest) -> EngagementQuerySet:
    """The department's engagements that may be copied, with the number of findings."""
    rows = Engagement.objects.visible_to(request.user).for_list().exclude(stage=Stage.CANCELLED)
    return with_findings(rows)


@access(Permission.ENGAGEMENT_EDIT)
@require_safe
def copy_choose(request: StaffRequest) -> HttpResponse:
    """Twenty engagements of the department, newest first, by title or number; keyset."""
    words = request.GET.get("q", "").strip()
    rows = _found(_sources(request), words)
    if after := request.GET.get("after", ""):
        rows = rows.after(after)
    page = list(rows[: PAGE + 1])
    context = {
        "engagements": page[:PAGE],
        "next": page[PAGE - 1].list_key if len(page) > PAGE else "",
        "words": words,
        "here": "前の案件から作る",
        "breadcrumb": [*_trail(), ("", "前の案件から作る")],
    }
    return render(request, "workflow/copy_choose.html", context)


def _found(rows: EngagementQuerySet, words: str) -> EngagementQuerySet:
    for word in words.replace("　", " ").split():
        if match := NUMBER.fullmatch(unicodedata.normalize("NFKC", word)):
            rows = rows.filter(fiscal_year=REIWA + int(match[1]), sequence=int(match[2]))
        else:
            rows = rows.filter(title__icontains=word)
    return rows


def _trail() -> list[tuple[str, str]]:
    return [
        (reverse("workflow:engagement-list"), "案件一覧"),
        (reverse("engagements:engagement-create"), "新しい案件"),
    ]


def _engagement(request: StaffRequest, pk: int) -> Engagement:
    rows = Engagement.objects.visible_to(request.user).select_related(
        "department", "municipality", "edition__specification", "preset"
    )
    return rows.get_or_404(pk=pk)


@access(Permission.ENGAGEMENT_VIEW)
@require_safe
def engagement_lessons(request: StaffRequest, pk: int) -> HttpResponse:
    """What an engagement taught: findings, gaps, what was agreed otherwise."""
    engagement = _engagement(request, pk)
    here = "この案件から分かったこと"
    context = {
        "engagement": engagement,
        "lessons": lessons_of(engagement, timezone.localdate()),
        "here": here,
        "context_line": f"{engagement.number}　{engagement.title}",
        "breadcrumb": [
            (reverse("workflow:engagement-list"), "案件一覧"),
            (engagement.get_absolute_url(), engagement.title),
            ("", here),
        ],
    }
    return render(request, "workflow/engagement_lessons.html", context)


@access(Permission.ENGAGEMENT_EDIT)
def engagement_copy(request: StaffRequest, pk: int) -> HttpResponse:
    """What last year taught first, then what goes into the next engagement."""
    source = _engagement(request, pk)
    today = timezone.localdate()
    year = year_to_propose(source, today)
    lessons = lessons_of(source, today)
    form = CopyForm(
        request.POST or None, source=source, year=year, today=today, decisions=lessons.decisions
    )
    made: list[Engagement] = []

    def act(**data: Any) -> None:
        made.append(actions.copy_engagement(source, **data))

    if form.is_valid() and submitted(
        request,
        form,
        act,
        "前の案件を元に、新しい案件を登録しました。前提質問の答えを1問ずつ確かめてください。",
        **form.cleaned_data,
    ):
        name = "engagements:scope-edit" if made[0].edition_id else "engagements:engagement-edit"
        return redirect(name, made[0].pk)
    copies = copies_of([source.pk], year).get(source.pk, [])
    context = {
        "engagement": source,
        "form": form,
        "lessons": lessons,
        "parts": _parts(form, source, lessons),
        "decisions": list(zip(form["clauses"], lessons.decisions, strict=True)),
        "copies": copies,
        "here": "翌年度の案件を作る",
        "context_line": f"{source.number}　{source.title}",
        "breadcrumb": [
            *_trail(),
            (reverse("workflow:copy-choose"), "前の案件から作る"),
            ("", source.title),
        ],
    }
    return render(request, "workflow/engagement_copy.html", context, status=status_of(form))


def _parts(form: CopyForm, source: Engagement, lessons: Lessons) -> list[tuple[Any, str, str, str]]:
    """(box, name, what would be copied, what is to be done with it)."""
    answers = source.scope_answers.count()
    words = {
        "personal_data": ("取り扱う個人情報の項目", source.personal_data, ""),
        "place_condition": ("取扱場所の条件", source.place_condition, ""),
        "contact": ("問合せ先", source.contact, "担当者や電話番号が変わっていないか確かめます。"),
        ANSWERS: (
            "前提質問の答え",
            f"{answers}問の答え" if answers else "",
            "次の画面で1問ずつ確かめ、保存すると確定します。条の適用は、その答えから決め直します。",
        ),
        CRITERIA: (
            "評価の基準（条の重み・失格項目）",
            criteria_words(source),
            "新しい版にない条と項目は除きます。",
        ),
    }
    return [(box, *words[str(box.data["value"])]) for box in form["parts"]]


@access(Permission.ENGAGEMENT_EDIT)
def copy_many(request: StaffRequest) -> HttpResponse:
    """Tick many engagements of a 年度; each becomes a draft of the next one, or says why not."""
    given = request.POST.get("year") or request.GET.get("year", "")
    first, last = years_to_offer(timezone.localdate())
    year = int(given) if given in (str(first - 1), str(last - 1)) else first
    rows = _sources(request).select_related("municipality", "edition__specification", "preset")
    rows = rows.filter(fiscal_year=year).exclude(stage=Stage.TERMINATED)
    picked = {int(pk) for pk in request.POST.getlist("pick") if pk.isascii() and pk.isdigit()}
    context: dict[str, Any] = {
        "year": year,
        "this_label": fiscal_year_label(year),
        "next_label": fiscal_year_label(year + 1),
        "years": [(y, fiscal_year_label(y + 1), y == year) for y in (first - 1, last - 1)],
        "here": "翌年度へまとめて作る",
        "breadcrumb": [*_trail(), ("", "翌年度へまとめて作る")],
    }
    if picked:
        results = copy_each(
            list(rows.filter(pk__in=picked)[:MANY]),
            fiscal_year=year + 1,
            again=request.POST.get("again") == "1",
            by=request.user,
            at=timezone.now(),
        )
        return render(request, "workflow/copy_results.html", {**context, **_told(results)})
    found = list(rows[: MANY + 1])
    copies = copies_of([row.pk for row in found], year + 1)
    context["rows"] = [
        (
            row,
            title_for(row, year + 1),
            copies.get(row.pk, []),
            row.stage in RENEWED and row.pk not in copies,
        )
        for row in found[:MANY]
    ]
    context["is_cut"] = len(found) > MANY
    context["reasons"] = ["案件を1件以上選んでください。"] if request.method == "POST" else []
    status = 422 if context["reasons"] else 200
    return render(request, "workflow/copy_many.html", context, status=status)


def _told(results: list[Copied]) -> dict[str, list[Copied]]:
    return {
        "made": [result for result in results if result.made],
        "refused": [result for result in results if result.reasons],
        "asked": [result for result in results if result.copies],
    }

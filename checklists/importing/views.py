"""取込み on the screen: choose, look, save. Nothing is written before the last step."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.access import access
from accounts.http import StaffRequest
from accounts.models import Municipality
from accounts.permissions import Permission
from checklists.importing.carrying import Carried, pack, unpack
from checklists.importing.choosing import proposed
from checklists.importing.composing import Choices
from checklists.importing.forms import SourceForm, chosen
from checklists.importing.reading import Reading, read_source
from checklists.importing.review import article_rows, missing_rows, weaker
from checklists.importing.saving import free_title, save_file, save_import
from common.errors import Refused
from specs.models import Edition
from specs.text.importing.lines import MAX_CHARACTERS
from specs.text.importing.upload import Source

STEPS = ("ファイルを選ぶ", "読取りを確かめる", "案として保存する")


@access(Permission.EDITION_EDIT)
def import_start(request: StaffRequest) -> HttpResponse:
    """Choose a file or paste a text; a good one leads to the review."""
    form = SourceForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            carried = Carried(form.source, form.cleaned_data["title"])
            return _review(request, carried)
        except Refused as refusal:
            form.add_error(None, refusal.reasons)
    return _start(request, form)


@access(Permission.EDITION_EDIT)
@require_POST
def import_review(request: StaffRequest) -> HttpResponse:
    """Read the text once more, as it was put right on the review page."""
    text = request.POST.get("text", "")
    carried = Carried(Source("text", text), request.POST.get("title", ""))
    try:
        if len(text) > MAX_CHARACTERS or not text.strip():
            raise Refused("読み直す文章を入力してください。")
        return _review(request, carried)
    except Refused as refusal:
        messages.error(request, " ".join(refusal.reasons))
        return redirect("checklists:import-start")


@access(Permission.EDITION_EDIT)
@require_POST
def import_save(request: StaffRequest) -> HttpResponse:
    """Save what was shown as a draft, with what was chosen."""
    try:
        carried = unpack(request.POST.get("carried", ""), request.user)
        reading = read_source(carried.source, _municipality(request))
    except Refused as refusal:
        messages.error(request, " ".join(refusal.reasons))
        return redirect("checklists:import-start")
    title = request.POST.get("title", "")
    choices = chosen(request.POST, reading)
    try:
        edition = _save(request, reading, choices, title)
    except Refused as refusal:
        shown = Carried(carried.source, title)
        return _review(request, shown, choices=choices, reasons=refusal.reasons)
    messages.success(
        request, f"{edition}を案として保存しました。点検の結果を見て、条文を整えてください。"
    )
    return redirect("workshop:draft-detail", edition.pk)


def _save(request: StaffRequest, reading: Reading, choices: Choices, title: str) -> Edition:
    municipality, at = _municipality(request), timezone.now()
    if reading.file is not None:
        return save_file(
            municipality,
            reading.file,
            title=title,
            by=request.user,
            at=at,
            source_sha256=reading.sha256,
        )
    return save_import(
        municipality,
        reading.understood,
        choices,
        master=reading.master,
        title=title,
        by=request.user,
        at=at,
        source_sha256=reading.sha256,
    )


def _start(request: StaffRequest, form: SourceForm) -> HttpResponse:
    context = {
        "form": form,
        "here": "手持ちの特記仕様書を取り込む",
        "steps": _steps(0),
        "breadcrumb": _trail(),
    }
    return render(
        request, "checklists/import_start.html", context, status=422 if form.errors else 200
    )


def _review(
    request: StaffRequest,
    carried: Carried,
    *,
    choices: Choices | None = None,
    reasons: list[str] | None = None,
) -> HttpResponse:
    """The page between reading and saving. Raises Refused for what can't be read."""
    municipality = _municipality(request)
    reading = read_source(carried.source, municipality)
    choices = choices or proposed(reading)
    understood = reading.understood
    title = carried.title or free_title(municipality, understood.title)
    context = {
        "reading": reading,
        "understood": understood,
        "rows": article_rows(reading, choices),
        "missing": missing_rows(reading, choices),
        "weaker": weaker(reading),
        "title": title,
        "carried": pack(Carried(carried.source, title), request.user),
        "text": carried.source.text,
        "advice": [problem.message for problem in understood.problems],
        "n_quiet": len(understood.mended) + len(understood.removed),
        "reasons": reasons or [],
        "here": "読取りを確かめる",
        "steps": _steps(1),
        "breadcrumb": _trail(),
    }
    return render(request, "checklists/import_review.html", context, status=422 if reasons else 200)


def _municipality(request: StaffRequest) -> Municipality:
    return Municipality.objects.visible_to(request.user).get()


def _steps(current: int) -> list[dict[str, str]]:
    states = ["done"] * current + ["current"] + ["none"] * (len(STEPS) - current - 1)
    return [{"label": label, "state": state} for label, state in zip(STEPS, states, strict=True)]


def _trail() -> list[tuple[str, str]]:
    return [
        (reverse("specs:edition-list"), "特記仕様書"),
        ("", "手持ちの特記仕様書を取り込む"),
    ]

"""What the screen of a 新旧対照表 shows, whatever its two sides are."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone

from documents.composing import preview
from documents.views import TYPES
from specs.comparison.kind import ComparisonKind
from specs.comparison.sheet import Sheet
from specs.text.amend.words import plain
from specs.text.compare.table import table


@dataclass(frozen=True)
class Filter:
    """A link of the filter; see components/filter_links.html."""

    url: str
    label: str
    current: bool
    count: int


class SheetKind(ComparisonKind):
    """A 新旧対照表 that is only looked at: printed as 案, never registered."""

    slug = "comparison-draft"

    def sheet(self, subject: Sheet) -> Sheet:
        """The subject is the sheet."""
        return subject

    def case_name(self, subject: Sheet) -> str:
        """The specification."""
        return subject.title


def result(sheet: Sheet, *, whole: bool, wording: bool = True) -> dict[str, Any]:
    """The context of specs/_comparison.html; `wording` offers 改め文."""
    groups = table(sheet.comparison, whole=whole, reasons=sheet.reasons)
    return {
        "sheet": sheet,
        "groups": groups,
        "jumps": [group for group in groups if not group.kind.is_quiet],
        "wording": plain(sheet.wording) if wording and not sheet.comparison.is_same else "",
    }


def is_whole(request: HttpRequest) -> bool:
    """Whether articles that did not change are asked for too (?show=all)."""
    return request.GET.get("show") == "all"


def filters(request: HttpRequest, sheet: Sheet) -> list[Filter]:
    """Links to the changed articles and to all of them."""
    whole = is_whole(request)
    rows = sheet.comparison.rows
    return [
        Filter(_url(request, None), "変わった条だけ", not whole, len(sheet.comparison.changed)),
        Filter(_url(request, "all"), "すべて", whole, len(rows)),
    ]


def working_copy(sheet: Sheet, format: str, name: str) -> HttpResponse:
    """The sheet as a file marked 案, which is neither numbered nor registered.

    Raises DocumentFailed.
    """
    content = preview(SheetKind(), sheet, at=timezone.now(), format=format)
    response = HttpResponse(content, content_type=TYPES[format])
    plain_name, full = f"comparison.{format}", quote(f"{name}（案）.{format}", safe="")
    response["Content-Disposition"] = (
        f"attachment; filename=\"{plain_name}\"; filename*=UTF-8''{full}"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response


def _url(request: HttpRequest, show: str | None) -> str:
    query: QueryDict = request.GET.copy()
    query.pop("show", None)
    if show:
        query["show"] = show
    return f"?{query.urlencode()}#comparison" if query else f"{request.path}#comparison"

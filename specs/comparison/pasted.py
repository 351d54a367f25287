"""An edition and a pasted text → a sheet."""

from dataclasses import dataclass, replace
from typing import Literal

from common.errors import Refused
from specs.comparison.sheet import Sheet
from specs.models import Edition
from specs.printing import PrintedEdition
from specs.text import tree
from specs.text.compare import compare_documents
from specs.text.link import link_document
from specs.text.parse import ParsedDocument, parse_document
from specs.text.render import Printer

PASTED = "貼り付けた文"


@dataclass(frozen=True)
class PastedSheet:
    """The sheet, and what of the text could not be read: sentences with line numbers."""

    sheet: Sheet
    problems: list[str]


def compare_pasted(edition: Edition, text: str, *, side: Literal["old", "new"]) -> PastedSheet:
    """Compare an edition with a text from outside, which stands on `side`.

    Raises Refused when no article can be read in the text.
    """
    parsed = parse_document(text)
    if not parsed.articles:
        raise Refused(
            "条が見付かりません。「第1条」又は「第1」で始まる行を含む条文を貼り付けてください。"
        )
    printed = PrintedEdition.of(edition)
    pasted = _printer(parsed, printed)
    old, new = (pasted, printed.printer) if side == "old" else (printed.printer, pasted)
    names = (PASTED, f"第{edition.number}版")
    old_name, new_name = names if side == "old" else reversed(names)
    sheet = Sheet(
        edition.municipality,
        edition.specification.title,
        f"改正後（{new_name}）",
        f"改正前（{old_name}）",
        compare_documents(old, new, by_key=False),
        notes=("別表及び様式は比べていません。",),
    )
    return PastedSheet(sheet, _problems(parsed))


def _printer(parsed: ParsedDocument, printed: PrintedEdition) -> Printer:
    """The text with its references linked, in its own numbering and the municipality's words."""
    skin = replace(printed.skin, family=parsed.family)
    document, _ = link_document(
        tree.Document(tuple(parsed.articles)), family=parsed.family, written=parsed.written
    )
    return Printer(document, skin)


def _problems(parsed: ParsedDocument) -> list[str]:
    told = {problem.line for problem in parsed.problems}
    unplaced = [
        f"{each.line}行目「{_short(each.message)}」は、条文として読めないため比べていません。"
        for each in parsed.unplaced
        if each.line not in told
    ]
    return [*(f"{p.line}行目：{p.message}" for p in parsed.problems), *unplaced]


def _short(words: str) -> str:
    return words if len(words) <= 20 else f"{words[:20]}…"

"""Made-up questionnaires, and hands that fill in their PDF forms."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pikepdf
from pypdf import PdfWriter

from checklists.replies.questionnaire import Asked, Questionnaire

TODAY = date(2026, 6, 1)
REASON = "髙﨑事業所では、監視カメラを令和8年6月に設置する予定です。"
HEAD = {
    "head.filled_by": "特記 太郎",
    "head.filled_on": "令和8年4月1日",
    "head.approved_by": "情報 花子",
}


def questions(count: int) -> tuple[Asked, ...]:
    """So many questions, three to a clause."""
    return tuple(
        Asked(
            code=f"K{number:03d}",
            level="必須",
            label=f"第{number // 3 + 1}条",
            caption="取扱区域の特定",
            prompt=f"作業場所を、着手前にすべて届け出ることができますか（{number}）。",
            ok_when="住所・階・室名まで特定してある。",
            evidence="取扱区域図、平面図",
        )
        for number in range(1, count + 1)
    )


def questionnaire(count: int = 4, **changes: Any) -> Questionnaire:
    """A table of made-up questions, asked for a bid."""
    values: dict[str, Any] = {
        "municipality": "見本市",
        "case": "住民情報システム運用保守業務委託",
        "number": "R8-福祉-0001",
        "edition": "個人情報取扱特記仕様書 第1版",
        "edition_sha256": "0" * 64,
        "phase": "pre",
        "lines": questions(count),
        "deadline": "令和8年4月30日 17時",
        "contact": "福祉課 管理係",
        "reference": "bid-12",
        "respondent": "株式会社見本情報サービス",
    }
    return Questionnaire(**values | changes)


def complete(asked: Questionnaire) -> dict[str, str]:
    """A value for each field, the four answers in turn."""
    values = dict(HEAD)
    for index, line in enumerate(asked.lines):
        state = ("yes", "partial", "no", "na")[index % 4]
        values[f"{line.code}.value"] = f"/{state}"
        values[f"{line.code}.note"] = "" if state == "yes" else REASON
        values[f"{line.code}.evidence"] = "取扱区域図"
    return values


def by_pypdf(data: bytes, values: dict[str, str]) -> bytes:
    """Filled in by pypdf, which draws the texts anew."""
    writer = PdfWriter(clone_from=BytesIO(data))
    writer.update_page_form_field_values(None, values, auto_regenerate=False)
    return written(writer)


def by_pikepdf(data: bytes, values: dict[str, str]) -> bytes:
    """Filled in by pikepdf: values only, and a note that a viewer is to draw them."""

    def work(pdf: pikepdf.Pdf) -> None:
        for name, value in values.items():
            put(pdf, name, value)
        pdf.Root.AcroForm.NeedAppearances = True

    return changed(data, work)


def put(pdf: pikepdf.Pdf, name: str, value: Any) -> None:
    """Fill in one field. A text that starts with a slash is the state of a box."""
    field = field_of(pdf, name)
    if isinstance(value, str) and value.startswith("/"):
        field.V = pikepdf.Name(value)
        for kid in field.Kids:
            kid.AS = pikepdf.Name(value if value in kid.AP.N else "/Off")
    else:
        field.V = pikepdf.String(value) if isinstance(value, str | bytes) else value


def field_of(pdf: pikepdf.Pdf, name: str) -> Any:
    """The field of this full name."""
    above, _, own = name.partition(".")
    parent = next(each for each in pdf.Root.AcroForm.Fields if str(each.T) == above)
    return next(each for each in parent.Kids if str(each.T) == own)


def changed(data: bytes, work: Callable[[pikepdf.Pdf], None], **options: Any) -> bytes:
    """The file after `work` was done on it, saved by qpdf."""
    out = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        work(pdf)
        pdf.save(out, **options)
    return out.getvalue()


def written(writer: PdfWriter) -> bytes:
    """What pypdf writes."""
    out = BytesIO()
    writer.write(out)
    return out.getvalue()

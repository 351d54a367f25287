"""Tokki's own JSON: a whole edition, lossless. The form is told in docs/formats.md."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from checklists.drafting.contents import PARTS, Contents, Part, contents_of
from checklists.exporting.checks import has_bad_characters, is_frame, is_name, is_tree
from common.errors import Refused
from specs.models import Edition

FORMAT, VERSION = "tokki-edition", 1
LIMIT = 20_000_000  # bytes
FOREIGN = "clause__key"
# What lies inside the JSON columns: every entry has exactly these texts.
ENTRIES = {
    "blanks": {"key", "label", "default"},
    "legal_basis": {"key", "note"},
}
TEXTS = ("columns", "notes", "codes", "into")


@dataclass(frozen=True)
class EditionFile:
    """An edition as read from JSON."""

    title: str
    purpose: str
    change_note: str
    contents: Contents
    frame: dict[str, Any] | None


def edition_json(edition: Edition) -> bytes:
    """The edition as JSON: UTF-8, indented, the same bytes for the same edition."""
    data = {
        "format": FORMAT,
        "version": VERSION,
        "specification": {
            "key": edition.specification.key,
            "title": edition.specification.title,
            "purpose": edition.specification.purpose,
        },
        "edition": {
            "number": edition.number,
            "status": edition.status,
            "change_note": edition.change_note,
            "effective_on": edition.effective_on,
            "revision_planned_on": edition.revision_planned_on,
            "content_sha256": edition.content_sha256,
        },
        "contents": contents_of(edition),
        "frame": edition.frame,
    }
    text = json.dumps(data, ensure_ascii=False, indent=1, default=_plain)
    return text.encode() + b"\n"


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(value)


def _no_number(sign: str) -> None:
    """NaN and Infinity, which Python reads and no database keeps."""
    raise ValueError(sign)


def read_edition_json(data: bytes) -> EditionFile:
    """The edition of a file that edition_json wrote, here or elsewhere.

    Every value is checked before anything is made of it. Raises Refused with what is wrong and
    where, at most twenty sentences.
    """
    if len(data) > LIMIT:
        raise Refused("ファイルが大きすぎます。20メガバイト以下のファイルを選んでください。")
    try:
        whole = json.loads(data, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise Refused(
            "JSONとして読み取れません。ファイルが壊れていないか確かめてください。"
        ) from error
    if not isinstance(whole, dict) or whole.get("format") != FORMAT:
        raise Refused("特記（Tokki）の版のファイルではありません。書き出したJSONを選んでください。")
    if type(whole.get("version")) is not int or whole["version"] != VERSION:
        raise Refused(
            f"形式の版「{whole.get('version')}」は読み取れません。この特記を新しくしてから取り込んでください。"
        )
    if has_bad_characters(whole):
        raise Refused(
            "保存できない文字（制御文字など）があります。書き出し直したファイルを選んでください。"
        )
    checker = _Checker()
    specification = checker.mapping(whole.get("specification"), "specification")
    about = checker.mapping(whole.get("edition"), "edition")
    contents = checker.contents(whole.get("contents"))
    frame = whole.get("frame")
    title = checker.text(specification, "title")
    purpose = checker.text(specification, "purpose")
    note = checker.text(about, "change_note")
    trees = [row["tree"] for row in contents["clauses"].values()]
    if not checker.problems and not is_frame(frame, trees):
        checker.say("frame", "条のほかの部分の形になっていません。")
    if checker.problems:
        raise Refused(checker.problems[:20])
    return EditionFile(title, purpose, note, contents, frame)


class _Checker:
    """Checks values against the models; collects what is wrong."""

    def __init__(self) -> None:
        self.problems: list[str] = []

    def say(self, where: str, what: str) -> None:
        self.problems.append(f"{where}：{what}")

    def mapping(self, value: object, where: str) -> dict[str, Any]:
        if isinstance(value, dict):
            return value
        self.say(where, "まとまり（オブジェクト）ではありません。")
        return {}

    def text(self, mapping: dict[str, Any], name: str) -> str:
        value = mapping.get(name, "")
        self._text(name, value)
        return str(value)

    def contents(self, value: object) -> Contents:
        given = self.mapping(value, "contents")
        found: Contents = {}
        for part in PARTS:
            rows = self.mapping(given.get(part.name, {}), part.name)
            found[part.name] = {
                name: row for name, row in rows.items() if self._row(part, name, row)
            }
        if not found["clauses"]:
            self.say("clauses", "条が一つもありません。")
        for code, row in found["items"].items():
            if row[FOREIGN] not in found["clauses"]:
                self.say(f"items/{code}", f"組になる条「{row[FOREIGN]}」がありません。")
        return found

    def _row(self, part: Part, name: str, row: object) -> bool:
        where = f"{part.name}/{name}"
        if not isinstance(row, dict) or set(row) != set(part.fields):
            self.say(where, "項目が足りないか、余分な項目があります。")
            return False
        if row[part.natural] != name:
            self.say(where, "名前が中身と合っていません。")
            return False
        before = len(self.problems)
        for field, value in row.items():
            if field == FOREIGN:
                self._text(f"{where}/{field}", value)
            else:
                self._value(part.model, field, value, f"{where}/{field}")
        if len(self.problems) == before:
            self._rules(part, row, where)
        return len(self.problems) == before

    def _rules(self, part: Part, row: dict[str, Any], where: str) -> None:
        """What the fields of a row must be together."""
        if "tree" in row and not is_tree(row["tree"], row["key"], row["caption"]):
            self.say(f"{where}/tree", "条文の形になっていません。")
        fields = {name: value for name, value in row.items() if name != FOREIGN}
        apart = {"edition", "municipality", "clause"}
        try:
            part.model(**fields).validate_constraints(exclude=apart)
        except ValidationError:
            self.say(where, "値の組合せが決まりに合いません。")

    def _value(self, model: type[models.Model], name: str, value: Any, where: str) -> None:
        field = model._meta.get_field(name)
        if isinstance(field, models.JSONField):
            self._json(name, value, where)
            return
        kind = (
            bool
            if isinstance(field, models.BooleanField)
            else int
            if isinstance(field, models.IntegerField)
            else str
        )
        if type(value) is not kind:
            self.say(where, "値の種類が違います。")
            return
        if isinstance(field, models.CharField) and len(str(value).splitlines()) > 1:
            self.say(where, "改行は入れられません。")
            return
        if value == "" and (isinstance(field, models.TextField) or name == "caption"):
            return  # a draft that was brought in has no 趣旨 and 解説 yet, and may lack a 見出し
        try:
            field.clean(value, None)  # type: ignore[union-attr]
        except ValidationError as error:
            self.say(where, " ".join(error.messages))

    def _json(self, name: str, value: Any, where: str) -> None:
        if name == "tree":
            return  # needs the key and the caption beside it
        if name == "rows":
            if not isinstance(value, list) or not all(self._texts(row) for row in value):
                self.say(where, "文字の表ではありません。")
        elif name in TEXTS:
            if not self._texts(value):
                self.say(where, "文字の並びではありません。")
        elif not isinstance(value, list) or not all(
            isinstance(entry, dict)
            and set(entry) == ENTRIES[name]
            and all(isinstance(each, str) for each in entry.values())
            and is_name(entry["key"])
            and len(entry.get("label", "").splitlines()) < 2
            for entry in value
        ):
            self.say(where, "決まった項目の並びではありません。")

    def _text(self, where: str, value: object) -> None:
        if not isinstance(value, str):
            self.say(where, "文字ではありません。")

    @staticmethod
    def _texts(value: object) -> bool:
        return isinstance(value, list) and all(isinstance(each, str) for each in value)

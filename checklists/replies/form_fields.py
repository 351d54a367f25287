"""The AcroForm: fields at the places that the layout left for them."""

from collections.abc import Sequence
from typing import Any, cast

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NumberObject,
    PdfObject,
    TextStringObject,
)

from checklists.replies.form_drawing import FONT_POINTS, drawn_texts, nothing, tick
from checklists.replies.form_names import OFF
from checklists.replies.form_page import ChoiceField, TextField
from checklists.replies.form_places import Place, dictionary_at

# /JP. Not embedded: whole it would be six megabytes. Identity-H, since poppler writes glyph numbers
# of the character collection whatever the encoding says (docs/decisions/0011).
FONT_NAME = "HeiseiMin-W3"
APPEARANCE = f"/JP {FONT_POINTS:g} Tf 0 g"
# Viewers that draw boxes anew take their tick from ZapfDingbats.
TICK_APPEARANCE = "/ZaDb 0 Tf 0 g"
# Chromium settles on a font without kanji if Latin comes before any Japanese, be it typed or the
# hidden values, unless there is a font for Latin beside /JP.
HIDDEN_APPEARANCE = "/Helv 8 Tf 0 g"
READ_ONLY, REQUIRED, SEVERAL_LINES, RADIO = 1, 1 << 1, 1 << 12, 1 << 15
PRINTED, HIDDEN = 4, 2
CHECK_MARK = "4"
# Latin and half-width katakana. Half-width forms of the other kana (422-632) are left out: pdfium
# takes them for the common ones and would squeeze those.
HALF_WIDTH = [1, 389, 500]


def dictionary(**entries: Any) -> DictionaryObject:
    """A PDF dictionary. Text, numbers and lists become what PDF calls them; names are given."""
    return DictionaryObject(
        {NameObject(f"/{key}"): _object(value) for key, value in entries.items()}
    )


def _object(value: Any) -> Any:
    if isinstance(value, PdfObject):
        return value
    if isinstance(value, str):
        return TextStringObject(value)
    if isinstance(value, bool):
        return BooleanObject(value)
    if isinstance(value, int):
        return NumberObject(value)
    if isinstance(value, float):
        return FloatObject(round(value, 2))
    if type(value) is list:
        return ArrayObject(map(_object, value))
    return value


class FormBuilder:
    """Collects the fields of one form."""

    def __init__(self, writer: PdfWriter, places: dict[str, Place]) -> None:
        self.writer = writer
        self.places = places
        self.fields = ArrayObject()
        self.parents: dict[str, IndirectObject] = {}
        self.looks: dict[tuple[str, float, float], IndirectObject] = {}

    def build(self, fields: Sequence[TextField | ChoiceField], hidden: dict[str, str]) -> None:
        """Make every field, and the hidden ones that say which form this is."""
        texts = [field for field in fields if isinstance(field, TextField) and field.value]
        drawn = drawn_texts(self.writer, [(text, self.places[text.name]) for text in texts])
        for field in fields:
            if isinstance(field, TextField):
                self._text(field, drawn.get(field.name))
            else:
                self._choice(field)
        for name, value in hidden.items():
            self._hidden(name, value)
        form = dictionary(
            Fields=self.fields,
            DA=APPEARANCE,
            DR=dictionary(Font=_fonts(self.writer)),
        )
        self.writer._root_object[NameObject("/AcroForm")] = self.writer._add_object(form)

    def _text(self, field: TextField, drawn: IndirectObject | None) -> None:
        place = self.places[field.name]
        flags = (REQUIRED if field.required else 0) | (SEVERAL_LINES if field.several_lines else 0)
        entries = dictionary(
            FT=NameObject("/Tx"),
            TU=field.label,
            Ff=flags,
            MaxLen=field.limit,
            V=field.value,
            DA=APPEARANCE,
            AP=dictionary(N=drawn or self._look("empty", place)),
        )
        self._name(field.name, self._widget(place, entries))

    def _choice(self, field: ChoiceField) -> None:
        chosen = NameObject(f"/{field.value or OFF}")
        kids: list[IndirectObject] = []
        entries = dictionary(
            FT=NameObject("/Btn"), TU=field.label, Ff=RADIO | REQUIRED, V=chosen, Kids=kids
        )
        group = self.writer._add_object(entries)
        for state, word in field.words:
            place = self.places[f"{field.name}.{state}"]
            looks = {state: self._look("tick", place), OFF: self._look("empty", place)}
            box = dictionary(
                Parent=group,
                TU=f"{field.name.partition('.')[0]}　{word}",
                AS=NameObject(f"/{state if state == field.value else OFF}"),
                AP=dictionary(N=dictionary(**looks)),
                DA=TICK_APPEARANCE,
                MK=dictionary(CA=CHECK_MARK),
            )
            kids.append(self._widget(place, box))
        entries[NameObject("/Kids")] = ArrayObject(kids)
        self._name(field.name, group)

    def _hidden(self, name: str, value: str) -> None:
        page = self.writer.pages[0]
        entries = dictionary(
            Type=NameObject("/Annot"),
            Subtype=NameObject("/Widget"),
            Rect=[0, 0, 0, 0],
            F=HIDDEN,
            P=page.indirect_reference,
            FT=NameObject("/Tx"),
            Ff=READ_ONLY,
            V=value,
            DA=HIDDEN_APPEARANCE,
            AP=dictionary(N=nothing(self.writer, 0, 0)),
        )
        reference = self.writer._add_object(entries)
        cast(ArrayObject, page["/Annots"]).append(reference)
        self._name(name, reference)

    def _widget(self, place: Place, entries: DictionaryObject) -> IndirectObject:
        """Make the link at `place` a widget. It keeps its number, which its tag refers to."""
        widget = dictionary_at(place.annotation)
        parent_of_tag = widget["/StructParent"]
        widget.clear()
        widget.update(
            dictionary(
                Type=NameObject("/Annot"),
                Subtype=NameObject("/Widget"),
                Rect=[place.left, place.bottom, place.right, place.top],
                F=PRINTED,
                P=place.page,
                StructParent=parent_of_tag,
            )
        )
        widget.update(entries)
        return place.annotation

    def _name(self, name: str, reference: IndirectObject) -> None:
        """Put a field under its parent, since a name may not hold a full stop."""
        above, _, own = name.partition(".")
        target = dictionary_at(reference)
        target[NameObject("/T")] = TextStringObject(own)
        if above not in self.parents:
            self.parents[above] = self.writer._add_object(dictionary(T=above, Kids=[]))
            self.fields.append(self.parents[above])
        parent = self.parents[above]
        target[NameObject("/Parent")] = parent
        cast(ArrayObject, dictionary_at(parent)["/Kids"]).append(reference)

    def _look(self, kind: str, place: Place) -> IndirectObject:
        """An appearance, shared by all fields of a size."""
        key = kind, round(place.width, 1), round(place.height, 1)
        if key not in self.looks:
            draw = tick if kind == "tick" else nothing
            self.looks[key] = draw(self.writer, *key[1:])
        return self.looks[key]


def _fonts(writer: PdfWriter) -> DictionaryObject:
    standard = {
        key: writer._add_object(
            dictionary(
                Type=NameObject("/Font"),
                Subtype=NameObject("/Type1"),
                BaseFont=NameObject(f"/{name}"),
            )
        )
        for key, name in (("Helv", "Helvetica"), ("ZaDb", "ZapfDingbats"))
    }
    return dictionary(JP=_font(writer), **standard)


def _font(writer: PdfWriter) -> IndirectObject:
    """Every character of Adobe-Japan1, from a font of the viewer."""
    descriptor = dictionary(
        Type=NameObject("/FontDescriptor"),
        FontName=NameObject(f"/{FONT_NAME}"),
        Flags=6,
        FontBBox=[-123, -257, 1001, 910],
        ItalicAngle=0,
        Ascent=723,
        Descent=-241,
        CapHeight=709,
        StemV=69,
    )
    collection = dictionary(Registry="Adobe", Ordering="Japan1", Supplement=6)
    font = dictionary(
        Type=NameObject("/Font"),
        Subtype=NameObject("/CIDFontType0"),
        BaseFont=NameObject(f"/{FONT_NAME}"),
        CIDSystemInfo=collection,
        FontDescriptor=writer._add_object(descriptor),
        DW=1000,
        W=HALF_WIDTH,
    )
    return writer._add_object(
        dictionary(
            Type=NameObject("/Font"),
            Subtype=NameObject("/Type0"),
            BaseFont=NameObject(f"/{FONT_NAME}-Identity-H"),
            Encoding=NameObject("/Identity-H"),
            DescendantFonts=[writer._add_object(font)],
        )
    )

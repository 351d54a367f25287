"""Forms with something inside that a viewer would run, open or send: each is refused."""

from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from checklists.replies.form_reading import read_form
from checklists.replies.form_refusals import REFUSALS
from checklists.replies.form_writing import write_form
from checklists.replies.reply import FileRefused
from tests.checklists.forms import TODAY, by_pikepdf, changed, complete, field_of, questionnaire

ASKED = questionnaire(2)


@pytest.fixture(scope="module")
def filled() -> bytes:
    """A form that would be taken."""
    return by_pikepdf(write_form(ASKED), complete(ASKED))


def refusal(data: bytes) -> list[str]:
    """What is said about a file."""
    with pytest.raises(FileRefused) as refused:
        read_form(data, ASKED, today=TODAY)
    return [fault.text for fault in refused.value.faults]


def javascript(pdf: pikepdf.Pdf) -> Dictionary:
    return pdf.make_indirect(Dictionary(S=Name.JavaScript, JS=String("app.alert(1)")))


def opens_with_a_script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = javascript(pdf)


def names_a_script(pdf: pikepdf.Pdf) -> None:
    names = Dictionary(Names=Array([String("a"), javascript(pdf)]))
    pdf.Root.Names = Dictionary(JavaScript=names)


def computes_a_field(pdf: pikepdf.Pdf) -> None:
    field_of(pdf, "K001.note").AA = Dictionary(K=javascript(pdf))


def launches(pdf: pikepdf.Pdf) -> None:
    field_of(pdf, "K001.note").A = Dictionary(S=Name.Launch, F=String("cmd.exe"))


def launches_by_detour(pdf: pikepdf.Pdf) -> None:
    name = pdf.make_indirect(Name.Launch)
    action = Dictionary(Type=Name.StructElem, S=name, F=String("cmd.exe"))
    field_of(pdf, "K001.note").A = pdf.make_indirect(action)


def sends_itself(pdf: pikepdf.Pdf) -> None:
    field_of(pdf, "K001.note").A = Dictionary(S=Name.SubmitForm, F=String("http://x.example/"))


def acts_when_the_page_opens(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name.GoTo, D=Array([])))


def opens_somewhere(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.URI, URI=String("http://x.example/"))


def carries_a_file(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["a.exe"] = b"MZ"


def pins_a_file(pdf: pikepdf.Pdf) -> None:
    stream = pdf.make_stream(b"MZ", Type=Name.EmbeddedFile)
    spec = Dictionary(Type=Name.Filespec, F=String("a.exe"), EF=Dictionary(F=stream))
    pin = Dictionary(
        Type=Name.Annot, Subtype=Name.FileAttachment, Rect=Array([0, 0, 9, 9]), FS=spec
    )
    pdf.pages[0].Annots.append(pdf.make_indirect(pin))


def plays_media(pdf: pikepdf.Pdf) -> None:
    media = Dictionary(Type=Name.Annot, Subtype=Name.RichMedia, Rect=Array([0, 0, 9, 9]))
    pdf.pages[0].Annots.append(pdf.make_indirect(media))


def is_xfa(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm.XFA = pdf.make_stream(b"<xdp:xdp/>")


@pytest.mark.parametrize(
    ("work", "reason"),
    [
        (opens_with_a_script, "active"),
        (names_a_script, "active"),
        (computes_a_field, "active"),
        (launches, "active"),
        (launches_by_detour, "active"),
        (sends_itself, "active"),
        (acts_when_the_page_opens, "active"),
        (opens_somewhere, "active"),
        (carries_a_file, "attached"),
        (pins_a_file, "attached"),
        (plays_media, "attached"),
        (is_xfa, "xfa"),
    ],
)
def test_what_only_a_viewer_would_run(filled, work: Callable[[pikepdf.Pdf], None], reason):
    assert refusal(changed(filled, work)) == [REFUSALS[reason]]


def test_a_script_that_nothing_refers_to(filled):
    """It may be what an older revision of the file refers to."""
    place = filled.rindex(b"startxref") + 9
    start = int(filled[place:].split()[0])
    script = b"\n9999 0 obj\n<< /S /JavaScript /JS (app.alert(1)) >>\nendobj\n"
    at = len(filled) + 1
    root = pikepdf.open(BytesIO(filled)).Root.objgen[0]
    index = b"xref\n9999 1\n%010d 00000 n \ntrailer\n<< /Size 10000 /Root %d 0 R /Prev %d >>\n" % (
        at,
        root,
        start,
    )
    data = filled + script + index + b"startxref\n%d\n%%%%EOF\n" % (len(filled) + len(script))
    assert refusal(data) == [REFUSALS["active"]]

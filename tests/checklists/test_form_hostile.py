"""PDF files that were made to hurt, or that are hurt themselves: each is refused, and soon."""

import json
import random
import time
import zlib

import pikepdf
import pytest

from checklists.replies.form_parsing import parse
from checklists.replies.form_reading import MAX_BYTES, read_form
from checklists.replies.form_refusals import REFUSALS
from checklists.replies.form_writing import write_form
from checklists.replies.reply import FileRefused
from tests.checklists.forms import TODAY, by_pikepdf, changed, complete, questionnaire

SECONDS = 20
ASKED = questionnaire(2)


@pytest.fixture(scope="module")
def filled() -> bytes:
    """A form that would be taken."""
    data = by_pikepdf(write_form(ASKED), complete(ASKED))
    assert read_form(data, ASKED, today=TODAY)
    return data


def refusal(data: bytes) -> list[str]:
    """What is said about a file, within the time allowed."""
    began = time.monotonic()
    with pytest.raises(FileRefused) as refused:
        read_form(data, ASKED, today=TODAY)
    assert time.monotonic() - began < SECONDS
    return [fault.text for fault in refused.value.faults]


def written_by_hand(objects: dict[int, bytes], trailer: bytes = b"") -> bytes:
    """A PDF of these objects with a true index."""
    out, places = bytearray(b"%PDF-1.7\n"), {}
    for number, content in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    start = len(out)
    rows = (b"%d 1\n%010d 00000 n \n" % entry for entry in places.items())
    out += b"xref\n" + b"".join(rows)
    out += b"trailer\n<< /Size %d /Root 1 0 R %b >>\n" % (max(objects) + 1, trailer)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"
CATALOG = b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [4 0 R] >> >>"


def form_of(field: bytes, **more: bytes) -> bytes:
    """A file of one page with this field as object 4."""
    others = {int(name[1:]): content for name, content in more.items()}
    return written_by_hand({1: CATALOG, 2: PAGES, 3: PAGE, 4: field, **others})


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"PK\x03\x04" + b"\0" * 100, "not_pdf"),
        ("回答：対応可".encode(), "not_pdf"),
        (b"%PDF-1.7\n" + b"\0" * MAX_BYTES, "size"),
        (b"%PDF-1.7\n", "broken"),
        (b"%PDF-1.7\nstartxref\n99999\n%%EOF", "broken"),
        (b"%PDF-1.7\nstartxref\n0\n%%EOF", "broken"),
    ],
)
def test_what_is_no_pdf(data, reason):
    assert refusal(data) == [REFUSALS[reason]]


@pytest.mark.parametrize("kept", [0.2, 0.5, 0.9, 0.999])
def test_a_file_that_was_cut_off(filled, kept):
    assert refusal(filled[: int(len(filled) * kept)]) == [REFUSALS["broken"]]


def test_an_index_that_points_elsewhere(filled):
    before, _, _ = filled.rpartition(b"startxref")
    assert refusal(before + b"startxref\n17\n%%EOF\n") == [REFUSALS["broken"]]


def test_a_middle_of_noise(filled):
    noise = random.Random(1).randbytes(len(filled) // 2)
    data = filled[:100] + noise + filled[100 + len(noise) :]
    assert refusal(data)


def test_a_form_that_was_flattened(filled):
    def work(pdf: pikepdf.Pdf) -> None:
        del pdf.Root.AcroForm
        for page in pdf.pages:
            del page.Annots

    (text,) = refusal(changed(filled, work))
    assert text == REFUSALS["no_fields"]
    for way in ("画面での入力", "Excel", "紙"):
        assert way in text


@pytest.mark.parametrize("user", ["secret", ""])
def test_a_file_with_a_password(filled, user):
    locked = pikepdf.Encryption(owner="owner", user=user, R=6)
    assert refusal(changed(filled, lambda pdf: None, encryption=locked)) == [REFUSALS["encrypted"]]


def test_a_field_that_is_its_own_child():
    assert refusal(form_of(b"<< /T (a) /Kids [4 0 R] >>")) == [REFUSALS["broken"]]


def test_two_fields_that_are_each_others_child():
    data = form_of(b"<< /T (a) /Kids [5 0 R] >>", n5=b"<< /T (b) /Kids [4 0 R] >>")
    assert refusal(data) == [REFUSALS["broken"]]


def test_fields_nested_beyond_measure():
    chain = {
        f"n{number}": b"<< /T (a) /Kids [%d 0 R] >>" % (number + 1) for number in range(5, 400)
    }
    data = form_of(b"<< /T (a) /Kids [5 0 R] >>", **chain, n400=b"<< /T (a) >>")
    assert refusal(data) == [REFUSALS["broken"]]


def test_fields_without_number():
    kids = b" ".join(b"%d 0 R" % number for number in range(5, 6005))
    more = {f"n{number}": b"<< /T (a) /FT /Tx >>" for number in range(5, 6005)}
    data = form_of(b"<< /T (a) /Kids [%b] >>" % kids, **more)
    assert refusal(data) == [REFUSALS["too_large"]]


def test_one_name_for_two_fields():
    field = b"<< /T (%b) /Kids [<< /T (version) /FT /Tx /V (1) >>] >>"
    data = written_by_hand(
        {
            1: CATALOG.replace(b"4 0 R", b"4 0 R 5 0 R"),
            2: PAGES,
            3: PAGE,
            4: field % b"form",
            5: field % b"form",
        }
    )
    found = json.loads(parse(data))["fields"]
    assert found["form.version"]["count"] == 2
    assert refusal(data) == [REFUSALS["foreign"]]


def test_pages_that_are_their_own_parents():
    data = written_by_hand(
        {1: CATALOG, 2: b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>", 4: b"<< /T (a) /FT /Tx >>"}
    )
    assert refusal(data)


def test_an_index_that_follows_itself():
    data = form_of(b"<< /T (a) /FT /Tx >>")
    start = data.index(b"xref\n")
    assert refusal(data.replace(b"/Root", b"/Prev %d /Root" % start))


def test_an_object_that_is_itself():
    assert refusal(form_of(b"4 0 R"))


def test_a_length_that_is_the_stream():
    stream = b"<< /Length 5 0 R /Filter /FlateDecode >>\nstream\nabc\nendstream"
    assert refusal(form_of(b"<< /T (a) /FT /Tx /V 5 0 R >>", n5=stream))


def bomb(size: int) -> bytes:
    """So many zeros as a few bytes."""
    packer = zlib.compressobj(9)
    block = b"0 " * 500_000
    return b"".join(packer.compress(block) for _ in range(size // len(block))) + packer.flush()


def test_a_text_that_swells():
    content = bomb(400_000_000)
    stream = b"<< /Length %d /Filter /FlateDecode >>\nstream\n%b\nendstream" % (
        len(content),
        content,
    )
    assert refusal(form_of(b"<< /T (a) /FT /Tx /V 5 0 R >>", n5=stream))


def test_a_text_that_swells_twice():
    content = zlib.compress(bomb(400_000_000), 9)
    stream = b"<< /Length %d /Filter [/FlateDecode /FlateDecode] >>\nstream\n%b\nendstream" % (
        len(content),
        content,
    )
    assert refusal(form_of(b"<< /T (a) /FT /Tx /V 5 0 R >>", n5=stream))


def test_an_object_stream_that_swells():
    content = bomb(400_000_000)
    objects = (
        b"<< /Type /ObjStm /N 100000000 /First 4 /Length %d /Filter /FlateDecode >>\nstream\n%b\nendstream"
        % (
            len(content),
            content,
        )
    )
    head = b"%PDF-1.7\n1 0 obj\n" + objects + b"\nendobj\n"
    rows = b"".join(
        kind + place.to_bytes(4, "big") + last.to_bytes(2, "big")
        for kind, place, last in [
            (b"\0", 0, 65535),
            (b"\1", 9, 0),
            (b"\2", 1, 0),
            (b"\2", 1, 1),
            (b"\1", len(head), 0),
        ]
    )
    index = (
        b"4 0 obj\n<< /Type /XRef /W [1 4 2] /Size 5 /Root 2 0 R /Length %d >>\nstream\n%b\nendstream\nendobj\n"
        % (
            len(rows),
            rows,
        )
    )
    assert refusal(head + index + b"startxref\n%d\n%%%%EOF\n" % len(head))


def test_arrays_nested_beyond_measure():
    assert refusal(form_of(b"<< /T (a) /FT /Tx /V " + b"[" * 50_000 + b"]" * 50_000 + b" >>"))


def test_more_objects_than_any_form_has():
    objects = dict.fromkeys(range(4, 70000), b"null")
    data = written_by_hand({1: CATALOG, 2: PAGES, 3: PAGE, **objects})
    assert refusal(data) == [REFUSALS["too_large"]]


@pytest.mark.parametrize("seed", range(6))
def test_a_few_bytes_of_harm(filled, seed):
    """Whatever a byte does, the answers come back as they were or not at all."""
    chance = random.Random(seed)
    data = bytearray(filled)
    for _ in range(chance.randint(1, 40)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    try:
        reply = read_form(bytes(data), ASKED, today=TODAY)
    except FileRefused:
        return
    assert reply == read_form(filled, ASKED, today=TODAY)

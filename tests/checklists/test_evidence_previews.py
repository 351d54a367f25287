"""Previews hold pixels that we wrote, upright and small, and hostile files end in time."""

import io
import time

import pikepdf
import pytest
from PIL import Image

from checklists.evidence.kinds import Kind
from checklists.evidence.previews import LINES, WIDTH, NoPreview, preview
from tests.checklists import evidence_files as files

RED, BLUE = (255, 0, 0), (0, 0, 255)


def opened(png: bytes) -> Image.Image:
    assert png.startswith(b"\x89PNG")
    return Image.open(io.BytesIO(png))


def near(pixel: tuple[int, ...], colour: tuple[int, int, int]) -> bool:
    return all(abs(a - b) < 40 for a, b in zip(pixel[:3], colour, strict=True))


@pytest.mark.parametrize(("kind", "name"), [(Kind.PNG, "PNG"), (Kind.JPEG, "JPEG")])
def test_a_picture_is_drawn_anew(kind, name):
    image = opened(preview(kind, files.picture(name, (3200, 1000))).png)
    assert image.size == (1600, 500)
    assert near(image.getpixel((100, 250)), RED)
    assert near(image.getpixel((1500, 250)), BLUE)


def test_a_small_picture_stays_small():
    assert opened(preview(Kind.PNG, files.picture()).png).size == (40, 20)


def test_a_turned_photograph_is_upright_and_tells_nothing():
    data = files.rotated_photograph()
    assert b"SecretMaker" in data
    shown = preview(Kind.JPEG, data)
    image = opened(shown.png)
    assert image.size == (20, 40)
    assert near(image.getpixel((10, 5)), RED)
    assert near(image.getpixel((10, 35)), BLUE)
    assert b"SecretMaker" not in shown.png
    assert (image.info, len(image.getexif())) == ({}, 0)


def test_what_is_written_in_a_picture_is_left_out():
    note = files.png_chunk(b"tEXt", b"Comment\0hidden words")
    data = files.picture()[:-12] + note + files.picture()[-12:]
    assert b"hidden words" not in preview(Kind.PNG, data).png


def test_a_colour_profile_is_left_out():
    data = files.picture(icc_profile=b"hidden words" * 20)
    assert opened(data).info["icc_profile"]
    assert opened(preview(Kind.PNG, data).png).info == {}


def test_transparency_is_kept():
    out = io.BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(out, "PNG")
    assert opened(preview(Kind.PNG, out.getvalue()).png).getpixel((0, 0))[3] == 0


def test_pages_of_a_pdf_are_drawn():
    data = files.pdf(pages=3)
    for page in (1, 3):
        shown = preview(Kind.PDF, data, page)
        assert shown.pages == 3
        image = opened(shown.png)
        assert max(image.size) in (1600, 1601)
        assert near(image.getpixel((5, 5)), (255, 255, 255))
        assert near(image.getpixel((image.width // 2, image.height // 2)), (0, 0, 0))


@pytest.mark.parametrize("page", [0, -1, 3, 10**12])
def test_a_page_that_is_not_there_has_no_preview(page):
    with pytest.raises(NoPreview):
        preview(Kind.PDF, files.pdf(), page)


@pytest.mark.parametrize("size", [(14_400, 1), (1, 14_400), (3, 3), (10**7, 10**7)])
def test_pages_of_odd_sizes_stay_within_bounds(size):
    def resize(document: pikepdf.Pdf) -> None:
        document.pages[0].MediaBox = [0, 0, *size]

    assert max(opened(preview(Kind.PDF, files.pdf(resize)).png).size) <= 1601


def test_a_filled_form_shows_what_was_filled_in():
    def fill(document: pikepdf.Pdf) -> None:
        black = document.make_stream(b"0 g 0 0 200 200 re f")
        black.Type, black.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        black.BBox = [0, 0, 200, 200]
        field = document.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Widget,
                FT=pikepdf.Name.Tx,
                T=pikepdf.String("a"),
                V=pikepdf.String("b"),
                F=4,
                Rect=[0, 642, 200, 842],
                AP=pikepdf.Dictionary(N=black),
            )
        )
        document.pages[0].Annots = document.make_indirect([field])
        document.Root.AcroForm = pikepdf.Dictionary(Fields=[field])

    image = opened(preview(Kind.PDF, files.pdf(fill)).png)
    assert max(image.getpixel((100, 100))) < 200


def test_endless_drawing_ends_in_time():
    began = time.monotonic()
    with pytest.raises(NoPreview):
        preview(Kind.PDF, files.pdf_of_endless_drawing())
    assert time.monotonic() - began < 40


@pytest.mark.parametrize("data", [files.png_bomb(20_000), files.picture(size=(900, 900))[:-40]])
def test_a_bomb_or_a_broken_picture_has_no_preview(data):
    began = time.monotonic()
    with pytest.raises(NoPreview):
        preview(Kind.PNG, data)
    assert time.monotonic() - began < 10


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_text_shows_its_first_lines(encoding):
    shown = preview(Kind.TEXT, "作業①\r\n<b>終了</b>".encode(encoding))
    assert (shown.text, shown.is_cut, shown.png) == ("作業①\n<b>終了</b>", False, b"")


def test_much_text_is_cut():
    shown = preview(Kind.CSV, ("あ" * 500 + "\n").encode() * 3000)
    assert shown.is_cut
    assert shown.text.split("\n") == ["あ" * WIDTH] * LINES
    assert not preview(Kind.TEXT, b"a\n" * LINES).is_cut
    assert preview(Kind.TEXT, b"a\n" * (LINES + 1)).is_cut


@pytest.mark.parametrize("kind", [Kind.DOCX, Kind.XLSX, Kind.PPTX])
def test_office_has_no_preview(kind):
    with pytest.raises(NoPreview):
        preview(kind, files.word())


def test_what_is_not_text_has_no_preview():
    with pytest.raises(NoPreview):
        preview(Kind.TEXT, b"\0\1\2")

"""Files of every kind: encodings, Word's automatic numbers, and what is refused."""

import io
import zipfile

import pytest
from docx import Document

from common.errors import Refused
from specs.text.importing import understand
from specs.text.importing.lines import decode, split_lines, tidy_characters
from specs.text.importing.upload import MAX_BYTES, read_file, understand_source
from specs.text.importing.word import read_word
from specs.text.importing.word_numbering import figure
from tests.specs import word_files
from tests.specs.imports import FOLDER
from tests.specs.word_files import add, library, numbered, nursery, saved, with_entry

TEXT = "（目的）\n第1条　受注者は、個人情報を取り扱う。～①㈱\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp932"]
)
def test_a_text_in_any_encoding_is_read(encoding):
    assert decode(TEXT.replace("\n", "\r\n").encode(encoding)).replace("\r\n", "\n") == TEXT


def test_jis_is_read():
    words = "（目的）\n第1条　個人情報を取り扱う。\n"
    assert decode(words.encode("iso2022_jp")) == words


def test_line_numbers_are_those_of_an_editor():
    lines, _ = split_lines("\ufeff一\r\n\r\n二\r三\f四\n　五　")
    assert [(line.number, line.text) for line in lines] == [
        (1, "一"), (3, "二"), (4, "三"), (4, "四"), (5, "五"),
    ]  # fmt: skip
    assert [line.opens_page for line in lines] == [False, False, False, True, False]


@pytest.mark.parametrize(
    ("given", "plain"),
    [
        ("受注\u200b者", "受注者"),
        ("⼈の⻑", "人の長"),
        ("カ\u3099イト\u3099", "ガイド"),
        ("{a}", "｛a｝"),
        ("ﾃﾞｰﾀ①㈱", "ﾃﾞｰﾀ①㈱"),
    ],
)
def test_characters_change_their_encoding_and_nothing_else(given, plain):
    assert tidy_characters(given)[0] == plain
    assert bool(tidy_characters(given)[1]) == (given != plain)


def word(*lines, levels=(("decimal", "第%1条"), ("decimal", "（%2）"), ("aiueoFullWidth", "%3"))):
    document = numbered(list(levels))
    add(document, lines)
    return saved(document)


def test_automatic_numbers_become_words():
    text = read_word(
        word((0, "甲"), (1, "い"), (1, "ろ"), (2, "は"), (0, "乙"), (1, "に"), (None, "丙"))
    ).text
    assert text.split("\n") == [
        "第1条　甲", "（1）　い", "（2）　ろ", "ア　は", "第2条　乙", "（1）　に", "丙",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("form", "written"),
    [
        ("decimalFullWidth", "１２"),
        ("decimalEnclosedCircle", "⑫"),
        ("japaneseCounting", "十二"),
        ("ideographDigital", "一二"),
        ("aiueo", "シ"),
        ("irohaFullWidth", "ヲ"),
        ("lowerLetter", "l"),
        ("upperRoman", "XII"),
        ("decimalZero", "12"),
        ("hex", "12"),
    ],
)
def test_words_number_formats(form, written):
    assert figure(12, form) == written


def test_kanji_figures_of_word():
    assert [figure(n, "japaneseCounting") for n in (1, 10, 20, 103, 110)] == [
        "一", "十", "二十", "百三", "百十",
    ]  # fmt: skip
    assert [figure(n, "decimalEnclosedCircle") for n in (20, 21, 36, 51)] == ["⑳", "㉑", "㊱", "51"]


def test_a_number_from_a_style_and_a_list_that_starts_elsewhere():
    document = numbered([("decimal", "第%1条")], start=5)
    style = document.styles["Heading 1"].element
    properties = style.get_or_add_pPr()
    properties.append(
        word_files.parse_xml(f'<w:numPr {word_files.nsdecls("w")}><w:numId w:val="3"/></w:numPr>')
    )
    document.add_paragraph("目的", style="Heading 1")
    document.add_paragraph("本文である。")
    found = understand(read_word(saved(document)).text)
    assert [(a.caption, found.problems[0].line) for a in found.document.articles] == [("目的", 0)]
    assert "第5条" in read_word(saved(document)).text


def test_tracked_changes_tables_notes_and_boxes_are_not_dropped():
    found = read_word(library())
    assert "発注者の書面による承認" in found.text
    assert "口頭" not in found.text
    assert "〔表〕登録申込書｜1年" in found.text
    assert "〔脚注〕承認は、館長が行う。" in found.text
    assert "〔図形の文字〕取扱注意" in found.text
    assert any("変更履歴" in note for note in found.notes)


def test_a_text_in_the_frame_of_a_table_is_read():
    document = Document()
    table = document.add_table(rows=1, cols=1)
    table.cell(0, 0).text = "（目的）"
    table.cell(0, 0).add_paragraph("第1条　受注者は、個人情報を取り扱う。")
    found = understand(read_word(saved(document)).text)
    assert [article.caption for article in found.document.articles] == ["目的"]
    many = Document()
    grid = many.add_table(rows=2, cols=1)
    grid.cell(0, 0).text = "第1条（目的）"
    grid.cell(1, 0).text = "受注者は、個人情報を取り扱う。"
    found = understand(read_word(saved(many)).text)
    assert [article.caption for article in found.document.articles] == ["目的"]


def test_line_breaks_tabs_and_pages_inside_a_paragraph():
    document = Document()
    paragraph = document.add_paragraph("第1条")
    run = paragraph.add_run()
    run.add_tab()
    paragraph.add_run("受注者は、").add_break()
    paragraph.add_run("取り扱う。")
    text = read_word(saved(document)).text
    assert text == "第1条　受注者は、\n取り扱う。"


def archive(*entries: tuple[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in entries:
            new.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (archive(("a.txt", b"x")), "Wordの文書（.docx）ではありません"),
        (archive(("word/document.xml", b"0" * 70_000_000)), "中身が大きすぎます"),
        (archive(*((f"{n}.xml", b"") for n in range(2100))), "中身が大きすぎます"),
        (with_entry(nursery(), "word/vbaProject.bin", b"x"), "マクロを含むファイル"),
        (
            with_entry(nursery(), "word/document.xml", b"<!DOCTYPE a [<!ENTITY x 'y'>]><a/>"),
            "DOCTYPE",
        ),
        (with_entry(nursery(), "word/document.xml", b"<broken"), "開けませんでした"),
        (nursery()[:4000], "開けませんでした"),
        (b"PK\x05\x06" + bytes(18), "Wordの文書（.docx）ではありません"),
        (bytes(MAX_BYTES + 1), "ファイルが大きすぎます"),
        (b"{\\rtf1 x}", "リッチテキスト"),
        (b"\x89PNG\r\n", "画像からは文字を読み取れません"),
        (b"<!DOCTYPE html><html></html>", "法令XMLではないXML又はHTML"),
        (bytes(range(1, 9)) * 200, "文字を読み取れませんでした"),
    ],
)
def test_what_is_no_text_is_refused_with_what_to_do(data, said):
    with pytest.raises(Refused, match=said):
        read_file(data)


def test_an_encrypted_archive_is_refused():
    data = bytearray(nursery())
    # The flag of the first local header and of the first entry in the directory.
    data[6] |= 1
    start = data.index(b"PK\x01\x02")
    data[start + 8] |= 1
    with pytest.raises(Refused, match="パスワードを外して"):
        read_file(bytes(data))


def test_a_damaged_file_is_refused_wherever_it_is_damaged():
    """No byte of a Word file, turned over, leads to an error that is none of ours."""
    data = nursery()
    for position in range(0, len(data), 211):
        spoilt = bytearray(data)
        spoilt[position] ^= 0xFF
        try:
            understand_source(read_file(bytes(spoilt)))
        except Refused:
            continue


def test_the_name_of_a_file_says_nothing_its_bytes_do():
    law = (FOLDER.parent / "laws" / "appi.xml").read_bytes()
    assert read_file(law).kind == "lawxml"
    assert read_file(b"\xef\xbb\xbf" + law).kind == "lawxml"
    assert read_file(nursery()).kind == "docx"
    assert read_file(TEXT.encode()).kind == "text"
    found = understand_source(read_file(law))
    counts = found.counts
    assert (counts.articles, counts.paragraphs, counts.items) == (242, 515, 277)
    assert any("別表第一" in aside.text for aside in found.asides)

"""Editions in other formats, and back."""

import io
import json
import warnings
import zipfile
from collections.abc import Iterator
from copy import deepcopy
from functools import reduce
from operator import getitem
from random import Random

import docx
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from checklists.drafting.contents import contents_of
from checklists.exporting.edition_json import edition_json, read_edition_json
from checklists.exporting.formats import FORMATS
from checklists.exporting.oscal import oscal_documents
from checklists.importing.saving import free_title, save_file
from common.errors import Refused
from specs.models import Edition
from specs.printing import PrintedEdition
from specs.text.lawxml import read_law
from tests.specs.imports import FOLDER
from tests.specs.word_numbers import numbered
from tests.world import shipped

pytestmark = pytest.mark.django_db


STANDING = shipped


@pytest.fixture
def edition(standing):
    return standing


def test_json_holds_the_whole_edition(edition):
    data = edition_json(edition)
    assert edition_json(edition) == data
    read = read_edition_json(data)
    assert read.contents == contents_of(edition)
    assert read.title == edition.specification.title


def tree_of(data: dict) -> dict:
    return data["contents"]["clauses"]["general"]["tree"]


def blanks_of(data: dict) -> list:
    return data["contents"]["clauses"]["general"]["blanks"]


def sentence_of(data: dict) -> dict:
    return tree_of(data)["paragraphs"][0]["sentences"][0]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda d: d.update(format="x"), "ファイルではありません"),
        (lambda d: d.update(version=2), "形式の版「2」"),
        (lambda d: d.update(contents=[]), "contents"),
        (lambda d: d["contents"].update(clauses={}), "条が一つもありません"),
        (lambda d: d["contents"]["items"]["K010"].update(clause__key="x"), "組になる条「x」"),
        (lambda d: d["contents"]["items"]["K010"].update(in_pre="yes"), "値の種類"),
        (lambda d: d["contents"]["items"]["K010"].update(level="重要"), "items/K010/level"),
        (lambda d: d["contents"]["items"]["K010"].pop("look"), "項目が足りない"),
        (lambda d: d["contents"]["clauses"]["general"].update(tree={"key": 1}), "条文の形"),
        (lambda d: d["contents"]["clauses"]["general"].update(blanks=[1]), "決まった項目"),
        (lambda d: d["contents"]["annexes"].update(x=1), "annexes/x"),
        (lambda d: d.update(frame=3), "frame"),
        (lambda d: d.update(frame={"format": "lawxml-3", "body": "<x"}), "frame"),
        (lambda d: d.update(version=True), "形式の版"),
        (lambda d: d["specification"].update(title=["x"]), "title"),
        (lambda d: d["specification"].update(title="\ud800"), "保存できない文字"),
        (lambda d: d["contents"]["laws"].update({"\x00": {}}), "保存できない文字"),
        (lambda d: d["contents"]["clauses"]["general"].update(position=float("nan")), "JSONとして"),
        (lambda d: d["contents"]["clauses"]["general"].update(caption="二\n行"), "改行"),
        (lambda d: d["contents"]["clauses"]["general"].update(applies_when="x"), "組合せ"),
        (lambda d: blanks_of(d).append({"key": "a", "label": "a\nb", "default": ""}), "決まった"),
        (lambda d: tree_of(d).update(caption=[None]), "条文の形"),
        (lambda d: tree_of(d).update(key="other"), "条文の形"),
        (lambda d: tree_of(d).update(paragraphs=[]), "条文の形"),
        (lambda d: tree_of(d)["paragraphs"][0].update(id=[]), "条文の形"),
        (lambda d: tree_of(d)["paragraphs"][1].update(id="x y"), "条文の形"),
        (lambda d: tree_of(d)["paragraphs"].append(tree_of(d)["paragraphs"][0]), "条文の形"),
        (lambda d: sentence_of(d).update(kind="x"), "条文の形"),
        (lambda d: sentence_of(d)["inlines"].append({"party": "x"}), "条文の形"),
        (lambda d: sentence_of(d)["inlines"].append("二\n行"), "条文の形"),
        (lambda d: sentence_of(d)["inlines"].append({"ref": [], "as": "auto", "word": ""}), "条文"),
    ],
)
def test_a_file_that_was_changed_is_refused_by_place(edition, change, said):
    data = json.loads(edition_json(edition))
    change(data)
    with pytest.raises(Refused, match=said):
        read_edition_json(json.dumps(data).encode())


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 100_000, b"1"])
def test_what_is_no_edition_is_refused(data):
    with pytest.raises(Refused):
        read_edition_json(data)


VALUES = (
    *(None, True, -1, 10**30, 1.5, "", "x", "x y", "7-2", "\x00", "a\nb", "A" * 300),
    *([], {}, [None], ["a"], [["a", "b"], ["c"]], {"a": 1}),
    [{"key": "a", "label": "", "default": " "}],
)


def test_what_is_read_can_be_kept_and_had_in_every_format(edition, at):
    """Any value in any place: refused in words, or good for everything that comes after."""
    whole = json.loads(edition_json(edition))
    parts = whole["contents"]
    parts["clauses"] = {"confidentiality": parts["clauses"]["confidentiality"]}
    parts["items"] = {
        code: row for code, row in parts["items"].items() if row["clause__key"] in parts["clauses"]
    }
    random, kept, refused = Random(7), 0, 0
    places = list(places_of(whole))
    for _ in range(250):
        data = deepcopy(whole)
        *above, last = random.choice(places)
        inside = reduce(getitem, above, data)
        inside[last] = random.choice(VALUES)
        try:
            file = read_edition_json(json.dumps(data).encode())
        except Refused:
            refused += 1
            continue
        kept += 1
        title = free_title(edition.municipality, file.title)
        draft = save_file(edition.municipality, file, title=title, by=None, at=at)
        assert contents_of(draft) == file.contents
        for slug in ("text", "lawxml", "json"):
            assert FORMATS[slug].write(draft)
        accepted(oscal_documents(draft))
    assert kept > 20
    assert refused > 100


def places_of(value: object, above: tuple = ()) -> Iterator[tuple]:
    inside = value.items() if isinstance(value, dict) else ()
    inside = enumerate(value) if isinstance(value, list) else inside
    for name, each in inside:
        yield (*above, name)
        yield from places_of(each, (*above, name))


def accepted(documents: dict) -> tuple:
    """The catalog and the profiles as another tool reads them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the other tool's own imports
        from trestle.oscal.catalog import Catalog
        from trestle.oscal.profile import Profile
    profiles = {key: Profile(**each["profile"]) for key, each in documents["profiles"].items()}
    return Catalog(**documents["catalog"]["catalog"]), profiles


def test_oscal_is_accepted_by_another_tool(edition):
    documents = oscal_documents(edition)
    assert oscal_documents(edition) == documents
    catalog, profiles = accepted(documents)
    controls = [control for group in catalog.groups for control in group.controls]
    assert {control.id for control in controls} == {c.key for c in edition.clauses.all()}
    objectives = [p.id for c in controls for p in c.parts if p.name == "assessment-objective"]
    assert len(objectives) == edition.check_items.count()
    assert set(profiles) == {"", "full", "standard", "small"}
    assert profiles[""].imports[0].include_all is not None
    (included,) = profiles["small"].imports[0].include_controls
    assert 0 < len(included.with_ids) < len(controls)


@pytest.mark.parametrize(
    "name", ["03-kanji-numbers.txt", "06-contents.txt", "11-crlf-shift-jis.txt"]
)
def test_a_text_brought_in_goes_out_in_every_format(name, cast, at, edition):
    """Such a draft has no guidance, may lack captions, and has lines beside its articles."""
    call_command("importspec", str(FOLDER / name), municipality=cast.municipality.code)
    draft = Edition.objects.latest("pk")
    for form in FORMATS.values():
        assert form.write(draft)
    file = read_edition_json(edition_json(draft))
    assert (file.contents, file.frame) == (contents_of(draft), draft.frame)
    assert read_law(FORMATS["lawxml"].write(draft)).document == PrintedEdition.of(draft).document
    accepted(oscal_documents(draft))


def test_a_preset_that_asks_nothing_is_no_profile_of_everything(edition, at):
    data = json.loads(edition_json(edition))
    data["contents"]["presets"]["small"]["codes"] = []
    file = read_edition_json(json.dumps(data).encode())
    draft = save_file(edition.municipality, file, title="写し", by=None, at=at)
    assert set(oscal_documents(draft)["profiles"]) == {"", "full", "standard"}


def test_lines_brought_in_with_a_text_are_no_frame_of_a_law(edition, at):
    data = json.loads(edition_json(edition))
    data["frame"] = {
        "format": "carried-lines",
        "carried": [{"line": 1, "text": "第1章　総則", "before": "general"}],
    }
    file = read_edition_json(json.dumps(data).encode())
    draft = save_file(edition.municipality, file, title="写し", by=None, at=at)
    assert read_law(FORMATS["lawxml"].write(draft)).document.articles
    assert read_edition_json(FORMATS["json"].write(draft)).frame == data["frame"]


def test_law_xml_of_the_shipped_set_reads_back_equal(edition):
    read = read_law(FORMATS["lawxml"].write(edition))
    assert read.document == PrintedEdition.of(edition).document


def test_word_counts_the_numbers_that_are_printed(edition):
    data = FORMATS["docx"].write(edition)
    assert FORMATS["docx"].write(edition) == data
    printed = [line.strip("　") for line in PrintedEdition.of(edition).plain().splitlines()]
    lines = [line for line in numbered(data) if line]
    assert lines[0] == edition.specification.title
    assert lines[1 : len(printed) + 1] == printed
    styles = {p.style.name for p in docx.Document(io.BytesIO(data)).paragraphs}
    assert {"Title", "Heading 2"} <= styles


def test_every_format_is_downloaded_and_exported(edition, cast, client, tmp_path, capsys):
    client.force_login(cast.business)
    for slug, form in FORMATS.items():
        response = client.get(reverse("checklists:edition-export", args=[edition.pk, slug]))
        assert response.status_code == 200
        assert "filename*=utf-8" in response["Content-Disposition"]
        path = tmp_path / f"out.{form.ending}"
        call_command("exportspec", str(edition.pk), format=slug, output=str(path), json=True)
        assert json.loads(capsys.readouterr().out)["bytes"] == path.stat().st_size
        assert path.read_bytes() == response.content
    names = zipfile.ZipFile(tmp_path / "out.zip").namelist()
    assert "catalog.json" in names
    assert (
        client.get(reverse("checklists:edition-export", args=[edition.pk, "pdf"])).status_code
        == 404
    )


def test_exportspec_says_what_is_wrong_in_one_line(edition, capsys):
    with pytest.raises(CommandError, match="no edition 999"):
        call_command("exportspec", "999", format="text")
    with pytest.raises(CommandError, match="--list"):
        call_command("exportspec")
    call_command("exportspec", list=True, json=True)
    assert json.loads(capsys.readouterr().out)[0]["edition"] == edition.pk

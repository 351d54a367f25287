"""取込み on the screen and at the console: look first, then save; nothing half done."""

import json
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from checklists.exporting.edition_json import edition_json
from checklists.importing.carrying import Carried, pack
from checklists.importing.choosing import proposed
from checklists.importing.composing import Choices
from checklists.importing.reading import read_source
from checklists.importing.saving import free_title, save_import
from checklists.linting import lint_edition
from checklists.models import CheckItem
from common.errors import Refused
from ledger.models import LedgerEvent
from specs.models import Clause, DraftState, Edition, EditionStatus, Specification
from specs.printing import PrintedEdition
from specs.text.importing.upload import Source, read_file
from tests.specs.imports import FOLDER, NAMES, data_of
from tests.world import master

pytestmark = pytest.mark.django_db

SMALL = """少額契約用の特記事項
（秘密の保持）
第1条　受注者は、業務で知り得た個人情報を漏らしてはならない。契約の終了後も、同様とする。
（清掃）
第2条　受注者は、前条の個人情報のある部屋を、発注者の立会いの下で清掃する。
以上
"""


@pytest.fixture
def client(cast) -> Client:
    client = Client()
    client.force_login(cast.policy)
    return client


def upload(client: Client, name: str, data: bytes, **fields):
    file = SimpleUploadedFile(name, data)
    return client.post(reverse("checklists:import-start"), {"file": file, "text": "", **fields})


def paste(client: Client, text: str):
    return client.post(reverse("checklists:import-start"), {"text": text})


def fields_of(response, **changed) -> dict:
    """What the review page would send when its button is pressed."""
    context = response.context
    data = {"carried": context["carried"], "title": context["title"]}
    for row in context["rows"]:
        data[f"pair-{row.key}"] = next((o.key for o in row.options if o.chosen), "")
        if row.with_items:
            data[f"items-{row.key}"] = "yes"
    return {**data, **changed}


def save(client: Client, response, **changed):
    return client.post(reverse("checklists:import-save"), fields_of(response, **changed))


def test_nothing_is_saved_before_the_last_step(cast, client, at):
    master(cast, at)
    response = paste(client, SMALL)
    page = response.content.decode()
    assert response.status_code == 200
    assert "2条、2項、0号" in page
    assert "以上" in page
    assert "結びの言葉です。" in page
    assert Specification.objects.count() == 1
    saved = save(client, response)
    edition = Edition.objects.get(specification__title="少額契約用の特記事項")
    assert saved["Location"] == reverse("workshop:draft-detail", args=[edition.pk])
    assert edition.status == EditionStatus.DRAFT


def test_a_paired_clause_takes_over_the_masters_facts_and_items(cast, client, at):
    edition = master(cast, at)
    save(client, paste(client, SMALL))
    draft = Edition.objects.get(specification__title="少額契約用の特記事項")
    paired, own = draft.clauses.order_by("position")
    theirs = edition.clauses.get(key="confidentiality")
    assert (paired.key, paired.code, paired.level) == ("confidentiality", "C08", theirs.level)
    assert (paired.guidance, paired.omission) == (theirs.guidance, theirs.omission)
    assert paired.legal_basis == theirs.legal_basis
    assert set(draft.legal_references.values_list("key", flat=True)) == {
        basis["key"] for basis in theirs.legal_basis
    }
    assert set(paired.check_items.values_list("code", "before")) == set(
        theirs.check_items.values_list("code", "before")
    )
    assert (own.key, own.code, own.check_items.count()) == ("article-2", "A01", 0)
    text = PrintedEdition.of(draft).plain()
    assert "第2条　受注者は、前条の個人情報のある部屋を、発注者の立会いの下で清掃する。" in text


def test_what_was_carried_stays_with_the_edition(cast, client, at):
    master(cast, at)
    save(client, paste(client, (FOLDER / "10-long-with-annexes.txt").read_text()))
    draft = Edition.objects.exclude(status=EditionStatus.PUBLISHED).get()
    carried = draft.frame["carried"]
    assert carried[0] == {"line": 69, "text": "附　則", "before": None}
    assert "電子媒体　　物理的な破壊" in [line["text"] for line in carried]


def test_a_chapter_heading_keeps_its_place_under_the_new_keys(cast, client, at):
    master(cast, at)
    save(client, paste(client, (FOLDER / "06-contents.txt").read_text()))
    draft = Edition.objects.exclude(status=EditionStatus.PUBLISHED).get()
    before = {line["text"]: line["before"] for line in draft.frame["carried"]}
    assert before["第２章　管理"] == "responsibility-structure"


def test_missing_clauses_are_offered_and_come_with_their_items(cast, client, at):
    edition = master(cast, at)
    response = paste(client, SMALL)
    missing = {row.clause.key: row for row in response.context["missing"]}
    assert "subcontracting" in missing
    assert "confidentiality" not in missing
    # What every contract needs comes first.
    levels = [row.clause.level for row in response.context["missing"]]
    assert levels == sorted(levels, key=["必須", "標準", "条件"].index)
    save(client, response, added=["subcontracting", "general", "disposal"])
    draft = Edition.objects.exclude(pk=edition.pk).get()
    keys = list(draft.clauses.order_by("position").values_list("key", flat=True))
    # Each behind the clause that precedes it in the master.
    assert keys == ["general", "confidentiality", "subcontracting", "disposal", "article-2"]
    added = draft.clauses.get(key="subcontracting")
    assert (
        added.check_items.count() == edition.clauses.get(key="subcontracting").check_items.count()
    )
    # The forms and the blanks that the added text names are there too.
    assert draft.forms.filter(key="subcontract-application").exists()
    assert added.blanks
    assert "再委託承認申請書（様式第" in PrintedEdition.of(draft).plain()
    # What an added clause refers to and the text has not is told by the linter.
    errors = [finding.message for finding in lint_edition(draft).errors]
    assert any("termination" in message for message in errors)


def test_pairs_and_items_can_be_left_out(cast, client, at):
    edition = master(cast, at)
    response = paste(client, SMALL)
    data = {"carried": response.context["carried"], "title": "清掃"}
    client.post(reverse("checklists:import-save"), data)
    draft = Edition.objects.exclude(pk=edition.pk).get()
    assert list(draft.clauses.order_by("position").values_list("key", flat=True)) == [
        "article-1",
        "article-2",
    ]
    assert not CheckItem.objects.filter(edition=draft).exists()


def test_two_articles_for_one_clause_are_refused_with_the_choices_kept(cast, client, at):
    master(cast, at)
    response = paste(client, SMALL)
    again = save(client, response, **{"pair-article-2": "confidentiality"})
    assert again.status_code == 422
    assert "二つ以上の条が対応しています" in again.content.decode()
    rows = again.context["rows"]
    assert [o.key for row in rows for o in row.options if o.chosen] == ["confidentiality"] * 2
    assert Edition.objects.count() == 1


def test_a_title_that_is_taken_is_refused(cast, client, at):
    master(cast, at)
    response = paste(client, SMALL)
    taken = Specification.objects.get().title
    again = save(client, response, title=taken)
    assert again.status_code == 422
    assert "既にあります" in again.content.decode()


def test_a_text_without_articles_says_what_to_do(cast, client):
    response = paste(client, "これは特記仕様書ではない文章です。\n二行目です。")
    page = response.content.decode()
    assert response.status_code == 200
    assert "「第1条」又は「第1」で始まる行があるか確かめてください。" in page
    assert "この文章で読み直す" in page
    assert "条が見付からないため、読み取れません。" in page
    assert "この内容で保存する" not in page


def test_the_text_can_be_put_right_and_read_again(client):
    url = reverse("checklists:import-review")
    response = client.post(url, {"text": SMALL.replace("\n", "\r\n"), "title": "直した名称"})
    assert len(response.context["rows"]) == 2
    assert response.context["title"] == "直した名称"


def test_every_line_is_shown_beside_what_was_read(client):
    response = upload(client, "05.txt", data_of("05-pdf-copy"))
    row = next(r for r in response.context["rows"] if r.caption == "安全管理措置")
    assert [line.number for line in row.source][0] == 32
    assert any("共用してはならない。）" in line.words for line in row.printed)
    page = response.content.decode()
    assert "各ページに印刷される見出し" in page
    assert "- 3 -" in page


def test_every_municipal_text_can_be_saved(cast, at):
    master(cast, at)
    for name in NAMES:
        reading = read_source(read_file(data_of(name)), cast.municipality)
        document = reading.understood.document
        edition = save_import(
            cast.municipality,
            reading.understood,
            proposed(reading),
            master=reading.master,
            title=name,
            by=cast.policy,
            at=at,
        )
        printed = PrintedEdition.of(edition).plain()
        captions = [article.caption for article in document.articles if article.caption]
        assert all(f"（{caption}）" in printed for caption in captions), name
        assert edition.clauses.count() == len(document.articles)


def test_a_law_keeps_everything_and_counts_its_supplements(cast, at):
    law = (FOLDER.parent / "laws" / "appi.xml").read_bytes()
    reading = read_source(read_file(law), cast.municipality)
    choices = proposed(reading)
    edition = save_import(
        cast.municipality,
        reading.understood,
        choices,
        master=reading.master,
        title="法律",
        by=cast.policy,
        at=at,
    )
    assert edition.clauses.count() == 185
    assert edition.frame == reading.understood.frame


def test_tokkis_own_json_comes_back_whole(cast, client, at):
    edition = master(cast, at)
    response = upload(client, "edition.json", edition_json(edition))
    assert "そのまま取り込みます" in response.content.decode()
    save(client, response, title="写し")
    copy = Edition.objects.get(specification__title="写し")
    assert copy.check_items.count() == edition.check_items.count()
    assert PrintedEdition.of(copy).plain() == PrintedEdition.of(edition).plain()


def test_the_import_is_recorded_and_can_be_undone_to(cast, client, at):
    master(cast, at)
    save(client, paste(client, SMALL))
    event = LedgerEvent.objects.get(verb="specs.edition_imported")
    assert event.actor == str(cast.policy)
    assert event.data["clauses"] == 2
    assert event.data["paired"] == ["confidentiality"]
    assert DraftState.objects.get().summary == "取り込んだ"


def test_what_was_carried_is_mine_and_unchanged(cast, client, at):
    packed = pack(Carried(Source("text", SMALL), ""), cast.policy)
    other = pack(Carried(Source("text", SMALL), ""), cast.business)
    for wrong in ("", packed[:-3], packed.replace(packed[5], "x", 1), other):
        response = client.post(reverse("checklists:import-save"), {"carried": wrong})
        assert response["Location"] == reverse("checklists:import-start")
    assert not Edition.objects.exists()


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.pdf", b"%PDF-1.7 ...", "PDFはそのままでは取り込めません"),
        ("a.doc", b"\xd0\xcf\x11\xe0" + bytes(600), "「.docx」の形式で保存し直してください"),
        ("a.docx", b"PK\x03\x04 broken", "Wordのファイルとして開けませんでした"),
        ("a.txt", b"   ", "ファイルが空です"),
        ("a.txt", bytes(range(1, 9)) * 9, "文字を読み取れませんでした"),
        ("a.json", b'{"format": "other"}', "版のファイルではありません"),
        ("a.xml", b"<?xml version='1.0'?><Law><LawBody/></Law>", "法令標準XML"),
    ],
)
def test_files_that_are_none_are_refused_plainly(client, name, data, said):
    response = upload(client, name, data)
    assert response.status_code == 422
    assert said in response.content.decode()


def test_a_file_and_a_text_at_once_or_neither_are_refused(client):
    both = upload(client, "a.txt", SMALL.encode(), text=SMALL)
    assert "どちらか一方" in both.content.decode()
    neither = client.post(reverse("checklists:import-start"), {"text": " "})
    assert neither.status_code == 422
    assert "ファイルを選ぶか、文章を貼り付けてください。" in neither.content.decode()


def test_the_size_is_looked_at_before_reading(client, monkeypatch):
    def read(*args):
        raise AssertionError("read before the size was known")

    monkeypatch.setattr("checklists.importing.forms.FILE_LIMIT", 10)
    monkeypatch.setattr("checklists.importing.forms.read_file", read)
    response = upload(client, "a.txt", b"x" * 11)
    assert "ファイルが大きすぎます" in response.content.decode()


def test_only_policy_saves(cast, at):
    source = Source("text", SMALL)
    reading = read_source(source, cast.municipality)
    with pytest.raises(Refused, match="権限がありません"):
        save_import(
            cast.municipality,
            reading.understood,
            Choices(),
            master=None,
            title="題",
            by=cast.business,
            at=at,
        )
    assert not Specification.objects.exists()


def test_a_second_import_gets_a_title_of_its_own(cast, at):
    Specification.objects.create(municipality=cast.municipality, key="a", title="題")
    Specification.objects.create(municipality=cast.municipality, key="b", title="題（2）")
    assert free_title(cast.municipality, "題") == "題（3）"
    assert free_title(cast.municipality, "題（2）") == "題（3）"
    assert len(free_title(cast.municipality, "長" * 300)) <= 120


def test_two_hundred_articles_fit_on_the_page(client):
    text = "\n".join(
        f"（見出し{n}）\n第{n}条　受注者は、個人情報を適正に取り扱う。" for n in range(1, 201)
    )
    response = paste(client, text)
    assert len(response.context["rows"]) == 200
    assert len(response.content) < 400_000
    assert save(client, response).status_code == 302
    assert Clause.objects.count() == 200


def command(*args: str) -> str:
    out = StringIO()
    call_command("importspec", *args, stdout=out)
    return out.getvalue()


def test_importspec_tells_what_came_of_a_file(cast, at):
    master(cast, at)
    path = str(FOLDER / "01-kou-otsu.txt")
    code = cast.municipality.code
    facts = json.loads(command(path, "--municipality", code, "--json", "--title", "若葉市の仕様書"))
    counted = (facts["articles"], facts["paragraphs"], facts["items"], facts["subitems"])
    assert counted == (14, 27, 9, 3)
    assert [each["line"] for each in facts["unplaced"]] == [3]
    assert "generative-ai" in [each["key"] for each in facts["missing"]]
    assert "「再委託」の条に、再委託先の監督についての定めがありません。" in facts["weaker"]
    edition = Edition.objects.get(pk=facts["edition"])
    assert edition.specification.title == "若葉市の仕様書"
    assert (edition.status, edition.clauses.count()) == (EditionStatus.DRAFT, 14)
    listed = command("--list", "--json")
    assert code in listed
    assert "docx" in json.loads(listed)["formats"]


def test_importspec_can_only_look(cast):
    path = str(FOLDER / "09-small-contract.txt")
    said = command(path, "--municipality", cast.municipality.code, "--dry-run")
    assert "条5、項5、号0" in said
    assert not Edition.objects.exists()


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ([], "Give FILE"),
        (["/nowhere/a.txt"], "No such file"),
        (["."], "Is a directory"),
        (["FILE", "--municipality", "000000"], "There is no municipality"),
        (["FILE", "--by", "nobody"], "no active user"),
    ],
)
def test_importspec_says_one_line_on_bad_input(cast, tmp_path, args, said):
    file = tmp_path / "a.txt"
    file.write_text(SMALL, encoding="utf-8")
    where = [] if "--municipality" in args or not args else ["--municipality", "132012"]
    words = [str(file) if word == "FILE" else word for word in args]
    with pytest.raises(CommandError, match=said) as error:
        command(*words, *where)
    assert "\n" not in str(error.value)

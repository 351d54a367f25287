"""A tender in real browsers: three bidders by three ways, one on paper, and a fourth party."""

import io
import re
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.utils import timezone
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from checklists.models import Answer, Checklist
from checklists.replies.questionnaire import GivenAnswer
from documents.models import IssuedDocument
from engagements import actions
from engagements.models import Bid
from ledger.models import LedgerEvent
from ledger.verification import verify
from tests.checklists.filling import fill_form, fill_workbook
from tests.journeys.test_engagement import Person, answer_at_the_link, new_link, text_of
from tests.world import begin, to_selection

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

REASON = "施錠できる保管庫がないため、来年度に設ける。"
PEOPLE = {"filled_by": "営業部　担当", "approved_by": "部長　責任"}


def answers_of(bid: Bid) -> dict[str, GivenAnswer]:
    """対応可 to all but K080."""
    codes = bid.checklist.answers.values_list("item__code", flat=True)
    plain = {code: GivenAnswer(code, "yes", "", "規程") for code in codes}
    return plain | {"K080": GivenAnswer("K080", "no", REASON, "")}


def file_of(page: Page, name: str) -> bytes:
    """The file that a link of the page hands out."""
    with page.expect_download() as download:
        page.get_by_role("link", name=name).click()
    return Path(download.value.path()).read_bytes()


def send_back(page: Page, name: str, data: bytes) -> None:
    """Hand a filled file in, and be told that it was read."""
    page.set_input_files("[name=file]", {"name": name, "mimeType": "", "buffer": data})
    page.get_by_role("button", name="読み取って提出する").click()
    expect(page.locator(".tk-messages")).to_contain_text("確認表を提出しました")


def by_file(browser: Browser, address: str, bid: Bid, link: str) -> None:
    """A firm takes its table as a file, fills it on its own computer, and hands it in."""
    page = browser.new_context(accept_downloads=True).new_page()
    page.goto(address)
    page.get_by_role("link", name="書類・ファイル").click()
    data = file_of(page, link)
    fill = fill_workbook if "Excel" in link else fill_form
    filled = fill(data, answers_of(bid), **PEOPLE, filled_on=timezone.localdate())
    send_back(page, "確認表.xlsx" if "Excel" in link else "確認表.pdf", filled)
    page.context.close()


def refused(browser: Browser, address: str) -> None:
    """Whoever opens this gets nothing."""
    page = browser.new_context().new_page()
    page.goto(address)
    expect(page.locator("h1")).to_have_text("回答用ページを開けません")
    page.goto(re.sub(r"/reply/.*", "/reply/", address))
    expect(page.locator("h1")).to_have_text("回答用ページを開けません")
    page.context.close()


def transcribe(person: Person, bid: Bid, scan: bytes) -> None:
    """Staff enter what came on paper: one key an answer, a reason, and the scan."""
    page = person.page
    person.open(f"/checklists/{bid.checklist_id}/files/")
    page.set_input_files("[name=file]", {"name": "原本.pdf", "mimeType": "", "buffer": scan})
    person.press("このファイルを添える")
    person.told("「原本.pdf」を添えました")
    person.open(f"/checklists/{bid.checklist_id}/")
    item = Answer.objects.get(checklist=bid.checklist_id, item__code="K080").item_id
    rows = page.locator("[data-check-row]")
    rows.first.locator("input[type=radio]").first.focus()
    for number in range(rows.count()):
        row = rows.nth(number)
        if row.get_attribute("id") != f"item-{item}":
            with page.expect_response(lambda r: "/answers/" in r.url and r.ok):
                page.keyboard.press("1")
            page.wait_for_timeout(60)
            continue
        page.keyboard.press("3")
        page.keyboard.insert_text(REASON)
        with page.expect_response(lambda r: "/answers/" in r.url and r.ok):
            page.keyboard.press("Tab")
        if number + 1 < rows.count():
            rows.nth(number + 1).locator("input[type=radio]").first.focus()
    person.open(f"/checklists/{bid.checklist_id}/submit/")
    received_on = timezone.localtime(bid.checklist.opens_at).date().isoformat()
    person.fill(
        filled_by="営業部　担当",
        filled_on=timezone.localdate().isoformat(),
        received_on=received_on,
    )
    person.press("この内容で提出する")
    person.told("確認表を提出しました")


def test_a_tender_by_web_workbook_form_and_paper(page, browser, live_server, cast):
    person = Person(page, live_server.url)
    page.on("dialog", lambda dialog: dialog.accept())
    with time_machine.travel(timezone.now() - timedelta(days=15)):
        world = begin(cast)
        bids = to_selection(world, "print", "data", "call", "bpo")
        web, excel, form, paper = bids
        person.sign_in(cast.business)
        web_link = new_link(person, web)
        answer_at_the_link(browser, web_link, PEOPLE["filled_by"])
        by_file(browser, new_link(person, excel), excel, "確認表（Excel）を保存する")
        form_link = new_link(person, form)
        by_file(browser, form_link, form, "確認表（入力できるPDF）を保存する")

        # A fourth party: a guess, a link that was taken back, one that ran out.
        refused(browser, re.sub(r"[^/]+/$", "guessed-token/", web_link))
        paper_link = new_link(person, paper)
        person.open(f"/engagements/bids/{paper.pk}/links/")
        page.locator("[name=reason]").first.fill("紙で提出するため。")
        person.press("無効にする")
        person.told("リンクを無効にしました")
        refused(browser, paper_link)
        person.open(f"/checklists/{web.checklist_id}/")
        expect(page.locator("main")).to_contain_text("封をしてあります")

    with time_machine.travel(timezone.now() + timedelta(days=60)):
        refused(browser, form_link)
    why = LedgerEvent.objects.filter(verb="engagements.link_refused").order_by("seq")
    assert [event.data["why"] for event in why] == ["unknown", "revoked", "expired"]

    # 開封 on the next working day; then what came on paper.
    person.sign_in(cast.business)
    person.open(f"/engagements/{world.engagement.pk}/bids/")
    person.press("回答を開封する")
    person.told("提出した応募者は3者です")
    blank = IssuedDocument.objects.filter(kind="requirement-notice").latest("pk").read()
    transcribe(person, paper, blank)

    # Data, matrix, D3 and D4 agree.
    for bid in (excel, form, paper):
        table = Checklist.objects.get(pk=bid.checklist_id)
        assert (table.n_no, table.n_yes) == (1, table.n_total - 1)
        assert table.answers.get(item__code="K080").note == REASON
    person.open(f"/engagements/{world.engagement.pk}/matrix/?show=differs")
    cells = page.locator(".tk-matrix tbody tr").first.locator("td")
    assert [cell.split("\n")[0] for cell in cells.all_inner_texts()] == [
        "対応可",
        "対応不可",
        "対応不可",
        "対応不可",
    ]
    with page.expect_download() as download:
        person.press("Excelで発行する")
    book = load_workbook(io.BytesIO(Path(download.value.path()).read_bytes()))
    row = next(r for r in book.worksheets[0].iter_rows(values_only=True) if r[0] == "K080")
    assert list(row[5::3]) == ["対応可", "対応不可", "対応不可", "対応不可"]

    person.open(f"/checklists/{excel.checklist_id}/")
    with page.expect_download() as download:
        person.press("この確認表をPDFで発行する")
    d3 = text_of(PdfReader(io.BytesIO(Path(download.value.path()).read_bytes())))
    assert REASON in d3
    actions.decide_selection(
        world.engagement,
        bid=web,
        reason="全項目に対応可である。",
        by=cast.business,
        at=timezone.now(),
    )
    person.open(f"/engagements/{world.engagement.pk}/")
    person.press("委託先選定評価・理由書を発行する")
    d4 = text_of(person.download("委託先選定評価・理由書"))
    for bid in bids:
        assert "".join(bid.vendor.name.split()) in d4
    assert list(verify()) == []

"""One engagement from planning to closed, in a real browser, by the people whose work it is."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from accounts.models import User
from checklists.models import Answer, Checklist
from common.dates import wareki
from engagements.annex import annex_of
from engagements.models import Bid, Engagement
from tests.conftest import Cast
from tests.factories import PASSWORD
from tests.world import master

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Person:
    """Somebody at the screen."""

    def __init__(self, page: Page, base: str) -> None:
        self.page, self.base = page, base

    def sign_in(self, user: User) -> None:
        """Sign out whoever is there, and sign in."""
        self.page.context.clear_cookies()
        self.page.goto(f"{self.base}/accounts/login/")
        self.page.fill("[name=username]", user.username)
        self.page.fill("[name=password]", PASSWORD)
        self.page.click("main button[type=submit]")
        expect(self.page.locator("h1")).to_have_text("案件一覧")

    def open(self, path: str) -> None:
        """Go to an address."""
        self.page.goto(f"{self.base}{path}")

    def press(self, name: str) -> None:
        """Press a button by its words."""
        self.page.get_by_role("button", name=name).first.click()

    def fill(self, **fields: str) -> None:
        """Fill fields by their names."""
        for name, value in fields.items():
            self.page.fill(f"[name={name}]", value)

    def submit(self) -> None:
        """Press the button at the end of the page's form."""
        self.page.locator("main form [type=submit]").last.click()

    def told(self, words: str) -> None:
        """The page says that it worked."""
        expect(self.page.locator(".tk-messages")).to_contain_text(words)

    def download(self, title: str) -> PdfReader:
        """Download the newest document of this title from the engagement's home."""
        row = self.page.locator("tr", has_text=title).first
        with self.page.expect_download() as download:
            row.get_by_role("link", name="PDF").first.click()
        return PdfReader(io.BytesIO(Path(download.value.path()).read_bytes()))


def text_of(reader: PdfReader) -> str:
    """All text of a PDF without white space, which line breaks fall into."""
    return "".join("".join(page.extract_text() for page in reader.pages).split())


def answer_all(person: Person, checklist: Checklist) -> None:
    """Answer with the digit 1 row by row, then submit."""
    person.open(f"/checklists/{checklist.pk}/")
    rows = person.page.locator("[data-check-row]")
    first = rows.first.locator("input[type=radio]").first
    first.focus()
    for _ in range(rows.count()):
        with person.page.expect_response(lambda r: "/answers/" in r.url and r.ok):
            person.page.keyboard.press("1")
        person.page.wait_for_timeout(60)
    person.open(f"/checklists/{checklist.pk}/submit/")
    person.fill(filled_by="品質管理部　試験　一郎", filled_on=wareki(timezone.localdate()))
    person.press("この内容で提出する")
    person.told("確認表を提出しました")


def answer_at_the_link(browser: Browser, address: str, filled_by: str) -> None:
    """A firm opens its link, answers with the digit 1 row by row, and submits."""
    page = browser.new_context().new_page()
    page.goto(address)
    expect(page.locator("h1")).to_have_text("項目遵守の確認表")
    rows = page.locator("[data-check-row]")
    rows.first.locator("input[type=radio]").first.focus()
    for _ in range(rows.count()):
        with page.expect_response(lambda r: "/answers/" in r.url and r.ok):
            page.keyboard.press("1")
        page.wait_for_timeout(60)
    page.get_by_role("link", name="確かめて提出する").first.click()
    page.fill("[name=filled_by] >> nth=0", filled_by)
    page.fill("[name=filled_on] >> nth=0", wareki(timezone.localdate()))
    page.fill("[name=approved_by]", "品質管理部長　試験　三郎")
    page.get_by_role("button", name="この内容で提出する").click()
    expect(page.locator(".tk-messages")).to_contain_text("確認表を提出しました")
    page.context.close()


def new_link(person: Person, bid: Bid) -> str:
    """Issue a bidder's link and read its address off the screen."""
    person.open(f"/engagements/bids/{bid.pk}/links/")
    person.press("リンクを発行する")
    return person.page.locator("#address").input_value()


def judge_all(person: Person, checklist: Checklist) -> None:
    """Judge every row 適 and finish."""
    person.open(f"/checklists/{checklist.pk}/judgement/")
    rows = person.page.locator("[data-check-row]")
    rows.first.locator("input[type=radio]").first.focus()
    for _ in range(rows.count()):
        with person.page.expect_response(lambda r: "/judgement/" in r.url and r.ok):
            person.page.keyboard.press("1")
        person.page.wait_for_timeout(60)
    person.page.on("dialog", lambda dialog: dialog.accept())
    person.press("判定を終える")
    person.told("判定を終えました")


def inspect(person: Person, engagement: Engagement, phase: str) -> None:
    """A whole round."""
    today = wareki(timezone.localdate())
    person.open(f"/audits/engagements/{engagement.pk}/inspections/new/")
    person.page.check(f"[name=phase][value={phase}]")
    person.page.check("[name=way][value=on_site]")
    person.fill(planned_on=today)
    person.press("実施状況確認を始める")
    person.told("実施状況確認を始めました")
    here = person.page.url.removeprefix(person.base)
    table = Checklist.objects.filter(phase=phase).latest("pk")
    answer_all(person, table)
    judge_all(person, table)
    person.open(here)
    person.fill(
        held_on=today, place="受注者の作業室", attendees="町と受注者の担当者", remarks="良好"
    )
    person.press("実施状況確認を終了する")
    person.told("実施状況確認を終了しました")


def up_to_the_deadline(person: Person, browser: Browser, cast: Cast, today: str) -> Engagement:
    """From the registration to the firm's submission at its link."""
    person.sign_in(cast.business)
    person.page.get_by_role("link", name="新しい案件を登録する").first.click()
    person.fill(
        title="住民意識調査業務委託",
        work="調査票の印刷、発送及び集計を行う。",
        personal_data="氏名、住所、年齢",
        answer_deadline=today,
        answer_deadline_time="00:01",
        period_from=today,
        period_to="令和20年3月31日",
    )
    person.page.select_option("[name=procurement]", "quotation")
    person.fill(negotiated_ground="1")
    person.submit()
    engagement = Engagement.objects.get()
    home = f"/engagements/{engagement.pk}/"
    person.open(f"/engagements/{engagement.pk}/scope/")
    answer_scope(person)
    expect(person.page.locator("body")).to_contain_text("リスク")
    person.open(home)
    person.press("要件の伝達に進む")
    person.told("要件の伝達に進む")

    # 要件の伝達
    person.press("個人情報取扱要件通知書を発行する")
    person.told("を発行しました")
    person.press("項目遵守の確認表（契約前）を発行する")
    notice = text_of(person.download("個人情報取扱要件通知書"))
    assert "住民意識調査業務委託" in notice
    assert "".join(today.split()) in notice
    blank = text_of(person.download("項目遵守の確認表（契約前）"))
    assert "□対応可" in blank
    person.press("委託事業者の選定に進む")

    # 委託事業者の選定
    person.open("/engagements/vendors/new/")
    person.fill(
        name="試験印刷株式会社",
        address="特記県特記市1番地",
        representative="代表取締役　試験　太郎",
    )
    person.submit()
    person.open(f"/engagements/{engagement.pk}/bids/new/")
    person.press("応募者に登録する")
    bid = Bid.objects.get()
    answer_at_the_link(browser, new_link(person, bid), "品質管理部　試験　一郎")
    person.open(f"/engagements/{engagement.pk}/bids/")
    expect(person.page.locator("#bids")).to_contain_text("提出済み（封）")
    return engagement


def test_an_engagement_from_planning_to_closed(watched, browser, live_server, cast):
    person = Person(watched, live_server.url)
    master(cast, timezone.now())
    today = wareki(timezone.localdate())
    for role in ("policy", "contracts", "auditor", "admin"):
        person.sign_in(cast.of_role(role))

    # The bidders' deadline passes in the night between the selection's two halves.
    with time_machine.travel(timezone.now() - timedelta(days=1)):
        engagement = up_to_the_deadline(person, browser, cast, today)
    home = f"/engagements/{engagement.pk}/"
    person.sign_in(cast.business)
    person.open(f"/engagements/{engagement.pk}/bids/")
    watched.once("dialog", lambda dialog: dialog.accept())
    person.press("回答を開封する")
    person.told("提出した応募者は1者です")
    person.open(f"/engagements/{engagement.pk}/matrix/")
    expect(watched.locator("main")).to_contain_text("必須をすべて満たす")
    person.open(f"/engagements/{engagement.pk}/selection/")
    person.page.locator("input[type=radio]").first.check()
    person.fill(reason="全項目に対応可であり、見積額が最も低い。")
    person.submit()
    person.open(home)
    person.press("委託先選定評価・理由書を発行する")
    report = text_of(person.download("委託先選定評価・理由書"))
    assert "試験印刷株式会社" in report
    assert "見積額が最も低い" in report
    person.press("契約に進む")

    # 契約
    person.sign_in(cast.contracts)
    person.open(f"/engagements/{engagement.pk}/contract/")
    person.fill(number="第7号", concluded_on=today, period_from=today, period_to="令和20年3月31日")
    person.submit()
    person.open(home)
    person.press("個人情報の取扱いに関する特記仕様書を発行する")
    annex = text_of(person.download("個人情報の取扱いに関する特記仕様書"))
    engagement.refresh_from_db()
    kept = annex_of(engagement).kept
    assert [label for _, label, _ in kept] == [f"第{n}条" for n in range(1, len(kept) + 1)]
    captions = [c.tree["caption"] for c, _, _ in kept]
    places = [
        annex.find(f"（{c}）{label}") for c, (_, label, _) in zip(captions, kept, strict=True)
    ]
    assert -1 not in places
    assert places == sorted(places)
    assert "受注者は" in annex
    assert "（削除された" not in annex
    person.press("契約を確定し、履行に進む")
    person.told("契約を確定し、履行に進む")

    # 履行
    person.sign_in(cast.business)
    inspect(person, engagement, "post")
    for report_ in engagement.contract.reports.filter(due_on__lt=timezone.localdate()):
        raise AssertionError(f"a report is overdue on the first day: {report_}")
    person.open(home)
    person.press("終了確認に進む")

    # 終了確認
    inspect(person, engagement, "end")
    person.open(f"/audits/engagements/{engagement.pk}/disposal/")
    person.fill(
        subjects="調査票の原本100枚、データ1件",
        way="原本は返還、データは消去",
        performed_on=today,
        responsible="作業責任者　試験　二郎",
        certificate="消去証明書第1号",
    )
    person.press("報告を記録する")
    person.fill(verified_on=today, verified_how="立ち会って画面で確かめた。")
    person.press("市の確認を記録する")
    person.open(home)
    person.press("実施状況確認報告書を発行する")
    verification = text_of(person.download("実施状況確認報告書"))
    assert "立ち会って画面で確かめた" in verification
    person.press("完了とする")
    engagement.refresh_from_db()
    assert engagement.stage == "closed"
    assert Answer.objects.exclude(value="yes").count() == 0


def answer_scope(person: Person) -> None:
    """Choose the small preset and answer "no" to all but the electronic data."""
    page = person.page
    names = {r.get_attribute("name") or "" for r in page.locator("input[type=radio]").all()}
    for name in sorted(names - {"preset", "risk"}):
        value = {"persons": "up_to_1000", "electronic": "yes"}.get(name, "no")
        page.check(f"input[type=radio][name={name}][value={value}]")
    page.get_by_label("少額・単発").check()
    person.press("答えを保存し、結果を見る")

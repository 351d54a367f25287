"""The clause workshop in a real browser: two people at one clause, and the outline by hand."""

import io
from dataclasses import replace
from datetime import timedelta
from urllib.parse import unquote_plus

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from pypdf import PdfReader

from accounts.permissions import Role
from checklists.drafting.desk import desk_of
from checklists.drafting.opening import open_draft
from checklists.models import CheckItem
from documents.actions import issue
from documents.kinds import by_name
from engagements.annex import annex_of
from specs.comparison.sheet import EditionPair
from specs.models import Edition
from specs.printing import PrintedEdition
from specs.text.editing import editable_text
from tests.factories import UserFactory
from tests.journeys.test_engagement import Person, text_of
from tests.world import PLAN, begin, master, to_selection

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def draft(cast):
    edition = master(cast, timezone.now())
    return open_draft(edition.specification_id, by=cast.policy, at=timezone.now())


@pytest.fixture
def second_policy(cast):
    return UserFactory(
        department=cast.policy.department, role=Role.POLICY, username="policy2", name="情報 七子"
    )


def stored(draft: Edition, key: str) -> str:
    return editable_text(desk_of(Edition.objects.get(pk=draft.pk)), key)


def typed(person: Person, old: str, new: str) -> None:
    """Replace words in the box, as typing would, and wait for the autosave's answer."""
    box = person.page.locator("#text")
    text = box.input_value()
    assert old in text
    # A link may have led here a moment ago: before its scripts run, a page saves nothing.
    person.page.wait_for_load_state("load")
    with person.page.expect_response(lambda r: r.url.endswith("/save/")):
        box.fill(text.replace(old, new, 1))


def test_two_people_at_one_clause_lose_nothing(
    browser, page, live_server, cast, draft, second_policy
):
    # Not `watched`: Chromium writes the 409 that this provokes to its console.
    one = Person(page, live_server.url)
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="ja-JP")
    two = Person(context.new_page(), live_server.url)
    address = f"/workshop/editions/{draft.pk}/clauses/training/"
    for person, user in ((one, cast.policy), (two, second_policy)):
        person.sign_in(user)
        person.open(address)

    typed(one, "研修", "教育")
    expect(one.page.locator("[data-autosave-status]")).to_contain_text("保存しました")
    first = stored(draft, "training")
    assert "教育" in first

    # The second save is held back; both texts are on the screen, and the box keeps the own one.
    typed(two, "研修", "訓練")
    conflict = two.page.locator("[data-conflict]")
    expect(conflict).to_contain_text("先に保存しました")
    expect(conflict).to_be_focused()
    expect(conflict.locator(".tk-conflict-text").first).to_contain_text("教育")
    expect(conflict.locator("ins")).to_contain_text(["訓練"])
    assert stored(draft, "training") == first
    assert "訓練" in two.page.locator("#text").input_value()

    # Chosen: the own text. After that the two go on as before.
    two.page.get_by_role("button", name="自分の文にする").click()
    expect(two.page.locator("[data-conflict]")).to_have_count(0)
    expect(two.page.locator("[data-autosave-status]")).to_contain_text("保存しました")
    assert "訓練" in stored(draft, "training")
    typed(two, "訓練", "実地の訓練")
    expect(two.page.locator("[data-conflict]")).to_have_count(0)
    assert "実地の訓練" in stored(draft, "training")

    # Chosen: what the other saved.
    typed(one, "教育", "講習")
    expect(one.page.locator("[data-conflict]")).to_be_visible()
    one.page.get_by_role("link", name="保存されている文にする").click()
    expect(one.page.locator("#text")).to_have_value(stored(draft, "training"))
    # Nothing that either of them ever saved is gone.
    assert draft.draft_states.filter(clause_key="training").count() == 3
    context.close()


def test_a_reference_is_picked_and_the_outline_moves_by_key_and_by_mouse(
    watched, live_server, cast, draft
):
    person = Person(watched, live_server.url)
    person.sign_in(cast.policy)
    person.open(f"/workshop/editions/{draft.pk}/clauses/training/")
    box = watched.locator("#text")
    number = (
        max(
            int(line.split("　")[0])
            for line in box.input_value().splitlines()[2:]
            if line[0].isdigit()
        )
        + 1
    )
    box.press("Control+End")
    watched.keyboard.insert_text(f"\n{number}　")
    person.press("参照・記入事項を入れる")
    expect(watched.locator("#targets-search")).to_be_focused()
    watched.fill("#targets-search", "第9条第2項")
    expect(watched.locator("[data-search]:visible").first).to_contain_text("第9条第2項")
    # The autosave may send the number alone first; it is the whole sentence that has to arrive.
    with watched.expect_response(
        lambda r: r.url.endswith("/save/") and "準用" in unquote_plus(r.request.post_data or "")
    ):
        watched.keyboard.press("Enter")
        expect(box).to_be_focused()
        watched.keyboard.insert_text("の申請について準用する。")
    expect(watched.locator("#preview")).to_contain_text(
        f"{number}　第9条第2項の申請について準用する。"
    )
    expect(watched.locator("[data-autosave-status]")).to_contain_text("保存しました")

    # By keyboard: up, and the focus stays on the button. The reference follows.
    person.open(f"/workshop/editions/{draft.pk}/")
    up = watched.locator("#up-subcontracting")
    up.focus()
    for expected in ("第8条", "第7条"):
        watched.keyboard.press("Enter")
        expect(watched.locator("#outline [role=status]")).to_have_text(
            f"「再委託」は{expected}になりました。"
        )
        expect(up).to_be_focused()
    assert "第7条第2項の申請について準用する。" in stored(draft, "training")

    # By mouse, to the top.
    watched.locator("h1").scroll_into_view_if_needed()
    watched.locator("[data-key=subcontracting] [data-handle]").hover()
    watched.mouse.down()
    top = watched.locator("[data-key=general]").bounding_box()
    assert top
    for step in (30, 12, 4):
        watched.mouse.move(top["x"] + 30, top["y"] + step, steps=10)
        watched.wait_for_timeout(200)  # the row under the pointer makes way in its own time
    watched.mouse.up()
    expect(watched.locator("#outline [role=status]")).to_contain_text("「再委託」は第1条")
    assert "第1条第2項の申請について準用する。" in stored(draft, "training")


def test_what_is_typed_while_the_line_is_down_is_kept_and_sent_again(
    page, live_server, cast, draft
):
    person = Person(page, live_server.url)
    person.sign_in(cast.policy)
    person.open(f"/workshop/editions/{draft.pk}/clauses/training/")
    page.context.set_offline(True)
    box = page.locator("#text")
    box.fill(box.input_value().replace("研修", "教育", 1))
    status = page.locator("[data-autosave-status]")
    expect(status).to_contain_text("保存できません")
    page.context.set_offline(False)
    status.get_by_role("button", name="もう一度").click()
    expect(status).to_contain_text("保存しました")
    assert "教育" in stored(draft, "training")


def item_form(page, code: str) -> None:
    """Fill a new check item."""
    page.fill("[name=before]", "生成物を、市が求めたときに引き渡すことができますか。")
    page.fill("[name=after]", "生成物を、市が求めたときに引き渡していますか。")
    page.fill("[name=ok_when]", "引渡しの記録がある。")
    page.fill("[name=look]", "引渡しの記録を見ます。")
    page.fill("[name=evidence]", "引渡書")
    page.fill("[name=verifier]", "業務主管課の職員")
    page.check(f"[name=level][value={code}]")
    page.check("[name=method][value=書面]")
    page.check("[name=in_pre]")
    page.check("[name=in_post]")


def test_a_new_edition_is_published_and_an_engagement_adopts_it(
    watched, live_server, cast, second_policy
):
    """One clause moves, one changes, one is new, one is retired; then three papers agree."""
    world = begin(cast, plan=replace(PLAN, preset="full"))
    person = Person(watched, live_server.url)
    page = watched
    page.on("dialog", lambda dialog: dialog.accept())
    person.sign_in(cast.policy)
    person.open("/specifications/")
    person.press("次の版を作る")
    person.told("案を作りました")

    # Changed.
    page.get_by_role("link", name="守秘義務", exact=True).click()
    typed(person, "他人に知らせ、", "他人に知らせ、盗用し、")
    expect(page.locator("[data-autosave-status]")).to_contain_text("保存しました")
    draft = Edition.objects.get(status="draft")
    home = f"/workshop/editions/{draft.pk}/"

    # Moved.
    person.open(home)
    page.locator("#up-training").click()
    expect(page.locator("#outline [role=status]")).to_have_text(
        "「教育の実施」は第6条になりました。"
    )

    # New, with its item.
    page.fill("#add-caption", "生成物の引渡し")
    page.select_option("[name=after] >> nth=-1", "damages")
    person.press("加える")
    person.told("条を加えました")
    typed(
        person,
        "ここに条文を書く。",
        "受注者は、発注者が求めたときは、第9条の規定にかかわらず、生成物を発注者に引き渡さなければならない。",
    )
    page.get_by_role("link", name="確認項目を加える").click()
    item_form(page, "必須")
    person.submit()
    person.told("確認項目を保存しました")
    item = CheckItem.objects.get(edition=draft, clause__caption="生成物の引渡し")

    # Retired.
    person.open(f"{home}clauses/publication/retire/")
    person.fill(reason="別の要綱で定めるため。")
    person.press("この条を廃止する")
    person.told("廃止しました")

    # Described, reviewed by a second person, published.
    person.open(f"{home}about/")
    person.fill(change_note="盗用の禁止を加えた。", effective_on="令和9年4月1日")
    person.submit()
    person.open(f"{home}review/")
    person.press("確認を依頼する")
    person.told("確認を依頼しました")
    expect(page.get_by_role("button", name="この版を公開する")).to_have_count(0)
    person.sign_in(second_policy)
    person.open(f"{home}review/")
    person.press("この版を公開する")
    person.told("公開しました")

    # Adopted by the engagement's owner.
    person.sign_in(cast.business)
    person.open(world.engagement.get_absolute_url())
    page.get_by_role("link", name="変わることを見て").click()
    expect(page.locator("main")).to_contain_text("生成物の引渡し")
    page.check("[name=choice][value=adopt]")
    person.press("この対応に決める")
    person.told("対応を記録しました")

    # The comparison on the screen says what was done, and nothing else.
    page.goto(
        f"{live_server.url}/specifications/comparison/?old={draft.based_on_id}&new={draft.pk}"
    )
    expect(page.locator("ins", has_text="盗用し、")).to_have_count(1)
    expect(page.locator(".tk-compare-jumps li")).to_contain_text(
        ["教育の実施", "守秘義務", "生成物の引渡し", "公表及び指名停止"], ignore_case=True
    )

    # To the contract, and the three papers.
    walk = world.walk
    walk.edition = Edition.objects.get(pk=draft.pk)
    (bid,) = to_selection(world, "print")
    codes = set(bid.checklist.answers.values_list("item__code", flat=True))
    assert item.code in codes
    table = paper("check-table-blank", world.engagement, cast)
    walk.answer(bid.checklist, world.at, (), "品質管理部　燕　一")
    walk.open_answers(world.at)
    walk.choose(bid, world.at, "全項目に対応可である。")
    walk.move("contract", world.at)
    today = timezone.localdate()
    period = today, today + timedelta(days=90)
    walk.sign(world.at, number="第1号", period=period, amount=500_000)
    annex = paper("annex", world.engagement, cast)
    edition = Edition.objects.get(pk=draft.pk)
    pair = EditionPair(edition, edition.based_on)
    compared = paper("comparison", pair, cast)

    labels = annex_of(world.engagement).labels
    assert labels["training"] == "第6条"
    assert "publication" not in labels
    new = labels[item.clause.key]
    # The annex closes up over what this engagement leaves out; the edition has all its clauses.
    whole = PrintedEdition.of(edition).labels
    for text, numbers in ((annex, labels), (compared, whole)):
        assert "盗用し、" in text
        assert f"（教育の実施）{numbers['training']}" in text
        assert f"（生成物の引渡し）{numbers[item.clause.key]}" in text
    assert "（公表及び指名停止）" not in annex
    assert "（公表及び指名停止）" in compared
    # The reference that was typed as 第9条 follows what it meant.
    assert f"{labels['subcontracting']}の規定にかかわらず、生成物を" in annex
    assert f"{item.code}必須{new}生成物を、市が求めたときに引き渡すことができますか。" in table
    assert f"K040必須{labels['training']}" in table


def paper(kind: str, subject: object, cast) -> str:
    """All text of a paper as it is issued, without white space."""
    document = issue(by_name(kind), subject, by=cast.business, at=timezone.now())
    return text_of(PdfReader(io.BytesIO(document.read())))

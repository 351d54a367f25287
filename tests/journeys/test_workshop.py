"""The clause workshop in a real browser: two people at one clause, and the outline by hand."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.permissions import Role
from checklists.drafting.desk import desk_of
from checklists.drafting.opening import open_draft
from specs.models import Edition
from specs.text.editing import editable_text
from tests.factories import UserFactory
from tests.journeys.test_engagement import Person
from tests.world import master

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
    with watched.expect_response(lambda r: r.url.endswith("/save/")):
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

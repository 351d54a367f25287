"""Filling a check table in a real browser: what a save may not do to what is being typed."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from checklists.actions import save_answer
from tests.journeys.test_engagement import Person
from tests.world import begin, to_selection

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_reason_is_asked_for_first_and_two_people_see_each_other(page, live_server, cast):
    # Not `watched`: Chromium writes the 409 that this provokes to its console.
    world = begin(cast)
    (bid,) = to_selection(world, "print")
    world.walk.open_answers(world.at)  # staff transcribe what came on paper
    first, second = bid.checklist.answers.order_by("position")[:2]
    person = Person(page, live_server.url)
    person.sign_in(cast.business)
    person.open(f"/checklists/{bid.checklist.pk}/")
    row = page.locator(f"#item-{first.item_id}")
    row.locator("input[type=radio]").first.focus()

    # 3: the focus goes to the reason, nothing is sent before it is there.
    page.keyboard.press("3")
    note = row.locator("textarea")
    expect(note).to_be_focused()
    expect(row).to_contain_text("理由を入力すると保存します")
    first.refresh_from_db()
    assert first.revision == 0
    note.fill("設備がないため。")
    page.keyboard.press("Tab")
    expect(row.locator("[data-state=no]")).to_have_text("対応不可")
    expect(row).not_to_contain_text("理由を入力すると")
    # The save changed the row without taking the focus away.
    expect(row.locator("input[type=text]")).to_be_focused()

    # A colleague saves the second row meanwhile: both texts are shown, the second save is meant.
    other = page.locator(f"#item-{second.item_id}")
    save_answer(
        bid.checklist.pk,
        second.item_id,
        value="yes",
        note="",
        evidence="",
        revision=0,
        by=cast.business,
        at=timezone.now(),
    )
    # Text, then choice: two changes at once, of which the second must not pass over the first's
    # answer unread.
    other.locator("textarea").fill("条件を書く。")
    other.locator("input[type=radio]").nth(1).check()
    expect(other).to_contain_text("先に保存しました")
    expect(other.locator("textarea")).to_have_value("条件を書く。")
    second.refresh_from_db()
    assert (second.value, second.revision) == ("yes", 1)
    other.locator("textarea").fill("条件を書き直す。")
    page.keyboard.press("Tab")
    expect(other.locator("[data-state=part]")).to_be_visible()
    second.refresh_from_db()
    assert (second.value, second.note, second.revision) == ("partial", "条件を書き直す。", 2)

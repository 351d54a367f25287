"""A clerk starts an engagement in a real browser: answers show at once what they switch."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from engagements.models import Engagement
from tests.journeys.test_engagement import Person
from tests.world import begin

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def faults(page):
    """What axe finds on the page, by rule."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [(v["id"], [node["html"][:90] for node in v["nodes"]]) for v in found]


def test_an_answer_shows_what_it_switches_and_last_year_comes_first(watched, live_server, cast):
    source = begin(cast).engagement
    page, person = watched, Person(watched, live_server.url)
    person.sign_in(cast.business)

    # A copy: what was learnt, then what goes along.
    person.open(f"/engagements/{source.pk}/copy/")
    headings = page.locator("h2").all_text_contents()
    assert headings[:2] == ["1　前の案件から分かったこと", "2　引き継ぐもの"]
    assert faults(page) == []
    person.press("この内容で案件を作る")
    person.told("前の案件を元に")
    made = Engagement.objects.get(copied_from=source)

    # The panel stands beside the questions and follows each answer; nothing is saved.
    panel, level = page.locator("#scope-live"), page.locator(".tk-live-level").first
    expect(level).to_have_text("中")
    page.check("input[name=my_number][value=yes]")
    expect(level).to_have_text("高")
    expect(page.locator("#effect-my_number")).to_contain_text("「特定個人情報の取扱い」の条")
    expect(panel).to_contain_text("年2回以上")
    expect(page.locator("#proposed-preset")).to_contain_text("今の提案：完全")
    page.get_by_label("標準", exact=False).first.check()
    expect(page.locator("#proposed-preset")).to_contain_text("提案と違います")
    assert made.scope_answers.get(question="my_number").value == "no"
    box = panel.bounding_box()
    assert box["x"] > 900
    assert 0 <= box["y"] < 768
    assert faults(page) == []

    # Narrow: a short bar at the top that stays there.
    page.set_viewport_size({"width": 820, "height": 1100})
    page.locator("#div_id_short_term").scroll_into_view_if_needed()
    box = panel.bounding_box()
    assert box["y"] == 0
    assert box["height"] < 130
    assert page.evaluate("document.documentElement.scrollWidth") <= 820

    person.fill(preset_reason="応募者を推奨の項目では比べない。")
    person.press("答えを保存し、結果を見る")
    person.told("前提質問の答えを保存しました")
    expect(page.locator("#result")).to_contain_text("応募者を推奨の項目では比べない。")

"""The screens: one success and one refusal each, strangers, two clerks at once, and queries."""

from datetime import date

import pytest

from engagements import actions
from engagements.forms import EngagementCreateForm
from engagements.models import Engagement, Stage, Tailoring
from tests.engagements.conftest import answers, make_edition, to_stage, url
from tests.factories import MunicipalityFactory


def test_a_clerk_registers_an_engagement(as_, cast):
    response = as_("business").post(
        url("engagement-create"),
        {
            "fiscal_year": "2026",
            "title": "納税通知書封入業務",
            "work": "封入",
            "procurement": "open",
            "period_from": "令和8年6月1日",
            "period_to": "R9.3.31",
        },
    )
    made = Engagement.objects.get()
    assert response.url == url("scope-edit", made.pk)
    assert (made.period_from.isoformat(), made.period_to.isoformat()) == (
        "2026-06-01",
        "2027-03-31",
    )


def test_a_wrong_registration_keeps_what_was_typed(as_):
    response = as_("business").post(
        url("engagement-create"), {"title": "件名", "period_from": "きのう", "fiscal_year": "2026"}
    )
    page = response.content.decode()
    assert response.status_code == 422
    assert "きのう" in page
    assert "日付として読めません" in page


def test_registering_is_for_line_divisions(as_):
    assert as_("auditor").get(url("engagement-create")).status_code == 403


PAGES = ["engagement-edit", "scope-edit", "tailoring-list", "annex-preview", "bid-list"]


@pytest.mark.parametrize("name", [*PAGES, "bid-create", "selection-edit"])
@pytest.mark.parametrize("who", ["colleague", "stranger"])
def test_another_department_sees_nothing(as_, engagement, name, who):
    assert as_(who).get(url(name, engagement.pk)).status_code == 404


@pytest.mark.parametrize("stage", list(Stage))
@pytest.mark.parametrize("name", [*PAGES, "bid-create", "selection-edit", "contract-edit"])
def test_every_screen_opens_in_every_stage(as_, engagement, name, stage):
    to_stage(engagement, stage)
    assert as_("business").get(url(name, engagement.pk)).status_code == 200


@pytest.mark.parametrize("name", ["scope-edit", "tailoring-list", "annex-preview", "bid-list"])
@pytest.mark.parametrize("who", ["policy", "contracts", "auditor", "admin"])
def test_the_other_roles_read(as_, engagement, name, who):
    assert as_(who).get(url(name, engagement.pk)).status_code == 200


def test_the_later_of_two_clerks_sees_both_texts(as_, cast, engagement, at):
    client = as_("business")
    form = client.get(url("engagement-edit", engagement.pk)).context["form"]
    sent = {k: v for k, v in form.initial.items() if v is not None} | {"title": "わたしの件名"}
    actions.update_engagement(engagement, revision=None, by=cast.business, at=at, title="先の件名")
    response = client.post(url("engagement-edit", engagement.pk), sent)
    page = response.content.decode()
    assert response.status_code == 409
    assert "先の件名" in page
    assert "わたしの件名" in page
    again = response.context["form"]["revision"].value()
    response = client.post(url("engagement-edit", engagement.pk), sent | {"revision": again})
    assert response.status_code == 302
    engagement.refresh_from_db()
    assert engagement.title == "わたしの件名"


def scope_data(engagement, preset, **facts):
    revision = Engagement.objects.get(pk=engagement.pk).revision
    return {**answers(**facts), "preset": preset.pk, "revision": revision}


def test_scope_answers_show_their_effect(as_, engagement, edition):
    client = as_("business")
    data = scope_data(engagement, edition.presets.get(key="full"), my_number="yes", ai="unknown")
    response = client.post(url("scope-edit", engagement.pk), data, follow=True)
    page = response.content.decode()
    assert "リスクは「高」です" in page
    assert "「個人番号を取り扱う：はい」のため適用します。" in page
    assert "「本人から直接収集する：いいえ」のため適用しません。" in page
    assert "年2回以上" in page
    assert "契約前 5件" in page


def test_scope_needs_every_answer(as_, engagement, edition):
    data = scope_data(engagement, edition.presets.get(key="full"))
    del data["cloud"]
    response = as_("business").post(url("scope-edit", engagement.pk), data)
    assert response.status_code == 422
    assert "「クラウドサービスを使いますか」に答えてください。" in response.content.decode()


def test_scope_refuses_a_foreign_preset(as_, engagement, at):
    foreign = make_edition(MunicipalityFactory(code="132039"), at)
    data = scope_data(engagement, foreign.presets.get(key="full"))
    response = as_("business").post(url("scope-edit", engagement.pk), data)
    assert response.status_code == 422
    engagement.refresh_from_db()
    assert engagement.preset.key == "standard"


def test_scope_is_saved_by_the_first_of_two_clerks(as_, cast, engagement, edition, at):
    data = scope_data(engagement, edition.presets.get(key="full"), cloud="yes")
    actions.save_scope(engagement, answers(paper="yes"), by=cast.business, at=at)
    response = as_("business").post(url("scope-edit", engagement.pk), data)
    assert response.status_code == 409
    assert [c.label for c in response.context["conflicts"]] == [
        "個人情報の書かれた紙や、USBメモリなどの媒体を事業者に渡しますか。",
        "クラウドサービスを使いますか。",
        "確認表の型",
    ]


def test_scope_without_a_published_edition_says_whom_to_ask(as_, cast, at):
    bare = actions.create_engagement(
        by=cast.business, at=at, title="業務", work="内容", procurement="open"
    )
    client = as_("business")
    assert "公開を依頼" in client.get(url("scope-edit", bare.pk)).content.decode()
    for name in ("tailoring-list", "annex-preview"):
        assert client.get(url(name, bare.pk)).url == url("scope-edit", bare.pk)
    assert client.get(url("tailoring-edit", bare.pk, "general")).status_code == 404


def test_tailoring_list_groups_the_clauses(as_, engagement):
    groups = as_("business").get(url("tailoring-list", engagement.pk)).context["groups"]
    assert [(g.title, len(g.rows)) for g in groups] == [("除外", 3), ("変更", 0), ("適用", 4)]


def test_a_change_is_proposed_and_approved(as_, engagement):
    client = as_("business")
    address = url("tailoring-edit", engagement.pk, "general")
    form = client.get(address).context["form"]
    text = form.initial["text"].replace("一部とする", "一部とし、これに優先する")
    data = {
        "seen": form.initial["seen"],
        "decision": "changed",
        "text": text,
        "reason": "優先の明記",
    }
    assert client.post(address, data).status_code == 302
    client = as_("policy")
    address = url("tailoring-answer", engagement.pk, "general")
    page = client.get(address).content.decode()
    assert "<ins>第1条　この特記仕様書は、契約書の一部とし、これに優先する。</ins>" in page
    response = client.post(address, {"approve": "no"})
    assert response.status_code == 422
    assert client.post(address, {"approve": "yes"}).status_code == 302
    assert "これに優先する" in client.get(url("annex-preview", engagement.pk)).content.decode()


def test_faulty_text_is_told_by_line_and_kept(as_, engagement):
    address = url("tailoring-edit", engagement.pk, "general")
    data = {"seen": 0, "decision": "changed", "text": "（総則）\n第○条　{うそ}だ。", "reason": "x"}
    response = as_("business").post(address, data)
    page = response.content.decode()
    assert response.status_code == 422
    assert "条文の2行目：" in page
    assert "{うそ}だ。" in page


def test_a_clause_that_stays_offers_no_omission(as_, engagement):
    client = as_("business")
    page = client.get(url("tailoring-edit", engagement.pk, "subcontracting")).content.decode()
    assert "この条は除外できません" in page
    data = {"seen": 0, "decision": "omitted", "reason": "x"}
    response = client.post(url("tailoring-edit", engagement.pk, "subcontracting"), data)
    assert response.status_code == 422


def test_two_clerks_decide_about_a_clause(as_, cast, engagement, at):
    address = url("tailoring-edit", engagement.pk, "general")
    client = as_("business")
    seen = client.get(address).context["form"].initial["seen"]
    actions.decide_tailoring(
        engagement, "general", decision="omitted", reason="先の理由", by=cast.business, at=at
    )
    data = {"seen": seen, "decision": "omitted", "text": "", "reason": "後の理由"}
    response = client.post(address, data)
    assert response.status_code == 409
    page = response.content.decode()
    assert "先の理由" in page
    assert "後の理由" in page
    data["seen"] = response.context["form"]["seen"].value()
    assert client.post(address, data).status_code == 302


def test_rules_cannot_be_answered_and_unknown_clauses_are_not_found(as_, engagement):
    client = as_("policy")
    for key in ("collection", "general", "nothing"):
        assert client.get(url("tailoring-answer", engagement.pk, key)).status_code == 404
    assert as_("business").get(url("tailoring-edit", engagement.pk, "nothing")).status_code == 404


def test_text_of_users_is_escaped(as_, cast, engagement, at):
    evil = "<script>alert(1)</script>"
    actions.update_engagement(engagement, revision=None, by=cast.business, at=at, title=evil)
    actions.decide_tailoring(
        engagement, "general", decision="omitted", reason=evil, by=cast.business, at=at
    )
    client = as_("business")
    for name in PAGES:
        assert evil not in client.get(url(name, engagement.pk)).content.decode()
    page = as_("policy").get(url("tailoring-answer", engagement.pk, "general")).content.decode()
    assert evil not in page
    assert Tailoring.objects.filter(reason=evil).exists()


def test_the_deadline_is_proposed_in_working_days():
    """Ten of them take three weeks over the turn of the year, 成人の日 included."""
    form = EngagementCreateForm(today=date(2026, 12, 24))
    assert form["answer_deadline"].initial == date(2027, 1, 14)

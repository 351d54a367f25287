"""The workshop's pages without JavaScript, and how many queries they take."""

import re

import pytest
from django.urls import reverse

from checklists.drafting.clauses import save_clause_text
from checklists.drafting.desk import desk_of
from checklists.drafting.opening import open_draft
from checklists.drafting.structure import move_clause
from specs.models import DraftState, Edition
from specs.text.editing import editable_text
from tests.factories import AT
from tests.world import shipped

pytestmark = pytest.mark.django_db


def drafted(cast) -> Edition:
    return open_draft(shipped(cast).specification_id, by=cast.policy, at=AT)


STANDING = drafted


@pytest.fixture
def draft(standing, cast, client) -> Edition:
    client.force_login(cast.policy)
    return standing


def url(draft: Edition, name: str, *more) -> str:
    return reverse(f"workshop:{name}", args=[draft.pk, *more])


def text_of(draft: Edition, key: str) -> str:
    return editable_text(desk_of(Edition.objects.get(pk=draft.pk)), key)


def test_a_clause_is_saved_without_javascript_and_a_conflict_shows_both_texts(
    client, cast, draft, at
):
    page = client.get(url(draft, "clause-edit", "training")).content.decode()
    fields = {
        name: re.search(rf'name="{name}" id="editor-{name}" value="(\d+)"', page)[1]
        for name in ("revision", "seen")
    }
    text = text_of(draft, "training")
    mine = {**fields, "text": text.replace("研修", "教育").replace("\n", "\r\n")}
    assert client.post(url(draft, "clause-save", "training"), mine).status_code == 302
    assert "研修" not in text_of(draft, "training")
    late = {**fields, "text": text.replace("研修", "訓練")}
    answer = client.post(url(draft, "clause-save", "training"), late)
    body = answer.content.decode()
    assert answer.status_code == 409
    assert "先に保存しました" in body
    assert "訓練" in body
    assert "訓練" not in text_of(draft, "training")
    over = re.search(r'name="over" value="(\d+)"', body)[1]
    assert (
        client.post(url(draft, "clause-save", "training"), {**late, "over": over}).status_code
        == 302
    )
    assert "訓練" in text_of(draft, "training")


@pytest.mark.parametrize(("text", "said"), [("  ", "条文が空です"), ("あ" * 40_001, "長すぎます")])
def test_what_cannot_be_saved_is_said_and_stays_in_the_box(client, draft, text, said):
    answer = client.post(
        url(draft, "clause-save", "training"), {"text": text, "revision": "0", "seen": "1"}
    )
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_hostile_text_is_shown_as_text(client, draft):
    text = text_of(draft, "training").replace("研修", "<script>alert(1)</script>", 1)
    for name in ("clause-preview", "clause-findings", "clause-save"):
        data = {"text": text, "revision": "0", "seen": "1"}
        body = client.post(url(draft, name, "training"), data, follow=True).content.decode()
        assert "<script>alert" not in body
    assert "<script>alert" not in client.get(url(draft, "clause-edit", "training")).content.decode()


def test_a_state_is_looked_at_and_had_back(client, cast, draft, at):
    text = text_of(draft, "training")
    save_clause_text(
        draft.pk,
        "training",
        text=text.replace("研修", "教育"),
        revision=0,
        seen=None,
        by=cast.policy,
        at=at,
    )
    listed = client.get(url(draft, "state-list") + "?clause=training").content.decode()
    assert "「教育の実施」の条文を直した" in listed
    first = DraftState.objects.filter(edition=draft).earliest("seq")
    page = client.get(url(draft, "state-detail", first.seq)).content.decode()
    assert "研修</ins>" in page
    assert client.post(url(draft, "state-restore", first.seq)).status_code == 302
    assert text_of(draft, "training") == text


def test_a_state_in_another_order_says_so_once(client, cast, draft, at):
    move_clause(draft.pk, "damages", after="", by=cast.policy, at=at)
    first = DraftState.objects.filter(edition=draft).earliest("seq")
    page = client.get(url(draft, "state-detail", first.seq)).content.decode()
    assert page.count("変わる</span>") == 1
    assert "条の順序" in page


def test_facts_and_their_conflict(client, draft):
    address = url(draft, "facts-edit", "training")
    page = client.get(address).content.decode()
    assert "14日以内に" in page
    clause = draft.clauses.get(key="training")
    data = {
        "revision": "0",
        "level": clause.level,
        "omission": clause.omission,
        "rationale": "新しい趣旨",
        "guidance": clause.guidance,
        "blanks": "教育の実施の報告期限｜7日以内に\n新しい欄|3日",
        "laws": "個人情報の保護に関する法律第66条第2項｜安全管理",
    }
    assert client.post(address, data).status_code == 302
    clause.refresh_from_db()
    assert [blank["default"] for blank in clause.blanks] == ["7日以内に", "3日"]
    assert clause.legal_basis == [{"key": "appi-66-2", "note": "安全管理"}]
    late = client.post(address, {**data, "rationale": "別の趣旨"})
    assert late.status_code == 409
    assert "新しい趣旨" in late.content.decode()
    for wrong, said in (
        ({"blanks": "｜空"}, "名前｜標準の値"),
        ({"laws": "ない法律｜x"}, "一覧にありません"),
        ({"omission": "scope"}, "適用の条件を選んで"),
    ):
        answer = client.post(address, {**data, "revision": "1", **wrong})
        assert answer.status_code == 422
        assert said in answer.content.decode()


def test_each_page_takes_a_fixed_number_of_queries(client, draft, django_assert_max_num_queries):
    for name, more, most in (
        ("draft-detail", (), 20),
        ("clause-edit", ("training",), 26),
        ("state-list", (), 10),
        ("targets", (), 10),
    ):
        with django_assert_max_num_queries(most):
            assert client.get(url(draft, name, *more)).status_code == 200
    data = {"text": text_of(draft, "training"), "seen": str(draft.revision), "revision": "0"}
    with django_assert_max_num_queries(10):
        client.post(url(draft, "clause-preview", "training"), data)
    changed = {**data, "text": data["text"].replace("研修", "教育")}
    with django_assert_max_num_queries(34):
        client.post(url(draft, "clause-save", "training"), changed, headers={"HX-Request": "true"})


def test_a_draft_is_read_by_everybody_and_edited_by_nobody_else(client, cast, draft):
    client.force_login(cast.business)
    page = client.get(url(draft, "clause-edit", "training")).content.decode()
    assert "<textarea" not in page
    assert "第7条" in page
    home = client.get(url(draft, "draft-detail")).content.decode()
    assert "条を加える" not in home

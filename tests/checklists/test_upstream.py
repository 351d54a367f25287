"""A municipality's own specification follows a prefecture's, or a newer shipped set."""

import shutil
from datetime import date

import pytest
from django.urls import reverse

from accounts.permissions import Role
from checklists.drafting.clauses import save_clause_text
from checklists.drafting.desk import desk_of
from checklists.drafting.opening import open_draft, share_specification, start_specification
from checklists.drafting.review import publish_reviewed, save_about, submit_for_review
from checklists.drafting.structure import add_clause, retire_clause
from checklists.drafting.upstream import take_upstream, upstream_changes
from checklists.master.loading import load_master
from common.errors import Refused
from specs.models import Clause, Edition
from specs.printing import PrintedEdition
from specs.sharing import upstream_news
from specs.text.editing import editable_text
from tests.factories import UserFactory
from tests.world import MASTER, master

pytestmark = pytest.mark.django_db


@pytest.fixture
def prefecture(cast, at):
    """別市 plays the prefecture: its policy officers, and the edition that it shares."""
    place = cast.stranger.municipality
    one = UserFactory(department=cast.stranger.department, role=Role.POLICY, username="pref1")
    two = UserFactory(department=cast.stranger.department, role=Role.POLICY, username="pref2")
    edition = load_master(place, MASTER, by=None, at=at)[0]
    share_specification(edition.specification_id, shared=True, by=one, at=at)
    return one, two, edition


def reword(edition: Edition, key: str, old: str, new: str, by, at) -> None:
    text = editable_text(desk_of(edition), key)
    assert old in text
    revision = edition.clauses.get(key=key).revision
    save_clause_text(
        edition.pk, key, text=text.replace(old, new, 1), revision=revision, seen=None, by=by, at=at
    )


def published(draft: Edition, one, two, at) -> Edition:
    save_about(
        draft.pk,
        change_note="改定",
        effective_on=date(2027, 4, 1),
        revision_planned_on=None,
        by=one,
        at=at,
    )
    submit_for_review(draft.pk, by=one, at=at)
    return publish_reviewed(draft.pk, by=two, at=at)


@pytest.fixture
def both_moved_on(cast, prefecture, at):
    """An own draft with changes of its own, and a second edition upstream."""
    one, two, first = prefecture
    own = start_specification(first.pk, title="本市の特記仕様書", by=cast.policy, at=at)
    reword(own, "confidentiality", "みだりに", "正当な理由なく", cast.policy, at)
    reword(own, "copying-and-removal", "複写", "複製", cast.policy, at)
    draft = open_draft(first.specification_id, by=one, at=at)
    reword(draft, "confidentiality", "不当な目的", "不正な目的", one, at)
    reword(draft, "training", "研修", "教育", one, at)
    made = add_clause(draft.pk, caption="生成物の扱い", after="training", by=one, at=at)
    Clause.objects.filter(pk=made.pk).update(unchecked_reason="印刷だけをする。", guidance="説明")
    reword(draft, "c31", "ここに条文を書く。", "受注者は、生成物を発注者に引き渡す。", one, at)
    retire_clause(draft.pk, "publication", reason="不要のため", by=one, at=at)
    return Edition.objects.get(pk=own.pk), published(draft, one, two, at)


def test_nothing_is_seen_of_what_is_not_shared(cast, prefecture, at):
    one, _, edition = prefecture
    share_specification(edition.specification_id, shared=False, by=one, at=at)
    with pytest.raises(Refused, match="一覧から"):
        start_specification(edition.pk, title="写し", by=cast.policy, at=at)
    with pytest.raises(Refused):
        share_specification(edition.specification_id, shared=True, by=cast.policy, at=at)


def test_each_clause_is_offered_by_who_changed_it(both_moved_on):
    own, news = both_moved_on
    assert upstream_news(own.specification) == news
    kinds = {change.key: change.kind for change in upstream_changes(own, news)}
    assert kinds == {
        "confidentiality": "both",
        "training": "changed",
        "c31": "new",
        "publication": "retired",
        "survival": "changed",  # its list of clauses closed up over the one that went
    }


def test_what_is_chosen_is_taken_and_the_rest_stays(both_moved_on, cast, at):
    own, news = both_moved_on
    with pytest.raises(Refused, match="選んでください"):
        take_upstream(own.pk, {"training": "theirs"}, by=cast.policy, at=at)
    choices = {
        "confidentiality": "ours",
        "training": "theirs",
        "c31": "theirs",
        "publication": "ours",
        "survival": "ours",
    }
    taken = take_upstream(own.pk, choices, by=cast.policy, at=at)
    assert {change.key for change in taken} == {"training", "c31"}
    text = PrintedEdition.of(Edition.objects.get(pk=own.pk)).plain()
    assert "正当な理由なく" in text
    assert "生成物の扱い" in text
    keys = list(own.clauses.order_by("position").values_list("key", flat=True))
    assert keys[keys.index("training") + 1] == "c31"
    assert "publication" in keys
    own.refresh_from_db()
    assert own.upstream_edition == news
    assert upstream_news(own.specification) is None


def test_the_page_offers_and_takes(both_moved_on, cast, client):
    own, _ = both_moved_on
    client.force_login(cast.policy)
    home = client.get(reverse("workshop:draft-detail", args=[own.pk])).content.decode()
    assert "配布元の新しい版があります" in home
    url = reverse("workshop:upstream", args=[own.pk])
    page = client.get(url).content.decode()
    assert "配布元でも、この自治体でも変更" in page
    assert client.post(url, {"choice-training": "theirs"}).status_code == 422
    chosen = {
        f"choice-{key}": "ours" for key in ("confidentiality", "c31", "publication", "survival")
    }
    assert client.post(url, {**chosen, "choice-training": "theirs"}).status_code == 302
    assert "教育" in PrintedEdition.of(Edition.objects.get(pk=own.pk)).plain()


def test_a_newer_shipped_set_never_takes_the_place_of_own_work(cast, at, tmp_path):
    first = master(cast, at)
    two = UserFactory(department=cast.policy.department, role=Role.POLICY, username="policy2")
    draft = open_draft(first.specification_id, by=cast.policy, at=at)
    reword(draft, "training", "研修", "教育", cast.policy, at)
    own = published(draft, cast.policy, two, at)
    newer = tmp_path / "master"
    shutil.copytree(MASTER, newer)
    path = next((newer / "clauses").glob("*confidentiality*"))
    path.write_text(path.read_text().replace("みだりに", "正当な理由なく", 1))
    shipped, is_new = load_master(cast.municipality, newer, by=None, at=at)
    assert is_new
    assert shipped.specification_id != own.specification_id
    own.refresh_from_db()
    assert own.status == "published"
    assert upstream_news(own.specification) == shipped
    following = open_draft(own.specification_id, by=cast.policy, at=at)
    changes = upstream_changes(following, shipped)
    assert [(change.key, change.kind) for change in changes] == [("confidentiality", "changed")]
    assert not load_master(cast.municipality, newer, by=None, at=at)[1]

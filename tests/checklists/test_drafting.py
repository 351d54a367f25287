"""A draft from its opening to its publication, by the functions the screens call."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.permissions import Role
from checklists.drafting.clauses import save_clause_facts, save_clause_text
from checklists.drafting.desk import desk_of
from checklists.drafting.items import remove_item, save_item
from checklists.drafting.opening import discard_draft, open_draft, start_specification
from checklists.drafting.review import (
    give_back,
    publish_reviewed,
    save_about,
    set_reviews_alone,
    submit_for_review,
)
from checklists.drafting.states import restore_state
from checklists.drafting.structure import (
    add_clause,
    merge_clause,
    move_clause,
    retire_clause,
    split_clause,
)
from checklists.models import CheckItem
from common.errors import Refused, Stale
from ledger.models import LedgerEvent
from ledger.verification import verify
from specs.models import Clause, ClauseFate, DraftState, Edition, EditionStatus
from specs.printing import PrintedEdition
from specs.text.editing import editable_text
from tests.factories import UserFactory
from tests.world import shipped

pytestmark = pytest.mark.django_db


STANDING = shipped


@pytest.fixture
def first(standing) -> Edition:
    return standing


@pytest.fixture
def draft(first, cast, at) -> Edition:
    return open_draft(first.specification_id, by=cast.policy, at=at)


@pytest.fixture
def second_policy(cast):
    return UserFactory(
        department=cast.policy.department, role=Role.POLICY, username="policy2", name="情報 七子"
    )


def text_of(edition: Edition, key: str) -> str:
    return editable_text(desk_of(Edition.objects.get(pk=edition.pk)), key)


def save(draft, key, text, cast, at, **more):
    clause = draft.clauses.get(key=key)
    return save_clause_text(
        draft.pk,
        key,
        text=text,
        revision=more.get("revision", clause.revision),
        seen=more.get("seen"),
        by=more.get("by", cast.policy),
        at=at,
    )


def describe(draft, cast, at):
    save_about(
        draft.pk,
        change_note="字句を改めた。",
        effective_on=date(2027, 4, 1),
        revision_planned_on=date(2029, 4, 1),
        by=cast.policy,
        at=at,
    )


def printed(edition: Edition) -> str:
    return PrintedEdition.of(Edition.objects.get(pk=edition.pk)).plain()


def test_a_draft_is_a_copy_and_there_is_one_at_a_time(first, draft, cast, at):
    assert (draft.number, draft.status, draft.based_on) == (2, EditionStatus.DRAFT, first)
    assert printed(draft) == printed(first)
    assert draft.check_items.count() == first.check_items.count()
    with pytest.raises(Refused, match="一つだけ"):
        open_draft(first.specification_id, by=cast.policy, at=at)


@pytest.mark.parametrize("role", ["business", "contracts", "auditor", "admin", "stranger"])
def test_only_the_policy_division_edits(first, draft, cast, at, role):
    with pytest.raises(Refused):
        open_draft(first.specification_id, by=cast.of_role(role), at=at)
    with pytest.raises(Refused):
        save(draft, "general", text_of(draft, "general"), cast, at, by=cast.of_role(role))


def test_a_typed_number_becomes_a_link_and_follows_a_move(draft, cast, at):
    text = text_of(draft, "training") + "\n5　第9条第2項の規定は、研修について準用する。"
    lines = text.splitlines()
    lines[-1] = f"{sum(line[0].isdigit() for line in lines[2:-1]) + 2}　{lines[-1][2:]}"
    saved = save(draft, "training", "\n".join(lines), cast, at)
    assert not saved.edited.notes
    assert saved.clause.typed == ""
    move_clause(draft.pk, "subcontracting", after="general", by=cast.policy, at=at)
    assert "第2条第2項の規定は、研修について準用する。" in text_of(draft, "training")


def test_numbers_mean_what_stood_on_the_screen(draft, cast, at):
    seen = draft.revision
    text = text_of(draft, "training")
    move_clause(draft.pk, "subcontracting", after="", by=cast.policy, at=at)
    save(
        draft,
        "training",
        text.replace("受注者は、", "第9条第2項により受注者は、", 1),
        cast,
        at,
        seen=seen,
    )
    assert "第1条第2項により受注者は、" in text_of(draft, "training")


def test_text_that_cannot_be_read_is_kept_as_typed(draft, cast, at):
    before = draft.clauses.get(key="training").tree
    typed = "（教育）\n番号のない文です。"
    saved = save(draft, "training", typed, cast, at)
    assert saved.edited.problems
    clause = draft.clauses.get(key="training")
    assert (clause.typed, clause.tree) == (typed, before)
    describe(draft, cast, at)
    with pytest.raises(Refused, match="読み取れない入力"):
        submit_for_review(draft.pk, by=cast.policy, at=at)
    save(draft, "training", text_of(draft, "training"), cast, at)
    assert draft.clauses.get(key="training").typed == ""


def test_the_second_save_of_two_is_refused_and_nothing_is_lost(draft, cast, second_policy, at):
    clause = draft.clauses.get(key="training")
    text = text_of(draft, "training")
    save(draft, "training", text.replace("研修", "教育"), cast, at)
    with pytest.raises(Stale):
        save(
            draft,
            "training",
            text.replace("研修", "訓練"),
            cast,
            at,
            revision=clause.revision,
            by=second_policy,
        )
    assert "教育" in text_of(draft, "training")
    # The very same text is no conflict.
    same = text_of(draft, "training")
    assert not save(draft, "training", same, cast, at, revision=clause.revision).changed


def test_every_saved_state_can_be_had_back(first, draft, cast, at):
    states = [draft.revision]
    texts = [printed(draft)]
    save(draft, "training", text_of(draft, "training").replace("研修", "教育"), cast, at)
    retire_clause(draft.pk, "offshore-handling", reason="使わない", by=cast.policy, at=at)
    remove_item(draft.pk, "K010", by=cast.policy, at=at)
    move_clause(draft.pk, "damages", after="", by=cast.policy, at=at)
    for state in DraftState.objects.filter(edition=draft).order_by("seq")[1:]:
        states.append(state.seq)
    last = printed(draft)
    restore_state(draft.pk, states[0], by=cast.policy, at=at)
    assert printed(draft) == texts[0]
    assert draft.check_items.filter(code="K010").exists()
    assert not draft.fates.exists()
    restore_state(draft.pk, states[-1], by=cast.policy, at=at)
    assert printed(draft) == last
    assert draft.fates.get().fate == "retired"
    with pytest.raises(Refused, match="既にその状態"):
        restore_state(draft.pk, states[-1], by=cast.policy, at=at)


def test_split_and_merged_clauses_take_their_references_along(draft, cast, at):
    before = printed(draft)
    made = split_clause(
        draft.pk,
        "subcontracting",
        paragraph=5,
        caption="再委託先の監督",
        reason="長いため",
        by=cast.policy,
        at=at,
    )
    assert draft.fates.get(clause_key="subcontracting").into == ["subcontracting", made.key]
    assert PrintedEdition.of(draft).findings == []
    merge_clause(draft.pk, made.key, into="subcontracting", reason="戻す", by=cast.policy, at=at)
    assert printed(draft) == before
    assert not draft.fates.filter(clause_key=made.key).exists()  # no edition ever had it


def test_items_move_with_a_merged_clause(draft, cast, at):
    codes = set(draft.clauses.get(key="training").check_items.values_list("code", flat=True))
    merge_clause(draft.pk, "training", into="personnel", reason="まとめる", by=cast.policy, at=at)
    here = draft.clauses.get(key="personnel").check_items.values_list("code", flat=True)
    assert codes <= set(here)
    assert draft.fates.get(clause_key="training").into == ["personnel"]


def test_an_item_is_written_checked_and_taken_out_of_presets(draft, cast, at):
    item = CheckItem.objects.filter(edition=draft).first()
    fields = {
        name: getattr(item, name)
        for name in [
            "level",
            "in_pre",
            "in_post",
            "in_end",
            "applies_when",
            "verifier",
            "method",
            "before",
            "after",
            "ok_when",
            "look",
            "evidence",
            "good",
            "bad",
        ]
    }
    common = {"presets": ["small"], "revision": None, "by": cast.policy, "at": at}
    with pytest.raises(Refused, match="聞く時期"):
        save_item(
            draft.pk,
            "training",
            "",
            fields=fields | {"in_pre": False, "in_post": False, "in_end": False},
            **common,
        )
    new = save_item(draft.pk, "training", "", fields=fields, **common)
    assert new.code not in set(
        CheckItem.objects.exclude(edition=draft).values_list("code", flat=True)
    )
    assert new.code in draft.presets.get(key="small").codes
    remove_item(draft.pk, new.code, by=cast.policy, at=at)
    assert new.code not in draft.presets.get(key="small").codes


def test_four_eyes(draft, cast, second_policy, at):
    with pytest.raises(Refused, match="改定の要点"):
        submit_for_review(draft.pk, by=cast.policy, at=at)
    describe(draft, cast, at)
    submit_for_review(draft.pk, by=cast.policy, at=at)
    with pytest.raises(Refused, match="確認中の版"):
        save(draft, "training", text_of(draft, "training") + "。", cast, at)
    with pytest.raises(Refused, match="自分で公開できません"):
        publish_reviewed(draft.pk, by=cast.policy, at=at)
    with pytest.raises(Refused, match="理由"):
        give_back(draft.pk, reason=" ", by=second_policy, at=at)
    give_back(draft.pk, reason="字句を直す", by=second_policy, at=at)
    submit_for_review(draft.pk, by=cast.policy, at=at)
    publish_reviewed(draft.pk, by=second_policy, at=at)
    draft.refresh_from_db()
    assert draft.status == EditionStatus.PUBLISHED
    assert draft.based_on
    assert draft.based_on.status == EditionStatus.SUPERSEDED
    assert list(verify()) == []


def test_a_single_officer_may_review_alone_and_the_ledger_says_so(draft, cast, at):
    set_reviews_alone(alone=True, by=cast.policy, at=at)
    describe(draft, cast, at)
    submit_for_review(draft.pk, by=cast.policy, at=at)
    publish_reviewed(draft.pk, by=cast.policy, at=at)
    events = LedgerEvent.objects.filter(verb="specs.edition_published").order_by("-seq")
    assert events[0].data["alone"] is True
    assert LedgerEvent.objects.filter(verb="specs.four_eyes_switched").count() == 1


def test_what_surrounds_a_published_edition_is_frozen_too(draft, cast, second_policy, at):
    retire_clause(draft.pk, "offshore-handling", reason="使わない", by=cast.policy, at=at)
    state = Edition.objects.get(pk=draft.pk)
    problems = PrintedEdition.of(state).findings
    for finding in problems:  # references to the clause that went
        key = finding.place.partition("#")[0]
        text = text_of(draft, key)
        save(draft, key, "\n".join(drop_removed(text)), cast, at)
    describe(draft, cast, at)
    submit_for_review(draft.pk, by=cast.policy, at=at)
    publish_reviewed(draft.pk, by=second_policy, at=at)
    for statement in (
        "UPDATE specs_clausefate SET reason = 'x'",
        "DELETE FROM specs_clausefate",
        "UPDATE specs_clause SET typed = 'x'",
        "UPDATE specs_edition SET effective_on = NULL WHERE status = 'published'",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def drop_removed(text: str) -> list[str]:
    """The text with other words for what the retired clause was named by."""
    return [line.replace("（削除された規定）", "この特記仕様書") for line in text.splitlines()]


def test_a_specification_of_ones_own_follows_its_source(first, cast, at):
    own = start_specification(first.pk, title="指定管理者用", by=cast.policy, at=at)
    assert own.specification.upstream_id == first.specification_id
    assert own.upstream_edition == first
    with pytest.raises(Refused, match="既にあります"):
        start_specification(first.pk, title="指定管理者用", by=cast.policy, at=at)
    discard_draft(own.pk, reason="要らない", by=cast.policy, at=at)
    assert not Edition.objects.filter(pk=own.pk).exists()


def test_a_new_clause_has_a_code_of_its_own_for_good(draft, cast, at):
    made = add_clause(draft.pk, caption="（生成物の扱い）", after="general", by=cast.policy, at=at)
    assert (made.key, made.code, made.caption) == ("c31", "C31", "生成物の扱い")
    assert [c.key for c in draft.clauses.order_by("position")][:2] == ["general", "c31"]
    assert ClauseFate.objects.count() == 0
    save_clause_facts(
        draft.pk,
        "c31",
        facts={"rationale": "趣旨", "unchecked_reason": "印刷だけをする。"},
        revision=0,
        by=cast.policy,
        at=at,
    )
    assert Clause.objects.get(edition=draft, key="c31").revision == 1

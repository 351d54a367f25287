"""An edition before the linter: what it says, mends in a draft, reasons, and publication."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from checklists.drafting.clauses import save_clause_facts, save_clause_text
from checklists.drafting.desk import desk_of
from checklists.drafting.mending import apply_mend_to_draft, apply_mends_to_draft, give_reason
from checklists.drafting.opening import open_draft
from checklists.drafting.review import save_about, submit_for_review
from checklists.drafting.states import restore_state
from checklists.drafting.structure import NEW_TEXT, add_clause
from checklists.linting import lint_draft_clause, lint_edition, subject_of
from checklists.models import CheckItem, Preset
from checklists.pairing import reasons_against_publishing
from common.errors import Refused
from ledger.models import LedgerEvent
from ledger.verification import verify
from specs.actions import add_wording_rule, switch_wording_rule
from specs.models import DraftState, Edition, WarningReason, WordingRule
from specs.text.codec import from_json
from specs.text.editing import editable_text
from specs.text.parse import parse_article
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
def by(cast, at) -> dict:
    return {"by": cast.policy, "at": at}


def fresh(edition: Edition) -> Edition:
    return Edition.objects.select_related("municipality", "specification").get(pk=edition.pk)


def write(draft: Edition, key: str, old: str, new: str, by: dict) -> None:
    """Change words of a clause as the editor does."""
    text = editable_text(desk_of(fresh(draft)), key)
    assert old in text
    revision = draft.clauses.get(key=key).revision
    save_clause_text(
        draft.pk, key, text=text.replace(old, new, 1), revision=revision, seen=None, **by
    )


def said(edition: Edition) -> list[tuple[str, str]]:
    report = lint_edition(fresh(edition))
    return [(f.code, f.place) for f in [*report.errors, *report.warnings, *report.notices]]


SECRECY = ("confidentiality", "みだりに他人に知らせ、")


def test_the_shipped_set_and_a_copy_of_it_are_clean(first, draft):
    assert said(first) == []
    assert said(draft) == []
    assert reasons_against_publishing(fresh(first)) == []


def test_an_edition_is_read_in_a_fixed_number_of_queries(first, draft, django_assert_num_queries):
    first, draft = fresh(first), fresh(draft)
    with django_assert_num_queries(8):
        subject_of(first)
    with django_assert_num_queries(9):
        subject_of(draft)
    with django_assert_num_queries(10):
        lint_edition(draft)


def test_errors_and_bare_warnings_stop_publication_notices_do_not(draft, by):
    save_about(
        draft.pk, change_note="要点", effective_on=date(2027, 4, 1), revision_planned_on=None, **by
    )
    write(draft, *SECRECY, "みだりに他人に知らせ、き損し、および", by)
    assert said(draft) == [
        ("D101", "confidentiality#secrecy~き損"),
        ("D106", "confidentiality#secrecy~および"),
    ]
    with pytest.raises(Refused, match="第8条第1項：「き損」が使われています。") as refused:
        submit_for_review(draft.pk, **by)
    assert len(refused.value.reasons) == 1
    give_reason(draft.pk, "D101", "confidentiality#secrecy~き損", "引用であるため", **by)
    submit_for_review(draft.pk, **by)
    write_in_closed = pytest.raises(Refused, match="確認中の版")
    with write_in_closed:
        give_reason(draft.pk, "D101", "confidentiality#secrecy~き損", "別の理由", **by)


def test_a_new_clause_can_not_be_published_with_the_words_it_begins_with(draft, by):
    made = add_clause(draft.pk, caption="生成物の扱い", after="damages", **by)
    assert NEW_TEXT.strip("。") in lint_edition(fresh(draft)).errors[1].message
    assert [code for code, _ in said(draft)] == ["A101", "B103"]
    assert made.key == "c31"


def test_a_mend_changes_its_words_and_nothing_else(draft, by):
    write(draft, *SECRECY, "みだりに他人に知らせ、き損し、", by)
    before = {c.key: c.tree for c in draft.clauses.all()}
    finding = apply_mend_to_draft(draft.pk, "D101", "confidentiality#secrecy~き損", **by)
    assert finding.where == "第8条第1項"
    assert said(draft) == []
    after = {c.key: c.tree for c in draft.clauses.all()}
    assert {key for key in after if after[key] != before[key]} == {"confidentiality"}
    text = editable_text(desk_of(fresh(draft)), "confidentiality")
    assert "みだりに他人に知らせ、毀損し、" in text
    event = LedgerEvent.objects.filter(verb="specs.clause_saved").latest("seq")
    assert event.data["what"] == "点検D101（改められた表記）を直した"
    last = DraftState.objects.filter(edition=draft).latest("seq")
    restore_state(draft.pk, last.seq - 1, **by)
    assert said(draft) == [("D101", "confidentiality#secrecy~き損")]
    assert list(verify()) == []


def test_a_finding_that_is_gone_is_refused(draft, by, cast, at):
    with pytest.raises(Refused, match="もうありません"):
        apply_mend_to_draft(draft.pk, "D101", "confidentiality#secrecy~き損", **by)
    with pytest.raises(Refused, match="もうありません"):
        apply_mends_to_draft(draft.pk, "D101", **by)
    add_clause(draft.pk, caption="生成物の扱い", after="damages", **by)
    with pytest.raises(Refused, match="自動では直せません"):
        apply_mend_to_draft(draft.pk, "A101", "c31", **by)
    with pytest.raises(Refused, match="警告だけ"):
        give_reason(draft.pk, "A101", "c31", "印刷だけをする。", **by)
    with pytest.raises(Refused, match="権限"):
        apply_mend_to_draft(draft.pk, "A101", "c31", by=cast.business, at=at)


def test_a_published_edition_is_not_mended(first, by):
    with pytest.raises(Refused, match="公開した版"):
        apply_mend_to_draft(first.pk, "D101", "x", **by)
    with pytest.raises(Refused, match="公開した版"):
        give_reason(first.pk, "D101", "x", "理由", **by)


def test_every_mend_of_a_code_at_once(draft, by):
    write(draft, *SECRECY, "みだりに他人に知らせ、き損し、漏洩し、", by)
    write(draft, "training", "受注者は、教育の計画を定め、", "受注者は、教育の計画をき損せず、", by)
    assert apply_mends_to_draft(draft.pk, "D101", **by) == 3
    assert said(draft) == []


def test_mends_of_what_surrounds_the_text(draft, by):
    clause = draft.clauses.get(key="training")
    blanks = [*clause.blanks, {"key": "extra", "label": "余り", "default": ""}]
    save_clause_facts(
        draft.pk, "training", facts={"blanks": blanks}, revision=clause.revision, **by
    )
    CheckItem.objects.filter(edition=draft, code="K190").delete()
    assert sorted(said(draft)) == [("A103", "edition~preset:small"), ("B102", "training~extra")]
    apply_mend_to_draft(draft.pk, "B102", "training~extra", **by)
    apply_mend_to_draft(draft.pk, "A103", "edition~preset:small", **by)
    assert said(draft) == []
    assert draft.clauses.get(key="training").blanks == clause.blanks
    assert "K190" not in Preset.objects.get(edition=draft, key="small").codes


def test_text_that_waits_to_be_read_is_not_overwritten(draft, by):
    write(draft, *SECRECY, "みだりに他人に知らせ、き損し、", by)
    draft.clauses.filter(key="confidentiality").update(typed="読めない")
    with pytest.raises(Refused, match="読み取れない入力"):
        apply_mend_to_draft(draft.pk, "D101", "confidentiality#secrecy~き損", **by)


def test_a_reason_is_recorded_and_goes_with_the_next_draft(draft, by, first):
    write(draft, *SECRECY, "みだりに他人に知らせ、き損し、", by)
    with pytest.raises(Refused, match="300字以内"):
        give_reason(draft.pk, "D101", "confidentiality#secrecy~き損", "　", **by)
    give_reason(draft.pk, "D101", "confidentiality#secrecy~き損", "引用", **by)
    give_reason(draft.pk, "D101", "confidentiality#secrecy~き損", "条例の引用であるため", **by)
    (kept,) = lint_edition(fresh(draft)).reasoned
    assert kept[1].reason == "条例の引用であるため"
    assert LedgerEvent.objects.filter(verb="specs.warning_reasoned").count() == 2
    Edition.objects.filter(pk=draft.pk).update(
        status="published", published_at=by["at"], content_sha256="0" * 64
    )
    following = open_draft(first.specification_id, **by)
    assert [r.reason for r in WarningReason.objects.filter(edition=following)] == [
        "条例の引用であるため"
    ]
    assert len(lint_edition(fresh(following)).reasoned) == 1


def test_the_editor_hears_of_its_clause_only(draft):
    article = from_json(draft.clauses.get(key="confidentiality").tree)
    assert lint_draft_clause(fresh(draft), "confidentiality", article) == []
    worse = parse_article("（守秘義務）\n第○条　懲役に処せられる。", key="confidentiality").article
    assert worse is not None
    codes = [f.code for f in lint_draft_clause(fresh(draft), "confidentiality", worse)]
    # Its blank is not in such a text any more.
    assert codes == ["B102", "D102"]


def test_an_own_rule_is_used_from_its_day_and_can_be_left_off(draft, by, cast, at):
    rule = add_wording_rule(
        words="みだりに", instead="", since=date(2027, 4, 1), explanation="手引", **by
    )
    assert said(draft) == []
    save_about(
        draft.pk, change_note="", effective_on=date(2027, 4, 1), revision_planned_on=None, **by
    )
    assert ("D201", "confidentiality#secrecy~みだりに") in said(draft)
    assert "手引" in lint_edition(fresh(draft)).warnings[0].why
    switch_wording_rule(rule.pk, active=False, **by)
    assert said(draft) == []
    for words, instead in (("み", ""), ("みだりに", ""), ("取扱", "取扱")):
        with pytest.raises(Refused):
            add_wording_rule(words=words, instead=instead, since=None, explanation="手引", **by)
    with pytest.raises(Refused, match="権限"):
        switch_wording_rule(rule.pk, active=True, by=cast.business, at=at)
    with pytest.raises(Refused):
        switch_wording_rule(rule.pk, active=True, by=cast.stranger, at=at)


def run(*args: str) -> tuple[str, int]:
    """What the command prints, and its exit code."""
    out = StringIO()
    try:
        call_command("lintspec", *args, stdout=out)
    except SystemExit as stop:
        return out.getvalue(), int(str(stop.code))
    return out.getvalue(), 0


def test_the_command_exits_1_for_an_error_only(draft, by):
    write(draft, *SECRECY, "みだりに他人に知らせ、き損し、", by)
    text, code = run(str(draft.pk))
    assert code == 0
    assert "D101\t警告\t第8条第1項\t「き損」が使われています。" in text
    give_reason(draft.pk, "D101", "confidentiality#secrecy~き損", "引用", **by)
    assert "理由あり（引用）" in run(str(draft.pk))[0]
    write(draft, *SECRECY, "○○に知らせ、", by)
    text, code = run(str(draft.pk), "--json")
    facts = json.loads(text)
    assert code == 1
    assert (facts["errors"], facts["reasoned"]) == (1, 1)
    assert facts["findings"][0]["code"] == "B103"
    assert facts["findings"][0]["line"] == 2


def test_the_command_lists_editions_and_refuses_others(first):
    assert f"{first.pk}\t" in run("--list")[0]
    assert json.loads(run("--list", "--json")[0])[0]["status"] == "published"
    assert run("--codes")[0].startswith("# 点検")
    for args in ((), ("0",), ("none",)):
        with pytest.raises(CommandError):
            run(*args)


def test_the_page_mends_and_takes_reasons(client, cast, draft, by):
    client.force_login(cast.policy)
    write(draft, *SECRECY, "みだりに他人に知らせ、き損し、漏洩し、", by)
    page = client.get(reverse("workshop:finding-list", args=[draft.pk])).content.decode()
    assert "改められた表記" in page
    assert "「毀損」に改める" in page
    assert "2か所をまとめて直す" in page
    data = {"code": "D101", "place": "confidentiality#secrecy~き損"}
    mend = reverse("workshop:finding-mend", args=[draft.pk])
    assert client.post(mend, data).status_code == 302
    again = client.post(mend, data)
    assert again.status_code == 422
    assert "もうありません" in again.content.decode()
    reason = reverse("workshop:finding-reason", args=[draft.pk])
    other = {"code": "D101", "place": "confidentiality#secrecy~漏洩"}
    assert client.post(reason, other | {"reason": ""}).status_code == 422
    assert client.post(reason, other | {"reason": "引用であるため"}).status_code == 302
    page = client.get(reverse("workshop:finding-list", args=[draft.pk])).content.decode()
    assert "そのままでよい理由：引用であるため" in page
    assert client.post(mend, {"code": "D101", "all": "1"}).status_code == 302
    assert said(draft) == []


def test_the_page_of_a_published_edition_has_no_buttons(client, cast, first):
    client.force_login(cast.business)
    page = client.get(reverse("workshop:finding-list", args=[first.pk])).content.decode()
    assert "指摘はありません" in page
    assert "<form" not in page.split("<main")[1]


def test_the_editor_shows_the_findings_of_the_text_in_the_box(client, cast, draft):
    client.force_login(cast.policy)
    url = reverse("workshop:clause-findings", args=[draft.pk, "confidentiality"])
    text = editable_text(desk_of(draft), "confidentiality").replace("みだりに", "みだりにき損し、")
    page = client.post(url, {"text": text, "seen": "1"}).content.decode()
    assert "「き損」が使われています。" in page
    assert 'data-goto="2"' in page


def test_the_pages_of_wording_rules(client, cast):
    client.force_login(cast.policy)
    data = {"words": "取扱", "instead": "取扱い", "since": "令和9年4月1日", "explanation": "手引"}
    assert client.post(reverse("specs:wording-create"), data).status_code == 302
    assert client.post(reverse("specs:wording-create"), data).status_code == 422
    page = client.get(reverse("specs:wording-list")).content.decode()
    assert "令和9年4月1日" in page
    assert "使うのをやめる" in page
    rule = WordingRule.objects.get()
    client.post(reverse("specs:wording-switch", args=[rule.pk]), {"active": "no"})
    rule.refresh_from_db()
    assert rule.is_active is False
    assert set(LedgerEvent.objects.values_list("verb", flat=True)) >= {
        "specs.wording_rule_added",
        "specs.wording_rule_switched",
    }

"""Rules over the scope answers."""

import pytest

from checklists.models import CheckItem, Preset
from engagements.items import select
from engagements.questions import QUESTIONS, UNKNOWN
from engagements.scope import evaluate, rhythm_of, risk_level
from engagements.tailoring import may_omit, proposal
from specs.models import Clause
from tests.engagements.conftest import answers


@pytest.mark.parametrize(
    ("rule", "facts", "applies", "sentence"),
    [
        ("", {}, True, ""),
        (
            "my_number=yes",
            {"my_number": "yes"},
            True,
            "「個人番号を取り扱う：はい」のため適用します。",
        ),
        (
            "my_number=yes",
            {"my_number": "no"},
            False,
            "「個人番号を取り扱う：いいえ」のため適用しません。",
        ),
        (
            "my_number=yes",
            {"my_number": "unknown"},
            True,
            "「個人番号を取り扱う：わからない」のため、当てはまるものとして適用します。",
        ),
        (
            "my_number=yes",
            {},
            True,
            "「個人番号を取り扱う：未回答」のため、当てはまるものとして適用します。",
        ),
        (
            "cloud=yes or system=yes",
            {"cloud": "no", "system": "yes"},
            True,
            "「情報システムを使う：はい」のため適用します。",
        ),
        (
            "cloud=yes or system=yes",
            {"cloud": "no", "system": "no"},
            False,
            "「クラウドサービスを使う：いいえ」「情報システムを使う：いいえ」のため適用しません。",
        ),
        (
            "persons=up_to_10000|over_10000",
            {"persons": "over_10000"},
            True,
            "「対象者の人数：1万人を超える」のため適用します。",
        ),
        (
            "persons=over_10000",
            {"persons": "up_to_100"},
            False,
            "「対象者の人数：100人以下」のため適用しません。",
        ),
        (
            "subcontract=no",
            {"subcontract": "unknown"},
            False,
            "「再委託の予定がある：わからない」のため適用しません。",
        ),
    ],
)
def test_evaluate_explains_itself(rule, facts, applies, sentence):
    outcome = evaluate(rule, facts)
    assert (outcome.applies, outcome.sentence) == (applies, sentence)


def test_risk_is_low_only_when_nothing_speaks_against_it():
    assert risk_level(answers()) == ("低", ["リスクを高める事情はありません。"])
    assert risk_level(answers(cloud="yes"))[0] == "中"
    assert risk_level(answers(cloud="unknown"))[0] == "中"
    assert risk_level(answers(my_number="yes"))[0] == "高"
    assert risk_level(answers(persons="over_10000"))[0] == "高"
    assert risk_level(answers(persons=UNKNOWN))[0] == "高"
    assert risk_level({})[0] == "高"


def test_sensitive_data_of_many_or_many_circumstances_make_a_high_risk():
    assert risk_level(answers(sensitive="yes"))[0] == "中"
    assert risk_level(answers(sensitive="yes", persons="up_to_10000"))[0] == "高"
    several = dict.fromkeys(("cloud", "subcontract", "dispatched", "transport", "telework"), "yes")
    level, reasons = risk_level(answers(**several))
    assert level == "高"
    assert reasons[0] == "リスクを高める事情が5つ重なっています。"


def test_rhythm_never_falls_below_one_visit_a_year():
    for facts in (answers(), answers(my_number="yes"), answers(short_term="yes"), {}):
        rhythm = rhythm_of(facts)
        assert rhythm.inspections_per_year >= 1
        assert rhythm.reports_per_year in (1, 2, 4, 12)
    assert rhythm_of(answers(my_number="yes", short_term="yes")).reports_per_year == 1
    assert rhythm_of(answers(my_number="yes", short_term="unknown")).reports_per_year == 4


def test_questions_have_everything_a_card_needs():
    keys = [question.key for question in QUESTIONS]
    assert len(keys) == len(set(keys)) == 21
    for question in QUESTIONS:
        assert question.text.endswith("か。"), question.key
        assert question.fact
        assert question.example


def clause(omission, rule="", key="k"):
    return Clause(key=key, omission=omission, applies_when=rule)


def test_omission_groups():
    assert may_omit(clause("never"), answers())
    assert may_omit(clause("my-number"), answers()) is None
    assert "個人番号を取り扱うため" in may_omit(clause("my-number"), answers(my_number="yes"))
    assert "分からない" in may_omit(clause("my-number"), answers(my_number="unknown"))
    assert may_omit(clause("approval"), answers(my_number="yes")) is None
    assert may_omit(clause("scope", "cloud=yes"), answers()) is None
    assert "前提質問" in may_omit(clause("scope", "cloud=yes"), answers(cloud="yes"))


def test_proposals_follow_the_answers():
    scoped = clause("scope", "collects=yes")
    assert proposal(scoped, answers()).decision == "omitted"
    assert proposal(scoped, answers(collects="yes")).decision == "kept"
    assert proposal(clause("approval"), answers()).decision == "kept"


def item(code, level, rule="", key="k"):
    return CheckItem(code=code, level=level, applies_when=rule, clause=clause("never", key=key))


def test_items_are_preset_and_facts_and_kept_clauses():
    items = [
        item("K1", "必須"),
        item("K2", "条件", "cloud=yes"),
        item("K3", "推奨"),
        item("K4", "必須", key="gone"),
    ]

    def codes(rule, facts, wanted=()):
        preset = Preset(rule=rule, codes=list(wanted))
        return [i.code for i in select(items, preset=preset, facts=facts, omitted={"gone"})]

    assert codes("required", answers()) == ["K1"]
    assert codes("required", answers(cloud="unknown")) == ["K1", "K2"]
    assert codes("all", answers()) == ["K1", "K3"]
    assert codes("codes", answers(cloud="yes"), ["K2", "K4"]) == ["K2"]
    assert codes("codes", answers(), ["K2", "K3"]) == ["K3"]

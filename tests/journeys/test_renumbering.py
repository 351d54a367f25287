"""Leaving out C12 renumbers the annex and every reference, and changes nothing else."""

import re

import pytest

from accounts.respondents import Respondent
from checklists.labels import OMITTED, labels_for
from checklists.rows import table_rows
from engagements.annex import annex_of
from engagements.items import items_for
from ledger.actions import subject_of
from tests.world import FACTS, PLAN, begin, to_selection
from workflow.demo.walk import Plan

pytestmark = pytest.mark.django_db

ARTICLE = re.compile(r"第\d+条(?:から第\d+条まで)?")


def engagement(cast, collects: str):
    plan = Plan(**{**vars(PLAN), "facts": {**FACTS, "collects": collects}, "preset": "full"})
    return begin(cast, plan=plan)


def test_omitting_the_collection_clause(cast):
    kept, gone = engagement(cast, "yes"), engagement(cast, "no")
    with_it, without = annex_of(kept.engagement), annex_of(gone.engagement)
    assert with_it.labels["collection"].startswith("第")
    assert [c.key for c, _, _ in without.kept] == [
        c.key for c, _, _ in with_it.kept if c.key != "collection"
    ]
    numbers = [label for _, label, _ in without.kept]
    assert numbers == [f"第{n}条" for n in range(1, len(numbers) + 1)]
    assert without.faults == []
    # The same words, article by article, once numbers are set aside.
    for clause, _, _ in without.kept:
        one, two = (
            ARTICLE.sub("第○条", str(a.printed.article_html(clause.key)))
            for a in (with_it, without)
        )
        if clause.key != "survival":  # its list of surviving articles closes up
            assert one == two, clause.key


def test_references_follow_the_articles(cast):
    gone = engagement(cast, "no")
    annex = annex_of(gone.engagement)
    text = annex.plain()
    assert "（削除された" not in text
    label = annex.labels["subcontracting"]
    assert f"{label}第3項" in text


def test_forms_and_check_table_follow(cast):
    kept, gone = engagement(cast, "yes"), engagement(cast, "no")
    forms = {f.number: (f.title, f.label) for f in annex_of(kept.engagement).forms}
    moved = {f.number: (f.title, f.label) for f in annex_of(gone.engagement).forms}
    assert set(forms) == set(moved)  # 様式番号 stay
    before, after = (annex_of(w.engagement).labels["copying-and-removal"] for w in (kept, gone))
    assert int(before[1:-1]) == int(after[1:-1]) + 1
    assert (forms[8][1], moved[8][1]) == (f"（{before}関係）", f"（{after}関係）")
    codes = {item.code for item in items_for(kept.engagement, "pre")}
    assert codes - {item.code for item in items_for(gone.engagement, "pre")} == {"K095"}
    (bid,) = to_selection(gone, "print")
    firm = Respondent(bid.municipality_id, bid.checklist_id, bid.vendor.name)
    rows = {row.item.code: row.label for row in table_rows(bid.checklist, reader=firm)}
    assert rows["K105"] == after
    labels = labels_for(subject_of(gone.engagement), gone.edition)
    assert labels["collection"] == OMITTED

"""Every code: a text that it is said of, one that it is not said of, and what its mend does."""

from dataclasses import replace
from pathlib import Path

import pytest

from specs.text.lint import Subject, apply_mend, codes, lint, reference
from specs.text.tree import provisions
from tests.specs.lint_cases import CASES

ROOT = Path(__file__).resolve().parent.parent.parent


def found(subject: Subject) -> set[str]:
    return {finding.code for finding in lint(subject)}


def test_every_code_has_a_case_and_every_case_a_code():
    assert set(CASES) == set(codes())


@pytest.mark.parametrize("code", CASES)
def test_a_code_is_said_of_the_one_text_and_not_of_the_other(code):
    bad, good = CASES[code]
    assert code in found(bad)
    assert code not in found(good)


@pytest.mark.parametrize("code", CASES)
def test_a_finding_says_where_what_why_and_what_to_do(code):
    for finding in lint(CASES[code][0]):
        assert finding.place
        assert len(finding.place) <= 200
        for sentence in (finding.message, finding.why, finding.remedy):
            assert sentence.endswith("。") or sentence.endswith("）")
        assert finding.where
        assert finding.severity == codes()[finding.code].severity


MENDED = sorted(
    (code, n) for code, (bad, _) in CASES.items() for n, f in enumerate(lint(bad)) if f.mend
)


@pytest.mark.parametrize(("code", "n"), MENDED)
def test_a_mend_removes_its_finding_and_keeps_everything_else(code, n):
    subject = CASES[code][0]
    finding = lint(subject)[n]
    mended = with_mend(subject, finding.mend)
    assert (finding.code, finding.place) not in {(f.code, f.place) for f in lint(mended)}
    assert with_mend(mended, finding.mend) == mended
    assert len(mended.document.articles) == len(subject.document.articles)
    for before, after in zip(subject.document.articles, mended.document.articles, strict=True):
        assert [p.id for _, p in provisions(before)] == [p.id for _, p in provisions(after)]
        for (_, old), (_, new) in zip(provisions(before), provisions(after), strict=True):
            if (before.key, old.id) != (finding.mend.clause, finding.mend.provision):
                assert old.sentences == new.sentences
    worse = {f.code for f in lint(mended) if f.severity == "error"} - found(subject)
    assert worse == set()


def with_mend(subject: Subject, mend) -> Subject:
    """The subject with a mend of its text or of what surrounds it."""
    clauses = tuple(
        replace(c, blanks=mend.blanks) if mend.blanks is not None and c.key == mend.clause else c
        for c in subject.clauses
    )
    presets = tuple(
        replace(p, codes=mend.codes) if mend.codes is not None and p.key == mend.preset else p
        for p in subject.presets
    )
    document = apply_mend(subject.document, mend)
    return replace(subject, document=document, clauses=clauses, presets=presets)


def test_most_matters_of_wording_can_be_mended_with_a_click():
    """The codes for which a machine knows the right words."""
    assert {code for code, n in MENDED if lint(CASES[code][0])[n].code == code} >= {
        *("A103", "R101", "R105", "R108", "R109", "R112", "V101", "V102", "T104", "T105"),
        *("P101", "P102", "P103", "M101", "M102", "M104", "M105"),
        *("D101", "D102", "D106", "D107", "D201", "S102", "S104", "B102", "B105"),
    }


def test_the_documentation_tells_every_code():
    assert (ROOT / "docs/lint.md").read_text(encoding="utf-8") == reference()

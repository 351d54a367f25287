"""The linter's data: every entry can be read, is used, and says true things of its form."""

import re

import pytest

from specs.text.lint import codes, lint
from specs.text.lint.act_articles import articles_of
from specs.text.lint.acts import known
from specs.text.lint.codes import FAMILIES
from specs.text.lint.rules.dated import shipped
from specs.text.lint.rules.my_number import terms
from tests.specs.lint_cases import text
from tests.specs.lint_subjects import ACT


def test_codes_are_in_a_family_and_say_what_to_do():
    for code, each in codes().items():
        assert re.fullmatch(r"[A-Z][0-9]{3}", code)
        assert code[0] in FAMILIES
        assert each.severity in ("error", "warning", "notice")
        assert each.remedy.endswith("ください。")


def test_the_articles_of_the_act_are_those_of_its_xml():
    act = next(law for law in known() if law.title == "個人情報の保護に関する法律")
    listed = " ".join(f"{article}:{n}" for article, n in act.articles.items())
    assert listed == articles_of(ACT)
    assert (len(act.articles), act.articles["66"], "186" in act.articles) == (185, 2, False)


@pytest.mark.parametrize(
    ("entry", "word"), [(entry, word) for entry in shipped() for word in entry.words]
)
def test_every_dated_word_is_found_with_its_code(entry, word):
    assert entry.code in codes()
    assert entry.certainty in ("V", "P", "U")
    found = [f for f in lint(text(f"{word}を記載する。")) if f.code == entry.code]
    assert [f.place for f in found] == [f"a#p1~{word}"]
    assert (found[0].mend is not None) == entry.drop_in


def test_there_are_ten_terms_for_my_number():
    assert len(terms()) == 10
    assert len({term.key for term in terms()}) == 10

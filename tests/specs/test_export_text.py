"""The plain text of a whole document, and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specs.exporting.text import document_text, equal_as_text, read_document_text
from specs.text.editing import Desk
from specs.text.skin import Skin
from tests.specs.strategies import grown

SKINS = {
    "orderer": Skin(),
    "ko-otsu": Skin("甲", "乙", "plain", "，"),
    "full": Skin("委託者", "受託者", figures="full"),
}
BLANKS = {"b": "保存の期間"}


@given(st.integers(min_value=0, max_value=2**32), st.sampled_from(sorted(SKINS)))
def test_a_document_reads_back_as_itself(seed, name):
    document, skin = grown(seed), SKINS[name]
    text = document_text(Desk(document, skin, BLANKS), title="個人情報取扱特記事項")
    read, problems = read_document_text(
        text, keys=[a.key for a in document.articles], skin=skin, blanks=BLANKS, like=document
    )
    assert [problem.message for problem in problems] == []
    assert equal_as_text(read, document)


def test_other_words_and_other_links_are_not_equal():
    document = grown(3)
    text = document_text(Desk(document, Skin(), BLANKS))
    keys = [a.key for a in document.articles]
    other = text.replace("記録する", "記録しない", 1)
    assert other != text
    read, _ = read_document_text(other, keys=keys, skin=Skin(), blanks=BLANKS)
    assert not equal_as_text(read, document)


@pytest.mark.django_db
def test_the_shipped_set_reads_back_as_itself(cast, at):
    from checklists.drafting.desk import desk_of
    from tests.world import master

    desk = desk_of(master(cast, at))
    text = document_text(desk)
    assert "{" not in text
    keys = [a.key for a in desk.document.articles]
    read, problems = read_document_text(
        text, keys=keys, skin=desk.skin, blanks=desk.blanks, like=desk.document
    )
    assert problems == []
    assert equal_as_text(read, desk.document)

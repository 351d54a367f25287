"""Editions in other formats, and back."""

import json
import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists.drafting.contents import contents_of
from checklists.exporting.edition_json import edition_json, read_edition_json
from checklists.exporting.oscal import oscal_documents
from common.errors import Refused
from tests.world import master

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(cast, at):
    return master(cast, at)


def test_json_holds_the_whole_edition(edition):
    data = edition_json(edition)
    assert edition_json(edition) == data
    read = read_edition_json(data)
    assert read.contents == contents_of(edition)
    assert read.title == edition.specification.title


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda d: d.update(format="x"), "ファイルではありません"),
        (lambda d: d.update(version=2), "形式の版「2」"),
        (lambda d: d.update(contents=[]), "contents"),
        (lambda d: d["contents"].update(clauses={}), "条が一つもありません"),
        (lambda d: d["contents"]["items"]["K010"].update(clause__key="x"), "組になる条「x」"),
        (lambda d: d["contents"]["items"]["K010"].update(in_pre="yes"), "値の種類"),
        (lambda d: d["contents"]["items"]["K010"].update(level="重要"), "items/K010/level"),
        (lambda d: d["contents"]["items"]["K010"].pop("look"), "項目が足りない"),
        (lambda d: d["contents"]["clauses"]["general"].update(tree={"key": 1}), "条文の形"),
        (lambda d: d["contents"]["clauses"]["general"].update(blanks=[1]), "決まった項目"),
        (lambda d: d["contents"]["annexes"].update(x=1), "annexes/x"),
        (lambda d: d.update(frame=3), "frame"),
    ],
)
def test_a_file_that_was_changed_is_refused_by_place(edition, change, said):
    data = json.loads(edition_json(edition))
    change(data)
    with pytest.raises(Refused, match=said):
        read_edition_json(json.dumps(data).encode())


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 100_000, b"1"])
def test_what_is_no_edition_is_refused(data):
    with pytest.raises(Refused):
        read_edition_json(data)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(value=JSON, where=st.sampled_from(["tree", "blanks", "caption", "position", "legal_basis"]))
def test_any_value_in_any_place_is_read_or_refused(value, where):
    row = dict.fromkeys(["x"])
    data = {
        "format": "tokki-edition",
        "version": 1,
        "specification": {},
        "edition": {},
        "contents": {"clauses": {"a": {where: value, **row}}},
    }
    with pytest.raises(Refused):
        read_edition_json(json.dumps(data).encode())


def test_oscal_is_accepted_by_another_tool(edition):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the other tool's own imports
        from trestle.oscal.catalog import Catalog
        from trestle.oscal.profile import Profile
    documents = oscal_documents(edition)
    assert oscal_documents(edition) == documents
    catalog = Catalog(**documents["catalog"]["catalog"])
    controls = [control for group in catalog.groups for control in group.controls]
    assert {control.id for control in controls} == {c.key for c in edition.clauses.all()}
    objectives = [p.id for c in controls for p in c.parts if p.name == "assessment-objective"]
    assert len(objectives) == edition.check_items.count()
    for name, profile in documents["profiles"].items():
        whole = Profile(**profile["profile"])
        if name == "small":
            (included,) = whole.imports[0].include_controls
            assert 0 < len(included.with_ids) < len(controls)

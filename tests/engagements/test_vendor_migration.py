"""Certifications as a line of text become rows, and go back."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.conftest import make_cast
from tests.engagements.vendor_ground import certify, vendor

pytestmark = pytest.mark.django_db(transaction=True)


def migrate(targets):
    """Go to these migrations; the models as they are there."""
    return MigrationExecutor(connection).migrate(targets).apps


def test_rows_become_text_and_text_becomes_a_row_without_an_end():
    graph = MigrationExecutor(connection).loader.graph
    (node,) = (key for key in graph.nodes if key[1].endswith("_vendor_register"))
    parents = [parent.key for parent in graph.node_map[node].parents]
    cast = make_cast()
    certify(cast, vendor(cast, "㈱ 甲"), 10)
    vendor(cast, "乙社")
    old = migrate([key for key in parents if key[0] == "engagements"])
    firms = old.get_model("engagements", "Vendor").objects.order_by("pk")
    assert list(firms.values_list("certifications", flat=True)) == ["名称", ""]
    new = migrate(graph.leaf_nodes())
    firms = new.get_model("engagements", "Vendor").objects.order_by("pk")
    assert list(firms.values_list("name_key", flat=True)) == ["甲", "乙社"]
    (row,) = new.get_model("engagements", "Certification").objects.all()
    assert (row.kind, row.name, row.valid_until) == ("other", "名称", None)
    assert row.vendor.name == "㈱ 甲"

"""Two editions that differ in every way a clause can."""

from datetime import datetime

from accounts.models import Municipality
from specs.models import Annex, Clause, ClauseFate, Edition, Form
from specs.text.codec import from_json, to_json
from specs.text.parse import parse_article
from tests.engagements.conftest import make_edition

# key → the new text; what is not named here stays as it was.
REWORDED = {
    "subcontracting": (
        "再委託の制限",
        "{受注者}は、再委託をしてはならない。\n"
        "2　{#application}{受注者}は、書面による承認を受けようとするときは、次に掲げる事項を届け出る。\n"
        "(1)　業務の内容\n(2)　期間\n(3)　責任者",
    ),
    "records": ("記録の保存", "{受注者}は、記録を3年間保存する。"),
}
# collection is gone, records is new, disposal went before cloud-services.
ORDER = (
    "general",
    "personnel",
    "subcontracting",
    "disposal",
    "cloud-services",
    "my-number",
    "records",
)


def two_editions(municipality: Municipality, at: datetime) -> tuple[Edition, Edition]:
    """The small edition of the engagement tests, published, and a draft made from it."""
    old = make_edition(municipality, at)
    new = Edition.objects.create(
        municipality=municipality,
        specification=old.specification,
        number=2,
        created_at=at,
        based_on=old,
    )
    known = {clause.key: clause for clause in old.clauses.all()}
    for position, key in enumerate(ORDER, 1):
        clause = known.get(key) or Clause(code="C99", level="標準", omission="approval")
        before = from_json(clause.tree) if clause.pk else None
        clause.pk, clause.edition, clause.municipality = None, new, municipality
        clause.key, clause.position = key, position
        if key in REWORDED:
            clause.caption, text = REWORDED[key]
            parsed = parse_article(f"（{clause.caption}）\n第○条　{text}", key=key, before=before)
            assert parsed.problems == []
            clause.tree = to_json(parsed.article)
        clause.save()
    for model in (Annex, Form):
        for row in model.objects.filter(edition=old):
            row.pk, row.edition = None, new
            if isinstance(row, Annex):
                row.rows = [["従事者", "罰金"]]
            row.save()
    ClauseFate.objects.create(
        municipality=municipality,
        edition=new,
        clause_key="collection",
        caption="収集の制限",
        fate="retired",
        reason="法に定めがあるため",
    )
    return old, new

"""What must be right when a contract is signed, and what its body says of the annex."""

from datetime import date

from common.dates import wareki
from documents.models import IssuedDocument
from engagements.annex import annex_of, blanks_of
from engagements.models import Contract, Engagement
from specs.models import Clause
from specs.printing import skin_of

REFERENCE = (
    "{contractor}は、この契約の履行に当たり個人情報を取り扱うときは、別記「{title}」{number}を"
    "守らなければならない。"
)


def empty_blanks(engagement: Engagement, contract: Contract | None) -> list[str]:
    """Labels of the blanks of the clauses in force that would print without a value.

    One query where every blank of the edition has a value or a default, as in the shipped
    set; the annex is only laid out when one has neither.
    """
    filled = contract.blanks if contract else {}
    rows = Clause.objects.filter(edition=engagement.edition_id).values_list("blanks", flat=True)
    suspects = {
        blank["key"]
        for blanks in rows
        for blank in blanks
        if not blank["default"] and not filled.get(blank["key"])
    }
    if not suspects:
        return []
    annex = annex_of(engagement)
    missing = set(annex.unfilled)
    return [blank["label"] for blank in blanks_of(annex) if blank["key"] in missing]


def reference_sentence(engagement: Engagement, annex: IssuedDocument | None) -> str:
    """The sentence that ties the municipality's own contract to the annex, to be pasted there.

    With the number of the issued annex once there is one. The existing contract form stays in
    use (product.md): this sentence is all that is added to it.
    """
    if engagement.edition is None:
        return ""
    _, contractor = engagement.municipality.party_names
    sentence = REFERENCE.format(
        contractor=contractor,
        title=engagement.edition.specification.title,
        number=f"（文書番号　{annex.number}）" if annex else "",
    )
    return skin_of(engagement.municipality).words(sentence)


def oddities(contract: Contract, vendor_name: str, today: date) -> list[str]:
    """What is allowed and still worth a second look, as sentences."""
    found = []
    if contract.concluded_on > contract.period_from:
        found.append(
            f"契約締結日（{wareki(contract.concluded_on)}）が、履行期間の初日"
            f"（{wareki(contract.period_from)}）より後です。契約の前に業務が始まっていないか、"
            "確かめてください。"
        )
    if contract.contractor_name != vendor_name:
        found.append(
            f"受注者の名称が、選んだ事業者の名称「{vendor_name}」と異なります。名称の変更がなかったか、"
            "登記事項証明書などで確かめてください。"
        )
    if contract.period_to < today:
        found.append("履行期間の末日が、既に過ぎています。")
    return found

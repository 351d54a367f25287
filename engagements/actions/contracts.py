"""契約: parties, dates and blanks; fixed with the annex when performance begins."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission, require
from common.canonical import dumps, sha256_hex
from common.errors import Refused
from documents.models import IssuedDocument
from engagements.content import CONTRACT_FIELDS, contract_content
from engagements.gates import claim, enter, validate
from engagements.models import Contract, Engagement, Stage
from ledger.actions import record, subject_of
from specs.models import Clause

MAX_BLANK = 200


@transaction.atomic
def register_contract(
    engagement: Engagement, *, revision: int | None = None, by: User, at: datetime, **fields: Any
) -> Contract:
    """Register the contract with the chosen bidder. `fields` are those of CONTRACT_FIELDS.

    Raises Stale; Refused when there is one already, nobody was chosen, or a date or name is
    wrong.
    """
    fresh = enter(
        engagement, by=by, permission=Permission.CONTRACT_EDIT, stages=[Stage.CONTRACTING]
    )
    selection = fresh.selections.filter(is_current=True).first()
    if selection is None:
        raise Refused("先に委託先を選んでください。")
    if Contract.objects.filter(engagement=fresh).exists():
        raise Refused("契約は登録済みです。画面を開き直してください。")
    claim(fresh, revision)
    contract = Contract(
        municipality_id=fresh.municipality_id,
        engagement=fresh,
        bid_id=selection.bid_id,
        **_known(fresh, fields),
    )
    _check(contract)
    contract.save(force_insert=True)
    _record("engagements.contract_registered", contract, by, at, changed=sorted(fields))
    return contract


@transaction.atomic
def update_contract(
    contract: Contract, *, revision: int | None = None, by: User, at: datetime, **fields: Any
) -> Contract:
    """Correct a contract that isn't fixed yet. It follows the selection, should that have
    changed. Raises Stale, Refused."""
    engagement = enter(
        contract.engagement, by=by, permission=Permission.CONTRACT_EDIT, stages=[Stage.CONTRACTING]
    )
    fresh = Contract.objects.select_for_update().get(pk=contract.pk)
    selection = engagement.selections.filter(is_current=True).first()
    if fresh.fixed_at is not None or selection is None:
        raise Refused("確定した契約は変えられません。")
    claim(engagement, revision)
    changed = {
        name: value
        for name, value in {**_known(engagement, fields), "bid_id": selection.bid_id}.items()
        if getattr(fresh, name) != value
    }
    for name, value in changed.items():
        setattr(fresh, name, value)
    _check(fresh)
    fresh.save(update_fields=list(changed))
    _record("engagements.contract_updated", fresh, by, at, changed=sorted(changed))
    return fresh


@transaction.atomic
def fix_contract(contract: Contract, *, annex: IssuedDocument, by: User, at: datetime) -> Contract:
    """Tie the contract to the annex that binds, and freeze it. Called as performance begins.

    Raises Refused when it is fixed, or when the annex isn't this engagement's.
    """
    require(by, Permission.CONTRACT_EDIT)
    is_its_annex = annex.kind == "annex" and annex.subject == subject_of(contract.engagement)
    if not is_its_annex or annex.format != "pdf":
        raise Refused("この案件の特記仕様書ではありません。")
    changed = Contract.objects.filter(pk=contract.pk, fixed_at=None).update(
        annex=annex, fixed_at=at
    )
    if not changed:
        raise Refused("契約は確定済みです。")
    contract.refresh_from_db()
    _record(
        "engagements.contract_fixed",
        contract,
        by,
        at,
        annex=annex.number,
        sha256=sha256_hex(dumps(contract_content(contract))),
    )
    return contract


def _known(engagement: Engagement, fields: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(fields) - set(CONTRACT_FIELDS)
    if unknown:
        raise TypeError(f"a contract has no {', '.join(sorted(unknown))}")
    known: dict[str, Any] = {
        name: value.strip() if isinstance(value, str) else value for name, value in fields.items()
    }
    if "blanks" in known:
        known["blanks"] = _blanks(engagement, known["blanks"])
    return known


def _blanks(engagement: Engagement, blanks: Mapping[str, str]) -> dict[str, str]:
    """The blanks that the edition has and somebody filled. Raises Refused."""
    clauses = Clause.objects.filter(edition=engagement.edition)
    known = {blank["key"] for clause in clauses for blank in clause.blanks}
    if set(blanks) - known:
        raise Refused("この版にない記入事項が送られました。画面を開き直してください。")
    long = [value for value in blanks.values() if len(value) > MAX_BLANK]
    if long:
        raise Refused(f"記入事項は{MAX_BLANK}字以内にしてください。")
    return {key: value.strip() for key, value in blanks.items() if value.strip()}


def _check(contract: Contract) -> None:
    validate(contract)
    if contract.concluded_on > contract.period_to:
        raise Refused("契約締結日が履行期間の末日より後になっています。")


def _record(verb: str, contract: Contract, by: User, at: datetime, **data: Any) -> None:
    record(verb, subject=contract, context=contract.engagement, by=by, at=at, **data)

"""The first step of every change of a draft."""

from accounts.models import User
from accounts.permissions import Permission, require
from common.errors import Refused
from specs.models import Clause, Edition, EditionStatus

WHY_NOT = {
    EditionStatus.IN_REVIEW: "確認中の版は変えられません。直すときは、先に差し戻してください。",
    EditionStatus.PUBLISHED: "公開した版は変えられません。次の版を作って改めてください。",
    EditionStatus.SUPERSEDED: "旧版は変えられません。最新の版から次の版を作ってください。",
}


def lock_edition(edition_id: int, by: User, permission: Permission) -> Edition:
    """The edition, locked until the transaction ends. Raises Refused for another
    municipality's, or when the user's role lacks the permission."""
    require(by, permission)
    visible = Edition.objects.visible_to(by).select_related("specification", "municipality")
    edition = visible.select_for_update(of=("self",)).filter(pk=edition_id).first()
    if edition is None:
        raise Refused("ほかの自治体の特記仕様書は扱えません。")
    return edition


def lock_draft(edition_id: int, by: User) -> Edition:
    """As lock_edition, for editing; raises Refused unless the edition is a draft."""
    edition = lock_edition(edition_id, by, Permission.EDITION_EDIT)
    if not edition.is_draft:
        raise Refused(WHY_NOT[EditionStatus(edition.status)])
    return edition


def clause_of(edition: Edition, key: str) -> Clause:
    """A clause of the draft. Raises Refused when it is gone."""
    clause = Clause.objects.filter(edition=edition, key=key).first()
    if clause is None:
        raise Refused(
            "この条は、ほかの職員が廃止したか、統合しました。条の一覧を開き直してください。"
        )
    return clause

"""Publishing an edition: clause and item as one pair, frozen together."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission, require
from checklists.content import edition_content
from checklists.pairing import reasons_against_publishing
from common.canonical import dumps, sha256_hex
from common.errors import Refused
from ledger.actions import record
from specs.models import Edition, EditionStatus


@transaction.atomic
def publish_edition(edition: Edition, *, by: User | None, at: datetime) -> None:
    """Freeze an edition with everything in it; the one before becomes 旧版.

    `by` is None only for the shipped master set, which the system loads. Raises Refused with
    every reason; nothing is written then.
    """
    if by is not None:
        require(by, Permission.EDITION_PUBLISH)
    edition = Edition.objects.select_for_update().get(pk=edition.pk)
    if edition.is_published:
        raise Refused(f"{edition}は公開済みです。")
    if reasons := reasons_against_publishing(edition):
        raise Refused(reasons)
    content = edition_content(edition)
    Edition.objects.filter(
        specification=edition.specification_id, status=EditionStatus.PUBLISHED
    ).update(status=EditionStatus.SUPERSEDED)
    edition.status = EditionStatus.PUBLISHED
    edition.published_at, edition.published_by = at, by
    edition.content_sha256 = sha256_hex(dumps(content))
    edition.save(update_fields=["status", "published_at", "published_by", "content_sha256"])
    record(
        "specs.edition_published",
        subject=edition,
        by=by,
        at=at,
        title=str(edition),
        sha256=edition.content_sha256,
        alone=bool(by and by.pk == edition.submitted_by_id),
        clauses=len(content["clauses"]),
        items=len(content["items"]),
    )

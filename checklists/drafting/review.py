"""確認と公開: a draft is asked to be reviewed, and a second person publishes it or gives it back.

Four eyes: who asked for the review does not publish. A municipality with one policy officer may
switch that off (Municipality.reviews_alone); the ledger says so at the switch and at every
publication.
"""

from datetime import date, datetime

from django.db import transaction

from accounts.models import Municipality, User
from accounts.permissions import Permission, require
from checklists.actions.publishing import publish_edition
from checklists.drafting.locking import lock_draft, lock_edition
from checklists.drafting.states import finish
from checklists.pairing import reasons_against_publishing
from common.errors import Refused
from ledger.actions import record
from specs.models import Edition, EditionStatus


@transaction.atomic
def save_about(
    edition_id: int,
    *,
    change_note: str,
    effective_on: date | None,
    revision_planned_on: date | None,
    by: User,
    at: datetime,
) -> Edition:
    """Save the change note and the dates of a draft."""
    edition = lock_draft(edition_id, by)
    edition.change_note = change_note.strip()
    edition.effective_on, edition.revision_planned_on = effective_on, revision_planned_on
    edition.save(update_fields=["change_note", "effective_on", "revision_planned_on"])
    finish(edition, "specs.draft_described", "改定の要点と日付を直した", by=by, at=at)
    return edition


@transaction.atomic
def submit_for_review(edition_id: int, *, by: User, at: datetime) -> Edition:
    """Ask a colleague to review the draft; nobody edits it until then.

    Raises Refused with everything that still stands in the way of publishing.
    """
    edition = lock_draft(edition_id, by)
    if reasons := [*missing_facts(edition), *reasons_against_publishing(edition)]:
        raise Refused(reasons)
    edition.status = EditionStatus.IN_REVIEW
    edition.submitted_at, edition.submitted_by = at, by
    edition.save(update_fields=["status", "submitted_at", "submitted_by"])
    record("specs.review_asked", subject=edition, by=by, at=at, title=str(edition))
    return edition


@transaction.atomic
def give_back(edition_id: int, *, reason: str, by: User, at: datetime) -> Edition:
    """Turn an edition in review into a draft again. Who asked for the review may take it back.

    Raises Refused without a reason.
    """
    edition = lock_edition(edition_id, by, Permission.EDITION_EDIT)
    if edition.status != EditionStatus.IN_REVIEW:
        raise Refused("差し戻せるのは、確認中の版だけです。")
    if not reason.strip():
        raise Refused("差し戻す理由を入力してください。")
    edition.status = EditionStatus.DRAFT
    edition.submitted_at = edition.submitted_by = None
    edition.save(update_fields=["status", "submitted_at", "submitted_by"])
    record(
        "specs.review_given_back",
        subject=edition,
        by=by,
        at=at,
        title=str(edition),
        reason=reason.strip(),
    )
    return edition


@transaction.atomic
def publish_reviewed(edition_id: int, *, by: User, at: datetime) -> Edition:
    """Publish an edition in review. Raises Refused when the same person asked for the review,
    unless the municipality reviews alone; and with every reason of publish_edition."""
    edition = lock_edition(edition_id, by, Permission.EDITION_PUBLISH)
    if edition.status != EditionStatus.IN_REVIEW:
        raise Refused("公開できるのは、確認を依頼した版だけです。先に確認を依頼してください。")
    if refusal := why_not_review(edition, by):
        raise Refused(refusal)
    publish_edition(edition, by=by, at=at)
    edition.refresh_from_db()
    return edition


def why_not_review(edition: Edition, user: User) -> str | None:
    """Why the user may not be the second person, as a sentence; None when allowed."""
    if edition.submitted_by_id != user.pk or edition.municipality.reviews_alone:
        return None
    return (
        "確認を依頼した職員は、自分で公開できません。ほかの情報政策部門の職員に依頼してください。"
    )


def missing_facts(edition: Edition) -> list[str]:
    """What has to be written about a draft before it is reviewed, as sentences."""
    reasons = []
    if not edition.change_note:
        reasons.append("「改定の要点」を入力してください。")
    if edition.effective_on is None:
        reasons.append("「適用開始日」を入力してください。")
    reasons += [
        f"「{caption}」に、条文として読み取れない入力が残っています。直してください。"
        for caption in edition.clauses.exclude(typed="").values_list("caption", flat=True)
    ]
    return reasons


@transaction.atomic
def set_reviews_alone(*, alone: bool, by: User, at: datetime) -> None:
    """Switch the four eyes off or on for the user's municipality."""
    require(by, Permission.EDITION_PUBLISH)
    municipality = Municipality.objects.visible_to(by).select_for_update().get()
    if municipality.reviews_alone == alone:
        return
    municipality.reviews_alone = alone
    municipality.save(update_fields=["reviews_alone"])
    record(
        "specs.four_eyes_switched",
        subject=municipality,
        municipality_id=municipality.pk,
        by=by,
        at=at,
        alone=alone,
    )

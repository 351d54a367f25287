"""職員の判断: choosing another risk or another preset than the rules propose, with a reason."""

from datetime import datetime

from accounts.models import User
from common.canonical import dumps, sha256_hex
from common.errors import Refused
from engagements.content import override_content
from engagements.models import Engagement, Override
from ledger.actions import record


def settle(
    engagement: Engagement,
    subject: Override.Subject,
    *,
    proposed: str,
    chosen: str,
    reason: str,
    names: dict[str, str],
    by: User,
    at: datetime,
) -> None:
    """Keep a choice that differs from the proposal, or take the former one back where it doesn't.

    Called inside the action that saves the answers. `names` says what a value is called. Raises
    Refused when the reason is missing.
    """
    rows = Override.objects.filter(engagement=engagement, subject=subject, is_current=True)
    current = rows.first()
    reason = reason.strip()
    if chosen == proposed:
        if current is not None:
            rows.update(is_current=False)
            _record("engagements.proposal_restored", current, engagement, by, at)
        return
    if not reason:
        raise Refused(
            f"{subject.label}の提案は「{names.get(proposed, proposed)}」です。"
            f"「{names.get(chosen, chosen)}」を選ぶときは、その理由を入力してください。"
        )
    if current is not None:
        if (current.proposed, current.chosen, current.reason) == (proposed, chosen, reason):
            return
        rows.update(is_current=False)
    made = Override.objects.create(
        municipality_id=engagement.municipality_id,
        engagement=engagement,
        subject=subject,
        proposed=proposed,
        chosen=chosen,
        reason=reason,
        decided_at=at,
        decided_by=by,
    )
    _record("engagements.proposal_overridden", made, engagement, by, at)


def _record(verb: str, row: Override, engagement: Engagement, by: User, at: datetime) -> None:
    record(
        verb,
        subject=row,
        context=engagement,
        by=by,
        at=at,
        about=row.subject,
        proposed=row.proposed,
        chosen=row.chosen,
        reason=row.reason,
        sha256=sha256_hex(dumps(override_content(row))),
    )

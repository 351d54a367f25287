"""Which documents an engagement can issue in which stage."""

from accounts.models import User
from accounts.permissions import Permission, may
from documents.kinds import DocumentKind, by_name
from engagements.models import Engagement, Stage, ToldRequirements

_AFTER_CONTRACT = (Stage.PERFORMANCE, Stage.CLOSING, Stage.CLOSED, Stage.TERMINATED)

# Kind → the stages in which issuing it makes sense. An annex issued once performance has
# begun would not be the one that was signed.
STAGES: dict[str, tuple[Stage, ...]] = {
    "notice-bundle": (Stage.NOTICE, Stage.SELECTION),
    "requirement-notice": (Stage.NOTICE, Stage.SELECTION),
    "requirement-changes": (Stage.NOTICE, Stage.SELECTION),
    "check-table-blank": (Stage.NOTICE, Stage.SELECTION),
    "annex": (Stage.NOTICE, Stage.SELECTION, Stage.CONTRACTING),
    "contract-approval": (Stage.CONTRACTING,),
    "annex-bundle": (Stage.CONTRACTING,),
    "penalties": (Stage.CONTRACTING, *_AFTER_CONTRACT[:1]),
    "selection-report": (Stage.SELECTION, Stage.CONTRACTING),
    "termination-notice": (Stage.TERMINATED,),
    "verification-report": _AFTER_CONTRACT,
}


def issuable_kinds(
    engagement: Engagement, user: User, told: ToldRequirements | None
) -> list[DocumentKind]:
    """The documents to offer as buttons on the engagement's home. `told`: requirements.newest_told."""
    if not may(user, Permission.DOCUMENT_ISSUE):
        return []
    is_changed = told is not None and told.number > 0
    return [
        by_name(slug)
        for slug, stages in STAGES.items()
        if engagement.stage in stages and (slug != "requirement-changes" or is_changed)
    ]

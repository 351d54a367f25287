"""Checks that several actions share: whose engagement, and in which stage."""

from collections.abc import Collection

from accounts.models import User
from accounts.permissions import Permission, require
from common.errors import Refused
from engagements.models import Engagement, Stage


def require_on(
    user: User,
    permission: Permission,
    engagement: Engagement,
    stages: Collection[Stage],
    *,
    what: str,
) -> None:
    """Raises Refused unless the user may do this to this engagement in its stage now.

    The stage is read anew: the page may be older than a colleague's move. `what` ends the
    sentence 「…のは、準備の段階だけです」.
    """
    require(user, permission)
    row = Engagement.objects.visible_to(user).filter(pk=engagement.pk)
    stage = row.values_list("stage", flat=True).first()
    if stage is None:
        raise Refused("ほかの課の案件は扱えません。")
    if stage not in stages:
        names = "・".join(str(s.label) for s in stages)
        raise Refused(f"{what}のは、{names}の段階だけです。")

"""Which editions a municipality may start from or follow: the one place that looks beyond the
own municipality, and only at what its owner shares."""

from django.db.models import Q, QuerySet

from accounts.models import User
from specs.models import Edition, EditionStatus, Specification


def editions_to_start_from(user: User) -> QuerySet[Edition]:
    """The current editions of the user's municipality, and those that others share."""
    own = Q(municipality_id=user.municipality_id)
    current = Edition.objects.filter(status=EditionStatus.PUBLISHED)
    return (
        current.filter(own | Q(specification__is_shared=True))
        .select_related("specification__municipality", "municipality")
        .order_by("municipality__code", "specification__title")
    )


def upstream_news(specification: Specification) -> Edition | None:
    """The current edition of the upstream, if the specification has not taken it in yet.

    None when the upstream is no longer shared, or says nothing new.
    """
    upstream = specification.upstream
    if upstream is None or not (
        upstream.is_shared or upstream.municipality_id == specification.municipality_id
    ):
        return None
    current = upstream.editions.filter(status=EditionStatus.PUBLISHED).first()
    latest = specification.editions.order_by("-number").first()
    if current is None or latest is None or latest.upstream_edition_id == current.pk:
        return None
    return current

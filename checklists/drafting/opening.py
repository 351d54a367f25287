"""Beginning a draft: the next edition of a specification, or a specification of one's own."""

from collections.abc import Iterator
from datetime import datetime
from itertools import count

from django.db import transaction
from django.utils.text import slugify

from accounts.models import Municipality, User
from accounts.permissions import Permission, require
from checklists.drafting.contents import copy_contents
from checklists.drafting.locking import lock_edition
from checklists.drafting.mending import copy_reasons
from checklists.drafting.states import keep_state
from common.errors import Refused
from ledger.actions import record
from specs.models import Edition, EditionStatus, Specification
from specs.sharing import editions_to_start_from


@transaction.atomic
def open_draft(specification_id: int, *, by: User, at: datetime) -> Edition:
    """Begin the next edition of a specification as a copy of its latest one.

    Raises Refused when a draft is open already, or there is no edition to copy.
    """
    require(by, Permission.EDITION_EDIT)
    visible = Specification.objects.visible_to(by).select_for_update()
    specification = visible.filter(pk=specification_id).first()
    if specification is None:
        raise Refused("ほかの自治体の特記仕様書は改定できません。")
    latest = specification.editions.order_by("-number").first()
    if latest is None:
        raise Refused("元になる版がありません。先に特記仕様書を取り込んでください。")
    if not latest.is_published:
        raise Refused(
            f"{latest}が作成中又は確認中です。改定の案は、一つの特記仕様書に一つだけ作れます。"
        )
    return _copy(latest, specification, latest.number + 1, by=by, at=at)


@transaction.atomic
def start_specification(
    source_id: int, *, title: str, purpose: str = "", by: User, at: datetime
) -> Edition:
    """Begin a specification of one's own as a copy of a published edition: one's own, or one
    that another municipality shares. It follows the source from then on.

    Raises Refused for an edition that may not be used, or a title that is taken.
    """
    require(by, Permission.EDITION_EDIT)
    source = editions_to_start_from(by).filter(pk=source_id).first()
    if source is None:
        raise Refused("元にする特記仕様書を、一覧から選び直してください。")
    municipality = Municipality.objects.visible_to(by).get()
    specification = create_specification(municipality, title, purpose=purpose)
    specification.upstream = source.specification
    specification.save(update_fields=["upstream"])
    return _copy(source, specification, 1, by=by, at=at)


def create_specification(
    municipality: Municipality, title: str, *, purpose: str = ""
) -> Specification:
    """A specification without editions. Raises Refused for a missing or taken title."""
    title = title.strip()
    if not title:
        raise Refused("特記仕様書の名称を入力してください。")
    own = Specification.objects.filter(municipality=municipality)
    if own.filter(title=title).exists():
        raise Refused(f"「{title}」という名称の特記仕様書は既にあります。別の名称にしてください。")
    taken = set(own.values_list("key", flat=True))
    key = next(key for key in _keys(title) if key not in taken)
    return Specification.objects.create(
        municipality=municipality, key=key, title=title, purpose=purpose.strip()
    )


def _keys(title: str) -> Iterator[str]:
    """Keys to try: the Latin letters of the title, then specification-2, -3, …"""
    if name := slugify(title)[:50]:
        yield name
    yield from (f"{name or 'specification'}-{number}" for number in count(2))


def _copy(
    source: Edition, specification: Specification, number: int, *, by: User, at: datetime
) -> Edition:
    own = source.specification_id == specification.pk
    edition = Edition.objects.create(
        municipality_id=specification.municipality_id,
        specification=specification,
        number=number,
        based_on=source,
        upstream_edition=source.upstream_edition if own else source,
        frame=source.frame,
        created_at=at,
        created_by=by,
    )
    copy_contents(source, edition)
    if own:
        copy_reasons(source, edition)
    record(
        "specs.draft_opened", subject=edition, by=by, at=at, title=str(edition), source=str(source)
    )
    keep_state(edition, f"{source}の写し", by=by, at=at)
    return edition


@transaction.atomic
def discard_draft(edition_id: int, *, reason: str, by: User, at: datetime) -> None:
    """Throw a draft away, with every state of it. Raises Refused without a reason, or when it
    is not a draft."""
    edition = lock_edition(edition_id, by, Permission.EDITION_EDIT)
    if edition.status not in (EditionStatus.DRAFT, EditionStatus.IN_REVIEW):
        raise Refused("公開した版は取りやめられません。")
    if not reason.strip():
        raise Refused("改定を取りやめる理由を入力してください。")
    record(
        "specs.draft_discarded",
        subject=edition,
        by=by,
        at=at,
        title=str(edition),
        reason=reason.strip(),
    )
    specification = edition.specification
    edition.delete()
    if not specification.editions.exists():
        specification.delete()


@transaction.atomic
def share_specification(specification_id: int, *, shared: bool, by: User, at: datetime) -> None:
    """Let other municipalities start from the published editions and follow them, or no longer.

    Those that started from it keep what they have.
    """
    require(by, Permission.EDITION_PUBLISH)
    visible = Specification.objects.visible_to(by).select_for_update()
    specification = visible.filter(pk=specification_id).first()
    if specification is None:
        raise Refused("ほかの自治体の特記仕様書は変えられません。")
    if specification.is_shared == shared:
        return
    specification.is_shared = shared
    specification.save(update_fields=["is_shared"])
    record("specs.shared", subject=specification, by=by, at=at, shared=shared)

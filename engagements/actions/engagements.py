"""委託案件: registering one, and correcting what was registered."""

from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import Department, User
from accounts.permissions import Permission, require
from checklists.models import Preset
from common.dates import fiscal_year
from common.errors import Refused
from engagements.gates import claim, enter, same_municipality, validate
from engagements.models import Engagement, Procurement, Stage, Tailoring
from ledger.actions import record
from specs.models import Edition, EditionStatus

FIELDS = (
    "title",
    "work",
    "personal_data",
    "procurement",
    "negotiated_ground",
    "place_condition",
    "contact",
    "answer_deadline",
    "answer_deadline_time",
    "inquiry_deadline",
    "period_from",
    "period_to",
)
# 施行令第167条の2第1項第1号 to 第9号.
GROUNDS = range(1, 10)
GROUNDED = (Procurement.NEGOTIATED, Procurement.QUOTATION, Procurement.PROPOSAL)


@transaction.atomic
def create_engagement(
    *, copied_from: Engagement | None = None, by: User, at: datetime, **fields: Any
) -> Engagement:
    """Register an engagement of the user's own department, in planning.

    `fields` are those of FIELDS and, if given, `fiscal_year`; else the 年度 is that of the
    first day of the work, or today's. `copied_from` is said once and never changes. Raises
    Refused.
    """
    require(by, Permission.ENGAGEMENT_EDIT)
    if by.department_id is None:
        raise Refused("所属する課が登録されていません。管理者に連絡してください。")
    # The department's row is the queue in which numbers are given out.
    department = Department.objects.select_for_update().get(pk=by.department_id)
    year = fields.pop("fiscal_year", None) or _year(fields.get("period_from"), at)
    engagement = Engagement(
        municipality_id=department.municipality_id,
        department=department,
        fiscal_year=year,
        sequence=_next_sequence(department, year),
        stage_changed_at=at,
        created_at=at,
        created_by=by,
        copied_from=copied_from,
        **_known(fields),
    )
    _check(engagement)
    engagement.save(force_insert=True)
    record(
        "engagements.created",
        subject=engagement,
        context=engagement,
        by=by,
        at=at,
        number=engagement.number,
        title=engagement.title,
    )
    return engagement


@transaction.atomic
def update_engagement(
    engagement: Engagement, *, revision: int | None, by: User, at: datetime, **fields: Any
) -> Engagement:
    """Correct what was registered, while planning. The number stays, whatever the dates.

    Raises Stale when somebody saved since `revision` was read (None: don't ask); Refused.
    """
    fresh = enter(engagement, by=by, permission=Permission.ENGAGEMENT_EDIT, stages=[Stage.PLANNING])
    claim(fresh, revision)
    changed = {
        name: value for name, value in _known(fields).items() if getattr(fresh, name) != value
    }
    for name, value in changed.items():
        setattr(fresh, name, value)
    _check(fresh)
    fresh.save(update_fields=list(changed))
    record(
        "engagements.updated",
        subject=fresh,
        context=fresh,
        by=by,
        at=at,
        changed={name: _json(value) for name, value in changed.items()},
    )
    return fresh


@transaction.atomic
def choose_edition(
    engagement: Engagement, *, edition: Edition, preset: Preset, by: User, at: datetime
) -> Engagement:
    """Base an engagement on a published edition and a preset of check items, while planning.

    Another edition has other clauses, so decisions about the former one's are set aside and
    the scope questions are to be confirmed again. Raises Refused.
    """
    fresh = enter(engagement, by=by, permission=Permission.ENGAGEMENT_EDIT, stages=[Stage.PLANNING])
    same_municipality(fresh, edition, preset)
    if preset.edition_id != edition.pk:
        raise Refused("確認表の型は、選んだ版のものから選んでください。")
    if (fresh.edition_id, fresh.preset_id) == (edition.pk, preset.pk):
        return fresh
    if fresh.edition_id != edition.pk:
        if edition.status != EditionStatus.PUBLISHED:
            raise Refused("公開されている版を選んでください。")
        Tailoring.objects.filter(engagement=fresh, is_current=True).update(is_current=False)
        fresh.scope_confirmed_at = None
    fresh.edition, fresh.preset = edition, preset
    claim(fresh, None)
    fresh.save(update_fields=["edition", "preset", "scope_confirmed_at"])
    record(
        "engagements.edition_chosen",
        subject=fresh,
        context=fresh,
        by=by,
        at=at,
        edition=str(edition),
        sha256=edition.content_sha256,
        preset=preset.key,
    )
    return fresh


def _known(fields: dict[str, Any]) -> dict[str, Any]:
    unknown = set(fields) - set(FIELDS)
    if unknown:
        raise TypeError(f"an engagement has no {', '.join(sorted(unknown))}")
    return {
        name: value.strip() if isinstance(value, str) else value for name, value in fields.items()
    }


def _check(engagement: Engagement) -> None:
    validate(engagement)
    ground = engagement.negotiated_ground
    if ground is None:
        return
    if engagement.procurement not in GROUNDED:
        raise Refused("随意契約の根拠は、契約方式が入札のときは入力しません。空欄にしてください。")
    if ground not in GROUNDS:
        raise Refused("随意契約の根拠は、施行令第167条の2第1項の1号から9号までの数字です。")


def _year(period_from: date | None, at: datetime) -> int:
    return fiscal_year(period_from or timezone.localtime(at).date())


def _next_sequence(department: Department, year: int) -> int:
    rows = Engagement.objects.filter(
        municipality_id=department.municipality_id, department=department, fiscal_year=year
    )
    return (rows.aggregate(last=Max("sequence"))["last"] or 0) + 1


def _json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | time) else value

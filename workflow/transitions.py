"""The workflow, as a table.

Read MOVES from top to bottom: it is the whole process. A move says where it starts, where it
ends, who may make it, what must hold first, whether it needs a reason, and what it does.
Nothing else in the project assigns Engagement.stage (tests/test_architecture.py checks).
docs/workflow.md is drawn from this table by `manage.py workflow_diagram`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission, Role, may
from common.errors import Refused
from engagements.models import Engagement, Stage
from ledger.actions import record
from workflow import effects, guards
from workflow.guards import Guard, ToDo
from workflow.snapshot import Snapshot

Effect = Callable[[Snapshot, User, datetime, str], None]

BUSINESS = frozenset({Role.BUSINESS})
BUSINESS_OR_CONTRACTS = frozenset({Role.BUSINESS, Role.CONTRACTS})


@dataclass(frozen=True)
class Move:
    """One arrow of the process."""

    slug: str
    source: Stage
    target: Stage
    label: str
    roles: frozenset[Role]
    guards: tuple[Guard, ...] = ()
    needs_reason: bool = False
    effect: Effect | None = None

    @property
    def is_forward(self) -> bool:
        """Whether the move is part of the straight road from planning to closed."""
        return not self.needs_reason


MOVES = (
    Move(
        "notify",
        Stage.PLANNING,
        Stage.NOTICE,
        "要件の伝達に進む",
        BUSINESS,
        (guards.edition_is_chosen, guards.scope_is_answered, guards.deadline_is_set),
        effect=effects.fix_the_requirements,
    ),
    Move(
        "select",
        Stage.NOTICE,
        Stage.SELECTION,
        "委託事業者の選定に進む",
        BUSINESS,
        (guards.notice_is_issued, guards.addendum_is_issued),
    ),
    Move(
        "contract",
        Stage.SELECTION,
        Stage.CONTRACTING,
        "契約に進む",
        BUSINESS,
        (
            guards.bid_is_chosen,
            guards.chosen_bid_is_answered,
            guards.required_items_are_met,
            guards.nothing_is_to_be_redone,
        ),
        effect=effects.take_the_conditions,
    ),
    Move(
        "perform",
        Stage.CONTRACTING,
        Stage.PERFORMANCE,
        "契約を確定し、履行に進む",
        BUSINESS_OR_CONTRACTS,
        (
            guards.contract_is_registered,
            guards.blanks_are_filled,
            guards.contractor_is_not_suspended,
            guards.required_items_are_met,
            guards.tailoring_is_approved,
            guards.conditions_are_settled,
            guards.annex_is_issued,
        ),
        effect=effects.fix_the_contract,
    ),
    Move(
        "close",
        Stage.PERFORMANCE,
        Stage.CLOSING,
        "終了確認に進む",
        BUSINESS,
        (
            guards.round_is_concluded,
            guards.rounds_are_finished,
            guards.findings_are_closed,
            guards.reports_are_in,
        ),
    ),
    Move(
        "complete",
        Stage.CLOSING,
        Stage.CLOSED,
        "完了とする",
        BUSINESS,
        (guards.end_is_checked, guards.findings_are_closed, guards.disposal_is_verified),
    ),
    Move(
        "replan",
        Stage.NOTICE,
        Stage.PLANNING,
        "準備に戻す",
        BUSINESS,
        needs_reason=True,
        effect=effects.keep_the_reason,
    ),
    Move(
        "rework",
        Stage.SELECTION,
        Stage.PLANNING,
        "要件を変えるため、準備に戻す",
        BUSINESS,
        needs_reason=True,
        effect=effects.keep_the_reason,
    ),
    Move(
        "renotify", Stage.SELECTION, Stage.NOTICE, "要件の伝達に戻す", BUSINESS, needs_reason=True
    ),
    Move(
        "reselect",
        Stage.CONTRACTING,
        Stage.SELECTION,
        "委託事業者の選定に戻す",
        BUSINESS,
        needs_reason=True,
    ),
    Move("resume", Stage.CLOSING, Stage.PERFORMANCE, "履行に戻す", BUSINESS, needs_reason=True),
    *(
        Move(f"cancel-{stage}", stage, Stage.CANCELLED, "中止する", BUSINESS, needs_reason=True)
        for stage in (Stage.PLANNING, Stage.NOTICE, Stage.SELECTION, Stage.CONTRACTING)
    ),
    Move(
        "terminate",
        Stage.PERFORMANCE,
        Stage.TERMINATED,
        "契約を解除する",
        BUSINESS_OR_CONTRACTS,
        needs_reason=True,
    ),
)

BY_SLUG = {move.slug: move for move in MOVES}


def moves_for(engagement: Engagement, user: User) -> list[Move]:
    """The moves to offer as buttons: right stage and right role; guards may still fail."""
    if not may(user, Permission.ENGAGEMENT_MOVE):
        return []
    return [m for m in MOVES if m.source == engagement.stage and user.role in m.roles]


def next_move(engagement: Engagement) -> Move | None:
    """The move that goes on along the straight road, whoever may make it."""
    return next((m for m in MOVES if m.source == engagement.stage and m.is_forward), None)


def todo(move: Move, now: Snapshot) -> list[ToDo]:
    """What must hold before the move, done or not, in the order of the work."""
    return [guard(now) for guard in move.guards]


def reasons_against(now: Snapshot, move: Move, user: User, reason: str) -> list[str]:
    """Why the move is not allowed now, as sentences for the user. Empty means go."""
    if move not in moves_for(now.engagement, user):
        return [f"現在の段階又は権限では「{move.label}」を行えません。"]
    if move.needs_reason and not reason.strip():
        return [f"「{move.label}」には理由が必要です。理由を入力してください。"]
    return [item.reason for item in todo(move, now) if not item.done]


@transaction.atomic
def make_move(
    engagement: Engagement, move: Move, *, by: User, at: datetime, reason: str = ""
) -> None:
    """Carry out one move, its effect, and its record.

    The stage changes only if it is still the one the user saw; that holds on SQLite, where
    select_for_update does nothing, as on PostgreSQL. Raises Refused; nothing is written then.
    """
    now = Snapshot(engagement, effects.local_date(at))
    if reasons := reasons_against(now, move, by, reason):
        raise Refused(reasons)
    changed = Engagement.objects.filter(pk=engagement.pk, stage=move.source).update(
        stage=move.target, stage_changed_at=at
    )
    if not changed:
        raise Refused("他の利用者が先に段階を進めました。画面を更新して確かめてください。")
    if move.effect is not None:
        move.effect(now, by, at, reason)
    engagement.stage, engagement.stage_changed_at = move.target, at
    record(
        "workflow.moved",
        subject=engagement,
        context=engagement,
        by=by,
        at=at,
        move=move.slug,
        source=str(move.source),
        target=str(move.target),
        reason=reason.strip(),
    )

"""Who may do what: one table of permission × role. What is not in it is refused."""

from enum import StrEnum
from typing import Protocol

from common.errors import Refused


class Role(StrEnum):
    """役割: one a user."""

    BUSINESS = "business"
    POLICY = "policy"
    CONTRACTS = "contracts"
    AUDITOR = "auditor"
    ADMIN = "admin"


class Permission(StrEnum):
    """What can be allowed. The value is the end of a sentence: 「…する権限がありません」."""

    ENGAGEMENT_VIEW = "委託案件を見る"
    ENGAGEMENT_EDIT = "委託案件を編集する"
    ENGAGEMENT_MOVE = "段階を進める"
    TAILORING_DECIDE = "条項の適用・除外・変更を決める"
    TAILORING_APPROVE = "条項の除外・変更を承認する"
    VENDOR_EDIT = "事業者を登録・修正する"
    VENDOR_MERGE = "重複した事業者を統合する"
    SUSPENSION_EDIT = "指名停止を記録する"
    BID_EDIT = "応募を登録・修正する"
    ANSWERS_OPEN = "確認表の回答を開封する"
    ALTERNATIVE_APPROVE = "代替措置を承認する"
    SELECTION_DECIDE = "委託先を選定する"
    CONTRACT_EDIT = "契約を登録・修正する"
    CHECKLIST_FILL = "確認表に記入する"
    CHECKLIST_JUDGE = "確認表の判定をする"
    INSPECTION_EDIT = "実施状況確認を記録する"
    FINDING_EDIT = "指摘・是正を記録する"
    DISPOSAL_EDIT = "返還・消去・廃棄を確認する"
    DOCUMENT_VIEW = "文書を見る"
    DOCUMENT_ISSUE = "文書を発行する"
    EDITION_VIEW = "特記仕様書を見る"
    EDITION_EDIT = "特記仕様書を改定する"
    EDITION_PUBLISH = "特記仕様書を公開する"
    LEDGER_VIEW = "記録を見る"
    OWN_ACCOUNT = "自分の設定を変える"


_B, _P, _C, _A, _M = Role.BUSINESS, Role.POLICY, Role.CONTRACTS, Role.AUDITOR, Role.ADMIN
_EVERYONE = frozenset(Role)

ALLOWED: dict[Permission, frozenset[Role]] = {
    Permission.ENGAGEMENT_VIEW: _EVERYONE,
    Permission.ENGAGEMENT_EDIT: frozenset({_B}),
    Permission.ENGAGEMENT_MOVE: frozenset({_B, _C}),
    Permission.TAILORING_DECIDE: frozenset({_B}),
    Permission.TAILORING_APPROVE: frozenset({_P}),
    Permission.VENDOR_EDIT: frozenset({_B, _C}),
    Permission.VENDOR_MERGE: frozenset({_P, _C}),
    Permission.SUSPENSION_EDIT: frozenset({_P, _C}),
    Permission.BID_EDIT: frozenset({_B, _C}),
    Permission.ANSWERS_OPEN: frozenset({_B, _C}),
    Permission.ALTERNATIVE_APPROVE: frozenset({_P}),
    Permission.SELECTION_DECIDE: frozenset({_B}),
    Permission.CONTRACT_EDIT: frozenset({_B, _C}),
    Permission.CHECKLIST_FILL: frozenset({_B, _C}),
    Permission.CHECKLIST_JUDGE: frozenset({_B, _P}),
    Permission.INSPECTION_EDIT: frozenset({_B}),
    Permission.FINDING_EDIT: frozenset({_B}),
    Permission.DISPOSAL_EDIT: frozenset({_B}),
    Permission.DOCUMENT_VIEW: _EVERYONE,
    Permission.DOCUMENT_ISSUE: frozenset({_B, _P, _C}),
    Permission.EDITION_VIEW: _EVERYONE,
    Permission.EDITION_EDIT: frozenset({_P}),
    Permission.EDITION_PUBLISH: frozenset({_P}),
    Permission.LEDGER_VIEW: frozenset({_P, _A, _M}),
    Permission.OWN_ACCOUNT: _EVERYONE,
}


class Acting(Protocol):
    """What is asked of whoever acts, a member of staff or a firm (accounts.actors)."""

    @property
    def is_authenticated(self) -> bool:
        """Whether it is known who it is."""

    @property
    def is_active(self) -> bool:
        """Whether it may act at all."""

    @property
    def municipality_id(self) -> int | None:
        """The tenant."""

    @property
    def department_id(self) -> int | None:
        """The department, of those who have one."""

    @property
    def sees_whole_municipality(self) -> bool:
        """Whether other departments' rows are theirs to see."""

    def may(self, permission: Permission) -> bool:
        """Whether the role, or a firm, has the permission."""


def may(user: Acting, permission: Permission) -> bool:
    """Whether the user's role, or a firm, has the permission. Which objects: accounts.scoping."""
    return user.is_authenticated and user.is_active and user.may(permission)


def require(user: Acting, permission: Permission) -> None:
    """Raises Refused, with a sentence for the user, when the role lacks the permission."""
    if not may(user, permission):
        raise Refused(
            f"{permission}権限がありません。必要なときは、その権限を持つ課に依頼してください。"
        )

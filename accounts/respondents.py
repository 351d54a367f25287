"""回答者: a firm at its link. It has no account, and reaches one check table: its own."""

from dataclasses import dataclass

from accounts.permissions import Permission

# What a firm may do; which table, is decided by accounts.scoping.
ALLOWED = frozenset({Permission.CHECKLIST_FILL})


@dataclass(frozen=True)
class Respondent:
    """Whoever opened the link of one check table, named as the ledger shall name them."""

    municipality_id: int
    checklist_id: int
    name: str

    # No row of the table of users stands behind it.
    pk = None
    department_id = None
    is_authenticated = True
    is_active = True
    sees_whole_municipality = False

    def __str__(self) -> str:
        return f"{self.name}（回答用ページ）"

    def may(self, permission: Permission) -> bool:
        """Whether a firm has the permission."""
        return permission in ALLOWED

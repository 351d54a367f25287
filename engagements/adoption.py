"""新しい版の影響: what a newer edition would change for an engagement, clause by clause."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from checklists.content import ITEM
from checklists.models import CheckItem
from engagements.models import EditionDecision, Engagement, Stage, Tailoring
from specs.models import Clause, ClauseFate, Edition, EditionStatus
from specs.printing import PrintedEdition

# Of a clause, what an engagement has decided on when it decided about the clause.
DECISIVE = ("tree", "level", "omission", "applies_when")
RUNNING = (
    Stage.PLANNING,
    Stage.NOTICE,
    Stage.SELECTION,
    Stage.CONTRACTING,
    Stage.PERFORMANCE,
)


@dataclass(frozen=True)
class ClauseChange:
    """What happens to one clause from one edition to another.

    kind: new, retired, changed (text or rules), items (only its items), moved (only its number).
    """

    key: str
    caption: str
    kind: str
    old_label: str
    new_label: str
    items: tuple[str, ...]
    fate: str = ""

    WORDS = {
        "new": "新設",
        "retired": "廃止",
        "changed": "変更",
        "items": "確認項目の変更",
        "moved": "番号の移動",
    }

    @property
    def words(self) -> str:
        """The kind in words; of a clause that went, what became of it."""
        return self.fate or self.WORDS[self.kind]

    @property
    def matters(self) -> bool:
        """Whether anything but the number changes."""
        return self.kind != "moved"


class EditionStep:
    """The way from one edition to another. Built once for all engagements on the older one."""

    def __init__(self, old: Edition, new: Edition) -> None:
        self.old, self.new = old, new

    @cached_property
    def changes(self) -> list[ClauseChange]:
        """Every clause that differs in any way, in the order of the new edition."""
        before, after = _clauses(self.old), _clauses(self.new)
        old_labels, new_labels = (PrintedEdition.of(e).labels for e in (self.old, self.new))
        items = _changed_items(self.old, self.new)
        fates = {fate.clause_key: fate for fate in ClauseFate.objects.filter(edition=self.new)}
        found = []
        for key in [*after, *(key for key in before if key not in after)]:
            old, new = before.get(key), after.get(key)
            kind = _kind(old, new, items.get(key, ()))
            labels = old_labels.get(key, ""), new_labels.get(key, "")
            if kind == "same" and labels[0] != labels[1]:
                kind = "moved"
            if kind == "same":
                continue
            fate = _fate_words(fates.get(key), new_labels) if kind == "retired" else ""
            caption = (new or old).caption  # type: ignore[union-attr]
            found.append(ClauseChange(key, caption, kind, *labels, items.get(key, ()), fate))
        return found

    def changes_for(self, omitted: Iterable[str]) -> list[ClauseChange]:
        """Those that matter to an engagement which leaves out the clauses `omitted`."""
        gone = set(omitted)
        return [c for c in self.changes if c.matters and c.key not in gone]


def _clauses(edition: Edition) -> dict[str, Clause]:
    return {clause.key: clause for clause in edition.clauses.order_by("position")}


def _kind(old: Clause | None, new: Clause | None, items: tuple[str, ...]) -> str:
    if old is None:
        return "new"
    if new is None:
        return "retired"
    if is_decided_anew(old, new):
        return "changed"
    return "items" if items else "same"


def is_decided_anew(old: Clause, new: Clause) -> bool:
    """Whether a decision about the old clause has to be looked at again for the new one."""
    return any(getattr(old, name) != getattr(new, name) for name in DECISIVE)


def _changed_items(old: Edition, new: Edition) -> dict[str, tuple[str, ...]]:
    """Clause key → codes of the items that were added, changed or taken out."""
    fields = [name for name in ITEM if name != "position"]
    before, after = (
        {row["code"]: row for row in CheckItem.objects.filter(edition=e).values(*fields)}
        for e in (old, new)
    )
    found: dict[str, list[str]] = {}
    for code in sorted(before.keys() | after.keys()):
        if before.get(code) != after.get(code):
            for row in (before.get(code), after.get(code)):
                if row and code not in found.setdefault(row["clause__key"], []):
                    found[row["clause__key"]].append(code)
    return {key: tuple(codes) for key, codes in found.items()}


def _fate_words(fate: ClauseFate | None, labels: Mapping[str, str]) -> str:
    if fate is None:
        return "廃止"
    into = "、".join(labels.get(key, key) for key in fate.into)
    return f"{into}に{fate.get_fate_display()}" if into else str(fate.get_fate_display())


def newer_edition(engagement: Engagement) -> Edition | None:
    """The current edition of the engagement's specification, if it uses an older one and may
    still decide; one query."""
    edition = engagement.edition
    if edition is None or engagement.stage not in RUNNING:
        return None
    if edition.status == EditionStatus.PUBLISHED:
        return None
    newer = Edition.objects.filter(
        specification_id=edition.specification_id, status=EditionStatus.PUBLISHED
    )
    return newer.select_related("specification", "municipality").first()


def decision_about(engagement: Engagement, edition: Edition) -> EditionDecision | None:
    """The newest decision about an edition; one query."""
    rows = EditionDecision.objects.filter(engagement=engagement, edition=edition)
    return rows.select_related("decided_by").order_by("-pk").first()


def choices_for(engagement: Engagement) -> list[str]:
    """What the owner may choose in this stage."""
    choice = EditionDecision.Choice
    if engagement.stage == Stage.PLANNING:
        return [choice.ADOPT, choice.STAY]
    if engagement.stage == Stage.PERFORMANCE:
        return [choice.AMEND, choice.STAY]
    return [choice.STAY] if engagement.stage in RUNNING else []


def omitted_by_engagement(engagement_ids: Iterable[int]) -> dict[int, set[str]]:
    """Keys of the clauses that each engagement leaves out; one query."""
    rows = Tailoring.objects.in_force().filter(
        engagement_id__in=engagement_ids, decision=Tailoring.Decision.OMITTED
    )
    found: dict[int, set[str]] = {}
    for pk, key in rows.values_list("engagement_id", "clause__key"):
        found.setdefault(pk, set()).add(key)
    return found

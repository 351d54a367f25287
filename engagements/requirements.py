"""要件: everything a bidder has to meet, as data; and what an addendum changes in it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from checklists.models import Phase
from common.canonical import dumps, sha256_hex
from common.dates import wareki
from engagements.annex import AnnexText, annex_of
from engagements.items import items_for
from engagements.models import Engagement, ToldRequirements
from engagements.questions import BY_KEY
from engagements.scope import facts_of

# Outline field → what the papers call it.
OUTLINE = {
    "edition": "特記仕様書の版",
    "title": "件名",
    "work": "委託する業務の内容",
    "personal_data": "取り扱う個人情報の項目",
    "place_condition": "取扱場所の条件",
    "procurement": "契約方式",
    "period": "履行期間（予定）",
}
PARTS = {"outline": "業務の概要", "fact": "前提", "clause": "特記仕様書の条", "item": "確認項目"}


@dataclass(frozen=True)
class Change:
    """One thing that differs. `before` is None for what was added, `after` for what was taken
    away; both are words for people. `key` names the thing among those of its `part`."""

    part: str
    key: str
    name: str
    before: str | None
    after: str | None


def requirements_of(engagement: Engagement) -> dict[str, Any]:
    """What bidders have to meet now, as canonical data; about ten queries.

    A clause's `wording` is the hash of its text with references as keys, so that renumbering
    changes none; its `text` is as printed. The deadline isn't in it: it is put off without changing what is asked.
    Raises Refused while no edition is chosen.
    """
    annex = annex_of(engagement)
    return {
        "outline": {
            "edition": str(engagement.edition),
            "title": engagement.title,
            "work": engagement.work,
            "personal_data": engagement.personal_data,
            "place_condition": engagement.place_condition,
            "procurement": str(engagement.get_procurement_display()),
            "period": _period(engagement),
        },
        "facts": dict(sorted(facts_of(engagement).items())),
        "clauses": _clauses(annex),
        "items": [
            {
                "code": item.code,
                "clause": item.clause.key,
                "prompt": item.before,
                "ok_when": item.ok_when,
                "level": item.level,
            }
            for item in items_for(engagement, Phase.PRE)
        ],
    }


def changes_between(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    """What differs between two results of `requirements_of`, in the order of the papers."""
    labels = {row["key"]: row["label"] for row in [*old["clauses"], *new["clauses"]]}
    return [
        *_texts("outline", OUTLINE, old["outline"], new["outline"]),
        *_texts("fact", _fact_names(), _fact_words(old["facts"]), _fact_words(new["facts"])),
        *_rows(
            "clause",
            old["clauses"],
            new["clauses"],
            "key",
            _clause_name,
            _clause_words,
            ("caption", "wording"),
        ),
        *_rows(
            "item",
            old["items"],
            new["items"],
            "code",
            _item_name(labels),
            _item_words,
            ("prompt", "ok_when", "level"),
        ),
    ]


def newest_told(engagement: Engagement) -> ToldRequirements | None:
    """The requirements as they stand; None before the notice stage. One query, without the
    requirements themselves: those are read when somebody asks for `content`."""
    rows = ToldRequirements.objects.filter(engagement=engagement).defer("content")
    return rows.order_by("-pk").first()


def addenda_of(engagement: Engagement) -> list[ToldRequirements]:
    """Every addendum that led to the requirements as they stand, the newest first. Two queries."""
    newest = newest_told(engagement)
    rows = ToldRequirements.objects.filter(engagement=engagement, number__gt=0).defer("content")
    by_pk = {row.pk: row for row in rows}
    found = []
    at = by_pk.get(newest.pk) if newest else None
    while at is not None:
        found.append(at)
        at = by_pk.get(at.follows_id or 0)
    return found


def is_asked_again(changes: Iterable[Mapping[str, Any]]) -> bool:
    """Whether stored changes make bidders answer again; a better worded outline doesn't."""
    return any(change["part"] != "outline" for change in changes)


def as_data(changes: Iterable[Change]) -> list[dict[str, Any]]:
    """Changes as they are stored with an addendum."""
    return [asdict(change) for change in changes]


def _period(engagement: Engagement) -> str:
    first, last = engagement.period_from, engagement.period_to
    return f"{wareki(first)}から{wareki(last)}まで" if first and last else ""


def _clauses(annex: AnnexText) -> list[dict[str, str]]:
    rows = []
    for clause, label, _ in annex.kept:
        row = annex.tailorings.get(clause.key)
        tree = row.tree if row is not None and row.tree else clause.tree
        rows.append(
            {
                "key": clause.key,
                "caption": clause.caption,
                "label": label,
                "wording": sha256_hex(dumps(tree)),
                "text": annex.printed.wording(clause.key),
            }
        )
    return rows


def _texts(
    part: str, names: Mapping[str, str], old: Mapping[str, str], new: Mapping[str, str]
) -> list[Change]:
    return [
        Change(part, key, name, old.get(key, ""), new.get(key, ""))
        for key, name in names.items()
        if old.get(key, "") != new.get(key, "")
    ]


def _fact_names() -> dict[str, str]:
    return {key: question.fact for key, question in BY_KEY.items()}


def _fact_words(facts: Mapping[str, str]) -> dict[str, str]:
    return {key: BY_KEY[key].words(value) for key, value in facts.items() if key in BY_KEY}


def _rows(
    part: str,
    old: list[dict[str, str]],
    new: list[dict[str, str]],
    key: str,
    name_of: Callable[[dict[str, str]], str],
    words_of: Callable[[dict[str, str]], str],
    same: tuple[str, ...],
) -> list[Change]:
    """Rows that were taken away, then those that were added or differ in one of `same`."""
    before = {row[key]: row for row in old}
    after = {row[key] for row in new}
    found = [
        Change(part, row[key], name_of(row), words_of(row), None)
        for row in old
        if row[key] not in after
    ]
    for row in new:
        former = before.get(row[key])
        if former is None:
            found.append(Change(part, row[key], name_of(row), None, words_of(row)))
        elif any(former[name] != row[name] for name in same):
            found.append(Change(part, row[key], name_of(row), words_of(former), words_of(row)))
    return found


def _clause_name(row: dict[str, str]) -> str:
    return f"{row['label']}（{row['caption']}）"


def _clause_words(row: dict[str, str]) -> str:
    return row["text"]


def _item_name(labels: Mapping[str, str]) -> Callable[[dict[str, str]], str]:
    return lambda row: f"{row['code']}（{labels.get(row['clause'], '')}関係）"


def _item_words(row: dict[str, str]) -> str:
    return f"【{row['level']}】{row['prompt']}\n対応可といえる状態：{row['ok_when']}"

"""What is said about a row beside its words: what became of it, and where its number went."""

from collections.abc import Mapping

from specs.text.compare.result import ArticleRow, Comparison, Fate, Kind, ProvisionRow

# Of a filter, a tag, a count: one word a kind.
KIND_WORDS = {
    Kind.CHANGED: "変更",
    Kind.ADDED: "新設",
    Kind.REMOVED: "削除",
    Kind.MOVED: "移動",
    Kind.MOVED_CHANGED: "移動・変更",
    Kind.RENUMBERED: "番号のみ",
    Kind.UNCHANGED: "変更なし",
}
_FATES = {"retired": "廃止", "split": "分割", "merged": "統合"}
_MOVED = (Kind.MOVED, Kind.MOVED_CHANGED)


def number_note(row: ArticleRow) -> str:
    """第8条→第7条（繰上げ）, 第12条→第5条（移動）, 移動; empty when it stayed."""
    if row.old is None or row.new is None:
        return ""
    before, after = row.old.number, row.new.number
    if before == after:
        return "移動" if row.is_moved else ""
    if row.is_moved:
        return f"{row.old.label}→{row.new.label}（移動）"
    up = (after.number, after.branch) < (before.number, before.branch)
    return f"{row.old.label}→{row.new.label}（{'繰上げ' if up else '繰下げ'}）"


def article_remarks(row: ArticleRow, names: Mapping[str, str]) -> list[str]:
    """What the remarks column says of an article; `names` are those of new articles by key."""
    found = []
    if row.kind is Kind.ADDED:
        found.append("新設")
    elif row.kind is Kind.REMOVED:
        kept = row.new is not None and row.new.is_void
        found.append("削除（条の番号は残す。）" if kept else "削除")
    if note := number_note(row):
        found.append(note)
    found += [fate_words(fate, names) for fate in row.fates]
    return found


def provision_remark(row: ProvisionRow) -> str:
    """第2項第3号から移動."""
    if row.kind in _MOVED and row.old is not None:
        return f"{row.old.label}から移動"
    return ""


def fate_words(fate: Fate, names: Mapping[str, str]) -> str:
    """第9条（再委託）及び第10条（再委託先の監督）に分割：理由."""
    into = [names.get(key, key) for key in fate.into]
    where = ""
    if into:
        where = "、".join(into[:-1]) + ("及び" if len(into) > 1 else "") + into[-1] + "に"
    reason = f"：{fate.reason}" if fate.reason else ""
    return f"{where}{_FATES[fate.fate]}{reason}"


def new_names(comparison: Comparison) -> dict[str, str]:
    """Key → 第9条（再委託） of the articles of the new document."""
    return {row.new.key: row.new.name for row in comparison.rows if row.new}


def summary(comparison: Comparison) -> str:
    """What differs, in one sentence or two."""
    counts = comparison.counts
    if not comparison.rows:
        return "どちらにも条がありません。"
    parts = [
        f"{words}が{count}条"
        for kind, words in KIND_WORDS.items()
        if not kind.is_quiet and (count := counts[kind])
    ]
    renumbered = counts[Kind.RENUMBERED]
    numbers = f"内容が同じで番号だけが変わった条は{renumbered}条です。" if renumbered else ""
    if not parts:
        same = "条文の内容に違いはありません。"
        return same + numbers
    rest = counts[Kind.UNCHANGED]
    unchanged = f"変更のない条は{rest}条です。" if rest else ""
    return f"{'、'.join(parts)}あります。{numbers}{unchanged}"

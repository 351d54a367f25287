"""The outline of a draft: clauses added, moved, retired, split and merged.

Clauses keep their key from edition to edition. What becomes of one that goes is recorded
(ClauseFate), so that an engagement and a reader ten years on can follow it.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from checklists.drafting.codes import next_code
from checklists.drafting.locking import clause_of, lock_draft
from checklists.drafting.states import finish
from checklists.models import CheckItem, Preset
from common.errors import Refused
from specs.models import Annex, Clause, ClauseFate, Edition, Fate, Form, Level, Omission
from specs.printing import PrintedEdition
from specs.text import tree
from specs.text.codec import from_json, to_json
from specs.text.restructure import forget, merge_articles, retarget, split_article

NEW_TEXT = "ここに条文を書く。"


@transaction.atomic
def add_clause(edition_id: int, *, caption: str, after: str = "", by: User, at: datetime) -> Clause:
    """A new clause behind the clause `after`; at the top without one.

    Raises Refused for a missing or too long caption.
    """
    edition = lock_draft(edition_id, by)
    caption = caption.strip().strip("（）()").strip()
    if not caption or len(caption) > 60:
        raise Refused("見出しを60字以内で入力してください。例：再委託")
    code = _next_code(edition)
    article = tree.Article(
        code.lower(),
        caption,
        (tree.Paragraph("p1", (tree.Sentence("main", (tree.Text(NEW_TEXT),)),)),),
    )
    clause = _create(edition, article, code, like=None)
    _order(edition, clause, after)
    _told(edition, clause, "specs.clause_added", f"「{caption}」の条を加えた", by, at)
    return clause


@transaction.atomic
def move_clause(edition_id: int, key: str, *, after: str, by: User, at: datetime) -> bool:
    """Put a clause behind the clause `after`; at the top when that is empty. Whether it moved."""
    edition = lock_draft(edition_id, by)
    clause = clause_of(edition, key)
    if not _order(edition, clause, after):
        return False
    _told(edition, clause, "specs.clause_moved", f"「{clause.caption}」を動かした", by, at)
    return True


@transaction.atomic
def retire_clause(edition_id: int, key: str, *, reason: str, by: User, at: datetime) -> None:
    """Take a clause out of the draft, with its items. Raises Refused without a reason, and for
    the last clause. Lists and ranges close up over it; a reference to nothing else is then a
    finding, never a wrong number."""
    edition = lock_draft(edition_id, by)
    clause = clause_of(edition, key)
    if edition.clauses.count() == 1:
        raise Refused("最後の条は廃止できません。")
    _fate(edition, clause, Fate.RETIRED, [], reason)
    numbering = PrintedEdition.of(edition).printer.numbering
    _remove(edition, clause)
    for other in edition.clauses.all():
        _store_if_changed(other, forget(from_json(other.tree), key, numbering))
    _told(edition, clause, "specs.clause_retired", f"「{clause.caption}」を廃止した", by, at)


@transaction.atomic
def merge_clause(
    edition_id: int, key: str, *, into: str, reason: str, by: User, at: datetime
) -> Clause:
    """Append the text and the items of a clause to another clause, and take it out.

    References follow. Raises Refused without a reason.
    """
    edition = lock_draft(edition_id, by)
    clause, target = clause_of(edition, key), clause_of(edition, into)
    if clause.pk == target.pk:
        raise Refused("統合する相手には、別の条を選んでください。")
    _fate(edition, clause, Fate.MERGED, [into], reason)
    merged, moved = merge_articles(from_json(target.tree), from_json(clause.tree))
    known = {blank["key"] for blank in target.blanks}
    target.blanks = [*target.blanks, *(b for b in clause.blanks if b["key"] not in known)]
    laws = {basis["key"] for basis in target.legal_basis}
    target.legal_basis = [
        *target.legal_basis,
        *(b for b in clause.legal_basis if b["key"] not in laws),
    ]
    _store(target, merged)
    last = target.check_items.aggregate(last=Max("position"))["last"] or 0
    for step, item in enumerate(clause.check_items.order_by("position"), 1):
        item.clause, item.position = target, last + step
        item.save(update_fields=["clause", "position"])
    for model in (Annex, Form):
        model._default_manager.filter(edition=edition, clause_key=key).update(clause_key=into)
    _remove(edition, clause)
    _retarget(edition, moved)
    summary = f"「{clause.caption}」を「{target.caption}」に統合した"
    _told(edition, target, "specs.clause_merged", summary, by, at)
    return target


@transaction.atomic
def split_clause(
    edition_id: int, key: str, *, paragraph: int, caption: str, reason: str, by: User, at: datetime
) -> Clause:
    """Make a clause of its own of a clause's 項 from the `paragraph`-th (2 or later) on.

    References follow; the items stay and can be moved. Raises Refused for a 項 that isn't there,
    a missing caption or reason.
    """
    edition = lock_draft(edition_id, by)
    clause = clause_of(edition, key)
    article = from_json(clause.tree)
    caption = caption.strip().strip("（）()").strip()
    if not caption or len(caption) > 60:
        raise Refused("新しい条の見出しを60字以内で入力してください。")
    if not 2 <= paragraph <= len(article.paragraphs):
        raise Refused("分ける位置は、第2項から後で、この条にある項を選んでください。")
    code = _next_code(edition)
    kept, new, moved = split_article(article, paragraph - 1, key=code.lower(), caption=caption)
    _fate(edition, clause, Fate.SPLIT, [clause.key, new.key], reason)
    _store(clause, kept)
    made = _create(edition, new, code, like=clause)
    _order(edition, made, clause.key)
    _retarget(edition, moved)
    summary = f"「{clause.caption}」を分けて「{caption}」を作った"
    _told(edition, made, "specs.clause_split", summary, by, at)
    return made


def _told(
    edition: Edition, clause: Clause, verb: str, summary: str, by: User, at: datetime
) -> None:
    key, caption = clause.key, clause.caption
    finish(edition, verb, summary, by=by, at=at, clause_key=key, clause=key, caption=caption)


def _next_code(edition: Edition) -> str:
    """A code that no clause of this or an earlier edition has borne."""
    editions = edition.specification.editions.all()
    codes = set(Clause.objects.filter(edition__in=editions).values_list("code", flat=True))
    codes |= {key.upper() for key in _retired_keys(edition)}
    return next_code("C", codes, digits=2)


def _retired_keys(edition: Edition) -> set[str]:
    fates = ClauseFate.objects.filter(edition__specification=edition.specification_id)
    return set(fates.values_list("clause_key", flat=True))


def _create(edition: Edition, article: tree.Article, code: str, *, like: Clause | None) -> Clause:
    """A row for a new article, with the level and the omit rule of `like`."""
    return Clause.objects.create(
        municipality_id=edition.municipality_id,
        edition=edition,
        position=0,
        key=article.key,
        code=code,
        caption=article.caption,
        tree=to_json(article),
        level=like.level if like else Level.STANDARD,
        omission=like.omission if like else Omission.APPROVAL,
        applies_when=like.applies_when if like else "",
        rationale=like.rationale if like else "",
        guidance=like.guidance if like else "",
        blanks=[],
        legal_basis=like.legal_basis if like else [],
    )


def _order(edition: Edition, clause: Clause, after: str) -> bool:
    """Give the clauses their positions anew with `clause` behind `after`. Whether any changed."""
    rows = list(edition.clauses.exclude(pk=clause.pk).order_by("position", "pk"))
    keys = [row.key for row in rows]
    if after and after not in keys:
        raise Refused("移す先の条が見つかりません。条の一覧を開き直してください。")
    rows.insert(keys.index(after) + 1 if after else 0, clause)
    changed = []
    for position, row in enumerate(rows, 1):
        if row.position != position:
            row.position = position
            changed.append(row)
    Clause.objects.bulk_update(changed, ["position"])
    return bool(changed)


def _fate(edition: Edition, clause: Clause, fate: Fate, into: list[str], reason: str) -> None:
    """Record what becomes of a clause, if an edition before had it."""
    if not reason.strip():
        raise Refused("理由を入力してください。後の版で、なぜ変えたかが分かるようにするためです。")
    if edition.based_on and edition.based_on.clauses.filter(key=clause.key).exists():
        ClauseFate.objects.update_or_create(
            edition=edition,
            clause_key=clause.key,
            defaults={
                "municipality_id": edition.municipality_id,
                "caption": clause.caption,
                "fate": fate,
                "into": into,
                "reason": reason.strip(),
            },
        )


def _remove(edition: Edition, clause: Clause) -> None:
    codes = set(clause.check_items.values_list("code", flat=True))
    for preset in Preset.objects.filter(edition=edition):
        if codes & set(preset.codes):
            preset.codes = [code for code in preset.codes if code not in codes]
            preset.save(update_fields=["codes"])
    CheckItem.objects.filter(clause=clause).delete()
    clause.delete()


def _store(clause: Clause, article: tree.Article) -> None:
    clause.tree = to_json(article)
    clause.revision += 1
    clause.save(update_fields=["tree", "blanks", "legal_basis", "revision"])


def _retarget(edition: Edition, moved: dict[tree.Target, tree.Target]) -> None:
    """Let references follow provisions that stand in another clause now."""
    for clause in edition.clauses.all():
        _store_if_changed(clause, retarget(from_json(clause.tree), moved))


def _store_if_changed(clause: Clause, article: tree.Article) -> None:
    if article != from_json(clause.tree):
        _store(clause, article)

"""点検の結果に応える: a mend of the linter put into a draft, or a reason why a warning may stay."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from checklists.drafting.clauses import rewrite_clause, save_clause_facts
from checklists.drafting.locking import clause_of, lock_draft
from checklists.drafting.states import finish
from checklists.linting import subject_of
from checklists.models import Preset
from common.errors import Refused
from ledger.actions import record
from specs.models import Edition, WarningReason
from specs.text.codec import to_json
from specs.text.lint import LintFinding, Mend, apply_mend, codes, lint

REASON_LIMIT = 300
GONE = "この指摘は、もうありません。ほかの職員が直したか、条文が変わりました。"
# One mend can uncover the next; more rounds than this mean that they undo each other.
ROUNDS = 20


@transaction.atomic
def apply_mend_to_draft(
    edition_id: int, code: str, place: str, *, by: User, at: datetime
) -> LintFinding:
    """Do what the mend of a finding says. The draft is linted anew, so nothing is overwritten
    that changed since the page was drawn.

    Raises Refused when the finding is gone or has no mend, and when the draft is closed.
    """
    edition = lock_draft(edition_id, by)
    finding = _finding(edition, code, place)
    if finding.mend is None:
        raise Refused("この指摘は、自動では直せません。条の画面で直してください。")
    _write(edition, finding, finding.mend, by, at)
    return finding


@transaction.atomic
def apply_mends_to_draft(edition_id: int, code: str, *, by: User, at: datetime) -> int:
    """Do every mend of one code; how many were done. Raises Refused as apply_mend_to_draft."""
    edition = lock_draft(edition_id, by)
    done = 0
    for _ in range(ROUNDS):
        waiting: dict[tuple[str, str, str], LintFinding] = {}
        for finding in lint(subject_of(edition)):
            if finding.code == code and finding.mend is not None:
                mend = finding.mend
                # Two mends of one provision would each put the other's words back.
                waiting.setdefault((mend.clause, mend.provision, mend.preset), finding)
        if not waiting:
            break
        done += _write_all(edition, list(waiting.values()), by, at)
    if not done:
        raise Refused(GONE)
    return done


@transaction.atomic
def give_reason(
    edition_id: int, code: str, place: str, reason: str, *, by: User, at: datetime
) -> WarningReason:
    """Record why a warning may stay; a newer reason takes the place of an older one.

    Raises Refused without a reason, and for what is no warning of this draft.
    """
    edition = lock_draft(edition_id, by)
    reason = reason.strip()
    if not reason or len(reason) > REASON_LIMIT:
        raise Refused(f"そのままでよい理由を{REASON_LIMIT}字以内で入力してください。")
    finding = _finding(edition, code, place)
    if finding.severity != "warning":
        raise Refused("理由を書いて残せるのは、警告だけです。誤りは直してください。")
    given, _ = WarningReason.objects.update_or_create(
        edition=edition,
        code=code,
        place=place,
        defaults={
            "municipality_id": edition.municipality_id,
            "reason": reason,
            "given_at": at,
            "given_by": by,
        },
    )
    record(
        "specs.warning_reasoned",
        subject=given,
        by=by,
        at=at,
        context=edition,
        code=code,
        place=place,
        reason=reason,
    )
    return given


def copy_reasons(source: Edition, target: Edition) -> None:
    """Give the next edition the reasons of the one it is made from: their places are the same."""
    WarningReason.objects.bulk_create(
        WarningReason(
            municipality_id=target.municipality_id,
            edition=target,
            code=each.code,
            place=each.place,
            reason=each.reason,
            given_at=each.given_at,
            given_by_id=each.given_by_id,
        )
        for each in WarningReason.objects.filter(edition=source)
    )


def _finding(edition: Edition, code: str, place: str) -> LintFinding:
    for finding in lint(subject_of(edition)):
        if (finding.code, finding.place) == (code, place):
            return finding
    raise Refused(GONE)


def _write_all(edition: Edition, found: list[LintFinding], by: User, at: datetime) -> int:
    """Write mends of different provisions, one clause after the other; how many."""
    document = subject_of(edition).document
    texts: dict[str, LintFinding] = {}
    for finding in found:
        mend = finding.mend
        if mend is None:
            continue
        if mend.sentences is None and mend.caption is None:
            _write(edition, finding, mend, by, at)
        else:
            document = apply_mend(document, mend)
            texts[mend.clause] = finding
    trees = {article.key: to_json(article) for article in document.articles}
    for key, finding in texts.items():
        _write_text(edition, key, trees[key], finding, by, at)
    return len(found)


def _write(edition: Edition, finding: LintFinding, mend: Mend, by: User, at: datetime) -> None:
    if mend.codes is not None:
        preset = Preset.objects.get(edition=edition, key=mend.preset)
        preset.codes = list(mend.codes)
        preset.save(update_fields=["codes"])
        summary = _summary(finding)
        finish(edition, "specs.preset_saved", summary, by=by, at=at, subject=preset)
    elif mend.blanks is not None:
        clause = clause_of(edition, mend.clause)
        kept = {blank.key for blank in mend.blanks}
        facts = {"blanks": [blank for blank in clause.blanks if blank["key"] in kept]}
        save_clause_facts(
            edition.pk, mend.clause, facts=facts, revision=clause.revision, by=by, at=at
        )
    else:
        document = apply_mend(subject_of(edition).document, mend)
        tree = to_json(document.article(mend.clause))
        _write_text(edition, mend.clause, tree, finding, by, at)


def _write_text(
    edition: Edition, key: str, tree: dict, finding: LintFinding, by: User, at: datetime
) -> None:
    clause = clause_of(edition, key)
    if clause.typed:
        raise Refused(
            f"「{clause.caption}」に、条文として読み取れない入力が残っています。"
            "先に条の画面で直してください。"
        )
    rewrite_clause(edition.pk, key, tree=tree, summary=_summary(finding), by=by, at=at)


def _summary(finding: LintFinding) -> str:
    return f"点検{finding.code}（{codes()[finding.code].title}）を直した"

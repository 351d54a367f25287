"""What published editions and submitted tables must still say, for `verifyledger`."""

import json
from collections.abc import Iterator

from django.db.models import Count, QuerySet

from checklists.canonical import answers_content, judgements_content
from checklists.content import edition_content
from checklists.evidence import storage
from checklists.models import (
    COUNTERS,
    Answer,
    AnswerValue,
    Checklist,
    Evidence,
    FormerSubmission,
)
from common.canonical import dumps, sha256_hex
from documents.storage import Altered
from ledger.models import LedgerEvent
from ledger.witnesses import register_sweep, register_witness
from ledger.words import register_words
from specs.models import Edition


def _id(event: LedgerEvent) -> int:
    return int(event.subject.rpartition(":")[2])


def edition_is_unchanged(event: LedgerEvent) -> str | None:
    """A published edition still has the content that was published."""
    edition = Edition.objects.select_related("specification").filter(pk=_id(event)).first()
    if edition is None:
        return f"{event.subject} is gone"
    found = {sha256_hex(dumps(edition_content(edition))), edition.content_sha256}
    if found != {event.data["sha256"]}:
        return f"{event.subject} was edited after its publication"
    return None


def answers_are_unchanged(event: LedgerEvent) -> str | None:
    """A submitted table's rows and its frozen text still give the hash of the event."""
    checklist = Checklist.objects.filter(pk=_id(event)).first()
    if checklist is None:
        return f"{event.subject} is gone"
    number = event.data.get("number", checklist.submission_number)
    if not checklist.is_submitted or number < checklist.submission_number:
        return _former_is_unchanged(event)
    if {sha256_hex(checklist.frozen_json), checklist.frozen_sha256} != {event.data["sha256"]}:
        return f"{event.subject} has another frozen text than was submitted"
    rows = dumps(answers_content(checklist))
    if rows != checklist.frozen_json:
        return f"{event.subject} has answers that were edited after submission{_which(checklist, rows)}"
    return None


def _former_is_unchanged(event: LedgerEvent) -> str | None:
    """A submission that was taken back is kept as it was submitted."""
    number = event.data["number"]
    former = FormerSubmission.objects.filter(checklist=_id(event), number=number).first()
    if former is None:
        return f"{event.subject} lost its submission {number}"
    if {sha256_hex(former.frozen_json), former.frozen_sha256} != {event.data["sha256"]}:
        return f"{event.subject} has another submission {number} than was submitted"
    return None


def _which(checklist: Checklist, rows: str) -> str:
    """Names the first item whose row differs from the frozen text."""
    frozen = {a["item"]: a for a in json.loads(checklist.frozen_json)["answers"]}
    for answer in json.loads(rows)["answers"]:
        if frozen.get(answer["item"]) != answer:
            return f": {answer['item']}"
    return ""


def judgements_are_unchanged(event: LedgerEvent) -> str | None:
    """A judged table's verdicts still give the hash of the event."""
    checklist = Checklist.objects.filter(pk=_id(event)).first()
    if checklist is None:
        return f"{event.subject} is gone"
    found = {sha256_hex(dumps(judgements_content(checklist))), checklist.judged_sha256}
    if found != {event.data["sha256"]}:
        return f"{event.subject} has verdicts that were edited after they were finished"
    return None


def evidence_without_events(municipality_id: int) -> Iterator[str]:
    """Published editions, submitted and judged tables that no event tells of."""
    mine = {"municipality_id": municipality_id}
    editions = Edition.objects.filter(**mine, published_at__isnull=False)
    submitted = Checklist.objects.filter(**mine, submitted_at__isnull=False)
    judged = Checklist.objects.filter(**mine, judged_at__isnull=False)
    yield from _untold(municipality_id, editions, "specs.edition_published", "published")
    yield from _untold(municipality_id, submitted, "checklists.submitted", "submitted")
    yield from _untold(municipality_id, judged, "checklists.judged", "judged")


def altered_evidence(municipality_id: int) -> Iterator[str]:
    """Files of evidence that are gone or no longer what was put there."""
    files = Evidence.objects.filter(municipality_id=municipality_id).order_by("pk")
    for evidence in files.only("storage_key", "sha256").iterator():
        try:
            with storage.open(evidence.storage_key, evidence.sha256):
                pass
        except Altered as altered:
            yield f"checklists.Evidence:{evidence.pk}: {altered}"


def _untold(municipality_id: int, rows: QuerySet, verb: str, word: str) -> Iterator[str]:
    events = LedgerEvent.objects.filter(municipality_id=municipality_id, verb=verb)
    told = set(events.values_list("subject", flat=True))
    for pk in rows.order_by("pk").values_list("pk", flat=True):
        subject = f"{rows.model._meta.label}:{pk}"
        if subject not in told:
            yield f"{subject} is {word} and no event says so"


def wrong_counters(municipality_id: int) -> Iterator[str]:
    """Checklists whose counters disagree with their answers. Two queries."""
    counted: dict[int, dict[str, int]] = {}
    rows = Answer.objects.filter(municipality_id=municipality_id)
    for pk, value, number in rows.values_list("checklist", "value").annotate(n=Count("pk")):
        counted.setdefault(pk, {})[value] = number
    for checklist in Checklist.objects.filter(municipality_id=municipality_id).only(
        *COUNTERS.values()
    ):
        found = counted.get(checklist.pk, {})
        if any(
            getattr(checklist, field) != found.get(AnswerValue(value).value, 0)
            for value, field in COUNTERS.items()
        ):
            yield f"checklists.Checklist:{checklist.pk} has counters that don't match its answers"


def register() -> None:
    """Tell the ledger what to check and how to say it."""
    register_witness("specs.edition_published", edition_is_unchanged)
    register_witness("checklists.submitted", answers_are_unchanged)
    register_witness("checklists.judged", judgements_are_unchanged)
    register_sweep(evidence_without_events)
    register_sweep(wrong_counters)
    register_sweep(altered_evidence)
    register_words(
        {
            "specs.edition_published": "特記仕様書の版を公開した",
            "specs.edition_imported": "手持ちの特記仕様書を取り込んだ",
            "specs.draft_opened": "改定の案を作った",
            "specs.draft_discarded": "改定の案を取りやめた",
            "specs.draft_described": "改定の要点と日付を保存した",
            "specs.draft_restored": "改定の案を前の状態に戻した",
            "specs.clause_saved": "条を保存した",
            "specs.clause_added": "条を加えた",
            "specs.clause_moved": "条を動かした",
            "specs.clause_retired": "条を廃止した",
            "specs.clause_merged": "条を統合した",
            "specs.clause_split": "条を分けた",
            "specs.item_saved": "確認項目を保存した",
            "specs.item_removed": "確認項目を除いた",
            "specs.upstream_taken": "配布元の改定を取り入れた",
            "specs.shared": "特記仕様書の公開の範囲を変えた",
            "specs.preset_saved": "確認表の型を保存した",
            "specs.warning_reasoned": "点検の警告をそのままにする理由を書いた",
            "specs.review_asked": "版の確認を依頼した",
            "specs.review_given_back": "版を差し戻した",
            "specs.four_eyes_switched": "版の確認を一人で行う設定を切り替えた",
            "checklists.created": "確認表を作った",
            "checklists.remade": "要件が変わり、確認表を作り直した",
            "checklists.answer_saved": "確認表の回答を保存した",
            "checklists.answers_saved": "確認表の回答をまとめて保存した",
            "checklists.answers_reused": "ほかの案件での回答を使った",
            "checklists.submitted": "確認表を提出した",
            "checklists.submission_withdrawn": "確認表の提出を取り下げた",
            "checklists.handed_over": "確認表を責任者に回した",
            "checklists.handed_back": "確認表を記入に戻した",
            "checklists.evidence_added": "根拠資料を添えた",
            "checklists.evidence_removed": "根拠資料を取り除いた",
            "checklists.judgement_saved": "判定を保存した",
            "checklists.judgements_saved": "判定をまとめて保存した",
            "checklists.judged": "判定を終えた",
        }
    )

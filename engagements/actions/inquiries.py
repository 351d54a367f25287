"""質疑: asked by a firm or taken down by staff, answered, and published to all at once."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Max

from accounts.models import User
from accounts.permissions import Permission, require
from accounts.respondents import Respondent
from common.canonical import dumps, sha256_hex
from common.errors import Refused, Stale
from engagements.content import inquiry_content
from engagements.gates import enter
from engagements.models import AnswerLink, Bid, Engagement, Inquiry, Stage
from ledger.actions import record

STAGES = (Stage.NOTICE, Stage.SELECTION)
QUESTION_LIMIT, ANSWER_LIMIT, ABOUT_LIMIT = 2000, 4000, 60
# Questions of one firm about one engagement. More is a mistake, or mischief.
PER_FIRM = 100


@transaction.atomic
def ask(
    link: AnswerLink, *, question: str, about: str = "", by: Respondent, at: datetime
) -> Inquiry:
    """A firm asks at its page. Raises Refused when no questions are taken any more, for an empty
    or very long one, and for more than PER_FIRM."""
    require(by, Permission.CHECKLIST_FILL)
    bid = Bid.objects.select_related("vendor").get(pk=link.bid_id)
    engagement = Engagement.objects.select_for_update().get(pk=bid.engagement_id)
    if not engagement.takes_inquiries(at):
        raise Refused("質問の受付は終わりました。")
    if Inquiry.objects.filter(bid=bid).count() >= PER_FIRM:
        raise Refused(f"質問は{PER_FIRM}件までです。案内にある問合せ先の課に連絡してください。")
    return _create(engagement, bid, str(by), question, about, by, at)


@transaction.atomic
def take_down(
    engagement: Engagement,
    *,
    question: str,
    about: str = "",
    asked_by: str,
    bid: Bid | None = None,
    by: User,
    at: datetime,
) -> Inquiry:
    """Staff enter a question that came by telephone, mail or paper, or a remark of their own.

    Raises Refused for an empty or very long one, without who asked, for another's bid.
    """
    fresh = enter(engagement, by=by, permission=Permission.BID_EDIT, stages=STAGES)
    if bid is not None and bid.engagement_id != fresh.pk:
        raise Refused("この案件の応募者から選んでください。")
    if not asked_by.strip():
        raise Refused("質問した人を入力してください。応募者には公表しません。")
    return _create(fresh, bid, asked_by.strip()[:160], question, about, by, at)


@transaction.atomic
def answer_inquiry(
    inquiry: Inquiry,
    *,
    published_question: str,
    answer: str,
    unanswered_reason: str = "",
    revision: int | None = None,
    by: User,
    at: datetime,
) -> Inquiry:
    """Write the answer, or why none is published; no bidder reads it yet.

    Raises Stale when somebody saved since `revision`; Refused for one that is published, with
    neither or both of answer and reason, and for a published question that names the firm.
    """
    fresh = enter(inquiry.engagement, by=by, permission=Permission.ENGAGEMENT_EDIT, stages=STAGES)
    text, question = answer.strip(), published_question.strip()
    reason = unanswered_reason.strip()
    _check_answer(inquiry, text, question, reason)
    rows = Inquiry.objects.filter(pk=inquiry.pk, published_at=None)
    if not rows.exists():
        raise Refused("この回答は公表済みです。直すときは、訂正を新しい質問として加えてください。")
    if revision is not None:
        rows = rows.filter(revision=revision)
    changed = rows.update(
        answer=text,
        published_question=question,
        unanswered_reason=reason,
        revision=F("revision") + 1,
        answered_at=at,
        answered_by=by,
    )
    if not changed:
        raise Stale("ほかの職員が先に回答を保存しました。内容を比べてください。")
    inquiry.refresh_from_db()
    record(
        "engagements.inquiry_answered",
        subject=inquiry,
        context=fresh,
        by=by,
        at=at,
        number=inquiry.number,
        unanswered_reason=reason,
    )
    return inquiry


@transaction.atomic
def publish_answers(engagement: Engagement, *, by: User, at: datetime) -> int:
    """Publish every answer that is written, to all bidders at the same moment; how many.

    Raises Refused when none is ready.
    """
    fresh = enter(engagement, by=by, permission=Permission.ENGAGEMENT_EDIT, stages=STAGES)
    waiting = Inquiry.objects.select_for_update().filter(engagement=fresh, published_at=None)
    ready = [row for row in waiting.order_by("number") if row.is_ready]
    if not ready:
        raise Refused("公表する回答がありません。先に回答を書いてください。")
    for row in ready:
        row.published_at, row.published_by = at, by
    Inquiry.objects.bulk_update(ready, ["published_at", "published_by"], batch_size=100)
    for row in ready:
        record(
            "engagements.inquiry_published",
            subject=row,
            context=fresh,
            by=by,
            at=at,
            number=row.number,
            sha256=sha256_hex(dumps(inquiry_content(row))),
        )
    return len(ready)


def _create(
    engagement: Engagement,
    bid: Bid | None,
    asked_by: str,
    question: str,
    about: str,
    by: User | Respondent,
    at: datetime,
) -> Inquiry:
    question, about = question.strip(), about.strip()
    if not question:
        raise Refused("質問を入力してください。")
    if len(question) > QUESTION_LIMIT or len(about) > ABOUT_LIMIT:
        raise Refused(
            f"質問は{QUESTION_LIMIT}字以内、何についての質問かは{ABOUT_LIMIT}字以内で入力して"
            "ください。長いときは、質問を分けてください。"
        )
    rows = Inquiry.objects.filter(engagement=engagement)
    inquiry = Inquiry.objects.create(
        municipality_id=engagement.municipality_id,
        engagement=engagement,
        bid=bid,
        number=(rows.aggregate(last=Max("number"))["last"] or 0) + 1,
        asked_at=at,
        asked_by=asked_by,
        about=about,
        question=question,
        published_question=question,
    )
    record(
        "engagements.inquiry_asked",
        subject=inquiry,
        context=engagement,
        by=by,
        at=at,
        number=inquiry.number,
        about=about,
    )
    return inquiry


def _check_answer(inquiry: Inquiry, answer: str, question: str, reason: str) -> None:
    reasons = []
    if bool(answer) == bool(reason):
        reasons.append("回答を書くか、公表しない理由を書くか、どちらか一方にしてください。")
    if answer and not question:
        reasons.append("公表する質問を入力してください。")
    if len(answer) > ANSWER_LIMIT or len(question) > QUESTION_LIMIT or len(reason) > 300:
        reasons.append(
            f"回答は{ANSWER_LIMIT}字、公表する質問は{QUESTION_LIMIT}字、公表しない理由は300字までです。"
        )
    name = inquiry.bid.vendor.name if inquiry.bid else ""
    if answer and name and (name in question or name in answer):
        reasons.append(
            f"公表する文に質問した事業者の名称（{name}）があります。誰の質問か分からないように直してください。"
        )
    if reasons:
        raise Refused(reasons)

"""The check table of a bid, or of the bid pack, as a file asks it."""

from accounts.respondents import Respondent
from checklists.models import Phase
from checklists.replies.questionnaire import GivenAnswer, Questionnaire, lines_for
from checklists.rows import table_rows
from common.errors import Refused
from common.templatetags.dates import wareki_time
from engagements.annex import annex_of
from engagements.contacts import contact_of
from engagements.items import items_for
from engagements.models import Bid, Engagement


def questionnaire_of(bid: Bid, reader: Respondent | None = None) -> Questionnaire:
    """The firm's own table; with its answers so far for the firm itself.

    Staff (no `reader`) get it without answers, whatever was saved.
    """
    checklist = bid.checklist
    asker = reader or Respondent(bid.municipality_id, checklist.pk, bid.vendor.name)
    rows = table_rows(checklist, reader=asker)
    answers = {
        row.item.code: GivenAnswer(
            row.item.code, row.answer.value, row.answer.note, row.answer.evidence
        )
        for row in rows
        if row.answer.value
    }
    return Questionnaire(
        municipality=str(bid.engagement.municipality),
        case=bid.engagement.title,
        number=bid.engagement.number,
        edition=str(checklist.edition),
        edition_sha256=checklist.edition.content_sha256,
        phase=checklist.phase,
        lines=lines_for(
            [row.item for row in rows],
            {row.item.clause.key: row.label for row in rows},
            checklist.phase,
        ),
        deadline=wareki_time(checklist.opens_at) if checklist.opens_at else "",
        contact=contact_of(bid.engagement),
        respondent=bid.vendor.name,
        reference=f"T{checklist.pk}",
        answers=answers if reader else {},
    )


def blank_questionnaire(engagement: Engagement) -> Questionnaire:
    """The table of the bid pack: nobody's yet, asking what every bidder's own table asks.

    Raises Refused while there is nothing to ask.
    """
    items = items_for(engagement, Phase.PRE)
    edition = engagement.edition
    if not items or edition is None:
        raise Refused("契約前に確認する項目がありません。確認表の型を確かめてください。")
    closes_at = engagement.answers_close_at
    return Questionnaire(
        municipality=str(engagement.municipality),
        case=engagement.title,
        number=engagement.number,
        edition=str(edition),
        edition_sha256=edition.content_sha256,
        phase=Phase.PRE,
        lines=lines_for(items, annex_of(engagement).labels, Phase.PRE),
        deadline=wareki_time(closes_at) if closes_at else "",
        contact=contact_of(engagement),
    )

"""言葉の決まり: words that a municipality has decided not to use in its texts any more."""

from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission, require
from common.errors import Refused
from ledger.actions import record
from specs.models import WordingRule

SHORTEST = 2


@transaction.atomic
def add_wording_rule(
    *, words: str, instead: str, since: date | None, explanation: str, by: User, at: datetime
) -> WordingRule:
    """Let the linter warn of `words` from the day `since` on (None: always).

    Raises Refused for words that are too short, have a rule already, or are to be put in place
    of themselves.
    """
    require(by, Permission.EDITION_EDIT)
    if by.municipality_id is None:
        raise Refused("自治体に属する職員だけが、言葉の決まりを加えられます。")
    words, instead, explanation = words.strip(), instead.strip(), explanation.strip()
    if len(words) < SHORTEST:
        raise Refused(
            f"見付ける言葉は{SHORTEST}字以上にしてください。短いと、別の言葉の一部まで見付けます。"
        )
    if words == instead:
        raise Refused("「見付ける言葉」と「改める言葉」が同じです。")
    if not explanation:
        raise Refused("使わない理由を入力してください。点検の結果に、そのまま表示します。")
    if WordingRule.objects.visible_to(by).filter(words=words).exists():
        raise Refused(f"「{words}」の決まりは既にあります。一覧で、使うかどうかを変えてください。")
    rule = WordingRule.objects.create(
        municipality_id=by.municipality_id,
        words=words,
        instead=instead,
        since=since,
        explanation=explanation,
    )
    record("specs.wording_rule_added", subject=rule, by=by, at=at, words=words, instead=instead)
    return rule


@transaction.atomic
def switch_wording_rule(rule_id: int, *, active: bool, by: User, at: datetime) -> WordingRule:
    """Use a rule, or leave it off. Raises Refused for another municipality's."""
    require(by, Permission.EDITION_EDIT)
    rule = WordingRule.objects.visible_to(by).select_for_update().filter(pk=rule_id).first()
    if rule is None:
        raise Refused("この言葉の決まりはありません。一覧を開き直してください。")
    if rule.is_active != active:
        rule.is_active = active
        rule.save(update_fields=["is_active"])
        record(
            "specs.wording_rule_switched",
            subject=rule,
            by=by,
            at=at,
            words=rule.words,
            active=active,
        )
    return rule

"""What must be true before a move, each as one line of a to-do list.

A guard says the fact that must hold, in the clerk's words, whether it holds now, and where to
go to make it hold. The same lines are shown on the page and decide in make_move.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from workflow.snapshot import Snapshot


@dataclass(frozen=True)
class ToDo:
    """One line: the fact, whether it holds, what is missing, and the page that mends it."""

    label: str
    done: bool
    hint: str = ""
    url: str = ""

    @property
    def reason(self) -> str:
        """The sentence for somebody who tries the move all the same."""
        return self.hint or f"「{self.label}」が済んでいません。"


Guard = Callable[[Snapshot], ToDo]


def _url(name: str, now: Snapshot) -> str:
    return reverse(name, args=[now.engagement.pk])


def edition_is_chosen(now: Snapshot) -> ToDo:
    """A published edition and a preset are chosen."""
    chosen = now.engagement.edition_id is not None and now.engagement.preset_id is not None
    return ToDo(
        "特記仕様書の版と確認表の型を選んでいる",
        chosen,
        "特記仕様書の版と確認表の型を選んでください。",
        _url("engagements:scope-edit", now),
    )


def scope_is_answered(now: Snapshot) -> ToDo:
    """The scope questions are answered."""
    return ToDo(
        "前提質問に答えている",
        now.engagement.scope_confirmed_at is not None,
        "前提質問に答えてください。答えから、適用する条項と確認項目が決まります。",
        _url("engagements:scope-edit", now),
    )


def deadline_is_set(now: Snapshot) -> ToDo:
    """There is a deadline for the bidders' answers, not in the past."""
    deadline = now.engagement.answer_deadline
    missing = "確認表の提出期限を入力してください。"
    if deadline is not None and deadline < now.today:
        missing = "確認表の提出期限が過ぎた日になっています。今日以後の日に直してください。"
    return ToDo(
        "確認表の提出期限を決めている",
        deadline is not None and deadline >= now.today,
        missing,
        _url("engagements:engagement-edit", now),
    )


def notice_is_issued(now: Snapshot) -> ToDo:
    """The requirement notice was issued, by itself (D1) or in the bundle (D1B)."""
    return ToDo(
        "要件通知一式又は要件通知書を、今の要件で発行している",
        now.notice is not None,
        "今の要件で要件通知一式（又は要件通知書）を発行し、応募者に伝えてください。",
        _url("engagements:notice", now),
    )


def addendum_is_issued(now: Snapshot) -> ToDo:
    """What was changed after bidders had been told is issued as an addendum (D1A)."""
    changed = now.told is not None and now.told.number > 0
    return ToDo(
        "要件を変えたときは、要件変更通知書を発行している",
        not changed or now.tells_it("requirement-changes"),
        "応募者に伝えた後で要件を変えています。要件変更通知書を発行し、応募者全員に伝えてください。",
        _url("workflow:engagement-detail", now) + "#documents",
    )


def bid_is_chosen(now: Snapshot) -> ToDo:
    """A bid is chosen with a written reason."""
    return ToDo(
        "委託先を選び、理由を記録している",
        now.selection is not None,
        "委託先を選び、選定の理由を入力してください。",
        _url("engagements:selection-edit", now),
    )


def chosen_bid_is_answered(now: Snapshot) -> ToDo:
    """The chosen bidder has submitted its check table."""
    answered = now.selection is not None and now.selection.bid.checklist.is_submitted
    return ToDo(
        "選んだ事業者の確認表が提出されている",
        answered,
        "選んだ事業者の確認表（契約前）がまだ提出されていません。",
        _url("engagements:bid-list", now),
    )


def required_items_are_met(now: Snapshot) -> ToDo:
    """Every 必須 item is met or covered by an approved alternative."""
    met = now.selection is not None and now.unmet == 0
    return ToDo(
        "必須項目がすべて対応可か、承認された代替措置がある",
        met,
        f"必須項目のうち{now.unmet}件が、対応可でなく、承認された代替措置もありません。"
        if now.selection
        else "先に委託先を選んでください。",
        _url("engagements:bid-list", now),
    )


def nothing_is_to_be_redone(now: Snapshot) -> ToDo:
    """No item that nobody meets was decided to be changed or tendered again."""
    codes = now.to_be_redone
    return ToDo(
        "要件の変更又は募集のやり直しと決めた項目が残っていない",
        not codes,
        f"{'、'.join(codes)}は、要件の変更又は募集のやり直しと決めています。準備に戻して要件を変えるか、"
        "中止するか、決め直してください。",
        _url("engagements:bid-list", now),
    )


def tailoring_is_approved(now: Snapshot) -> ToDo:
    """No omission or change waits for approval or was refused."""
    waiting = now.waiting_tailorings
    return ToDo(
        "条項の除外・変更がすべて承認されている",
        waiting == 0,
        f"条項の除外・変更のうち{waiting}件が承認されていません。情報政策部門の承認を受けてください。",
        _url("engagements:tailoring-list", now),
    )


def contract_is_registered(now: Snapshot) -> ToDo:
    """The contract's parties and dates are recorded."""
    return ToDo(
        "契約の相手方・締結日・履行期間を登録している",
        now.contract is not None,
        "契約の相手方、締結日及び履行期間を登録してください。",
        _url("engagements:contract-edit", now),
    )


def blanks_are_filled(now: Snapshot) -> ToDo:
    """No blank of the clauses in force would print empty."""
    names = now.empty_blanks
    return ToDo(
        "特記仕様書の記入事項がすべて埋まっている",
        not names,
        f"特記仕様書の記入事項（{'、'.join(names)}）が空欄です。契約の内容の画面で入力してください。",
        _url("engagements:contract-edit", now),
    )


def contractor_is_not_suspended(now: Snapshot) -> ToDo:
    """The chosen firm is under no suspension of the municipality's own, or a reason to go on
    is written."""
    found = now.unanswered_suspensions
    return ToDo(
        "契約の相手方が指名停止中でない（又は、手続を続ける理由を記録している）",
        now.selection is not None and not found,
        "契約の相手方が、選定の後に指名停止となっています。委託事業者の選定に戻し、手続を続ける理由を"
        "記録して選び直すか、別の事業者を選んでください。"
        if found
        else "先に委託先を選んでください。",
        _url("workflow:engagement-detail", now),
    )


def conditions_are_settled(now: Snapshot) -> ToDo:
    """Every condition of the chosen bidder went into the contract, or is checked, or fell away."""
    conditions = now.conditions
    hint = f"履行条件のうち{conditions.open}件の扱いが決まっていません。"
    if not conditions.is_fresh:
        hint = (
            "履行条件の一覧が、今の委託先の回答・代替措置と合っていません。取り出し直してください。"
        )
    return ToDo(
        "履行条件の扱いをすべて決めている",
        conditions.is_fresh and conditions.open == 0,
        hint,
        _url("engagements:condition-list", now),
    )


def annex_is_issued(now: Snapshot) -> ToDo:
    """The annex (D2) was issued, and says what the contract and the clauses say now."""
    issued = now.annex_is_current
    hint = "契約の内容が固まったら、特記仕様書を発行してください。"
    if "annex" in now.documents and not issued:
        hint = "特記仕様書を発行した後に内容が変わっています。もう一度発行してください。"
    return ToDo(
        "契約に付ける特記仕様書を、今の内容で発行している",
        issued,
        hint,
        _url("workflow:engagement-detail", now) + "#documents",
    )


def round_is_concluded(now: Snapshot) -> ToDo:
    """At least one verification round is finished.

    Source: 個人情報保護委員会Q&A Q3-1-4 (one a year at least for every outsourced job).
    """
    return ToDo(
        "実施状況確認を1回以上終えている",
        now.concluded_rounds > 0,
        "実施状況確認を行い、結果を記録してください。",
        _url("workflow:engagement-detail", now) + "#stage-performance",
    )


def rounds_are_finished(now: Snapshot) -> ToDo:
    """No verification round was left half done."""
    open_rounds = len(now.inspections) - now.concluded_rounds
    return ToDo(
        "始めた実施状況確認をすべて終えている",
        open_rounds == 0,
        f"終えていない実施状況確認が{open_rounds}回あります。",
        _url("workflow:engagement-detail", now) + "#stage-performance",
    )


def findings_are_closed(now: Snapshot) -> ToDo:
    """No finding is open."""
    count = now.follow_up.open_findings
    return ToDo(
        "指摘がすべて是正されている",
        now.contract is not None and count == 0,
        f"是正の確認が済んでいない指摘が{count}件あります。",
        _url("audits:gap-detail", now),
    )


def reports_are_in(now: Snapshot) -> ToDo:
    """No periodic report is overdue."""
    count = now.follow_up.overdue_reports
    return ToDo(
        "期限を過ぎた定期報告がない",
        now.contract is not None and count == 0,
        f"提出期限を過ぎた定期報告が{count}件あります。",
        _url("workflow:engagement-detail", now) + "#stage-performance",
    )


def end_is_checked(now: Snapshot) -> ToDo:
    """The end-of-work check table was concluded."""
    tables = now.end_tables()
    return ToDo(
        "終了時の確認表で確認を終えている",
        bool(tables) and all(table.judged_at for table in tables),
        "終了時の確認表に記入し、市の判定まで終えてください。",
        _url("workflow:engagement-detail", now) + "#stage-closing",
    )


def disposal_is_verified(now: Snapshot) -> ToDo:
    """Return, erasure or destruction was verified by the municipality, not only reported."""
    return ToDo(
        "返還・消去・廃棄を市が確認している",
        now.disposal is not None and now.disposal.verified_at is not None,
        "返還・消去・廃棄の報告を受け、現物又は記録で市が確認した結果を記録してください。",
        _url("audits:disposal-edit", now),
    )

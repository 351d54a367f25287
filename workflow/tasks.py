"""The task list of an engagement: what there is to do, in the order of the work.

Each stage is a section; each task has a status word a newcomer understands.
"""

from dataclasses import dataclass, field

from django.urls import reverse

from accounts.models import User
from accounts.permissions import Permission, may
from engagements.models import Engagement, Stage
from workflow.snapshot import Snapshot

DONE, TODO, DOING, BLOCKED = "done", "todo", "doing", "blocked"


@dataclass
class Task:
    """One line: where it leads, how far it is, and a word on it."""

    label: str
    state: str
    progress: str = ""
    url: str = ""
    hint: str = ""
    reason: str = ""


@dataclass
class Section:
    """A stage and its tasks."""

    stage: Stage
    state: str
    tasks: list[Task] = field(default_factory=list)

    @property
    def title(self) -> str:
        """The stage's name."""
        return str(self.stage.label)

    @property
    def as_list(self) -> "list[Section]":
        """Itself alone, for the task list component, which takes a list of sections."""
        return [self]

    @property
    def anchor(self) -> str:
        """The section's id on the page."""
        return f"stage-{self.stage.value}"


ROAD = (
    Stage.PLANNING,
    Stage.NOTICE,
    Stage.SELECTION,
    Stage.CONTRACTING,
    Stage.PERFORMANCE,
    Stage.CLOSING,
)


def road_index(stage: str) -> int:
    """How far along the road a stage is; past its end for closed, 0 for what left the road."""
    if stage == Stage.CLOSED:
        return len(ROAD)
    return ROAD.index(Stage(stage)) if stage in ROAD else 0


def sections(now: Snapshot, user: User) -> list[Section]:
    """The task list, stage by stage."""
    here = road_index(now.engagement.stage)
    left = now.engagement.stage in (Stage.CANCELLED, Stage.TERMINATED)
    found = []
    for index, (stage, build) in enumerate(zip(ROAD, BUILDERS, strict=True)):
        state = "done" if index < here else "current" if index == here and not left else "none"
        section = Section(stage, state, build(now, user))
        if index > here or (left and index >= here):
            section.tasks = [_locked(task, stage) for task in section.tasks]
        found.append(section)
    return found


def steps(engagement: Engagement) -> list[dict[str, str]]:
    """The stages of the road for the step navigation: label and state."""
    here = road_index(engagement.stage)
    off_road = engagement.stage in (Stage.CANCELLED, Stage.TERMINATED)
    found = []
    for index, stage in enumerate((*ROAD, Stage.CLOSED)):
        done = index < here or engagement.stage == Stage.CLOSED
        state = "done" if done else "current" if index == here and not off_road else "none"
        found.append({"label": str(stage.label), "state": state})
    return found


def _locked(task: Task, stage: Stage) -> Task:
    return Task(task.label, BLOCKED, reason=f"「{stage.label}」の段階で行います。")


def _task(label: str, done: bool, url: str = "", hint: str = "", part: str = "") -> Task:
    if done:
        return Task(label, DONE, url=url, hint=hint)
    return Task(label, DOING if part else TODO, part, url, hint)


def _link(name: str, now: Snapshot) -> str:
    return reverse(name, args=[now.engagement.pk])


def _planning(now: Snapshot, user: User) -> list[Task]:
    engagement = now.engagement
    editing = engagement.stage == Stage.PLANNING and may(user, Permission.ENGAGEMENT_EDIT)
    waiting = now.waiting_tailorings
    return [
        _task(
            "件名・業務の内容・提出期限を入力する",
            engagement.answer_deadline is not None,
            _link("engagements:engagement-edit", now) if editing else "",
            part="提出期限が未入力",
        ),
        _task(
            "前提質問に答え、版と確認表の型を選ぶ",
            engagement.scope_confirmed_at is not None and engagement.preset_id is not None,
            _link("engagements:scope-edit", now) if editing else "",
            "答えから、適用する条項・確認項目・確認の頻度が決まります。",
        ),
        _task(
            "条項の適用・除外・変更を確かめる",
            engagement.scope_confirmed_at is not None and waiting == 0,
            _link("engagements:tailoring-list", now) if engagement.edition_id else "",
            part=f"承認待ち{waiting}件" if waiting else "",
        ),
    ]


def _notice(now: Snapshot, user: User) -> list[Task]:
    issued = now.notice
    tasks = [
        _task(
            "要件通知一式を発行する",
            issued is not None,
            _link("engagements:notice", now),
            issued.number if issued else "通知書・特記仕様書案・確認表を一つのPDFにします。",
        )
    ]
    if now.told is not None and now.told.number > 0:
        label = f"要件変更通知書（{now.told}）を発行する"
        tasks.append(_told_task(now, "requirement-changes", label))
    return [
        *tasks,
        Task(
            "応募者に伝える",
            TODO if now.stage == Stage.NOTICE else DONE,
            url=_link("engagements:bid-list", now),
            hint="入札又は見積依頼の前に、要件通知書・特記仕様書案・確認表を渡します。"
            "分かっている応募者は登録し、回答用リンクを渡せます。",
        ),
        Task(
            "伝えた相手・日・方法を記録する",
            TODO if now.stage == Stage.NOTICE else DONE,
            url=_link("engagements:delivery-list", now),
            hint="回答用ページで開いた文書は、自動で記録します。",
        ),
        *_inquiries(now),
    ]


def _inquiries(now: Snapshot) -> list[Task]:
    """Questions; counted only while they can be answered."""
    url = _link("engagements:inquiry-list", now)
    if now.stage not in (Stage.NOTICE, Stage.SELECTION):
        return [Task("質問に答え、全員に公表する", DONE, url=url)]
    count = now.inquiries
    return [
        _task(
            "質問に答え、全員に公表する",
            count["every"] > 0 and count["open"] == 0,
            url,
            part=f"未公表{count['open']}件" if count["open"] else "",
        )
    ]


def _issue_task(now: Snapshot, kind: str, label: str) -> Task:
    issued = now.documents.get(kind)
    hint = f"{issued.number}" if issued else ""
    return _task(
        label, issued is not None, _link("workflow:engagement-detail", now) + "#documents", hint
    )


def _told_task(now: Snapshot, kind: str, label: str) -> Task:
    """As `_issue_task`; a paper of former requirements doesn't do."""
    task = _issue_task(now, kind, label)
    if task.state == DONE and not now.tells_it(kind):
        return Task(task.label, TODO, "要件が変わった後に未発行", task.url, task.hint)
    return task


def _selection(now: Snapshot, user: User) -> list[Task]:
    bids, submitted = len(now.bids), now.submitted_bids
    sealed = sum(bid.checklist.is_sealed for bid in now.bids)
    return [
        _task(
            "応募者を登録し、確認表の回答を受ける",
            bids > 0 and submitted == bids,
            _link("engagements:bid-list", now),
            part=f"提出済み{submitted}／{bids}社" if bids else "",
        ),
        _task(
            "提出期限の後に、回答を開封する",
            bids > 0 and sealed == 0,
            _link("engagements:bid-list", now),
            "開封するまで、職員は回答を見ることができません。",
        ),
        _task(
            "応募者を項目ごとに比べる",
            now.selection is not None,
            _link("engagements:matrix", now) if bids and not sealed else "",
        ),
        _task(
            "委託先を選び、理由を記録する",
            now.selection is not None,
            _link("engagements:selection-edit", now)
            if may(user, Permission.SELECTION_DECIDE) and now.stage == Stage.SELECTION
            else "",
            now.selection.bid.vendor.name if now.selection else "",
        ),
        _task(
            "満たせない必須項目に代替措置を決める",
            now.selection is not None and now.unmet == 0,
            _link("engagements:bid-list", now),
            part=f"残り{now.unmet}件" if now.unmet else "",
        ),
        _issue_task(now, "selection-report", "選定評価・理由書を発行する"),
        _letters_task(now),
    ]


def _letters_task(now: Snapshot) -> Task:
    """Letters to the bidders; none to speak of before somebody is chosen."""
    label = "応募者に選定の結果を通知する"
    if now.selection is None:
        return Task(label, TODO, url="")
    left, bids = now.letters_to_send, len(now.bids)
    part = f"発行済み{bids - left}／{bids}通" if left < bids else ""
    return _task(label, left == 0, _link("engagements:letters", now), part=part)


def _contracting(now: Snapshot, user: User) -> list[Task]:
    waiting = now.waiting_tailorings
    editing = now.stage == Stage.CONTRACTING and may(user, Permission.CONTRACT_EDIT)
    return [
        _task(
            "契約の相手方・締結日・履行期間を登録する",
            now.contract is not None,
            _link("engagements:contract-edit", now) if editing else "",
        ),
        _task(
            "条項の除外・変更の承認を受ける",
            waiting == 0,
            _link("engagements:tailoring-list", now) if now.engagement.edition_id else "",
            part=f"承認待ち{waiting}件" if waiting else "",
        ),
        _conditions_task(now),
        _task(
            "特記仕様書を発行し、契約書に付ける",
            now.annex_is_current if now.stage == Stage.CONTRACTING else "annex" in now.documents,
            _link("workflow:engagement-detail", now) + "#documents",
        ),
    ]


def _conditions_task(now: Snapshot) -> Task:
    """The bidder's conditions, which are tasks of this stage: before it there are none, and
    nobody gets past it with one that is open."""
    label = "委託先の条件（履行条件）の扱いを決める"
    if now.stage != Stage.CONTRACTING:
        past = road_index(now.stage) > road_index(Stage.CONTRACTING)
        url = _link("engagements:condition-list", now) if past else ""
        return Task(label, DONE if past else TODO, url=url)
    standing = now.conditions
    if standing.is_fresh and not standing.total:
        return Task(label, DONE, hint="委託先の回答に、条件付きの項目や代替措置はありません。")
    return _task(
        label,
        standing.open == 0 and standing.is_fresh,
        _link("engagements:condition-list", now),
        part=f"残り{standing.open}／{standing.total}件",
    )


def _performance(now: Snapshot, user: User) -> list[Task]:
    contract, editing = now.contract, may(user, Permission.INSPECTION_EDIT)
    total, closed = len(now.inspections), now.concluded_rounds
    tasks = [
        _task(
            f"{round_}（{round_.checklist.get_phase_display()}）",
            round_.concluded_at is not None,
            reverse("audits:inspection-detail", args=[round_.pk]),
            part=f"記入 {round_.checklist.n_answered}／{round_.checklist.n_total}",
        )
        for round_ in now.inspections
    ]
    if editing and now.stage in (Stage.PERFORMANCE, Stage.CLOSING):
        tasks.append(
            Task(
                "新しい実施状況確認を始める",
                TODO if not total else DOING,
                "" if not total else "必要に応じて",
                _link("audits:inspection-create", now),
                "年1回以上、原則として実地で行います。",
            )
        )
    open_findings = now.follow_up.open_findings
    tasks.append(
        _task(
            "指摘の是正を確認する",
            contract is not None and open_findings == 0 and closed > 0,
            _link("audits:gap-detail", now) if contract else "",
            part=f"未完了{open_findings}件" if open_findings else "",
        )
    )
    received = now.follow_up.received_reports
    expected = now.follow_up.all_reports
    overdue = now.follow_up.overdue_reports
    tasks.append(
        _task(
            "定期報告を受ける",
            expected > 0 and received == expected,
            "#reports" if contract else "",
            part=f"受領{received}／{expected}件" + (f"、期限超過{overdue}件" if overdue else ""),
        )
    )
    return tasks


def _closing(now: Snapshot, user: User) -> list[Task]:
    editing = now.stage == Stage.CLOSING and may(user, Permission.DISPOSAL_EDIT)
    tables = now.end_tables()
    judged = bool(tables) and all(table.judged_at for table in tables)
    return [
        _task(
            "終了時の確認表で確認する",
            judged,
            _link("audits:inspection-create", now) if editing and not tables else "",
            part="確認中" if tables else "",
        ),
        _task(
            "返還・消去・廃棄の報告を受け、市が確かめる",
            now.disposal is not None and now.disposal.verified_at is not None,
            _link("audits:disposal-edit", now) if editing else "",
            part="市の確認待ち" if now.disposal else "",
        ),
        _issue_task(now, "verification-report", "実施状況確認報告書を発行する"),
    ]


BUILDERS = (_planning, _notice, _selection, _contracting, _performance, _closing)

"""The steps of an engagement, each by the function that a screen calls."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from accounts.models import User
from accounts.respondents import Respondent
from audits import actions as audits
from audits.models import Finding, Inspection
from checklists import actions as checklists
from checklists.models import Answer, AnswerValue, Checklist, Judgement, Method, Preset, Verdict
from documents.actions import issue
from documents.kinds import by_name
from engagements import actions as engagements
from engagements.models import Bid, Contract, Delivery, Engagement, Vendor
from engagements.scope import QUESTIONS
from engagements.told import told_now
from specs.models import Edition
from workflow.demo.cast import FIRMS, Cast
from workflow.transitions import BY_SLUG, make_move


@dataclass(frozen=True)
class Plan:
    """What one demo engagement is about."""

    owner: str
    title: str
    work: str
    personal_data: str
    procurement: str
    facts: dict[str, str]
    preset: str = "standard"
    # Kept where the rules propose another one.
    preset_reason: str = "応募者を推奨の項目では比べないため、必須の項目と条件の項目に絞る。"
    ground: int | None = None
    place: str = "受注者が届け出て町の承認を受けた取扱区域に限る。"


# (item code, value, reason) of an answer that is not a plain yes.
Deviation = tuple[str, str, str]


class Walk:
    """One engagement and its owner; every method is one step of the work."""

    def __init__(self, cast: Cast, edition: Edition, plan: Plan) -> None:
        self.cast, self.edition, self.plan = cast, edition, plan
        self.owner: User = cast.users[plan.owner]
        self.engagement: Engagement
        self.contract: Contract

    def create(self, at: datetime, *, deadline: date, period: tuple[date, date]) -> None:
        """Register the engagement and answer the scope questions."""
        plan = self.plan
        self.engagement = engagements.create_engagement(
            by=self.owner,
            at=at,
            title=plan.title,
            work=plan.work,
            personal_data=plan.personal_data,
            procurement=plan.procurement,
            negotiated_ground=plan.ground,
            place_condition=plan.place,
            contact=self._contact(),
            answer_deadline=deadline,
            period_from=period[0],
            period_to=period[1],
        )

    def _contact(self) -> str:
        department = self.owner.department
        return f"{department}　{department.phone}" if department else ""

    def scope(self, at: datetime) -> None:
        """Choose the edition and preset, and answer the questions; what is not said is "no"."""
        presets = Preset.objects.select_related("edition")
        engagements.answer_scope(
            self.engagement,
            preset=presets.get(edition=self.edition, key=self.plan.preset),
            preset_reason=self.plan.preset_reason,
            answers={question.key: "no" for question in QUESTIONS} | self.plan.facts,
            revision=None,
            by=self.owner,
            at=at,
        )
        self.refresh()

    def refresh(self) -> None:
        """Read the engagement anew."""
        self.engagement = Engagement.objects.select_related("department", "municipality").get(
            pk=self.engagement.pk
        )

    def move(self, slug: str, at: datetime, reason: str = "") -> None:
        """Go to the next stage."""
        self.refresh()
        make_move(self.engagement, BY_SLUG[slug], by=self.owner, at=at, reason=reason)

    def issue(self, kind: str, at: datetime) -> None:
        """Issue one document."""
        self.refresh()
        issue(by_name(kind), self.engagement, by=self.owner, at=at)

    def invite(self, at: datetime, firm: str) -> Bid:
        """Register a firm, if it is new, and its bid."""
        data = FIRMS[firm]
        vendor = Vendor.objects.filter(
            municipality=self.cast.municipality, name=data.name
        ).first() or engagements.register_vendor(
            by=self.owner,
            at=at,
            corporate_number="",
            name=data.name,
            address=data.address,
            representative=data.representative,
            contact="",
        )
        return engagements.register_bid(self.engagement, vendor, by=self.owner, at=at)

    def hand_out(self, bids: Sequence[Bid], at: datetime, note: str) -> None:
        """Mail every paper issued for bidders to them, and record it."""
        self.refresh()
        engagements.record_delivery(
            self.engagement,
            documents=told_now(self.engagement),
            bids=bids,
            channel=Delivery.Channel.MAIL,
            told_on=at.date(),
            note=note,
            by=self.owner,
            at=at,
        )

    def take_question(
        self, bid: Bid, at: datetime, *, about: str, question: str, answer: str = ""
    ) -> None:
        """A firm's question by telephone, and the draft of its answer if there is one."""
        self.refresh()
        inquiry = engagements.take_down(
            self.engagement,
            question=question,
            about=about,
            asked_by=f"{bid.vendor.name}の担当者（電話）",
            bid=bid,
            by=self.owner,
            at=at,
        )
        if answer:
            engagements.answer_inquiry(
                inquiry, published_question=question, answer=answer, by=self.owner, at=at
            )

    def publish_answers(self, at: datetime) -> None:
        """Publish what is answered, and issue the paper that says it."""
        self.refresh()
        engagements.publish_answers(self.engagement, by=self.owner, at=at)
        self.issue("inquiry-answers", at)

    def answer(
        self, checklist: Checklist, at: datetime, deviations: Sequence[Deviation], filler: str
    ) -> None:
        """A firm answers, yes to all but the deviations, and submits; before the deadline itself
        at its page, later a member of staff from its paper."""
        checklist.refresh_from_db()
        by = self._firm(checklist) if checklist.is_sealed else self.owner
        different = {code: (value, note) for code, value, note in deviations}
        rows = []
        for answer in Answer.objects.filter(checklist=checklist).select_related("item"):
            value, note = different.get(answer.item.code, (AnswerValue.YES, ""))
            rows.append(
                {
                    "item_id": answer.item_id,
                    "value": value,
                    "note": note,
                    "evidence": answer.item.evidence.split("、")[0][:60],
                    "revision": answer.revision,
                }
            )
        checklists.save_answers(checklist, rows, by=by, at=at)
        checklists.submit(
            checklist,
            filled_by=filler,
            filled_on=at.date(),
            approved_by=filler if checklist.is_sealed else "",
            received_on=None if checklist.is_sealed else at.date(),
            by=by,
            at=at,
        )
        checklist.refresh_from_db()

    @staticmethod
    def _firm(checklist: Checklist) -> Respondent:
        return Respondent(checklist.municipality_id, checklist.pk, checklist.respondent)

    def open_answers(self, at: datetime) -> None:
        """Open what the bidders have submitted, at the deadline or later."""
        self.refresh()
        closes_at = self.engagement.answers_close_at
        engagements.open_answers(
            self.engagement, by=self.owner, at=max(at, closes_at) if closes_at else at
        )

    def issue_table(self, checklist: Checklist, at: datetime) -> None:
        """Issue a filled check table."""
        issue(by_name("check-table"), checklist, by=self.owner, at=at)

    def alternative(self, bid: Bid, code: str, at: datetime, *, kind: str, text: str) -> None:
        """Propose an alternative for one item, and let the policy division approve it."""
        item = self.edition.check_items.get(code=code)
        measure = engagements.propose_alternative(
            bid, item, kind=kind, text=text, by=self.owner, at=at
        )
        engagements.answer_alternative(
            measure,
            approve=True,
            note="内容を確認した。契約に条件として入れること。",
            by=self.cast.policy,
            at=at,
        )

    def omit(self, clause: str, at: datetime, *, reason: str, alternative: str) -> None:
        """Ask to leave out a clause."""
        self.refresh()
        engagements.decide_tailoring(
            self.engagement,
            clause,
            decision="omitted",
            text="",
            reason=reason,
            alternative=alternative,
            by=self.owner,
            at=at,
        )

    def choose(self, bid: Bid, at: datetime, reason: str) -> None:
        """Choose the contractor."""
        self.refresh()
        engagements.decide_selection(self.engagement, bid=bid, reason=reason, by=self.owner, at=at)

    def tell_bidders(self, at: datetime) -> None:
        """Write the result to every bidder."""
        self.refresh()
        engagements.issue_letters(self.engagement, by=self.owner, at=at)

    def sign(self, at: datetime, *, number: str, period: tuple[date, date], amount: int) -> None:
        """Register the contract, issue the annex, and begin."""
        self.refresh()
        vendor = self.engagement.selections.get(is_current=True).bid.vendor
        self.contract = engagements.register_contract(
            self.engagement,
            by=self.cast.contracts,
            at=at,
            title=self.engagement.title,
            number=number,
            concluded_on=at.date(),
            period_from=period[0],
            period_to=period[1],
            amount=amount,
            contractor_name=vendor.name,
            contractor_address=vendor.address,
            contractor_representative=vendor.representative,
            blanks={},
        )
        self.issue("annex", at)
        self.move("perform", at)
        self.contract = Contract.objects.select_related("engagement", "municipality").get(
            pk=self.contract.pk
        )

    def inspect(
        self,
        at: datetime,
        *,
        phase: str,
        reported: Sequence[Deviation] = (),
        verdicts: Sequence[Deviation] = (),
        place: str = "受注者の取扱区域",
        remarks: str = "",
    ) -> list[Finding]:
        """A whole round: table filled, judged row by row, concluded."""
        self.refresh()
        self.contract.refresh_from_db()
        self.contract.engagement = self.engagement
        inspection = audits.plan_inspection(
            self.contract,
            phase=phase,
            planned_on=at.date(),
            way=Inspection.Way.ON_SITE,
            by=self.owner,
            at=at,
        )
        table = inspection.checklist
        self.answer(table, at, reported, "受注者の作業責任者")
        different = {code: (verdict, remark) for code, verdict, remark in verdicts}
        rows = []
        for judgement in Judgement.objects.filter(checklist=table).select_related("item"):
            verdict, remark = different.get(judgement.item.code, (Verdict.FIT, ""))
            rows.append(
                {
                    "item_id": judgement.item_id,
                    "verdict": verdict,
                    "method": judgement.item.method or Method.PAPER,
                    "remark": remark,
                    "revision": judgement.revision,
                }
            )
        table.refresh_from_db()
        checklists.save_judgements(table, rows, by=self.owner, at=at)
        checklists.finish_judgement(table, by=self.owner, at=at)
        return audits.conclude_inspection(
            inspection,
            held_on=at.date(),
            place=place,
            attendees=f"町：{self.owner.department}　{self.owner}\n受注者：作業責任者",
            remarks=remarks,
            by=self.owner,
            at=at,
        )

    def plan_round(self, at: datetime, *, on: date) -> None:
        """Start a round that is still to be held."""
        self.refresh()
        self.contract.refresh_from_db()
        self.contract.engagement = self.engagement
        audits.plan_inspection(
            self.contract,
            phase="post",
            planned_on=on,
            way=Inspection.Way.ON_SITE,
            by=self.owner,
            at=at,
        )

    def receive_reports(self, at: datetime) -> None:
        """Receive every periodic report that is due by now."""
        for report in self.contract.reports.filter(received_on=None, due_on__lte=at.date()):
            audits.receive_report(
                report, received_on=min(report.due_on, at.date()), note="", by=self.owner, at=at
            )

    def correct(self, finding: Finding, at: datetime, *, cause: str, measure: str) -> None:
        """Record the firm's correction report."""
        audits.report_correction(
            finding,
            cause=cause,
            measure=measure,
            owner="作業責任者",
            done_on=at.date(),
            by=self.owner,
            at=at,
        )

    def verify(self, finding: Finding, at: datetime, *, accept: bool, how: str) -> None:
        """Check the newest correction report of a finding."""
        action = finding.corrective_actions.order_by("-id")[0]
        audits.verify_correction(
            action, accept=accept, method=Method.SITE, verification=how, by=self.owner, at=at
        )

    def dispose(self, at: datetime, *, subjects: str, way: str, how: str) -> None:
        """The firm's report of erasure and destruction, and the town's own check."""
        disposal = audits.report_disposal(
            self.contract,
            subjects=subjects,
            way=way,
            performed_on=at.date(),
            responsible="作業責任者",
            certificate="消去・廃棄証明書",
            by=self.owner,
            at=at,
        )
        audits.verify_disposal(
            disposal, verified_on=at.date(), verified_how=how, by=self.owner, at=at
        )

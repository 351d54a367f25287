"""A municipality at work, made by the real actions: for tests that need every kind of object."""

import io
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from django.utils import timezone
from pypdf import PdfWriter

from accounts.models import User
from audits.models import CorrectiveAction, Disposal, Finding, Inspection, PeriodicReport
from checklists.actions import add_evidence
from checklists.actions.publishing import publish_edition
from checklists.drafting.opening import open_draft
from checklists.master import load_master
from checklists.models import Checklist, Evidence, Verdict
from documents.models import IssuedDocument
from engagements.actions import (
    enter_suspension,
    propose_alternative,
    record_certification,
    register_contract,
    take_down,
)
from engagements.models import (
    AlternativeMeasure,
    AnswerLink,
    Bid,
    Condition,
    Engagement,
    Tailoring,
    Vendor,
)
from specs.actions import add_wording_rule
from specs.models import Edition
from tests.conftest import Cast
from tests.factories import AT
from workflow.demo.cast import Cast as DemoCast
from workflow.demo.walk import Plan, Walk

MASTER = Path(__file__).resolve().parent.parent / "fixtures" / "master"

FACTS = {
    "persons": "up_to_1000",
    "electronic": "yes",
    "paper": "yes",
    "transport": "yes",
    "ai": "yes",
}
PLAN = Plan(
    owner="owner",
    title="住民意識調査業務委託",
    work="調査票の印刷、発送及び集計を行う。",
    personal_data="氏名、住所、年齢",
    procurement="quotation",
    facts=FACTS,
    preset="small",
)


@dataclass
class World:
    """The cast, the edition, and one engagement with everything below it."""

    cast: Cast
    edition: Edition
    walk: Walk
    at: datetime
    extra: dict[str, object] = field(default_factory=dict)

    @property
    def engagement(self) -> Engagement:
        """The engagement as it is now."""
        return Engagement.objects.select_related(
            "department", "municipality", "edition", "preset"
        ).get(pk=self.walk.engagement.pk)


def master(cast: Cast, at: datetime) -> Edition:
    """The shipped master set, loaded for the cast's municipality."""
    return load_master(cast.municipality, MASTER, by=None, at=at)[0]


def shipped(cast: Cast) -> Edition:
    """As `master`, on the first day of the cast."""
    return master(cast, AT)


def begin(cast: Cast, *, plan: Plan = PLAN, at: datetime | None = None) -> World:
    """An engagement in planning, with scope answered."""
    at = at or timezone.now()
    edition = master(cast, at)
    people = {"owner": cast.business, "seisaku": cast.policy, "keiyaku": cast.contracts}
    walk = Walk(DemoCast(cast.municipality, people), edition, plan)
    today = timezone.localtime(at).date()
    walk.create(at, deadline=today + timedelta(days=14), period=_period(today))
    walk.scope(at)
    return World(cast, edition, walk, at)


def _period(today: date) -> tuple[date, date]:
    return today, today + timedelta(days=120)


def to_selection(world: World, *firms: str) -> list[Bid]:
    """On to the selection, with these firms' bids registered."""
    walk, at = world.walk, world.at
    walk.move("notify", at)
    walk.issue("requirement-notice", at)
    walk.move("select", at)
    walk.refresh()
    return [walk.invite(at, firm) for firm in firms]


def to_transcription(cast: Cast) -> World:
    """In selection after the opening, with one bidder whose paper staff type: `extra["table"]`,
    open, the scan beside it."""
    world = begin(cast)
    (bid,) = to_selection(world, "print")
    world.walk.open_answers(world.at)
    bid.checklist.refresh_from_db()
    scan(bid.checklist, by=world.cast.business, at=world.at)
    world.extra["table"] = bid.checklist
    return world


def to_contracting(world: World) -> Bid:
    """On to the contract stage with a firm that can do everything: its bid."""
    walk, at = world.walk, world.at
    (bid,) = to_selection(world, "print")
    walk.answer(bid.checklist, at, (), "品質管理部　燕　一")
    walk.open_answers(at)
    walk.choose(bid, at, "全項目に対応可である。")
    walk.move("contract", at)
    return bid


def with_contract(cast: Cast) -> World:
    """In the contract stage, the contract registered, nothing issued."""
    world = begin(cast)
    bid = to_contracting(world)
    register(world, bid.vendor.name)
    return world


def register(world: World, name: str) -> None:
    """The contract with a firm of this name."""
    today = timezone.localtime(world.at).date()
    register_contract(
        world.engagement,
        title="住民意識調査業務委託契約",
        number="第1号",
        concluded_on=today,
        period_from=today,
        period_to=today + timedelta(days=120),
        amount=500_000,
        contractor_name=name,
        contractor_address="特記県特記市1番地",
        contractor_representative="代表取締役　見本　太郎",
        blanks={},
        by=world.cast.business,
        at=world.at,
    )


def to_performance(world: World) -> None:
    """A contract with a firm that can do everything."""
    walk, at = world.walk, world.at
    to_contracting(world)
    walk.sign(at, number="第1号", period=_period(timezone.localtime(at).date()), amount=500_000)


def everything(cast: Cast) -> dict[str, object]:
    """One object of each kind that a URL can name: kind → object, and `engagement` in 履行."""
    world = begin(cast)
    to_performance(world)
    walk, at = world.walk, world.at
    findings = walk.inspect(
        at,
        phase="post",
        verdicts=[("K080", Verdict.CORRECT, "鍵の貸出しの記録がない日があった。")],
    )
    walk.correct(findings[0], at, cause="記入漏れ", measure="毎日の終業時に点検する。")
    second = begin(cast)
    bids = to_selection(second, "data", "call")
    second.walk.answer(bids[0].checklist, at, [("K080", "no", "施錠できる保管庫がない。")], "担当")
    second.walk.open_answers(at)
    item = second.edition.check_items.get(code="K080")
    measure = propose_alternative(
        bids[0], item, kind="alternative", text="市の保管庫を使う。", by=cast.business, at=at
    )
    third = begin(cast)
    third.walk.omit("publication", at, reason="約款に同じ定めがある。", alternative="")
    contract = walk.contract
    disposal = Disposal.objects.create(
        municipality=cast.municipality,
        contract=contract,
        subjects="原本",
        way="返還",
        performed_on=date(2026, 1, 5),
        responsible="責任者",
        certificate="証明書",
        reported_at=at,
    )
    newer = open_draft(world.edition.specification_id, by=cast.policy, at=at)
    publish_edition(newer, by=None, at=at)
    bids[1].checklist.refresh_from_db()
    return {
        "engagement": walk.engagement,
        "evidence": scan(bids[1].checklist, by=cast.business, at=at),
        "edition": world.edition,
        "document": IssuedDocument.objects.filter(municipality=cast.municipality).first(),
        "checklist": Checklist.objects.filter(bid=bids[1]).get(),
        "answer": bids[1].checklist.answers.first(),
        "bid": Bid.objects.get(pk=bids[0].pk),
        "item": item,
        "condition": Condition.objects.create(
            municipality=cast.municipality,
            engagement=second.walk.engagement,
            bid=bids[0],
            item=item,
            measure=measure,
            source="alternative",
            text=measure.text,
            created_at=at,
            created_by=cast.business,
        ),
        "alternative": AlternativeMeasure.objects.get(pk=measure.pk),
        "link": _link(cast, second, bids[1]),
        "inquiry": take_down(
            second.engagement, question="紙は要りますか。", asked_by="電話", by=cast.business, at=at
        ),
        **_register(cast, at),
        "tailoring": Tailoring.objects.filter(engagement=walk.engagement).first(),
        "inspection": Inspection.objects.first(),
        "finding": Finding.objects.first(),
        "correction": CorrectiveAction.objects.first(),
        "report": PeriodicReport.objects.first(),
        "disposal": disposal,
        "planned": third.walk.engagement,
        "newer": newer,
        "draft": open_draft(newer.specification_id, by=cast.policy, at=at),
        "rule": add_wording_rule(
            words="取扱", instead="取扱い", since=None, explanation="手引", by=cast.policy, at=at
        ),
    }


def _register(cast: Cast, at: datetime) -> dict[str, object]:
    """A firm of the register with what can be recorded of it."""
    vendor = Vendor.objects.filter(municipality=cast.municipality).earliest("pk")
    today = timezone.localtime(at).date()
    return {
        "vendor": vendor,
        "certification": record_certification(vendor, kind="isms", by=cast.business, at=at),
        "suspension": enter_suspension(
            vendor,
            origin="own",
            from_on=today - timedelta(days=90),
            to_on=today - timedelta(days=1),
            reason="契約の履行を怠った。",
            ground="要綱第2条",
            by=cast.contracts,
            at=at,
        ),
    }


def scan(checklist: Checklist, *, by: User, at: datetime) -> Evidence:
    """The scan of a table that came on paper."""
    page = io.BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.write(page)
    return add_evidence(checklist.pk, None, name="原本.pdf", data=page.getvalue(), by=by, at=at)


def _link(cast: Cast, world: World, bid: Bid) -> AnswerLink:
    return AnswerLink.objects.create(
        municipality=cast.municipality,
        bid=bid,
        token_sha256="0" * 64,
        created_at=world.at,
        created_by=cast.business,
        expires_at=world.at + timedelta(days=30),
    )

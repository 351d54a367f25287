"""What the tests of the register of firms stand on, and short ways to record things of a firm."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from checklists.models import Verdict
from engagements import actions
from engagements.models import Bid, Certification, Engagement, Stage, Suspension, Vendor
from specs.models import Edition
from tests.conftest import Cast
from tests.engagements.conftest import answers, make_edition, to_stage
from tests.factories import AT
from workflow.demo.cast import Cast as DemoCast
from workflow.demo.walk import Plan, Walk

PLAN = Plan(
    owner="owner",
    title="税の封入業務",
    work="封入",
    personal_data="氏名",
    procurement="open",
    facts={"persons": "up_to_100"},
)
NUMBER, OTHER_NUMBER = "8700110005901", "7000012050002"


def today() -> date:
    """The day on which the screens are looked at."""
    return timezone.localdate()


@dataclass
class Stand:
    """A published edition, and a contract of the tax division with two findings."""

    cast: Cast
    edition: Edition
    walk: Walk

    @property
    def vendor(self) -> Vendor:
        """The firm of the contract."""
        return Vendor.objects.get(pk=self.walk.contract.bid.vendor_id)

    def tender(self, procurement: str = "open", by: Any = None, **fields: Any) -> Engagement:
        """An engagement in selection that takes bids."""
        by = by or self.cast.business
        made = actions.create_engagement(
            by=by, at=AT, **{"title": "新しい業務", "work": "x"} | fields, procurement=procurement
        )
        preset = self.edition.presets.get(key="small")
        actions.choose_edition(made, edition=self.edition, preset=preset, by=by, at=AT)
        actions.save_scope(made, answers(), by=by, at=AT)
        return to_stage(made, Stage.SELECTION)


def build(cast: Cast) -> Stand:
    """The one contract, walked through the real actions: its firm kept two items badly."""
    edition = make_edition(cast.municipality, AT)
    people = {"owner": cast.business, "seisaku": cast.policy, "keiyaku": cast.contracts}
    walk = Walk(DemoCast(cast.municipality, people), edition, PLAN)
    day = timezone.localtime(AT).date()
    walk.create(AT, deadline=day + timedelta(days=14), period=(day, day + timedelta(days=120)))
    walk.scope(AT)
    to_stage(walk.engagement, Stage.SELECTION)
    bid = walk.invite(AT, "print")
    walk.answer(bid.checklist, AT, (), "燕　一")
    walk.open_answers(AT)
    walk.choose(bid, AT, "全項目に対応可である。")
    to_stage(walk.engagement, Stage.CONTRACTING)
    walk.sign(AT, number="1", period=(day, day + timedelta(days=120)), amount=1)
    found = [
        ("K060", Verdict.UNFIT, "無断で再委託した。"),
        ("K010", Verdict.CORRECT, "届出が遅れた。"),
    ]
    findings = walk.inspect(AT, phase="post", verdicts=found)
    late = next(one for one in findings if one.item.code == "K010")
    walk.correct(late, AT, cause="失念", measure="点検する。")
    walk.verify(late, AT, accept=True, how="見た。")
    return Stand(cast, edition, walk)


def vendor(cast: Cast, name: str = "株式会社甲", **fields: str) -> Vendor:
    """A registered firm."""
    plain = {"address": "特記市1番地", "representative": "代表取締役　甲"}
    return actions.register_vendor(
        is_distinct=True, by=cast.business, at=AT, name=name, **plain | fields
    )


def suspend(cast: Cast, firm: Vendor, begin: int = -1, end: int = 30, **fields: Any) -> Suspension:
    """A suspension of the municipality's own, from and to so many days after today."""
    plain = {"origin": "own", "reason": "契約の不履行", "ground": "要綱第3条"}
    return actions.enter_suspension(
        firm,
        from_on=today() + timedelta(days=begin),
        to_on=today() + timedelta(days=end),
        by=cast.contracts,
        at=timezone.now(),
        **plain | fields,
    )


def certify(cast: Cast, firm: Vendor, days: int | None, kind: str = "isms") -> Certification:
    """A certification that ends so many days after today."""
    until = None if days is None else today() + timedelta(days=days)
    return actions.record_certification(
        firm, kind=kind, name="名称", valid_until=until, by=cast.business, at=timezone.now()
    )


def bid_in(engagement: Engagement, firm: Vendor, at: datetime | None = None, **more: Any) -> Bid:
    """Enter the firm as a bidder."""
    by = engagement.created_by
    return actions.register_bid(engagement, firm, by=by, at=at or timezone.now(), **more)

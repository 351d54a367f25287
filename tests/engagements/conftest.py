"""A small published edition and an engagement of the tax division based on it."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts.models import Municipality, User
from checklists.actions import publish_edition, save_answers, submit
from checklists.models import Answer, CheckItem, Preset
from engagements import actions
from engagements.models import Bid, Engagement, Stage, Vendor
from engagements.questions import QUESTIONS
from specs.models import Annex, Clause, Edition, Form, Specification
from specs.text.codec import to_json
from specs.text.parse import parse_article
from tests.conftest import Cast

# key, caption, level, omission, rule, text
CLAUSES = (
    ("general", "総則", "標準", "approval", "", "{本書}は、契約書の一部とする。"),
    (
        "personnel",
        "作業責任者等の届出",
        "標準",
        "my-number",
        "",
        "{受注者}は、{様式:personnel-notice}により{発注者}に届け出なければならない。",
    ),
    (
        "subcontracting",
        "再委託",
        "必須",
        "never",
        "",
        "{受注者}は、再委託をしてはならない。\n"
        "2　{#application}{受注者}は、承認を受けようとするときは、次に掲げる事項を届け出る。\n"
        "(1)　業務の内容\n(2)　期間",
    ),
    ("collection", "収集の制限", "条件", "scope", "collects=yes", "{受注者}は、適法に収集する。"),
    (
        "cloud-services",
        "クラウドサービスの利用",
        "条件",
        "scope",
        "cloud=yes or system=yes",
        "{受注者}は、{参照:subcontracting}の承認を受けて利用する。",
    ),
    (
        "disposal",
        "返還、消去及び廃棄",
        "必須",
        "never",
        "",
        "{受注者}は、{記入:return-limit}までに返還する。\n"
        "2　{受注者}は、{参照:前項}のほか、{参照:subcontracting#application}に従う。",
    ),
    (
        "my-number",
        "特定個人情報",
        "条件",
        "scope",
        "my_number=yes",
        "{受注者}は、{別表:penalties}による。\n2　次に掲げる事項を守る。\n"
        "(1)　秘密を漏らさないこと。\n(2)　事業所の外に持ち出さないこと。\n"
        "(3)　目的以外の目的のために利用しないこと。\n(4)　再委託の条件に従うこと。\n"
        "(5)　漏えいの責任を負うこと。\n(6)　終了したときは、返還し、又は廃棄すること。\n"
        "(7)　従事者を明確にすること。\n(8)　従事者に対し、監督及び教育を行うこと。\n"
        "(9)　遵守の状況を報告すること。\n(10)　実地の監査に応ずること。",
    ),
)

# clause, code, level, phases, rule
ITEMS = (
    ("general", "K001", "必須", "pre post", ""),
    ("personnel", "K010", "必須", "pre post", ""),
    ("personnel", "K011", "条件", "pre post", "dispatched=yes"),
    ("subcontracting", "K060", "必須", "pre post", ""),
    ("subcontracting", "K061", "推奨", "pre", ""),
    ("collection", "K095", "条件", "pre post", "collects=yes"),
    ("cloud-services", "K120", "必須", "pre post", ""),
    ("disposal", "K160", "必須", "end", ""),
    ("my-number", "K190", "必須", "pre post", ""),
)


def make_edition(municipality: Municipality, at: datetime, number: int = 1) -> Edition:
    """Publish the small edition above."""
    specification, _ = Specification.objects.get_or_create(
        municipality=municipality,
        key="personal-data",
        defaults={"title": "個人情報取扱特記仕様書"},
    )
    edition = Edition.objects.create(
        municipality=municipality, specification=specification, number=number, created_at=at
    )
    clauses = {}
    for position, (key, caption, level, omission, rule, text) in enumerate(CLAUSES, 1):
        parsed = parse_article(f"（{caption}）\n第○条　{text}", key=key)
        assert parsed.article is not None, parsed.problems
        assert parsed.problems == []
        clauses[key] = Clause.objects.create(
            municipality=municipality,
            edition=edition,
            position=position,
            key=key,
            code=f"C{position:02}",
            caption=caption,
            tree=to_json(parsed.article),
            level=level,
            omission=omission,
            applies_when=rule,
            rationale="趣旨",
            guidance="解説",
            blanks=[{"key": "return-limit", "label": "返還の期限", "default": "業務の終了の日"}]
            if key == "disposal"
            else [],
        )
    for position, (key, code, level, phases, rule) in enumerate(ITEMS, 1):
        CheckItem.objects.create(
            municipality=municipality,
            edition=edition,
            clause=clauses[key],
            position=position,
            code=code,
            level=level,
            in_pre="pre" in phases,
            in_post="post" in phases,
            in_end="end" in phases,
            applies_when=rule,
            verifier="主管課",
            method="書面",
            before=f"{code}ができますか。",
            after=f"{code}をしていますか。",
            ok_when="できている。",
            look="見る。",
            evidence="記録",
        )
    Annex.objects.create(
        municipality=municipality,
        edition=edition,
        position=1,
        key="penalties",
        title="罰則の適用",
        clause_key="subcontracting",
        columns=["対象者", "罰則"],
        rows=[["従事者", "拘禁刑"]],
    )
    for number_, key, title, clause in (
        (1, "personnel-notice", "責任者等届", "personnel"),
        (10, "cloud-notice", "クラウドサービス等利用届", "cloud-services"),
    ):
        Form.objects.create(
            municipality=municipality,
            edition=edition,
            number=number_,
            key=key,
            title=title,
            clause_key=clause,
        )
    for position, (key, rule, codes) in enumerate(
        (
            ("standard", "required", []),
            ("small", "codes", ["K001", "K011", "K060"]),
            ("full", "all", []),
        ),
        1,
    ):
        Preset.objects.create(
            municipality=municipality,
            edition=edition,
            position=position,
            key=key,
            title=key,
            description=f"{key}の型",
            rule=rule,
            codes=codes,
        )
    publish_edition(edition, by=None, at=at)
    edition.refresh_from_db()
    return edition


def answers(**facts: str) -> dict[str, str]:
    """Answers to every question: "no" and few people, but for `facts`."""
    return {q.key: "no" for q in QUESTIONS} | {"persons": "up_to_100"} | facts


def to_stage(engagement: Engagement, stage: Stage) -> Engagement:
    """The engagement as the workflow would have left it."""
    Engagement.objects.filter(pk=engagement.pk).update(stage=stage)
    return Engagement.objects.select_related("municipality", "edition", "preset", "department").get(
        pk=engagement.pk
    )


def make_vendor(by: User, at: datetime, name: str = "株式会社甲") -> Vendor:
    """A firm without a 法人番号."""
    return actions.register_vendor(
        by=by, at=at, name=name, address="特記市1番地", representative="代表取締役　甲"
    )


def fill(bid: Bid, by: User, at: datetime, **values: str) -> None:
    """Answer a bid's table: yes but for `values` (item code → value), and submit it."""
    rows = [
        {
            "item_id": answer.item_id,
            "value": values.get(answer.item.code, "yes"),
            "note": "理由" if answer.item.code in values else "",
            "evidence": "",
            "revision": 0,
        }
        for answer in Answer.objects.filter(checklist=bid.checklist).select_related("item")
    ]
    save_answers(bid.checklist, rows, by=by, at=at)
    bid.checklist.refresh_from_db()
    submit(bid.checklist, filled_by="記入者", filled_on=at.date(), by=by, at=at)


def url(name: str, *args: object) -> str:
    """The address of a screen of this app."""
    return reverse(f"engagements:{name}", args=args)


@pytest.fixture
def as_(client: Client, cast: Cast) -> Callable[[str], Client]:
    """Sign in as a member of the cast."""

    def sign_in(name: str) -> Client:
        client.force_login(getattr(cast, name))
        return client

    return sign_in


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Settings) -> None:
    """Seven users a test need not be hashed as slowly as real ones."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def edition(cast: Cast, at: datetime) -> Edition:
    """The small edition, published."""
    return make_edition(cast.municipality, at)


@pytest.fixture
def engagement(cast: Cast, edition: Edition, at: datetime) -> Engagement:
    """In planning, scope answered with no to everything, the standard preset."""
    made = actions.create_engagement(
        by=cast.business, at=at, title="納税通知書封入業務", work="封入", procurement="open"
    )
    actions.choose_edition(
        made, edition=edition, preset=edition.presets.get(key="standard"), by=cast.business, at=at
    )
    actions.save_scope(made, answers(), by=cast.business, at=at)
    return to_stage(made, Stage.PLANNING)


@pytest.fixture
def make_bid(cast: Cast, engagement: Engagement, at: datetime) -> Callable[..., Bid]:
    """Register a firm's bid, in selection."""

    def make(name: str = "株式会社甲", filled: bool = True, **values: str) -> Bid:
        to_stage(engagement, Stage.SELECTION)
        vendor = make_vendor(cast.business, at, name)
        bid = actions.register_bid(engagement, vendor, by=cast.business, at=at)
        if filled:
            fill(bid, cast.business, at, **values)
        return bid

    return make

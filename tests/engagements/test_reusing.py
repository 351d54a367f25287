"""One firm answers for several departments: what it says about itself is answered once."""

import io
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from checklists import actions as checklists
from checklists.models import Answer, Checklist, Evidence
from documents.composing import compose
from engagements import actions
from engagements.replying.documents import ApprovalCopy
from ledger.verification import verify
from tests.engagements.test_replying import address, firm_of
from tests.world import PLAN, World, begin, to_selection

pytestmark = pytest.mark.django_db

ABOUT_FIRM = "K085"
ABOUT_WORK = "K080"


def two_tenders(cast) -> tuple[World, World]:
    """The same firm takes part in two engagements; another firm in the second too."""
    plan = replace(PLAN, preset="standard")
    first, second = begin(cast, plan=plan), begin(cast, plan=plan)
    first.extra["bid"] = to_selection(first, "print")[0]
    second.extra["bid"], second.extra["other"] = to_selection(second, "print", "data")
    return first, second


STANDING = two_tenders


@pytest.fixture
def first(standing):
    return standing[0]


@pytest.fixture
def second(standing):
    return standing[1]


def open_in(client: Client, world: World, bid) -> None:
    _, token = actions.issue_link(bid, by=world.cast.business, at=world.at)
    assert client.get(address(token)).status_code == 302


def answer(world: World, bid, code: str, *, at=None, **more) -> Answer:
    row = Answer.objects.get(checklist=bid.checklist_id, item__code=code)
    fields = {"value": "yes", "note": "", "evidence": "規程集", "revision": row.revision} | more
    return checklists.save_answer(
        bid.checklist_id, row.item_id, **fields, by=firm_of(bid), at=at or world.at
    )


def of(bid, code: str) -> Answer:
    return Answer.objects.get(checklist=bid.checklist_id, item__code=code)


def table(client: Client) -> str:
    return client.get(reverse("reply:table")).content.decode()


def test_both_links_in_one_browser_let_the_answers_be_used(first, second):
    yesterday = first.at - timedelta(days=1)
    answer(first, first.extra["bid"], ABOUT_FIRM, at=yesterday)
    answer(first, first.extra["bid"], ABOUT_WORK)
    client = Client()
    open_in(client, first, first.extra["bid"])
    open_in(client, second, second.extra["bid"])
    assert "会社についての項目1件は、ほかの案件での回答を使えます" in table(client)
    client.post(reverse("reply:answers-reuse"))
    used = of(second.extra["bid"], ABOUT_FIRM)
    assert (used.value, used.evidence) == ("yes", "規程集")
    assert used.reused_on == timezone.localtime(yesterday).date()
    assert of(second.extra["bid"], ABOUT_WORK).value == ""
    shown = table(client)
    assert "の回答を使っています" in shown
    assert "使えます" not in shown
    assert Checklist.objects.get(pk=used.checklist_id).n_yes == 1
    assert list(verify()) == []


def test_the_seal_holds_for_whoever_has_one_link_alone(first, second):
    answer(first, first.extra["bid"], ABOUT_FIRM, evidence="秘密の規程")
    client = Client()
    open_in(client, second, second.extra["bid"])
    shown = table(client)
    assert "使えます" not in shown
    assert "秘密の規程" not in shown
    client.post(reverse("reply:answers-reuse"))
    assert of(second.extra["bid"], ABOUT_FIRM).value == ""


def test_an_opened_table_can_be_used_without_its_link(first, second):
    bid = first.extra["bid"]
    first.walk.answer(bid.checklist, first.at, (), "担当")
    first.walk.open_answers(first.at)
    client = Client()
    open_in(client, second, second.extra["bid"])
    assert "ほかの案件での回答を使えます" in table(client)


def test_another_firm_is_offered_nothing(first, second):
    answer(first, first.extra["bid"], ABOUT_FIRM)
    client = Client()
    open_in(client, first, first.extra["bid"])
    open_in(client, second, second.extra["other"])
    assert "使えます" not in table(client)
    link = first.extra["bid"].links.get()
    assert client.post(reverse("reply:link-switch", args=[link.pk])).status_code == 404


def test_a_changed_answer_is_todays(first, second):
    answer(first, first.extra["bid"], ABOUT_FIRM, at=first.at - timedelta(days=3))
    client = Client()
    open_in(client, first, first.extra["bid"])
    open_in(client, second, second.extra["bid"])
    client.post(reverse("reply:answers-reuse"))
    bid = second.extra["bid"]
    assert of(bid, ABOUT_FIRM).reused_on
    answer(second, bid, ABOUT_FIRM, note="改めた。")
    assert of(bid, ABOUT_FIRM).reused_on is None


def test_files_come_along(first, second):
    bid, target = first.extra["bid"], second.extra["bid"]
    row = answer(first, bid, ABOUT_FIRM, at=first.at - timedelta(days=3))
    data = io.BytesIO()
    Image.new("RGB", (8, 8)).save(data, "PNG")
    checklists.add_evidence(
        bid.checklist_id,
        row.item_id,
        name="規程.png",
        data=data.getvalue(),
        by=firm_of(bid),
        at=first.at,
    )
    client = Client()
    open_in(client, first, bid)
    open_in(client, second, target)
    client.post(reverse("reply:answers-reuse"))
    assert Evidence.objects.filter(checklist=target.checklist_id).get().name == "規程.png"


def test_the_check_table_says_what_was_used_again(first, second):
    bid = second.extra["bid"]
    answer(first, first.extra["bid"], ABOUT_FIRM, at=first.at - timedelta(days=3))
    client = Client()
    open_in(client, first, first.extra["bid"])
    open_in(client, second, bid)
    client.post(reverse("reply:answers-reuse"))
    copy = client.get(reverse("reply:approval-copy"))
    assert copy.status_code == 200
    html = compose(
        ApprovalCopy(firm_of(bid)),
        Checklist.objects.get(pk=bid.checklist_id),
        number="",
        at=second.at,
    ).html
    assert "の回答を再使用）" in html


def test_the_firm_switches_between_its_engagements(first, second):
    client = Client()
    open_in(client, first, first.extra["bid"])
    assert "ほかの案件に切り替える" not in table(client)
    open_in(client, second, second.extra["bid"])
    shown = table(client)
    assert "ほかの案件に切り替える（1件）" in shown
    assert second.engagement.number in shown
    link = first.extra["bid"].links.get()
    client.post(reverse("reply:link-switch", args=[link.pk]))
    assert first.engagement.number in table(client)
    actions.revoke_link(link, reason="誤送付", by=first.cast.business, at=first.at)
    assert client.get(reverse("reply:table")).status_code == 404

"""Telling bidders: questions answered to all, requirements changed after the notice, and proof."""

import io
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from accounts.respondents import Respondent
from checklists import actions as checklists
from checklists.evidence import storage
from checklists.models import Answer, Checklist, Evidence
from common.errors import Refused, Stale
from documents.composing import compose
from documents.kinds import by_name
from documents.models import IssuedDocument
from engagements import actions
from engagements.deliveries import delivery_table
from engagements.models import Bid, Delivery, Engagement, Inquiry, ToldRequirements
from engagements.requirements import changes_between, newest_told, requirements_of
from ledger.models import LedgerEvent
from ledger.verification import verify
from tests.engagements.test_replying import address, firm_of
from tests.world import FACTS, World, begin, to_selection

pytestmark = pytest.mark.django_db


def tender(cast) -> World:
    """In selection, with two bidders, before the deadline."""
    world = begin(cast)
    world.extra["bids"] = to_selection(world, "print", "data")
    return world


STANDING = tender


@pytest.fixture
def world(standing):
    return standing


@pytest.fixture
def bids(world):
    return world.extra["bids"]


def firm_client(world, bid) -> Client:
    client = Client()
    _, token = actions.issue_link(bid, by=world.cast.business, at=world.at)
    assert client.get(address(token)).status_code == 302
    return client


@pytest.fixture
def firm(world, bids):
    return firm_client(world, bids[0])


@pytest.fixture
def other_firm(world, bids):
    return firm_client(world, bids[1])


@pytest.fixture
def staff(world):
    client = Client()
    client.force_login(world.cast.business)
    return client


def url(name: str, world) -> str:
    return reverse(f"engagements:{name}", args=[world.engagement.pk])


# Questions and answers


def ask(world, bid, question="クラウドの利用は事前に承認が要りますか。") -> Inquiry:
    link = bid.links.order_by("-pk").first()
    return actions.ask(link, question=question, by=firm_of(bid), at=world.at)


def test_a_question_is_answered_to_every_firm_and_names_nobody(
    world, bids, firm, other_firm, staff
):
    page = firm.post(
        reverse("reply:inquiries"),
        {"about": "K062", "question": "特記印刷の子会社に任せる分も申請しますか。"},
        follow=True,
    )
    assert "回答待ち" in page.content.decode()
    assert "子会社に任せる" not in other_firm.get(reverse("reply:inquiries")).content.decode()
    inquiry = Inquiry.objects.get()
    answer = reverse("engagements:inquiry-answer", args=[inquiry.pk])
    text = {
        "published_question": "子会社に任せる分も再委託として申請しますか。",
        "answer": "申請してください。",
        "revision": 0,
    }
    assert staff.post(answer, text).status_code == 302
    assert "申請してください" not in firm.get(reverse("reply:inquiries")).content.decode()
    page = staff.post(url("answers-publish", world), follow=True)
    assert "応募者全員に公表しました" in page.content.decode()
    for client in (firm, other_firm):
        shown = client.get(reverse("reply:inquiries")).content.decode()
        assert "申請してください。" in shown
        assert "特記印刷の" not in shown
    paper = IssuedDocument.objects.get(kind="inquiry-answers")
    seen = Delivery.objects.filter(document=paper, channel="page")
    assert set(seen.values_list("bid", flat=True)) == {bid.pk for bid in bids}
    assert LedgerEvent.objects.filter(verb="engagements.papers_seen").count() == 2
    assert list(verify()) == []


def test_an_answer_that_names_the_firm_is_refused_and_nothing_typed_is_lost(world, bids, staff):
    actions.issue_link(bids[0], by=world.cast.business, at=world.at)
    inquiry = ask(world, bids[0])
    name = bids[0].vendor.name
    page = staff.post(
        reverse("engagements:inquiry-answer", args=[inquiry.pk]),
        {"published_question": f"{name}です。", "answer": "はい。", "revision": 0},
    )
    assert page.status_code == 422
    shown = page.content.decode()
    assert f"質問した事業者の名称（{name}）があります" in shown
    assert "はい。" in shown


def test_a_published_answer_can_be_changed_by_nobody(world, bids):
    actions.issue_link(bids[0], by=world.cast.business, at=world.at)
    inquiry = ask(world, bids[0])
    by = {"by": world.cast.business, "at": world.at}
    text = {"published_question": "承認は要りますか。", "answer": "要ります。"}
    actions.answer_inquiry(inquiry, **text, revision=0, **by)
    with pytest.raises(Stale):
        actions.answer_inquiry(inquiry, **text, revision=0, **by)
    actions.publish_answers(world.engagement, **by)
    with pytest.raises(Refused, match="公表済み"):
        actions.answer_inquiry(inquiry, **text, **by)
    with pytest.raises(Refused, match="公表する回答がありません"):
        actions.publish_answers(world.engagement, **by)
    with pytest.raises(IntegrityError), transaction.atomic():
        Inquiry.objects.filter(pk=inquiry.pk).update(answer="要りません。")


def test_one_is_either_answered_or_not_published_for_a_reason(world, bids):
    actions.issue_link(bids[0], by=world.cast.business, at=world.at)
    inquiry = ask(world, bids[0])
    by = {"by": world.cast.business, "at": world.at}
    for answer, reason in (("", ""), ("はい。", "関係がない。")):
        with pytest.raises(Refused, match="どちらか一方"):
            actions.answer_inquiry(
                inquiry, published_question="問", answer=answer, unanswered_reason=reason, **by
            )
    actions.answer_inquiry(
        inquiry, published_question="", answer="", unanswered_reason="業務と関係がない。", **by
    )
    with pytest.raises(Refused):
        actions.publish_answers(world.engagement, **by)


def test_questions_end_with_the_day_set_for_them(world, bids):
    actions.issue_link(bids[0], by=world.cast.business, at=world.at)
    today = timezone.localtime(world.at).date()
    Engagement.objects.filter(pk=world.engagement.pk).update(inquiry_deadline=today)
    assert ask(world, bids[0]).number == 1
    link = bids[0].links.get()
    with pytest.raises(Refused, match="受付は終わりました"):
        actions.ask(link, question="まだ？", by=firm_of(bids[0]), at=world.at + timedelta(days=1))


def test_staff_take_down_what_came_by_telephone(world, bids, staff):
    page = staff.post(
        url("inquiry-create", world),
        {"bid": "", "asked_by": "公告を見た会社（電話）", "question": "用紙は支給されますか。"},
        follow=True,
    )
    shown = page.content.decode()
    assert "用紙は支給されますか。" in shown
    assert "公告を見た会社（電話）" in shown


def test_the_list_of_questions_costs_the_same_for_two_and_for_twenty(world, bids, staff):
    actions.issue_link(bids[0], by=world.cast.business, at=world.at)
    counts = []
    for number in (2, 18):
        for _ in range(number):
            ask(world, bids[0])
        with _counting() as queries:
            staff.get(url("inquiry-list", world))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def _counting() -> CaptureQueriesContext:
    return CaptureQueriesContext(connection)


# Requirements that change


def back_and_forth(world, *, preset: str = "standard", **facts: str) -> ToldRequirements:
    """Back to planning, other answers to the scope questions, and on to the notice again."""
    walk, at = world.walk, world.at
    walk.move("rework", at, "個人番号を扱うことが分かったため。")
    walk.plan = replace(walk.plan, preset=preset, facts=FACTS | facts)
    walk.scope(at)
    walk.move("notify", at)
    told = newest_told(world.engagement)
    assert told is not None
    return told


def submitted(world, bid) -> Checklist:
    world.walk.answer(bid.checklist, world.at, [("K080", "no", "保管庫がない。")], "担当")
    return Checklist.objects.get(pk=bid.checklist_id)


def test_the_first_requirements_are_no_addendum(world):
    told = newest_told(world.engagement)
    assert (told.number, told.follows, told.changes) == (0, None, [])
    assert told.content == requirements_of(world.engagement)


def test_a_change_is_an_addendum_and_tables_are_asked_anew(world, bids):
    first = bids[0]
    answered = submitted(world, first)
    told = back_and_forth(world, my_number="yes")
    assert (told.number, str(told)) == (1, "追補第1号")
    assert told.reason == "個人番号を扱うことが分かったため。"
    first.refresh_from_db()
    table = first.checklist
    assert table.pk != answered.pk
    assert table.replaces_id == answered.pk
    assert not table.is_submitted
    assert table.is_sealed
    old = {a.item.code: a for a in Answer.objects.filter(checklist=answered).select_related("item")}
    new = {a.item.code: a for a in Answer.objects.filter(checklist=table).select_related("item")}
    assert set(new) > set(old) - {"K080"}
    assert told.changed_codes == set(new) - set(old)
    kept = set(new) & set(old)
    assert all((new[c].value, new[c].note) == (old[c].value, old[c].note) for c in kept)
    assert table.n_unanswered == len(set(new) - set(old))
    answered.refresh_from_db()
    assert answered.is_submitted
    assert list(verify()) == []


def test_the_same_requirements_again_leave_everything_as_it_is(world, bids):
    answered = submitted(world, bids[0])
    before = newest_told(world.engagement)
    assert back_and_forth(world, preset="small") == before
    bids[0].refresh_from_db()
    assert bids[0].checklist == answered


def test_files_beside_answers_come_over_with_them(world, bids):
    table = Checklist.objects.get(pk=bids[0].checklist_id)
    row = table.answers.select_related("item").get(item__code="K080")
    data = io.BytesIO()
    Image.new("RGB", (8, 8)).save(data, "PNG")
    who = {"by": firm_of(bids[0]), "at": world.at}
    text = {"value": "yes", "note": "", "evidence": "写真", "revision": 0}
    checklists.save_answer(table.pk, row.item_id, **text, **who)
    file = checklists.add_evidence(
        table.pk, row.item_id, name="保管庫.png", data=data.getvalue(), **who
    )
    back_and_forth(world, my_number="yes")
    bids[0].refresh_from_db()
    copied = Evidence.objects.get(checklist=bids[0].checklist)
    assert (copied.name, copied.sha256, copied.item) == (file.name, file.sha256, row.item)
    assert copied.storage_key != file.storage_key
    checklists.remove_evidence(copied, by=firm_of(bids[0]), at=world.at)
    assert storage.read(file.storage_key, file.sha256) == data.getvalue()


def test_the_firm_sees_what_changed_and_submits_again(world, bids, firm):
    submitted(world, bids[0])
    back_and_forth(world, my_number="yes")
    world.walk.issue("requirement-notice", world.at)
    world.walk.issue("requirement-changes", world.at)
    shown = firm.get(reverse("reply:table")).content.decode()
    assert "要件が変わりました（追補第1号" in shown
    assert "個人番号を扱うことが分かったため。" in shown
    assert "追補第1号の変更点（" in shown
    paper = IssuedDocument.objects.get(kind="requirement-changes")
    assert reverse("reply:paper-download", args=[paper.pk]) in shown
    assert Delivery.objects.filter(bid=bids[0], document=paper).count() == 1
    firm.get(reverse("reply:table"))
    assert Delivery.objects.filter(bid=bids[0], document=paper).count() == 1
    bids[0].refresh_from_db()
    submitted(world, bids[0])
    assert "提出済み" in firm.get(reverse("reply:table")).content.decode()


def test_selection_waits_for_the_addendum_to_be_issued(world, bids):
    back_and_forth(world, my_number="yes")
    with pytest.raises(Refused) as refused:
        world.walk.move("select", world.at)
    assert len(refused.value.reasons) == 2
    world.walk.issue("requirement-notice", world.at)
    with pytest.raises(Refused, match="要件変更通知書を発行"):
        world.walk.move("select", world.at)
    world.walk.issue("requirement-changes", world.at)
    world.walk.move("select", world.at)


def test_a_better_worded_outline_is_told_but_not_asked_again(world, bids):
    answered = submitted(world, bids[0])
    walk, at = world.walk, world.at
    walk.move("rework", at, "件名を直すため。")
    actions.update_engagement(
        world.engagement, revision=None, by=world.cast.business, at=at, title="新しい件名"
    )
    walk.move("notify", at)
    told = newest_told(world.engagement)
    assert [change["key"] for change in told.changes] == ["title"]
    bids[0].refresh_from_db()
    assert bids[0].checklist_id == answered.pk


def test_after_the_opening_a_change_begins_a_new_round_under_seal(world, bids):
    for bid in bids:
        submitted(world, bid)
    world.walk.open_answers(world.at)
    world.walk.refresh()
    world.walk.choose(
        Bid.objects.select_related("checklist").get(pk=bids[1].pk), world.at, "よい。"
    )
    later = world.engagement.answers_close_at + timedelta(hours=1)
    world.walk.move("rework", later, "誰も満たせない項目を改めるため。")
    world.walk.plan = replace(world.walk.plan, facts=FACTS | {"my_number": "yes"})
    world.walk.scope(later)
    with pytest.raises(Refused, match="提出期限"):
        world.walk.move("notify", later)
    actions.update_engagement(
        world.engagement,
        revision=None,
        by=world.cast.business,
        at=later,
        answer_deadline=timezone.localtime(later).date() + timedelta(days=7),
    )
    world.walk.move("notify", later)
    tables = Checklist.objects.filter(bid__engagement=world.engagement)
    assert all(table.is_sealed and not table.is_submitted for table in tables)
    assert not world.engagement.selections.filter(is_current=True).exists()
    assert Checklist.objects.filter(replaced_at__isnull=False, opened_at__isnull=False).count() == 2


def test_a_table_that_was_replaced_takes_nothing_more(world, bids):
    former = Checklist.objects.get(pk=bids[0].checklist_id)
    back_and_forth(world, my_number="yes")
    firm = Respondent(former.municipality_id, former.pk, "前の表")
    row = former.answers.first()
    with pytest.raises(Refused, match="作り直されました"):
        checklists.save_answer(
            former.pk,
            row.item_id,
            value="yes",
            note="",
            evidence="",
            revision=row.revision,
            by=firm,
            at=world.at,
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Checklist.objects.filter(pk=former.pk).update(replaced_at=None)


def test_answers_to_former_requirements_stay_sealed_until_the_opening(world, bids):
    for bid in bids:
        submitted(world, bid)
    former = [bid.checklist_id for bid in bids]
    back_and_forth(world, my_number="yes")
    seen = Answer.objects.visible_to(world.cast.business).filter(checklist__in=former)
    assert not seen.exists()
    for bid in bids:
        bid.refresh_from_db()
        submitted(world, bid)
    for kind in ("requirement-notice", "requirement-changes"):
        world.walk.issue(kind, world.at)
    world.walk.move("select", world.at)
    world.walk.open_answers(world.at)
    assert seen.exists()


def test_requirements_that_nobody_was_told_are_no_addendum(cast):
    world = begin(cast)
    world.walk.move("notify", world.at)
    world.walk.move("replan", world.at, "件名を直すため。")
    actions.update_engagement(
        world.engagement, revision=None, by=cast.business, at=world.at, title="直した件名"
    )
    world.walk.move("notify", world.at)
    told = newest_told(world.engagement)
    assert (told.number, told.changes) == (0, [])
    assert ToldRequirements.objects.count() >= 2


def test_changes_are_named_in_words(world):
    old = requirements_of(world.engagement)
    back_and_forth(world, my_number="yes")
    new = requirements_of(world.engagement)
    changes = changes_between(old, new)
    assert {change.part for change in changes} >= {"fact", "clause", "item"}
    fact = next(change for change in changes if change.part == "fact")
    assert (fact.before, fact.after) == ("いいえ", "はい")
    assert changes_between(new, new) == []
    gone = [change for change in changes_between(new, old) if change.part == "item"]
    assert all(change.after is None for change in gone)


def test_the_newest_told_requirements_are_frozen(world):
    told = newest_told(world.engagement)
    with pytest.raises(IntegrityError), transaction.atomic():
        ToldRequirements.objects.filter(pk=told.pk).update(reason="別の理由")


# Who was told what


def test_what_left_by_hand_and_mail_is_recorded_for_each_bidder(world, bids, staff):
    paper = IssuedDocument.objects.get(kind="requirement-notice")
    page = staff.post(
        url("delivery-list", world),
        {
            "documents": [paper.pk],
            "bids": [bid.pk for bid in bids],
            "channel": "hand",
            "told_on": timezone.localdate().isoformat(),
            "note": "窓口",
        },
        follow=True,
    )
    shown = page.content.decode()
    assert shown.count("手渡し") >= 2
    table = delivery_table(world.engagement)
    assert [row.missing for row in table.rows] == [0, 0]
    event = LedgerEvent.objects.filter(verb="engagements.delivery_recorded").get()
    assert event.data["papers"] == {paper.number: paper.sha256}


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"documents": []}, "伝えた文書を選択してください"),
        ({"bids": []}, "伝えた応募者を選んでください"),
        ({"channel": "public"}, "応募者を選ばないでください"),
        ({"channel": "page"}, "正しく選択してください"),
        ({"told_on": "2099-01-01"}, "先の日付"),
        ({"told_on": "2020-01-01"}, "伝えた日より後に発行した文書"),
    ],
)
def test_a_record_that_can_not_be_is_refused(world, bids, staff, changed, sentence):
    paper = IssuedDocument.objects.get(kind="requirement-notice")
    data = {
        "documents": [paper.pk],
        "bids": [bids[0].pk],
        "channel": "mail",
        "told_on": timezone.localdate().isoformat(),
    } | changed
    page = staff.post(url("delivery-list", world), data)
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert not Delivery.objects.exists()


def test_the_record_of_delivery_costs_the_same_for_two_and_for_ten_firms(world, bids, staff):
    paper = IssuedDocument.objects.get(kind="requirement-notice")
    today = timezone.localdate()
    counts = []
    for firms in ([], ["call", "scan"]):
        new = [world.walk.invite(world.at, firm) for firm in firms]
        actions.record_delivery(
            world.engagement,
            documents=[paper],
            bids=[*bids, *new],
            channel="mail",
            told_on=today,
            by=world.cast.business,
            at=world.at,
        )
        with _counting() as queries:
            staff.get(url("delivery-list", world))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_second_addendum_tells_the_first_too(world, bids, firm):
    back_and_forth(world, my_number="yes")
    world.walk.issue("requirement-notice", world.at)
    world.walk.issue("requirement-changes", world.at)
    world.walk.move("select", world.at)
    second = back_and_forth(world, my_number="yes", cloud="yes")
    assert (second.number, second.follows.number) == (2, 1)
    shown = firm.get(reverse("reply:table")).content.decode()
    assert "追補第2号の変更点" in shown
    assert "追補第1号の変更点" in shown
    page = compose(by_name("requirement-changes"), world.engagement, number="案", at=world.at).html
    assert "これまでの変更（追補第1号" in page


def test_a_measure_for_an_item_that_is_gone_covers_nothing(world, bids):
    back_and_forth(world, my_number="yes")
    for kind in ("requirement-notice", "requirement-changes"):
        world.walk.issue(kind, world.at)
    world.walk.move("select", world.at)
    for bid in bids:
        bid.refresh_from_db()
        world.walk.answer(bid.checklist, world.at, [("K086", "no", "未導入")], "担当")
    world.walk.open_answers(world.at)
    bid = Bid.objects.select_related("checklist").get(pk=bids[0].pk)
    item = world.edition.check_items.get(code="K086")
    measure = actions.propose_alternative(
        bid, item, kind="alternative", text="差込口をふさぐ。", by=world.cast.business, at=world.at
    )
    later = world.engagement.answers_close_at + timedelta(hours=1)
    world.walk.move("rework", later, "小さな業務に改めたため。")
    actions.update_engagement(
        world.engagement,
        revision=None,
        by=world.cast.business,
        at=later,
        answer_deadline=timezone.localtime(later).date() + timedelta(days=7),
    )
    world.walk.plan = replace(world.walk.plan, preset="small", facts=FACTS)
    world.walk.scope(later)
    world.walk.move("notify", later)
    bid.refresh_from_db()
    assert not bid.checklist.answers.filter(item=item).exists()
    measure.refresh_from_db()
    assert not measure.is_current

"""A firm at its link: what it sees, what it can do, and what the municipality sees of it."""

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.respondents import Respondent
from checklists import actions as checklists
from checklists.models import Answer, Checklist, FormerSubmission, Judgement
from checklists.rows import Sealed, table_rows
from common.errors import Refused
from documents.actions import issue
from documents.kinds import by_name
from documents.models import IssuedDocument
from engagements import actions
from engagements.actions.links import TRIES, LinkRefused
from engagements.models import AnswerLink
from ledger.models import LedgerEvent
from ledger.verification import verify
from tests.world import World, begin, to_selection

pytestmark = pytest.mark.django_db


def tender(cast) -> World:
    """In selection, with two bidders, before the deadline."""
    world = begin(cast)
    bids = to_selection(world, "print", "data")
    world.extra["bids"] = bids
    return world


STANDING = tender


@pytest.fixture
def world(standing):
    return standing


@pytest.fixture
def bid(world):
    return world.extra["bids"][0]


@pytest.fixture
def other(world):
    return world.extra["bids"][1]


def new_link(world, bid) -> tuple[AnswerLink, str]:
    return actions.issue_link(bid, by=world.cast.business, at=world.at)


def address(token: str) -> str:
    return reverse("reply:link-open", args=["132012", token])


@pytest.fixture
def firm(world, bid) -> Client:
    """A browser that has opened the first firm's link."""
    client = Client()
    _, token = new_link(world, bid)
    assert client.get(address(token)).status_code == 302
    return client


def firm_of(bid) -> Respondent:
    return Respondent(bid.municipality_id, bid.checklist_id, bid.vendor.name)


def fill_and_submit(world, bid) -> None:
    world.walk.answer(bid.checklist, world.at, (), "担当")


def closes_at(bid):
    return Checklist.objects.get(pk=bid.checklist_id).opens_at


def events(verb: str):
    return LedgerEvent.objects.filter(verb=verb)


# The link


def test_only_the_hash_of_a_token_is_kept(world, bid):
    link, token = new_link(world, bid)
    assert len(token) >= 40
    assert token not in str(AnswerLink.objects.filter(pk=link.pk).values().get())
    assert token not in str(list(LedgerEvent.objects.values_list("data", flat=True)))


def test_the_secret_leaves_the_address_at_once(world, bid):
    client = Client()
    _, token = new_link(world, bid)
    response = client.get(address(token))
    assert response.url == reverse("reply:table")
    assert response["Referrer-Policy"] == "no-referrer"
    assert token not in client.get(response.url).content.decode()
    assert token not in str([session.get_decoded() for session in Session.objects.all()])


def test_a_new_link_ends_the_one_before(world, bid):
    client = Client()
    _, first = new_link(world, bid)
    client.get(address(first))
    _, second = new_link(world, bid)
    assert client.get(reverse("reply:table")).status_code == 404  # its session ends too
    assert Client().get(address(first)).status_code == 404
    assert Client().get(address(second)).status_code == 302


def test_guessed_revoked_and_expired_links_open_nothing_and_are_told(world, bid, other):
    revoked, revoked_token = new_link(world, bid)
    actions.revoke_link(revoked, reason="送り先を誤った。", by=world.cast.business, at=world.at)
    expired, expired_token = new_link(world, other)
    AnswerLink.objects.filter(pk=expired.pk).update(expires_at=world.at - timedelta(days=1))
    for token in ("guessed", revoked_token, expired_token):
        client = Client()
        response = client.get(address(token))
        assert response.status_code == 404
        assert bid.vendor.name not in response.content.decode()
        assert client.get(reverse("reply:table")).status_code == 404
    told = events("engagements.link_refused").order_by("seq")
    assert [event.data["why"] for event in told] == ["unknown", "revoked", "expired"]
    assert told[1].context == f"engagements.Engagement:{bid.engagement_id}"


def test_a_link_of_another_municipality_opens_nothing(world, bid):
    _, token = new_link(world, bid)
    elsewhere = reverse("reply:link-open", args=["132021", token])
    assert Client().get(elsewhere).status_code == 404
    assert Client().get(reverse("reply:link-open", args=["999999", token])).status_code == 404


def test_too_many_tries_are_turned_away_and_told_no_more(world, bid):
    _, token = new_link(world, bid)
    statuses = [Client().get(address(f"guess{n}")).status_code for n in range(TRIES + 3)]
    assert statuses == [404] * TRIES + [429] * 3
    assert events("engagements.link_refused").count() == TRIES
    assert Client().get(address(token)).status_code == 302  # whoever holds one isn't locked out


def test_a_withdrawn_bidder_is_shut_out(world, bid, firm):
    actions.withdraw_bid(
        bid,
        withdrawn_on=timezone.localtime(world.at).date(),
        reason="都合による。",
        by=world.cast.business,
        at=world.at,
    )
    assert firm.get(reverse("reply:table")).status_code == 404


def test_links_are_not_issued_after_the_deadline(world, bid):
    with pytest.raises(Refused, match="提出期限を過ぎ"):
        actions.issue_link(bid, by=world.cast.business, at=closes_at(bid))
    with pytest.raises(LinkRefused):
        actions.open_link("132012", "x", address="", at=world.at)


# What a firm sees


def test_a_firm_sees_its_own_table_and_no_trace_of_staffs_side(world, bid, other, firm):
    page = firm.get(reverse("reply:table")).content.decode()
    item = bid.checklist.answers.select_related("item").first().item
    assert bid.vendor.name in page
    assert item.before in page
    for hidden in (item.look, other.vendor.name, "市の判定", "案件一覧", "何を見ればよいか"):
        assert hidden not in page
    for staffs in ("workflow:engagement-list", "engagements:vendor-list"):
        assert firm.get(reverse(staffs)).status_code == 302


def test_a_firm_reaches_no_other_table(world, bid, other, firm):
    foreign = other.checklist.answers.first()
    before = Answer.objects.values().get(pk=foreign.pk)
    Answer.objects.filter(pk=foreign.pk).update(item=foreign.item)
    respondent = firm_of(bid)
    assert list(Checklist.objects.visible_to(respondent)) == [bid.checklist]
    assert set(Answer.objects.visible_to(respondent).values_list("checklist", flat=True)) == {
        bid.checklist_id
    }
    assert not Judgement.objects.visible_to(respondent).exists()
    assert not IssuedDocument.objects.visible_to(respondent).exists()
    with pytest.raises(Refused):
        checklists.save_answer(
            other.checklist_id,
            foreign.item_id,
            value="yes",
            note="",
            evidence="",
            revision=0,
            by=respondent,
            at=world.at,
        )
    assert Answer.objects.values().get(pk=foreign.pk) == before


def test_the_pages_cost_the_same_whatever_the_number_of_bidders(
    world, bid, firm, django_assert_max_num_queries
):
    with django_assert_max_num_queries(10):
        firm.get(reverse("reply:table"))
    with django_assert_max_num_queries(10):
        firm.get(reverse("reply:send"))


def test_papers_are_those_that_all_bidders_were_told(world, bid, firm):
    mine = [d for d in IssuedDocument.objects.all() if d.kind == "requirement-notice"]
    page = firm.get(reverse("reply:papers")).content.decode()
    assert mine[-1].number in page
    response = firm.get(reverse("reply:paper-download", args=[mine[-1].pk]))
    assert response.content == mine[-1].read()
    world.walk.open_answers(world.at)
    report = issue(
        by_name("selection-report"), world.engagement, by=world.cast.business, at=world.at
    )
    assert firm.get(reverse("reply:paper-download", args=[report.pk])).status_code == 404


# Answering


def save(firm: Client, answer: Answer, value: str, note: str = "", revision: int | None = None):
    fields = {
        f"value-{answer.item_id}": value,
        f"note-{answer.item_id}": note,
        f"evidence-{answer.item_id}": "規程",
        f"revision-{answer.item_id}": answer.revision if revision is None else revision,
    }
    url = reverse("reply:answer-save", args=[answer.item_id])
    return firm.post(url, fields, headers={"hx-request": "true"})


def test_each_answer_is_saved_as_it_is_given(world, bid, firm, django_assert_max_num_queries):
    answer = bid.checklist.answers.first()
    with django_assert_max_num_queries(16):
        response = save(firm, answer, "yes")
    assert response.status_code == 200
    answer.refresh_from_db()
    assert (answer.value, answer.answered_by, answer.revision) == ("yes", None, 1)
    assert answer.answered_as == f"{bid.vendor.name}・記入者（回答用ページ）"
    event = events("checklists.answer_saved").latest("seq")
    assert event.actor == answer.answered_as
    assert "yes" not in str(event.data)


def test_a_missing_reason_and_a_colleagues_newer_answer_are_told(world, bid, firm):
    answer = bid.checklist.answers.first()
    assert save(firm, answer, "no").status_code == 422
    assert save(firm, answer, "no", "設備がない。").status_code == 200
    stale = save(firm, answer, "yes", revision=0)
    assert stale.status_code == 409
    assert "設備がない。" in stale.content.decode()
    answer.refresh_from_db()
    assert answer.value == "no"


def test_an_item_that_is_not_asked_is_not_found(firm):
    url = reverse("reply:answer-save", args=[999_999])
    assert firm.post(url, {}, headers={"hx-request": "true"}).status_code == 404


def test_the_whole_table_is_saved_without_javascript(world, bid, firm):
    fields: dict[str, object] = {}
    for answer in bid.checklist.answers.all():
        fields |= {f"value-{answer.item_id}": "yes", f"revision-{answer.item_id}": 0}
    assert firm.post(reverse("reply:answers-save"), fields).status_code == 302
    assert not bid.checklist.answers.exclude(value="yes").exists()
    first = bid.checklist.answers.first()
    fields |= {f"value-{first.item_id}": "no", f"revision-{first.item_id}": 1}
    response = firm.post(reverse("reply:answers-save"), fields)
    assert response.status_code == 422
    assert "理由又は条件" in response.content.decode()


# Sending


PEOPLE = {"filled_by": "営業部　一郎", "filled_on": "", "approved_by": "部長　二郎"}


def people() -> dict[str, str]:
    return {**PEOPLE, "filled_on": timezone.localdate().isoformat()}


def answer_all(bid) -> None:
    rows = [
        {"item_id": a.item_id, "value": "yes", "note": "", "evidence": "", "revision": a.revision}
        for a in bid.checklist.answers.all()
    ]
    checklists.save_answers(bid.checklist, rows, by=firm_of(bid), at=timezone.now())


def test_a_firm_submits_gets_a_receipt_takes_back_and_submits_again(world, bid, firm):
    answer_all(bid)
    assert firm.post(reverse("reply:send"), people()).status_code == 302
    table = Checklist.objects.get(pk=bid.checklist_id)
    assert (table.filled_by, table.approved_by, table.channel) == (
        "営業部　一郎",
        "部長　二郎",
        "web",
    )
    assert table.submission_number == 1
    first_hash = table.frozen_sha256

    receipt = firm.get(reverse("reply:receipt"))
    assert receipt["Content-Type"] == "application/pdf"
    issued = IssuedDocument.objects.get(kind="reply-receipt")
    assert (issued.issued_by, issued.issued_as) == (None, table.submitted_as)
    assert receipt.content == issued.read()

    assert save(firm, bid.checklist.answers.first(), "na", "扱わない。").status_code == 422
    assert firm.post(reverse("reply:withdraw")).status_code == 302
    assert save(firm, bid.checklist.answers.first(), "na", "扱わない。").status_code == 200
    assert firm.post(reverse("reply:send"), people()).status_code == 302

    table.refresh_from_db()
    assert table.submission_number == 2
    former = FormerSubmission.objects.get(checklist=table)
    assert (former.number, former.frozen_sha256) == (1, first_hash)
    assert table.judgements.count() == table.n_total
    assert list(verify()) == []


def test_nothing_is_submitted_with_an_answer_or_a_name_missing(world, bid, firm):
    response = firm.post(reverse("reply:send"), people())
    assert response.status_code == 422
    assert "未回答の項目" in response.content.decode()
    answer_all(bid)
    response = firm.post(reverse("reply:send"), {**people(), "approved_by": ""})
    assert response.status_code == 422
    assert not Checklist.objects.get(pk=bid.checklist_id).is_submitted


def test_inside_the_firm_one_fills_and_another_approves(world, bid, firm):
    answer_all(bid)
    handed = {"step": "hand-over", "filled_by": "一郎", "filled_on": people()["filled_on"]}
    unnamed = firm.post(reverse("reply:send"), {**handed, "filled_by": ""})
    assert unnamed.status_code == 422
    assert "この内容で提出する" in unnamed.content.decode()  # the form for sending stays
    assert firm.post(reverse("reply:send"), handed).status_code == 302
    assert save(firm, bid.checklist.answers.first(), "yes", "別").status_code == 422

    page = firm.post(reverse("reply:approver-link")).content.decode()
    token = re.search(r"/reply/132012/([\w-]+)/", page)[1]
    boss = Client()
    boss.get(address(token))
    assert "記入者（一郎）" in boss.get(reverse("reply:send")).content.decode()
    boss.post(reverse("reply:hand-back"), {"note": "K001の根拠を書いてください。"})
    assert "K001の根拠" in firm.get(reverse("reply:table")).content.decode()

    firm.post(reverse("reply:send"), handed)
    assert boss.post(reverse("reply:send"), {"approved_by": "二郎"}).status_code == 302
    table = Checklist.objects.get(pk=bid.checklist_id)
    assert (table.filled_by, table.approved_by) == ("一郎", "二郎")
    assert table.submitted_as == f"{bid.vendor.name}・責任者（回答用ページ）"


def test_the_copy_for_the_firms_own_approval_is_a_draft(bid, firm):
    response = firm.get(reverse("reply:approval-copy"))
    assert response.content.startswith(b"%PDF")
    assert not IssuedDocument.objects.filter(kind="check-table").exists()


# The seal


def test_nobody_at_the_municipality_reads_an_answer_before_the_opening(world, bid, client):
    fill_and_submit(world, bid)
    table = Checklist.objects.get(pk=bid.checklist_id)
    for person in ("business", "policy", "contracts", "auditor", "admin"):
        user = world.cast.of_role(person)
        assert not Answer.objects.visible_to(user).exists()
        assert not FormerSubmission.objects.visible_to(user).exists()
        client.force_login(user)
        page = client.get(reverse("checklists:checklist-detail", args=[table.pk]))
        assert "封をしてあります" in page.content.decode()
        listed = client.get(reverse("engagements:bid-list", args=[bid.engagement_id]))
        assert "提出済み（封）" in listed.content.decode()
    with pytest.raises(Sealed):
        table_rows(table)
    with pytest.raises(Refused):
        issue(by_name("check-table"), table, by=world.cast.business, at=world.at)
    with pytest.raises(Refused, match="開封"):
        actions.decide_selection(
            world.engagement, bid=bid, reason="適している。", by=world.cast.business, at=world.at
        )
    item = table.answers.first().item
    with pytest.raises(Refused, match="開封"):
        actions.propose_alternative(
            bid, item, kind="alternative", text="別", by=world.cast.business, at=world.at
        )
    with pytest.raises(Refused, match="開封"):
        checklists.save_judgement(
            table.pk,
            item.pk,
            verdict="fit",
            method="書面",
            remark="",
            revision=0,
            by=world.cast.business,
            at=world.at,
        )


def test_the_answers_are_opened_together_after_the_deadline_and_once(world, bid, other, client):
    fill_and_submit(world, bid)
    engagement, who = world.engagement, world.cast.business
    with pytest.raises(Refused, match="までは開封できません"):
        actions.open_answers(engagement, by=who, at=closes_at(bid) - timedelta(seconds=1))
    assert actions.open_answers(engagement, by=who, at=closes_at(bid)) == 1
    with pytest.raises(Refused, match="済んでいます"):
        actions.open_answers(engagement, by=who, at=closes_at(bid))
    event = events("engagements.answers_opened").get()
    assert event.actor == str(who)
    assert list(event.data["submitted"]) == [bid.vendor.name]
    assert event.data["not_submitted"] == [other.vendor.name]
    assert Answer.objects.visible_to(who).exists()
    client.force_login(who)
    page = client.get(reverse("checklists:checklist-detail", args=[bid.checklist_id]))
    assert "対応可" in page.content.decode()


def test_after_the_deadline_a_firm_reads_and_no_more(world, bid, firm):
    answer_all(bid)
    respondent, late = firm_of(bid), closes_at(bid)
    answer = bid.checklist.answers.first()
    with pytest.raises(Refused, match="提出期限を過ぎ"):
        checklists.save_answer(
            bid.checklist_id,
            answer.item_id,
            value="no",
            note="遅れて。",
            evidence="",
            revision=1,
            by=respondent,
            at=late,
        )
    names = {"filled_by": "一郎", "filled_on": timezone.localdate(), "approved_by": "二郎"}
    with pytest.raises(Refused, match="提出期限を過ぎ"):
        checklists.submit(bid.checklist, **names, by=respondent, at=late)
    checklists.submit(bid.checklist, **names, by=respondent, at=world.at)
    with pytest.raises(Refused, match="取り下げられません"):
        checklists.withdraw_submission(bid.checklist, by=respondent, at=late)


def test_the_deadline_is_only_put_off_and_for_all_alike(world, bid, other):
    engagement, who = world.engagement, world.cast.business
    link, _ = new_link(world, bid)
    later = closes_at(bid) + timedelta(days=7)
    local = timezone.localtime(later)
    new = {
        "answer_deadline": local.date(),
        "answer_deadline_time": local.time(),
        "by": who,
        "at": world.at,
    }
    with pytest.raises(Refused, match="理由"):
        actions.extend_deadline(engagement, **new, reason=" ")
    actions.extend_deadline(engagement, **new, reason="質問が多いため。")
    assert closes_at(bid) == closes_at(other) == later
    link.refresh_from_db()
    assert link.expires_at > later
    earlier = {**new, "answer_deadline": local.date() - timedelta(days=3)}
    with pytest.raises(Refused, match="後の"):
        actions.extend_deadline(engagement, **earlier, reason="早めたい。")


def test_what_a_firm_answered_before_is_shown_and_never_taken_over(world, bid, cast):
    world.walk.answer(bid.checklist, world.at, [("K080", "no", "保管庫がない。")], "担当")
    world.walk.open_answers(world.at)
    second = begin(cast)
    (again,) = to_selection(second, "print")
    client = Client()
    _, token = actions.issue_link(again, by=cast.business, at=second.at)
    client.get(address(token))
    page = client.get(reverse("reply:table")).content.decode()
    assert "前回の回答：対応不可（保管庫がない。）" in page
    assert Checklist.objects.get(pk=again.checklist_id).n_answered == 0


def test_a_file_is_put_beside_an_answer_or_refused_with_a_sentence(world, bid, firm):
    item = bid.checklist.answers.first().item_id
    url = reverse("reply:evidence-list", args=[item])
    taken = firm.post(url, {"file": SimpleUploadedFile("規程.txt", "規程".encode())})
    assert taken.url == url
    assert "規程.txt" in firm.get(url).content.decode()
    refused = firm.post(url, {"file": SimpleUploadedFile("a.exe", b"MZ" + b"\0" * 99)})
    assert refused.status_code == 422
    assert bid.checklist.evidence.count() == 1
    nothing = {"csrfmiddlewaretoken": "x"}  # what a browser sends with no file chosen
    assert firm.post(url, nothing).status_code == 422

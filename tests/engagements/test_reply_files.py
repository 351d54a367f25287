"""Four ways to answer, one result: web, workbook, PDF form, and paper that staff transcribe."""

import io
import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from checklists import actions as checklists
from checklists.models import Answer, Checklist
from checklists.replies.form_writing import write_form
from checklists.replies.questionnaire import GivenAnswer
from checklists.replies.reply import FileRefused
from checklists.replies.workbook_writing import write_workbook
from common.errors import Refused
from engagements import actions
from engagements.questionnaires import blank_questionnaire, questionnaire_of
from ledger.verification import verify
from tests.checklists.filling import fill_form, fill_workbook
from tests.engagements.test_replying import address, firm_of
from tests.world import World, begin, scan, to_selection

pytestmark = pytest.mark.django_db


def tender(cast) -> World:
    """Four bidders, before the deadline."""
    world = begin(cast)
    world.extra["bids"] = to_selection(world, "print", "data", "call", "bpo")
    return world


STANDING = tender


@pytest.fixture
def world(standing):
    return standing


@pytest.fixture
def bids(world):
    return world.extra["bids"]


REASONS = {
    "K080": ("no", "施錠できる保管庫がない。\n来年度に設ける。", "計画書"),
    "K040": ("partial", "=入社後 1 か月以内に行う 𠮷", ""),
    "K041": ("na", "派遣労働者を使わない。", "名簿"),
}


def wanted(bid) -> dict[str, GivenAnswer]:
    """What each firm answers."""
    codes = bid.checklist.answers.select_related("item").order_by("position")
    return {
        answer.item.code: GivenAnswer(
            answer.item.code, *REASONS.get(answer.item.code, ("yes", "", "規程"))
        )
        for answer in codes
    }


def rows_of(bid, given) -> list[dict]:
    return [
        {
            "item_id": answer.item_id,
            "value": given[answer.item.code].value,
            "note": given[answer.item.code].note,
            "evidence": given[answer.item.code].evidence,
            "revision": answer.revision,
        }
        for answer in Answer.objects.filter(checklist=bid.checklist).select_related("item")
    ]


PEOPLE = {"filled_by": "営業部　一郎", "approved_by": "部長　二郎"}


def test_the_four_ways_give_equal_data(world, bids):
    web, excel, form, paper = bids
    today, at = timezone.localdate(), world.at
    given = {bid: wanted(bid) for bid in bids}

    checklists.save_answers(web.checklist, rows_of(web, given[web]), by=firm_of(web), at=at)
    checklists.submit(web.checklist, **PEOPLE, filled_on=today, by=firm_of(web), at=at)

    blank = write_workbook(blank_questionnaire(world.engagement))
    actions.take_firms_file(
        excel,
        fill_workbook(blank, given[excel], **PEOPLE, filled_on=today),
        received_on=today,
        by=world.cast.business,
        at=at,
    )
    own = write_form(questionnaire_of(form, firm_of(form)))
    actions.take_own_file(
        form, fill_form(own, given[form], **PEOPLE, filled_on=today), by=firm_of(form), at=at
    )
    world.walk.open_answers(at)
    who = world.cast.business
    checklists.save_answers(paper.checklist, rows_of(paper, given[paper]), by=who, at=at)
    with pytest.raises(Refused, match="原本の写し"):
        checklists.submit(paper.checklist, **PEOPLE, filled_on=today, by=who, at=at)
    scan(paper.checklist, by=who, at=at)
    typed = {**PEOPLE, "filled_on": today, "by": who}
    with pytest.raises(Refused, match="受け取った日を入力"):
        checklists.submit(paper.checklist, **typed, at=at)
    closes_at = paper.checklist.opens_at
    too_late = timezone.localtime(closes_at).date() + timedelta(days=1)
    with pytest.raises(Refused, match="提出期限を過ぎて"):
        checklists.submit(
            paper.checklist, **typed, received_on=too_late, at=closes_at + timedelta(days=2)
        )
    checklists.submit(paper.checklist, **typed, received_on=today, at=at)
    assert Checklist.objects.get(pk=paper.checklist_id).received_on == today

    frozen = []
    for bid in bids:
        table = Checklist.objects.get(pk=bid.checklist_id)
        content = json.loads(table.frozen_json)
        assert content["filled_by"], content["approved_by"] == tuple(PEOPLE.values())
        frozen.append(
            [(a["item"], a["value"], a["note"], a["evidence"]) for a in content["answers"]]
        )
    assert frozen[0] == frozen[1] == frozen[2] == frozen[3]
    channels = Checklist.objects.filter(pk__in=[bid.checklist_id for bid in bids])
    assert set(channels.values_list("channel", flat=True)) == {"web", "workbook", "form", "paper"}
    assert list(verify()) == []


def test_a_fault_takes_nothing_in(world, bids):
    bid = bids[0]
    given = wanted(bid) | {"K080": GivenAnswer("K080", "no", "", "")}
    data = fill_workbook(
        write_workbook(questionnaire_of(bid, firm_of(bid))),
        given,
        **PEOPLE,
        filled_on=timezone.localdate(),
    )
    with pytest.raises(FileRefused, match="K080"):
        actions.take_own_file(bid, data, by=firm_of(bid), at=world.at)
    table = Checklist.objects.get(pk=bid.checklist_id)
    assert (table.n_answered, table.is_submitted) == (0, False)


def test_files_are_handed_out_and_taken_back_on_the_firms_page(world, bids):
    bid = bids[0]
    client = Client()
    _, token = actions.issue_link(bid, by=world.cast.business, at=world.at)
    client.get(address(token))
    book = client.get(reverse("reply:workbook"))
    assert book["Content-Type"].endswith("spreadsheetml.sheet")
    assert client.get(reverse("reply:form-pdf")).content.startswith(b"%PDF")
    broken = SimpleUploadedFile("a.xlsx", b"PK")
    response = client.post(reverse("reply:file-take"), {"file": broken})
    assert response.status_code == 422
    assert "開けませんでした" in response.content.decode()
    filled = fill_workbook(book.content, wanted(bid), **PEOPLE, filled_on=timezone.localdate())
    sent = client.post(reverse("reply:file-take"), {"file": SimpleUploadedFile("a.xlsx", filled)})
    assert sent.url == reverse("reply:send")
    assert Checklist.objects.get(pk=bid.checklist_id).channel == "workbook"
    again = client.post(reverse("reply:file-take"), {"file": SimpleUploadedFile("a.xlsx", filled)})
    assert again.status_code == 422
    assert "取り下げ" in again.content.decode()


def test_staff_take_in_a_file_without_seeing_an_answer(world, bids, client):
    bid = bids[0]
    client.force_login(world.cast.business)
    blank = client.get(reverse("engagements:reply-workbook", args=[bid.engagement_id])).content
    today = timezone.localdate()
    filled = fill_workbook(blank, wanted(bid), **PEOPLE, filled_on=today)
    url = reverse("engagements:reply-take", args=[bid.pk])
    late = closes = Checklist.objects.get(pk=bid.checklist_id).opens_at + timedelta(days=1)
    with pytest.raises(Refused, match="提出期限を過ぎて受け取った"):
        actions.take_firms_file(
            bid,
            filled,
            received_on=timezone.localtime(closes).date(),
            by=world.cast.business,
            at=late,
        )
    fields = {"received_on": today.isoformat(), "file": SimpleUploadedFile("a.xlsx", filled)}
    response = client.post(url, fields, follow=True)
    page = response.content.decode()
    assert "受け付けました" in page
    assert "保管庫がない" not in page
    form = client.get(reverse("engagements:reply-form", args=[bid.engagement_id]))
    assert form.content.startswith(b"%PDF")


def test_the_command_takes_a_file_and_tells_every_fault(world, bids, tmp_path, capsys):
    bid = bids[0]
    file = tmp_path / "a.xlsx"
    blank = write_workbook(questionnaire_of(bid))
    file.write_bytes(blank)
    with pytest.raises(CommandError, match="nothing was taken in"):
        call_command("importanswers", bid.pk, str(file), json=True)
    told = json.loads(capsys.readouterr().out)
    assert len(told["faults"]) == bid.checklist.n_total + 3
    assert told["faults"][0]["place"].startswith("「確認表」D8")
    file.write_bytes(fill_workbook(blank, wanted(bid), **PEOPLE, filled_on=timezone.localdate()))
    out = io.StringIO()
    call_command("importanswers", bid.pk, str(file), by="business", json=True, stdout=out)
    assert json.loads(out.getvalue())["answers"] == bid.checklist.n_total
    call_command("importanswers", list=True)
    assert bid.vendor.name not in capsys.readouterr().out
    for arguments in ((9_999_999, str(file)), (bids[1].pk, "nowhere.xlsx"), ()):
        with pytest.raises(CommandError):
            call_command("importanswers", *arguments)

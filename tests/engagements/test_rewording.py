"""変更後の条文: numbers that a clerk types become links, and follow later omissions."""

import pytest
from django.urls import reverse

from accounts.models import Municipality
from common.errors import Refused, Stale
from engagements import actions
from engagements.annex import annex_of
from engagements.rewording import numbers_seen
from engagements.rows import plain_text
from tests.engagements.conftest import answers
from tests.engagements.test_annex import approve


def general(body: str) -> str:
    return f"（総則）\n第○条　{body}"


@pytest.fixture
def collecting(cast, engagement, at):
    """general 1, personnel 2, subcontracting 3, collection 4, cloud-services 5, disposal 6."""
    actions.save_scope(engagement, answers(collects="yes", cloud="yes"), by=cast.business, at=at)
    return engagement


def change(engagement, cast, at, body, key="general", **fields):
    text = body if "\n" in body else general(body)
    row = actions.decide_tailoring(
        engagement,
        key,
        decision="changed",
        text=text,
        reason="理由",
        by=cast.business,
        at=at,
        **fields,
    )
    return row


def test_typed_numbers_follow_an_omission(cast, collecting, at):
    body = (
        "{受注者}は、第5条及び第6条第2項に従い、次条の届出をする。"
        "個人情報の保護に関する法律第66条第1項及び契約書第5条は、このほかとする。"
    )
    approve(collecting, "general", cast, at, decision="changed", text=general(body))
    line = next(x for x in annex_of(collecting).plain().splitlines() if x.startswith("第1条"))
    assert "第5条及び第6条第2項に従い、次条の届出" in line
    # Without collection (第4条) the two move up; the Act and the contract stay.
    actions.save_scope(collecting, answers(cloud="yes"), by=cast.business, at=at)
    line = next(x for x in annex_of(collecting).plain().splitlines() if x.startswith("第1条"))
    assert "第4条及び第5条第2項に従い、次条の届出" in line
    assert "個人情報の保護に関する法律第66条第1項及び契約書第5条は" in line
    assert annex_of(collecting).faults == []


def test_the_former_article_before_this_one_is_a_link(cast, collecting, at):
    body = "（返還、消去及び廃棄）\n第○条　{受注者}は、前条により返還する。"
    approve(collecting, "disposal", cast, at, decision="changed", text=body)
    assert "前条により返還" in annex_of(collecting).plain()
    actions.save_scope(collecting, answers(), by=cast.business, at=at)
    # cloud-services was meant; it is left out now, and that is told instead of another number.
    assert "（削除された規定）により返還" in annex_of(collecting).plain()
    assert len(annex_of(collecting).faults) == 1


def test_numbers_of_the_plain_family_are_read(cast, collecting, at):
    Municipality.objects.filter(pk=collecting.municipality_id).update(numbering_family="plain")
    collecting.refresh_from_db()
    approve(collecting, "general", cast, at, decision="changed", text=general("第5の規定による。"))
    actions.save_scope(collecting, answers(cloud="yes"), by=cast.business, at=at)
    assert "第4の規定による。" in annex_of(collecting).plain()


@pytest.mark.parametrize(
    ("body", "match"),
    [
        ("第40条に従う。", "2行目：「第40条」に当たる規定が見つかりません。条や項の番号を"),
        ("{参照:前条}に従う。", "2行目：「前条」に当たる規定がありません"),
        ("{参照:nothing}に従う。", "参照先「nothing」がありません"),
        ("{参照:my-number}に従う。", "外した「特定個人情報」を参照"),
        ("{様式:nothing}による。", "様式「nothing」がありません"),
        ("{別表:nothing}による。", "別表「nothing」がありません"),
        ("{記入:nothing}日とする。", "「{記入:nothing}」という記入事項は"),
        ("従う。\n\n2　第3条第9項に従う。", "4行目：「第3条第9項」"),
    ],
)
def test_a_reference_to_nothing_is_refused_by_line(cast, collecting, at, body, match):
    with pytest.raises(Refused, match=match) as refusal:
        change(collecting, cast, at, general(body))
    assert len(refusal.value.reasons) == 1
    assert not collecting.tailorings.current().filter(decision="changed").exists()


def test_typed_numbers_that_mean_other_clauses_by_now_are_asked_about(cast, collecting, at):
    seen = numbers_seen(annex_of(collecting))
    actions.save_scope(collecting, answers(cloud="yes"), by=cast.business, at=at)
    with pytest.raises(Stale, match="条の番号が変わりました"):
        change(collecting, cast, at, "第5条に従う。", numbers=seen)
    change(collecting, cast, at, "{参照:disposal}に従う。", numbers=seen)
    change(collecting, cast, at, "第5条に従う。", numbers=numbers_seen(annex_of(collecting)))


def test_references_from_other_clauses_follow_an_inserted_paragraph(cast, collecting, at):
    text = plain_text(collecting.edition.clauses.get(key="subcontracting").tree)
    first, rest = text.replace("{#application}", "").split("\n2　")
    body = f"{first}\n2　子会社についても、同様とする。\n3　{rest}"
    approve(collecting, "subcontracting", cast, at, decision="changed", text=body)
    assert "第3条第3項に従う。" in annex_of(collecting).plain()


def test_a_change_of_a_change_keeps_what_it_had(cast, collecting, at):
    text = general("{受注者}は、従う。\n2　第二の項とする。")
    row = change(collecting, cast, at, text)
    again = plain_text(row.tree).replace("\n2　", "\n2　間に入る項とする。\n3　")
    later = change(collecting, cast, at, again)
    ids = [p["id"] for p in later.tree["paragraphs"]]
    assert ids[2] == row.tree["paragraphs"][1]["id"]


def test_the_page_asks_again_when_the_numbers_have_changed(cast, collecting, client, at):
    client.force_login(cast.business)
    address = reverse("engagements:tailoring-edit", args=[collecting.pk, "general"])
    form = client.get(address).context["form"]
    data = {
        **form.initial,
        "decision": "changed",
        "reason": "理由",
        "text": general("第6条による。"),
    }
    actions.save_scope(collecting, answers(cloud="yes"), by=cast.business, at=at)
    response = client.post(address, data)
    assert response.status_code == 409
    page = response.content.decode()
    assert "条の番号が変わりました" in page
    assert "第6条による。" in page
    again = {**data, "numbers": response.context["form"]["numbers"].value()}
    again["text"] = general("第5条による。")
    assert client.post(address, again).status_code == 302
    row = collecting.tailorings.current().get(clause__key="general")
    assert "{参照:disposal}" in plain_text(row.tree)

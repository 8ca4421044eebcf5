"""The pages for those who answer."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from sixianghui.access.public import Post
from sixianghui.complaints.commands import withdraw
from sixianghui.complaints.models import Answer, Kind
from sixianghui.complaints.rules import State
from tests.factories import an_account, signed_in, someone_with
from tests.pages.complaints.reading import words
from tests.unit.complaints.house import TEXT, House, handler, now, to

DONE = "灯已经换过，今晚就亮。"


def desk(written: Any, rest: str = "") -> str:
    return f"/complaints/inbox/{written.complaint.ref}/{rest}"


def test_inbox_when_opened_then_lists_letters_without_their_words(house: House) -> None:
    written = house.letter(Kind.COMPLAINT)
    page = signed_in(house.clerk).get("/complaints/inbox/")
    assert "投诉 已收到 6月5日收到，6月14日前答复 · 还有 7 个工作日" in words(page)
    assert desk(written) in page.content.decode()
    assert TEXT not in page.content.decode()


def test_inbox_when_empty_then_says_so_and_without_the_post_is_refused(house: House) -> None:
    assert "没有信等你答复" in words(signed_in(house.clerk).get("/complaints/inbox/"))
    for other in (an_account(), someone_with(Post.EDITOR, house.committee)):
        refused = signed_in(other).get("/complaints/inbox/")
        assert refused.status_code == 403
        assert "这里给受理来信的人用" in words(refused)
    assert Client().get("/complaints/inbox/").status_code == 302


def test_letter_when_answered_on_its_page_then_moves_to_the_answered(house: House) -> None:
    written = house.letter(contact="", page="/units/")
    client = signed_in(house.clerk)
    page = words(client.get(desk(written)))
    assert (TEXT in page, f"{house.writer.name}写的" in page, "/units/" in page) == (True, True, True)
    done = client.post(desk(written, "answer/"), {"text": DONE}, follow=True)
    assert "已答复。对方看得到了。" in done.content.decode()
    assert "答复过的 1 封" in words(done)
    assert DONE in words(client.get(desk(written)))
    assert "你的答复" not in words(client.get(desk(written)))


def test_letter_without_a_name_when_opened_then_shows_contact_and_no_name(house: House) -> None:
    written = house.letter(by=None, contact="13800000000")
    page = words(signed_in(house.clerk).get(desk(written)))
    assert ("没有署名" in page, "13800000000" in page) == (True, True)


def test_answer_when_pressed_twice_then_is_sent_once_and_both_lead_on(house: House) -> None:
    written = house.letter()
    client = signed_in(house.clerk)
    form = {"text": DONE, "intent": "the-same-form"}
    answers = [client.post(desk(written, "answer/"), form) for _ in range(2)]
    assert [(one.status_code, one["Location"]) for one in answers] == [(302, "/complaints/inbox/")] * 2
    assert Answer.objects.count() == 1


@pytest.mark.parametrize("text", ["", "好", "长" * 2001])
def test_answer_when_it_cannot_be_sent_then_says_why_and_keeps_it(house: House, text: str) -> None:
    written = house.letter()
    page = signed_in(house.clerk).post(desk(written, "answer/"), {"text": text})
    assert 'id="text-err"' in page.content.decode()
    assert text in page.content.decode()
    assert not Answer.objects.exists()


def test_letter_when_passed_on_then_may_be_taken_back_from_the_toast(house: House) -> None:
    secretary = someone_with(Post.SECRETARY, house.branch)
    written = house.letter()
    client = signed_in(house.clerk)
    choice = {"to": to(written, secretary).key, "note": "这是支部的灯。"}
    for wrong in ({**choice, "to": ""}, {**choice, "to": "1-secretary-1"}, {**choice, "note": ""}):
        page = client.post(desk(written, "passing/"), wrong)
        assert (page.status_code, "<details open>" in page.content.decode()) == (200, True)
    passed = client.post(desk(written, "passing/"), choice, follow=True).content.decode()
    assert handler(written) == secretary
    assert f'action="{desk(written, "passing/undo/")}"' in passed
    assert client.get(desk(written)).status_code == 404
    assert signed_in(secretary).post(desk(written, "passing/undo/")).status_code == 404
    back = client.post(desk(written, "passing/undo/"), follow=True)
    assert ("收回来了，还在你手上。" in back.content.decode(), handler(written)) == (True, house.clerk)
    assert "这是支部的灯。" not in words(client.get(desk(written)))


def test_letter_when_its_writer_looks_then_sees_to_whom_it_was_passed_and_why(house: House) -> None:
    secretary = someone_with(Post.SECRETARY, house.branch)
    written = house.letter()
    signed_in(house.clerk).post(
        desk(written, "passing/"), {"to": to(written, secretary).key, "note": "这是支部的灯。"}
    )
    page = words(signed_in(house.writer).get(f"/complaints/mine/{written.complaint.ref}/"))
    assert f"由{house.branch.name}的书记受理" in page
    assert ("已转办" in page, "这是支部的灯。" in page, secretary.name in page) == (True, True, False)


def test_letter_when_it_lies_on_another_desk_then_every_page_of_it_is_the_usual_404(house: House) -> None:
    written = house.letter()
    usual = words(signed_in(house.discipline).get("/complaints/inbox/there-is-none/"))
    for other in (house.discipline, house.writer, someone_with(Post.AUDITOR, house.committee)):
        client = signed_in(other)
        answers = [client.get(desk(written))]
        answers += [client.post(desk(written, rest), {"text": DONE}) for rest in ("answer/", "passing/", "passing/undo/")]  # fmt: skip
        assert {one.status_code for one in answers} == {404}
        assert {words(one) for one in answers} == {usual}
    assert now(written).state is State.RECEIVED


@pytest.mark.parametrize(("rest", "field"), [("answer/", "text"), ("passing/", "note")])
def test_letter_when_withdrawn_while_its_handler_types_then_that_is_said_and_what_was_typed_comes_back(
    house: House, rest: str, field: str
) -> None:
    written = house.letter()
    client = signed_in(house.clerk)
    withdraw(written.complaint, by=house.writer)
    for intent in ({}, {"intent": "the-same-form"}):
        page = client.post(desk(written, rest), {field: DONE, **intent})
        assert (page.status_code, "对方已经撤回，不用答复了。" in words(page)) == (410, True)
        assert f">{DONE}</textarea>" in page.content.decode()
    opened = client.get(desk(written))  # where the message leads
    assert (opened.status_code, "对方已经撤回，不用答复了。" in words(opened)) == (410, True)
    said = opened.content.decode()
    assert (TEXT in said, house.writer.name in said, "<textarea" in said) == (False, False, False)
    assert not Answer.objects.exists()


def test_letter_when_withdrawn_from_another_desk_then_is_the_usual_404(house: House) -> None:
    written, passed = house.letter(), house.letter()
    signed_in(house.clerk).post(
        desk(passed, "passing/"), {"to": to(passed, house.discipline).key, "note": "这是纪检委员管的。"}
    )
    for one in (written, passed):
        withdraw(one.complaint, by=house.writer)
    usual = words(signed_in(house.clerk).get("/complaints/inbox/there-is-none/"))
    asked = [(house.discipline, written), (house.writer, written), (house.clerk, passed)]
    for other, one in asked:
        answers = [
            signed_in(other).get(desk(one)),
            signed_in(other).post(desk(one, "answer/"), {"text": DONE}),
        ]
        assert [(page.status_code, words(page)) for page in answers] == [(404, usual)] * 2
    assert signed_in(house.clerk).get(desk(written)).status_code == 410  # the control


@pytest.mark.parametrize("many", [1, 3])
def test_inbox_when_it_is_fuller_then_costs_no_more_queries(
    house: House, many: int, django_assert_max_num_queries: Any
) -> None:
    for _ in range(many):
        house.letter()
    client = signed_in(house.clerk)
    client.get("/complaints/inbox/")
    with django_assert_max_num_queries(17):
        client.get("/complaints/inbox/")


@pytest.mark.parametrize("many", [1, 3])
def test_week_when_letters_wait_then_they_are_cards_and_cost_no_more_queries(
    house: House, many: int, django_assert_max_num_queries: Any
) -> None:
    for _ in range(many):
        house.letter()
    client = signed_in(house.clerk)
    client.get("/week/")
    with django_assert_max_num_queries(37):
        page = client.get("/week/")
    assert words(page).count("组织须在 6月14日前 · 9 天后") == many
    assert TEXT not in page.content.decode()


def test_letter_when_opened_then_costs_few_queries(house: House, django_assert_max_num_queries: Any) -> None:
    written = house.letter()
    client = signed_in(house.clerk)
    client.get(desk(written))
    with django_assert_max_num_queries(24):
        client.get(desk(written))

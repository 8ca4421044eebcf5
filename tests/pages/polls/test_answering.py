"""The form, and what one is told."""

from __future__ import annotations

from django.test import Client

from sixianghui.polls import commands
from sixianghui.polls.models import Participation, Poll
from sixianghui.ui.models import Intent
from tests.factories import an_account, signed_in
from tests.pages.polls.reading import words
from tests.unit.polls.house import House


def form_of(poll: Poll) -> str:
    return f"/polls/{poll.ref}/answer/"


def test_form_when_somebody_is_not_signed_in_then_leads_to_signing_in_and_back(house: House) -> None:
    path = form_of(house.poll())
    for answer in (Client().get(path), Client().post(path, {"choice": "1"})):
        assert (answer.status_code, "sign-in" in answer["Location"]) == (302, True)
    assert not Participation.objects.exists()


def test_form_when_opened_then_says_before_sending_what_is_kept_and_that_it_stays(house: House) -> None:
    page = words(signed_in(an_account()).get(form_of(house.poll())))
    for said in ("选一项", "交上以后不能改", "只记“这个账号答过”", "谁还可能看出来", "这不是表决"):
        assert said in page


def test_answer_when_sent_then_is_thanked_for_and_a_second_one_kindly_refused(house: House) -> None:
    poll, client = house.poll(), signed_in(an_account())
    done = client.post(form_of(poll), {"choice": "2"}, follow=True)
    assert ("收下了，谢谢。" in done.content.decode(), "你答过了" in words(done)) == (True, True)
    assert "你答过了" in words(client.get(form_of(poll)))
    again = client.post(form_of(poll), {"choice": "1"})
    assert (again.status_code, "你已经答过了，一人一份，没有再算一次。" in words(again)) == (409, True)
    assert Participation.objects.count() == 1


def test_answer_when_nothing_or_too_much_is_chosen_then_says_so_and_keeps_what_was(house: House) -> None:
    poll, client = house.poll(most=2), signed_in(an_account())
    nothing = client.post(form_of(poll), {})
    assert (nothing.status_code, "还没有选。请选一项再交。" in words(nothing)) == (422, True)
    much = client.post(form_of(poll), {"choice": ["1", "2", "3"]})
    assert "最多选 2 项，你选了 3 项，请去掉几个。" in words(much)
    assert much.content.decode().count("checked") == 3
    for strange in ("9", "x", "1' or 1=1", "\x00"):
        assert client.post(form_of(poll), {"choice": strange}).status_code == 422
    assert not Participation.objects.exists()


def test_form_when_the_poll_is_over_then_leads_to_the_result_and_a_late_answer_is_refused(
    house: House,
) -> None:
    poll, client = house.poll(), signed_in(an_account())
    commands.close_early(poll, "够了", by=house.asker)
    assert client.get(form_of(poll))["Location"] == f"/polls/{poll.ref}/"
    late = client.post(form_of(poll), {"choice": "1"})
    assert (late.status_code, "已经结束，不再收了" in words(late)) == (409, True)


def test_answer_when_a_key_of_a_form_comes_with_it_then_no_key_is_kept(house: House) -> None:
    poll, client = house.poll(), signed_in(an_account())
    assert 'name="intent"' not in client.get(form_of(poll)).content.decode().split("<main")[1]
    client.post(form_of(poll), {"choice": "2", "intent": "some-key"})
    assert Participation.objects.exists() and not Intent.objects.exists()

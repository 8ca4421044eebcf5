"""The pages of the roster and of posts, as those who use them see them, under a budget of queries."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client

from sixianghui.access.public import Account, Post
from sixianghui.audit.public import AuditEvent
from sixianghui.directory.commands import let_go, move_person
from sixianghui.directory.models import (
    Appointment,
    AppointmentRequest,
    Handover,
    Person,
    PersonNumbers,
    Status,
    Unit,
    UnitKind,
)
from sixianghui.directory.public import guide
from tests.factories import a_person, a_unit, an_account, an_appointment, signed_in, someone_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit() -> Unit:
    return a_unit()


@pytest.fixture
def secretary(unit: Unit) -> Account:
    return someone_with(Post.SECRETARY, unit)


def text_of(response: Any) -> str:
    return str(response.content.decode())


def test_person_when_the_page_is_english_then_its_spells_are_too(unit: Unit) -> None:
    both = someone_with(Post.SECRETARY, unit)
    later = a_unit()
    an_appointment(both, later, Post.SECRETARY)
    person = a_person(unit)
    move_person(person, later, since=dt.date(2018, 6, 1), by=both)
    page = text_of(signed_in(both).get(f"/en/people/{person.ref}/"))
    for spell in ("since 1 January 2018", "1 January 2018 to 1 June 2018", "since 1 June 2018"):
        assert spell in page, spell


@pytest.mark.parametrize("number", [1, 3])
def test_roster_when_it_grows_then_asks_the_same_number_of_questions(
    unit: Unit, secretary: Account, number: int, django_assert_num_queries: Any
) -> None:
    for _ in range(number):
        an_appointment(a_person(unit, account=an_account()).account, unit, Post.GROUP_LEADER)
    client = signed_in(secretary)
    client.get("/people/")
    with django_assert_num_queries(QUESTIONS):
        assert client.get("/people/").status_code == 200


#: Session and its row, account, its posts and rosters, what it reaches, the filters, the people with what they are, the frame.
QUESTIONS = 17


def test_roster_when_searched_by_initials_then_shows_that_person_only(unit: Unit, secretary: Account) -> None:
    wanted = a_person(unit, name="苏晓", pinyin="suxiao", initials="sx")
    other = a_person(unit, name="程墨", pinyin="chengmo", initials="cm")
    page = text_of(signed_in(secretary).get("/people/?q=sx"))
    assert (wanted.name in page, other.name in page) == (True, False)


def test_roster_when_nothing_is_found_then_says_what_to_try(secretary: Account) -> None:
    page = text_of(signed_in(secretary).get("/people/?q=zzz"))
    assert ("没有找到" in page, "首字母" in page) == (True, True)


@pytest.mark.parametrize(
    "query", ["page=999999999", "page=-1", "unit=%00", "status=x", "q=" + "长" * 99, "left=2"]
)
def test_roster_when_the_address_is_odd_then_is_a_page_all_the_same(secretary: Account, query: str) -> None:
    assert signed_in(secretary).get(f"/people/?{query}").status_code == 200


def test_person_of_another_unit_then_is_the_same_404_as_nobody(secretary: Account) -> None:
    stranger, client = a_person(a_unit()), signed_in(secretary)
    paths = [
        f"/people/{ref}/{more}"
        for ref in (stranger.ref, "nobodynobodynobodyno")
        for more in ("", "changes/", "statuses/", "affiliations/", "departure/", "invitation/", "posts/")
    ]
    answers = [(path, client.get(path)) for path in paths]
    assert {answer.status_code for _, answer in answers} == {404}
    assert len({same(answer.content.decode(), path) for path, answer in answers}) == 1


@pytest.mark.parametrize("days", [0, 30])
def test_person_who_left_then_only_the_last_unit_finds_them(
    unit: Unit, secretary: Account, days: int
) -> None:
    later = a_unit()
    both = someone_with(Post.SECRETARY, unit)
    an_appointment(both, later, Post.SECRETARY)
    person, day = a_person(unit, name="走了的人"), dt.date(2018, 4, 1)
    move_person(person, later, since=day, by=both)
    let_go(person, on=day + dt.timedelta(days=days), by=both)
    client = signed_in(secretary)
    paths = [
        f"/people/{ref}/{more}" for ref in (person.ref, "nobodynobodynobodyno") for more in ("", "changes/")
    ]
    answers = [(path, client.get(path)) for path in paths]
    assert {answer.status_code for _, answer in answers} == {404}
    assert len({same(answer.content.decode(), path) for path, answer in answers}) == 1
    assert "走了的人" not in text_of(client.get("/people/?left=1"))
    last = signed_in(someone_with(Post.SECRETARY, later))
    assert last.get(f"/people/{person.ref}/").status_code == 200
    assert "走了的人" in text_of(last.get("/people/?left=1"))


def same(html: str, path: str) -> str:
    """A page without what differs between any two requests: its own address and the form's key."""
    return re.sub(r'csrfmiddlewaretoken" value="\w+', "", html.replace(path, ""))


def test_member_then_sees_their_own_row_and_no_other(unit: Unit) -> None:
    me, other = a_person(unit, account=an_account()), a_person(unit)
    client = signed_in(me.account)
    assert [client.get(f"/people/{one.ref}/").status_code for one in (me, other)] == [200, 404]
    assert client.get("/people/").status_code == 403


def test_entering_when_sent_twice_with_one_key_then_enters_once(unit: Unit, secretary: Account) -> None:
    client = signed_in(secretary)
    form = {
        "name": "林 小满",
        "unit": unit.slug,
        "status": "applicant",
        "since": "2018年6月1日",
        "intent": "k1",
    }
    first, again = client.post("/people/new/", form), client.post("/people/new/", form)
    assert (first.status_code, again.status_code, first["Location"] == again["Location"]) == (302, 302, True)
    assert [one.name for one in Person.objects.exclude(account=secretary)] == ["林小满"]
    other = client.post("/people/new/", {**form, "name": "另一个人"})
    assert other.status_code == 409


def test_entering_when_sent_twice_without_a_key_then_enters_twice(unit: Unit, secretary: Account) -> None:
    """The control: it is the key that holds."""
    client = signed_in(secretary)
    form = {"name": "林小满", "unit": unit.slug, "status": "applicant", "since": "2018-06-01"}
    for _ in range(2):
        client.post("/people/new/", form)
    assert Person.objects.filter(name="林小满").count() == 2


def test_entering_when_something_is_wrong_then_keeps_what_was_typed_and_the_key_is_free(
    unit: Unit, secretary: Account
) -> None:
    client = signed_in(secretary)
    form = {"name": "林小满", "unit": unit.slug, "status": "applicant", "since": "", "intent": "k1"}
    bad = client.post("/people/new/", form)
    page = text_of(bad)
    assert (bad.status_code, 'value="林小满"' in page, "请填日期。" in page) == (422, True, True)
    assert client.post("/people/new/", {**form, "since": "2018-06-01"}).status_code == 302


def test_entering_when_the_unit_is_not_theirs_then_it_is_no_choice(secretary: Account) -> None:
    other = a_unit()
    client = signed_in(secretary)
    answer = client.post(
        "/people/new/", {"name": "某人", "unit": other.slug, "status": "full", "since": "2018-06-01"}
    )
    assert (
        answer.status_code,
        "请从列表里选一个组织。" in text_of(answer),
        other.name in text_of(answer),
    ) == (
        422,
        True,
        False,
    )


def test_changes_about_someone_then_stand_on_their_page(unit: Unit, secretary: Account) -> None:
    person, client = a_person(unit, status=Status.ACTIVIST), signed_in(secretary)
    client.post(f"/people/{person.ref}/changes/", {"name": "程墨", "number": "7", "birth_on": "1990-01-01"})
    client.post(f"/people/{person.ref}/statuses/", {"status": "target", "since": "2018-05-01"})
    page = text_of(client.get(f"/people/{person.ref}/"))
    assert [word in page for word in ("程墨", "发展对象", "入党积极分子", "1990年1月1日")] == [True] * 4


def test_status_when_it_cannot_be_then_says_why_on_the_form(unit: Unit, secretary: Account) -> None:
    person = a_person(unit, birth_on="2001-01-01")
    answer = signed_in(secretary).post(
        f"/people/{person.ref}/statuses/", {"status": "applicant", "since": "2018-05-01"}
    )
    assert (answer.status_code, "年满 18 岁" in text_of(answer)) == (422, True)


def test_invitation_then_shows_a_link_once_that_signs_in(unit: Unit, secretary: Account) -> None:
    person = a_person(unit)
    client = signed_in(secretary)
    answer = text_of(client.post(f"/people/{person.ref}/invitation/", {"username": "linxiaoman"}))
    link = re.search(r"/links/[\w-]+/", answer)
    assert link is not None
    assert Client().post(link[0]).status_code == 302
    assert "/links/" not in text_of(client.get(f"/people/{person.ref}/"))


def test_post_when_asked_for_and_granted_on_the_pages_then_is_held(unit: Unit, secretary: Account) -> None:
    person = a_person(unit, account=an_account())
    form = {"unit": unit.slug, "post": "publicity_member", "since": "2018-06-01", "reason": "支部党员大会"}
    asked = signed_in(secretary).post(f"/people/{person.ref}/posts/", form)
    request = AppointmentRequest.objects.get()
    admin = signed_in(someone_with(Post.SECURITY_ADMIN))
    assert "宣传委员" in text_of(admin.get("/week/"))
    granted = admin.post(f"/posts/requests/{request.ref}/approval/")
    assert (asked.status_code, granted.status_code) == (302, 302)
    assert Appointment.objects.filter(person=person, post="publicity_member").count() == 1


def test_request_when_refused_without_a_word_then_the_form_says_so(unit: Unit, secretary: Account) -> None:
    person = a_person(unit)
    form = {"unit": unit.slug, "post": "publicity_member", "since": "2018-06-01", "reason": "支部党员大会"}
    signed_in(secretary).post(f"/people/{person.ref}/posts/", form)
    request = AppointmentRequest.objects.get()
    answer = signed_in(someone_with(Post.SECURITY_ADMIN)).post(f"/posts/requests/{request.ref}/refusal/")
    assert (answer.status_code, "好知道怎么办" in text_of(answer)) == (422, True)


def test_request_when_the_asker_approves_it_then_is_refused(unit: Unit) -> None:
    admin = someone_with(Post.SECURITY_ADMIN, unit)
    clerk = someone_with(Post.SECRETARY, unit)
    person = a_person(unit)
    form = {"unit": unit.slug, "post": "publicity_member", "since": "2018-06-01", "reason": "支部党员大会"}
    signed_in(clerk).post(f"/people/{person.ref}/posts/", form)
    AppointmentRequest.objects.update(asked_by=admin)
    request = AppointmentRequest.objects.get()
    assert signed_in(admin).post(f"/posts/requests/{request.ref}/approval/").status_code == 403


def test_handover_when_offered_and_taken_on_the_pages_then_the_successor_finds_everything(
    unit: Unit, secretary: Account
) -> None:
    successor = a_person(unit, account=an_account())
    old, new = signed_in(secretary), signed_in(successor.account)
    appointment = Appointment.objects.get(person__account=secretary)
    offered = old.post(
        f"/posts/{appointment.ref}/handover/", {"successor": successor.ref, "note": "章在抽屉里"}
    )
    handover = Handover.objects.get()
    assert offered["Location"] == f"/handovers/{handover.ref}/"
    assert "接手" in text_of(new.get("/week/"))
    assert "章在抽屉里" in text_of(new.get(f"/handovers/{handover.ref}/"))
    assert new.post(f"/handovers/{handover.ref}/acceptance/").status_code == 302
    assert (new.get("/people/").status_code, old.get("/people/").status_code) == (200, 403)


def test_own_posts_when_one_ends_on_a_day_to_come_then_shows_until_when_and_no_button_for_it(
    unit: Unit, secretary: Account
) -> None:
    ending = an_appointment(secretary, unit, Post.GROUP_LEADER, until=dt.date(2018, 9, 1))
    standing = Appointment.objects.get(person__account=secretary, post=Post.SECRETARY)
    page = text_of(signed_in(secretary).get("/posts/"))
    assert ("到2018年9月1日为止" in page, "要提前，请有权免职的人免去" in page) == (True, True)
    assert f"/posts/{standing.ref}/handover/" in page
    assert f"/posts/{ending.ref}/handover/" not in page


def test_handover_of_others_then_is_a_404(unit: Unit, secretary: Account) -> None:
    successor = a_person(unit, account=an_account())
    appointment = Appointment.objects.get(person__account=secretary)
    signed_in(secretary).post(f"/posts/{appointment.ref}/handover/", {"successor": successor.ref})
    handover = Handover.objects.get()
    stranger = signed_in(someone_with(Post.SECRETARY, unit))
    assert [
        stranger.get(f"/handovers/{handover.ref}/").status_code,
        stranger.post(f"/handovers/{handover.ref}/acceptance/").status_code,
        stranger.get(f"/posts/{appointment.ref}/handover/").status_code,
    ] == [404, 404, 404]


def test_permissions_when_anybody_reads_them_then_every_post_and_action_is_in_words(client: Client) -> None:
    page = text_of(client.get("/about/permissions/"))
    from sixianghui.access import words
    from sixianghui.access.posts import GRANTS

    assert [post for post in Post if str(words.POSTS[post]) not in page] == []
    actions = {grant.action for grants in GRANTS.values() for grant in grants}
    assert sorted(actions - words.ACTIONS.keys()) == []
    assert [action for action in actions if str(words.ACTIONS[action]) not in page] == []


def with_numbers(unit: Unit) -> Person:
    person = a_person(unit)
    PersonNumbers.objects.create(person=person, phone="13800000000", phone_index="x")
    return person


def test_number_when_looked_at_for_a_reason_then_is_shown_once_and_leaves_one_row(
    unit: Unit, secretary: Account
) -> None:
    person, client = with_numbers(unit), signed_in(secretary)
    assert "13800000000" not in text_of(client.get(f"/people/{person.ref}/"))
    before = AuditEvent.objects.count()
    answer = client.post(f"/people/{person.ref}/numbers/phone/", {"reason": "通知他开支部大会"})
    assert ("13800000000" in text_of(answer), answer.headers["Cache-Control"]) == (True, "no-store")
    lines = AuditEvent.objects.filter(seq__gt=before)
    assert [one.action for one in lines] == ["field:reveal"]
    assert "13800000000" not in "".join(one.detail for one in lines)


def test_number_when_no_reason_is_given_then_is_not_shown_and_nothing_is_recorded(
    unit: Unit, secretary: Account
) -> None:
    person, client = with_numbers(unit), signed_in(secretary)
    before = AuditEvent.objects.count()
    answers = [client.post(f"/people/{person.ref}/numbers/phone/", {"reason": text}) for text in ("", "看看")]
    assert [("13800000000" in text_of(one), one.status_code) for one in answers] == [(False, 422)] * 2
    assert AuditEvent.objects.count() == before


def test_number_when_asked_for_by_someone_who_only_guides_then_is_a_404(unit: Unit) -> None:
    person = with_numbers(unit)
    committee = a_unit(kind=UnitKind.INDUSTRY_COMMITTEE)
    clerk = someone_with(Post.COMMITTEE_CLERK, committee)
    guide(committee, unit, by=clerk)
    client = signed_in(clerk)
    assert client.get(f"/people/{person.ref}/").status_code == 200
    assert client.post(f"/people/{person.ref}/numbers/phone/", {"reason": "通知他开会"}).status_code == 404

"""Putting right on the pages what was recorded wrongly of somebody: offered where it applies, said before it is done, done once."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from sixianghui.access.public import Account, Post
from sixianghui.directory import commands
from sixianghui.directory.models import Affiliation, Line, Person, Standing, Status, Unit, UnitKind
from tests.factories import a_person, a_unit, an_appointment, signed_in, someone_with

pytestmark = pytest.mark.django_db
DAY, LATER = dt.date(2018, 3, 1), dt.date(2018, 4, 1)


@pytest.fixture
def unit() -> Unit:
    return a_unit()


@pytest.fixture
def secretary(unit: Unit) -> Account:
    return someone_with(Post.SECRETARY, unit)


def text_of(response: Any) -> str:
    return str(response.content.decode())


def back(person: Person, what: str) -> str:
    return f"/people/{person.ref}/taking-back/{what}/"


def test_status_when_wrong_then_the_page_leads_to_a_step_that_says_what_will_be_and_does_it_once(
    unit: Unit, secretary: Account
) -> None:
    person, client = a_person(unit, status=Status.ACTIVIST), signed_in(secretary)
    assert "/taking-back/" not in text_of(client.get(f"/people/{person.ref}/"))
    commands.set_status(person, Status.TARGET, since=DAY, by=secretary)
    commands.set_status(person, Status.FULL, since=LATER, by=secretary)
    path = back(person, f"status-{person.standings.get(until__isnull=True).pk}")
    page = text_of(client.get(f"/people/{person.ref}/"))
    assert (path in page, page.count("/taking-back/")) == (True, 1)
    step = text_of(client.get(path))
    assert ("正式党员" in step, "“发展对象”接着算" in step) == (True, True)
    answers = [client.post(path, {"intent": "k1"}) for _ in range(2)]
    assert [one.status_code for one in answers] == [302, 302]
    assert list(person.standings.order_by("since").values_list("status", "until")) == [
        (Status.ACTIVIST, DAY),
        (Status.TARGET, None),
    ]


def test_status_when_a_newer_one_was_recorded_meanwhile_then_the_step_says_so_and_takes_nothing_back(
    unit: Unit, secretary: Account
) -> None:
    person, client = a_person(unit, status=Status.ACTIVIST), signed_in(secretary)
    shown = commands.set_status(person, Status.TARGET, since=DAY, by=secretary)
    commands.set_status(person, Status.PROBATIONARY, since=LATER, by=secretary)
    answer = client.post(back(person, f"status-{shown.pk}"))
    assert (answer.status_code, "只能收回最新的一条" in text_of(answer)) == (422, True)
    assert person.standings.count() == 3


def test_entry_when_wrong_then_the_page_leads_to_a_form_with_what_was_said_and_puts_it_right(
    unit: Unit, secretary: Account
) -> None:
    person, client = a_person(unit, status=Status.FULL), signed_in(secretary)
    path = f"/people/{person.ref}/entry/"
    assert path in text_of(client.get(f"/people/{person.ref}/"))
    page = text_of(client.get(path))
    assert ('value="full" selected' in page, f'value="{unit.slug}" selected' in page) == (True, True)
    wrong = client.post(path, {"unit": unit.slug, "status": "probationary", "since": "2018-06-06"})
    assert (wrong.status_code, "起算日期在今天以后" in text_of(wrong)) == (422, True)
    elsewhere = client.post(path, {"unit": a_unit().slug, "status": "full", "since": "2018-03-01"})
    assert elsewhere.status_code == 422
    assert (
        client.post(path, {"unit": unit.slug, "status": "probationary", "since": "2018-03-01"}).status_code
        == 302
    )
    assert list(person.standings.values_list("status", "since")) == [(Status.PROBATIONARY, DAY)]

    commands.set_status(person, Status.FULL, since=LATER, by=secretary)
    assert path not in text_of(client.get(f"/people/{person.ref}/"))
    late = client.post(path, {"unit": unit.slug, "status": "full", "since": "2018-03-01"}, follow=True)
    assert "在这以后又记了新的" in text_of(late)
    assert person.standings.count() == 2


def test_move_when_wrong_then_is_taken_back_on_the_page(unit: Unit, secretary: Account) -> None:
    there = a_unit()
    an_appointment(secretary, there, Post.SECRETARY)
    person, client = a_person(unit), signed_in(secretary)
    moved = commands.move_person(person, there, since=DAY, by=secretary)
    path = back(person, f"move-{moved.pk}")
    assert path in text_of(client.get(f"/people/{person.ref}/"))
    assert f"关系还在“{unit.name}”" in text_of(client.get(path))
    assert client.post(path).status_code == 302
    assert person.affiliations.get().until is None


def test_leaving_when_wrong_then_is_taken_back_on_the_page_and_says_that_posts_do_not_come_back(
    unit: Unit, secretary: Account
) -> None:
    person, client = a_person(unit), signed_in(secretary)
    path = back(person, "departure")
    assert path not in text_of(client.get(f"/people/{person.ref}/"))
    commands.let_go(person, on=DAY, by=secretary)
    assert path in text_of(client.get(f"/people/{person.ref}/"))
    assert "职务不会回来" in text_of(client.get(path))
    assert client.post(path).status_code == 302
    assert Person.objects.get(pk=person.pk).left_on is None


def test_league_when_left_wrongly_then_is_taken_back_on_the_page(unit: Unit, secretary: Account) -> None:
    league = a_unit(kind=UnitKind.LEAGUE_BRANCH)
    an_appointment(secretary, league, Post.SECRETARY)
    person, client = a_person(unit, status=Status.TARGET), signed_in(secretary)
    commands.move_person(person, league, since=DAY, by=secretary, line=Line.LEAGUE)
    commands.set_status(person, Status.LEAGUE_MEMBER, since=DAY, by=secretary)
    path = back(person, "league")
    assert path not in text_of(client.get(f"/people/{person.ref}/"))
    commands.leave_league(person, on=LATER, by=secretary)
    assert path in text_of(client.get(f"/people/{person.ref}/"))
    alone = signed_in(someone_with(Post.SECRETARY, unit))
    assert path not in text_of(alone.get(f"/people/{person.ref}/"))
    assert "接着算" in text_of(client.get(path))
    assert client.post(path).status_code == 302
    assert person.affiliations.get(line=Line.LEAGUE).until is None


@pytest.mark.parametrize("what", ["league", "departure", "status-999999", "move-", "status-x"])
def test_taking_back_when_there_is_nothing_then_leads_back_and_says_so(
    unit: Unit, secretary: Account, what: str
) -> None:
    person, client = a_person(unit), signed_in(secretary)
    for answer in (client.get(back(person, what)), client.post(back(person, what))):
        assert (answer.status_code, answer["Location"]) == (302, f"/people/{person.ref}/")
    assert "没有要收回的" in text_of(client.get(f"/people/{person.ref}/"))


def test_taking_back_when_it_is_of_somebody_else_then_is_a_404_or_nothing_there(
    unit: Unit, secretary: Account
) -> None:
    person, stranger = a_person(unit), a_person(a_unit())
    number = Standing.objects.get(person=stranger).pk
    client = signed_in(secretary)
    assert client.get(back(stranger, f"status-{number}")).status_code == 404
    assert client.get(back(person, "everything")).status_code == 404
    assert client.post(back(person, f"status-{number}")).status_code == 302
    assert Standing.objects.filter(pk=number).exists()


def test_pages_when_the_league_is_kept_here_and_the_party_elsewhere_then_offer_the_league_alone(
    unit: Unit,
) -> None:
    league = a_unit(kind=UnitKind.LEAGUE_BRANCH)
    person = a_person(unit, status=Status.TARGET)
    since = dt.date(2018, 1, 1)
    Affiliation.objects.create(person=person, unit=league, line=Line.LEAGUE, since=since)
    Standing.objects.create(person=person, line=Line.LEAGUE, status=Status.LEAGUE_MEMBER, since=since)
    client, place = signed_in(someone_with(Post.SECRETARY, league)), f"/people/{person.ref}/"
    page = text_of(client.get(place))
    assert (f"{place}departure/league/" in page, f'{place}departure/"' in page) == (True, False)
    # Of the League they are all one can be, and the Party's statuses are recorded elsewhere: nothing is left to offer.
    assert f"{place}statuses/" not in page
    form = text_of(client.get(f"{place}statuses/"))
    assert ('value="league_member"' in form, 'value="full"' in form) == (False, False)
    again = client.post(f"{place}statuses/", {"status": "league_member", "since": "2018-05-01"})
    assert (again.status_code, "现在已经是的身份，不用再记" in text_of(again)) == (422, True)
    moving = text_of(client.get(f"{place}affiliations/"))
    assert ('value="league"' in moving, 'value="party"' in moving) == (True, False)
    party = text_of(signed_in(someone_with(Post.SECRETARY, unit)).get(place))
    assert ("那边先登记“只离开团组织”" in party, "登记离开</a>" in party) == (True, False)
    refused = client.post(f"{place}departure/", {"on": "2018-05-01"})
    assert refused.status_code == 403
    assert "两边组织都管得到的人" in text_of(client.get(f"{place}departure/league/"))
    gone = client.post(f"{place}departure/league/", {"on": "2018-05-01"}, follow=True)
    assert (gone.redirect_chain, gone.status_code) == ([("/people/", 302)], 200)
    assert ("登记好了。" in text_of(gone), client.get(place).status_code) == (True, 404)
    assert list(person.affiliations.filter(until__isnull=True).values_list("line", flat=True)) == [Line.PARTY]


def test_pages_when_the_party_relation_bears_no_status_yet_then_say_to_both_that_it_comes_first(
    unit: Unit, secretary: Account
) -> None:
    league = a_unit(kind=UnitKind.LEAGUE_BRANCH)
    person = a_person(league, status=Status.LEAGUE_MEMBER)
    Affiliation.objects.create(person=person, unit=unit, line=Line.PARTY, since=DAY)
    place, first, then = (
        f"/people/{person.ref}/",
        "先由管党组织关系的书记“记一次变化”",
        "那边先登记“只离开团组织”",
    )
    of_party, of_league = signed_in(secretary), signed_in(someone_with(Post.SECRETARY, league))
    for client in (of_party, of_league):
        page = text_of(client.get(place))
        assert (first in page, then in page) == (True, False)
    refused = of_league.post(f"{place}departure/league/", {"on": "2018-05-01"})
    assert (refused.status_code, first in text_of(refused)) == (422, True)
    assert f"{place}statuses/" in text_of(of_party.get(place))
    commands.set_status(person, Status.APPLICANT, since=DAY, by=secretary)
    page = text_of(of_party.get(place))
    assert (first in page, then in page) == (False, True)
    assert f"{place}departure/league/" in text_of(of_league.get(place))


def test_move_when_taking_it_back_takes_the_person_out_of_reach_then_leads_to_the_list(
    unit: Unit, secretary: Account
) -> None:
    person, client = a_person(a_unit(), status=Status.LEAGUE_MEMBER), signed_in(secretary)
    moved = Affiliation.objects.create(person=person, unit=unit, line=Line.PARTY, since=DAY)
    gone = client.post(back(person, f"move-{moved.pk}"), follow=True)
    assert (gone.redirect_chain, gone.status_code) == ([("/people/", 302)], 200)
    assert ("收回了。" in text_of(gone), person.affiliations.get().line) == (True, Line.LEAGUE)


def test_first_status_when_its_relation_was_recorded_apart_then_the_step_says_that_it_stays(
    unit: Unit, secretary: Account
) -> None:
    person, client = a_person(unit, status=Status.LEAGUE_MEMBER), signed_in(secretary)
    begun = commands.set_status(person, Status.APPLICANT, since=DAY, by=secretary)
    assert "一起登记的组织关系也收回" in text_of(client.get(back(person, f"status-{begun.pk}")))
    apart = a_person(a_unit(kind=UnitKind.LEAGUE_BRANCH), status=Status.LEAGUE_MEMBER)
    Affiliation.objects.create(person=apart, unit=unit, line=Line.PARTY, since=DAY)
    later = commands.set_status(apart, Status.APPLICANT, since=DAY, by=secretary)
    assert "组织关系不动" in text_of(client.get(back(apart, f"status-{later.pk}")))

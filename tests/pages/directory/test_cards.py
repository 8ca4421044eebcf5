"""Nobody on a roster can be found by the public, except by a card that they chose to show."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from sixianghui.access.public import Post
from sixianghui.audit.public import AuditEvent
from sixianghui.directory import commands
from sixianghui.directory.models import Card, Person, Status, Unit
from sixianghui.directory.rules import CARD_CONSENT
from sixianghui.vault import public as vault
from tests.factories import a_person, a_unit, an_account, an_appointment, signed_in, someone_with
from tests.pages.channel.reading import taken_back_since_last_asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit() -> Unit:
    return a_unit()


@pytest.fixture
def member(unit: Unit) -> Person:
    return a_person(unit, account=an_account(name="苏晓"), pinyin="suxiao", initials="sx")


def public_pages(unit: Unit) -> list[Any]:
    client = Client()
    return [
        client.get(path)
        for path in ("/search/?q=苏晓", "/search/?q=suxiao", f"/units/{unit.slug}/", "/units/")
    ]


def seen(unit: Unit, word: str) -> list[bool]:
    """Whether a word is on the public pages, the box with the query itself left out."""
    return [word in answer.content.decode().replace(f'value="{word}"', "") for answer in public_pages(unit)]


def show(member: Person, line: str = "数据库出了问题，可以来找我") -> Card:
    signed_in(member.account).post("/cards/mine/", {"line": line})
    return Card.objects.get(person=member)


def test_person_when_no_card_is_shown_then_the_public_finds_nobody(unit: Unit, member: Person) -> None:
    assert "suxiao" not in "".join(answer.content.decode() for answer in public_pages(unit)[2:])
    assert Client().get(f"/people/{member.ref}/").status_code == 302
    assert ["/cards/" in answer.content.decode() for answer in public_pages(unit)] == [False] * 4


def test_card_when_shown_then_the_public_finds_it_and_nothing_more(unit: Unit, member: Person) -> None:
    card = show(member)
    page = Client().get(f"/cards/{card.ref}/").content.decode()
    assert [word in page for word in ("苏晓", unit.name, "正式党员", "可以来找我")] == [True] * 4
    assert [word in page for word in (member.ref, "suxiao")] == [False, False]
    assert [card.ref in answer.content.decode() for answer in public_pages(unit)] == [True, True, True, False]


def test_card_when_taken_back_then_it_is_gone_at_once_and_its_line_deleted(
    unit: Unit, member: Person
) -> None:
    card = show(member)
    client = signed_in(member.account)
    assert client.post("/cards/mine/withdrawal/").status_code == 302
    card.refresh_from_db()
    assert (Client().get(f"/cards/{card.ref}/").status_code, card.line) == (404, "")
    assert [card.ref in answer.content.decode() for answer in public_pages(unit)] == [False] * 4


def test_card_when_consent_is_taken_back_elsewhere_then_is_gone_too(unit: Unit, member: Person) -> None:
    card = show(member)
    vault.withdraw_consent(member.account_id or 0, CARD_CONSENT)
    assert Client().get(f"/cards/{card.ref}/").status_code == 404


def test_card_when_its_owner_agrees_again_then_shows_nothing_of_what_was_taken_back(
    unit: Unit, member: Person
) -> None:
    card = show(member)
    vault.withdraw_consent(member.account_id or 0, CARD_CONSENT)
    vault.give_consent(member.account_id or 0, CARD_CONSENT)
    page = Client().get(f"/cards/{card.ref}/")
    assert (page.status_code, "可以来找我" in page.content.decode()) == (200, False)


@pytest.mark.parametrize("status", [Status.APPLICANT, Status.ACTIVIST, Status.TARGET])
def test_card_of_someone_who_asked_to_join_then_is_not_for_the_public(unit: Unit, status: Status) -> None:
    person = a_person(unit, status=status, account=an_account())
    answer = signed_in(person.account).post("/cards/mine/", {"line": "x"})
    assert (answer.status_code, Card.objects.count()) == (422, 0)


def test_card_when_its_owner_leaves_then_is_gone(unit: Unit, member: Person) -> None:
    card = show(member)
    Person.objects.filter(pk=member.pk).update(left_on="2018-06-01")
    assert Client().get(f"/cards/{card.ref}/").status_code == 404


def test_card_when_its_owner_was_entered_in_or_moved_to_a_wrong_unit_then_that_units_page_is_taken_back_too(
    unit: Unit, member: Person
) -> None:
    wrong, day = a_unit(), dt.date(2018, 3, 1)
    by = someone_with(Post.SECRETARY, unit)
    an_appointment(by, wrong, Post.SECRETARY)
    pages = {f"unit-page:{one.pk}" for one in (unit, wrong)}
    commands.move_person(member, wrong, since=day, by=by)
    show(member)
    taken_back_since_last_asked()
    commands.take_back_move(member.affiliations.get(until=None), by=by)
    assert pages <= taken_back_since_last_asked()
    commands.correct_entry(member, unit=wrong, status=Status.FULL, since=day, by=by)
    assert pages <= taken_back_since_last_asked()
    assert [member.name in one.content.decode() for one in public_pages(wrong)[2:3]] == [True]


def test_card_when_shown_and_taken_back_then_both_stand_in_the_chain(member: Person) -> None:
    before = AuditEvent.objects.count()
    show(member)
    signed_in(member.account).post("/cards/mine/withdrawal/")
    actions = AuditEvent.objects.filter(seq__gt=before).order_by("seq").values_list("action", flat=True)
    assert [one for one in actions if one.startswith(("card", "consent"))] == [
        "consent:give",
        "card:show",
        "card:hide",
    ]

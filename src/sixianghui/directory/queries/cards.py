"""Reads about cards: the only people whom everybody may find."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from sixianghui.directory.models import Affiliation, Appointment, Card, Person, Standing, Status, Unit
from sixianghui.directory.queries.people import in_office
from sixianghui.directory.rules import CARD_CONSENT
from sixianghui.vault import public as vault

#: Who may show a card: members of the Party and of the League. Whether someone applied is nobody's business.
SHOWN = (Status.FULL, Status.PROBATIONARY, Status.LEAGUE_MEMBER)


def cards_open() -> QuerySet[Card]:
    """The cards that are shown now: of people who agreed and have not taken it back, who have not left."""
    member = Standing.objects.filter(person=OuterRef("person"), until__isnull=True, status__in=SHOWN)
    return (
        Card.objects.filter(
            Exists(member),
            person__account__in=vault.standing(CARD_CONSENT).values("account"),
            person__account__is_active=True,
            person__left_on__isnull=True,
            person__erased_at__isnull=True,
        )
        .select_related("person")
        .order_by("person__pinyin", "pk")
    )


def may_show_card(person: Person) -> bool:
    """Whether someone is a member of the Party or the League and has not left."""
    return person.left_on is None and person.standings.filter(until__isnull=True, status__in=SHOWN).exists()


def cards_of(unit: Unit) -> list[Card]:
    """The cards of people who belong to a unit, for its page."""
    here = Affiliation.objects.filter(person=OuterRef("person"), unit=unit, until__isnull=True)
    return list(cards_open().filter(Exists(here)))


def own_card(account: int) -> Card | None:
    """Somebody's own card, shown or not."""
    return Card.objects.filter(person__account_id=account).first()


@dataclass(frozen=True)
class CardPage:
    """What a card shows: the name, the line, the statuses of a member, the unit, the posts held there now."""

    card: Card
    person: Person
    statuses: list[Standing]
    units: list[Unit]
    posts: list[Appointment]


def card_page(ref: str) -> CardPage | None:
    """An open card by its ref, or None, whether it is withdrawn or never was."""
    card = cards_open().filter(ref=ref).first()
    if card is None:
        return None
    person = card.person
    return CardPage(
        card,
        person,
        list(person.standings.filter(until__isnull=True, status__in=SHOWN)),
        [one.unit for one in person.affiliations.filter(until__isnull=True).select_related("unit")],
        list(person.appointments.filter(in_office()).select_related("unit")),
    )

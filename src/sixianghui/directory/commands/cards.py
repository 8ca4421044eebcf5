"""Writes about cards: what someone shows of themselves to everybody, as long as they agree."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from sixianghui.access.public import Account
from sixianghui.audit import public as audit
from sixianghui.common.errors import Conflict
from sixianghui.directory import queries
from sixianghui.directory.models import Card, Person
from sixianghui.directory.rules import CARD_CONSENT
from sixianghui.ui import public as ui
from sixianghui.vault import public as vault


def show_card(*, line: str, by: Account) -> Card:
    """Show one's own card, with one line on it; agreeing to that is the act itself. Again only changes the line."""
    person = queries.person_of(by)
    if person is None or not queries.may_show_card(person):
        raise Conflict(_("名册上的党员、团员才有身份卡。"))
    with transaction.atomic():
        card, _made = Card.objects.update_or_create(person=person, defaults={"line": line.strip()})
        if not vault.consented(by.pk, CARD_CONSENT):
            vault.give_consent(by.pk, CARD_CONSENT)
            audit.record("consent:give", actor=by, thing=card, detail={"purpose": CARD_CONSENT})
        audit.record("card:show", actor=by, thing=card)
        purge_card(person)
    return card


def take_card_back(*, by: Account) -> None:
    """Show it no more, from this moment on; the line is deleted."""
    with transaction.atomic():
        vault.withdraw_consent(by.pk, CARD_CONSENT)  # whereupon `card_agreed` deletes the line
        card = Card.objects.filter(person__account=by).first()
        if card is not None:
            audit.record("card:hide", actor=by, thing=card, detail={"purpose": CARD_CONSENT})


def card_agreed(account: int) -> None:
    """Somebody agreed or took it back, wherever they did: there is a card to show, or its line goes; kept pages are old."""
    person = Person.objects.filter(account_id=account).first()
    if person is not None:
        card, _made = Card.objects.get_or_create(person=person)
        if not vault.consented(account, CARD_CONSENT):
            Card.objects.filter(pk=card.pk).update(line="")
        purge_card(person)


def purge_card(person: Person, *, left: Iterable[int] = ()) -> None:
    """Take back the pages that show someone's card, and those of units that no relation of theirs names any more."""
    units = {*person.affiliations.values_list("unit_id", flat=True), *left}
    ui.purge(f"card:{person.pk}", *(f"unit-page:{unit}" for unit in units))

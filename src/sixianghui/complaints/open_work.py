"""What goes along when a post is handed over: the open letters on its desk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from sixianghui.complaints import commands, queries
from sixianghui.directory.public import Appointment, OpenItem, Person
from sixianghui.ui.public import short_date

KIND = "complaints.letter"


def find(appointment: Appointment) -> Iterator[OpenItem]:
    """The open letters that lie on someone's desk by this appointment."""
    account = appointment.person.account
    if account is None:
        return
    for letter in queries.on_desk(account):
        desk = letter.desk
        if desk is not None and (desk.unit_id, desk.post) == (appointment.unit_id, appointment.post):
            day = short_date(letter.received_on)
            yield OpenItem(KIND, letter.ref, _("%(day)s收到的一封信") % {"day": day})


def hold(items: Iterable[OpenItem]) -> None:
    """Nobody answers these letters or passes them on until the transaction ends."""
    commands.hold_all(item.key for item in items)


def move(appointment: Appointment, successor: Person, item: OpenItem) -> None:
    """Lay one of them on the successor's desk, or elsewhere when it must not come to them."""
    account = appointment.person.account
    letter = queries.letter_on_desk(account, item.key) if account is not None else None
    if letter is not None and account is not None and successor.account is not None:
        commands.hand_over(letter, successor.account, by=successor.account)

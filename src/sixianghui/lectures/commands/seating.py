"""Giving seats and taking them back. All of it runs under the lock of the lecture, in the caller's transaction."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sixianghui.common.errors import Conflict
from sixianghui.lectures import notices, queries, rules
from sixianghui.lectures.models import Lecture, Registration, Seat
from sixianghui.lectures.rules import Party


def fill_up(lecture: Lecture, *, told: Registration | None = None) -> list[Registration]:
    """Give the free seats to those who wait, in order, and tell them; `told` sees it on the page in front of them."""
    if lecture.seats is None:
        return []
    taken = queries.numbers_taken(lecture)
    waiting = {one.pk: one for one in queries.waiting_of(lecture)}
    parties = [Party(one.pk, one.heads) for one in waiting.values()]
    found = [waiting[one.number] for one in rules.seated_now(lecture.seats - len(taken), parties)]
    for one in found:
        taken += give(one, taken, one.heads)
        one.lecture = lecture
    notices.seated(one for one in found if told is None or one.pk != told.pk)
    return found


def give(registration: Registration, taken: list[int], heads: int) -> list[int]:
    """Enter so many seats with the lowest free numbers. The database refuses a number that somebody else has."""
    numbers = rules.next_seats(taken, heads)
    try:
        with transaction.atomic():
            Seat.objects.bulk_create(
                Seat(lecture_id=registration.lecture_id, number=one, registration=registration)
                for one in numbers
            )
    except IntegrityError as error:
        raise Conflict(_("座位刚刚给了别人，请再按一次。")) from error
    return numbers


def take_back(registration: Registration, heads: int) -> None:
    """Free so many of somebody's seats, those with the highest numbers."""
    numbers = Seat.objects.filter(registration=registration).order_by("-number").values_list("pk", flat=True)
    Seat.objects.filter(pk__in=list(numbers[:heads])).delete()

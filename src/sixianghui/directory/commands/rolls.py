"""Keeping the sums of the roster true. Asks no permission: called by the commands that change people, in their transaction."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from django.db import transaction

from sixianghui.directory import queries
from sixianghui.directory.models import Person, RollCount, Unit

log = logging.getLogger(__name__)


def units_of(person: Person) -> set[int]:
    """The units to which somebody belongs now. One query."""
    return set(person.affiliations.filter(until__isnull=True).values_list("unit_id", flat=True))


def count_again(units: Iterable[int]) -> None:
    """Count the people of these units afresh and keep what is found. Five queries, however many units."""
    wanted = sorted(set(units))
    if not wanted:
        return
    with transaction.atomic():
        # Two who change a unit's people at once: the second waits here, and then sees what the first did.
        list(
            Unit.objects.filter(pk__in=wanted).order_by("pk").select_for_update(no_key=True).values_list("pk")
        )
        RollCount.objects.filter(unit__in=wanted).delete()
        found = queries.counted_afresh(wanted)
        RollCount.objects.bulk_create(
            (
                RollCount(unit_id=unit, line=line, status=status, people=many)
                for (unit, line, status), many in found.items()
            ),
            batch_size=1000,
        )


def tend_rolls() -> None:
    """Every night: hold the sums against the rows. What differs is put right, and logged: somebody changed people behind
    the commands."""
    wrong = queries.wrong_counts()
    if wrong:
        log.error("sums of the roster were wrong: %s", dict(wrong.most_common(10)))
        count_again(unit for unit, _line, _status in wrong)

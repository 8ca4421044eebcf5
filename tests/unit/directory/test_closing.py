"""A closing is recorded with a day that may lie back, and may be taken back: what was published before stays what it was."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from time import sleep

import pytest
from django.db import transaction

from sixianghui.access.public import Account, Post
from sixianghui.common import time
from sixianghui.common.errors import Conflict
from sixianghui.directory.commands import (
    change_unit,
    close_unit,
    enter_unit,
    take_back_closing,
    take_under_guidance,
)
from sixianghui.directory.models import Guidance, Unit, UnitKind
from sixianghui.ledger.public import WHOLE, Publication, publish, seal_holds, value_of
from tests.factories import a_unit, an_enterprise, someone_with
from tests.together import PATIENCE, at_once

FIGURES = ("directory.enterprises", "directory.guided_units")
MARCH, MAY, JUNE = time.shanghai(2018, 3, 1, 9), time.shanghai(2018, 5, 20, 9), time.shanghai(2018, 6, 5, 9)
HOUR = dt.timedelta(hours=1)


#: Seconds for which a closing is not committed yet: whoever publishes does not wait for it in vain.
WHILE = 1.0


@pytest.fixture
def clock(db: None) -> Iterator[time.ManualClock]:
    clock = time.ManualClock(MARCH)
    with time.using(clock):
        yield clock


@pytest.fixture
def clerk(clock: time.ManualClock) -> Account:
    return someone_with(Post.COMMITTEE_CLERK, a_unit(kind=UnitKind.INDUSTRY_COMMITTEE))


@pytest.fixture
def unit(clerk: Account) -> Unit:
    """A branch of an enterprise, guided since March."""
    made = a_unit(name="样例网党支部", enterprise=an_enterprise())
    take_under_guidance(made, by=clerk)
    return made


def told(*moments: dt.datetime | None) -> list[list[int | None]]:
    """Each number as it stood at each moment, or now."""
    return [[value_of(name, WHOLE.at(moment)) for name in FIGURES] for moment in moments]


@pytest.mark.parametrize("day", [dt.date(2018, 5, 10), dt.date(2018, 6, 5)])
@pytest.mark.parametrize("published", [MAY, JUNE])
def test_published_number_when_a_closing_with_an_earlier_day_is_recorded_and_taken_back_then_its_seal_holds(
    unit: Unit, clerk: Account, clock: time.ManualClock, day: dt.date, published: dt.datetime
) -> None:
    clock.set(published)
    made = [publish(name, WHOLE, by=clerk) for name in FIGURES]

    def holds() -> None:
        assert ([seal_holds(one) for one in made], told(published)) == ([True, True], [[1, 1]])

    clock.set(JUNE + HOUR)
    holds()
    close_unit(unit, on=day, by=clerk)
    clock.set(JUNE + 3 * HOUR)
    holds()
    assert told(None, JUNE + 2 * HOUR) == [[0, 0], [0, 0]]
    between = [publish(name, WHOLE, by=clerk) for name in FIGURES]
    clock.set(JUNE + 4 * HOUR)
    take_back_closing(unit, by=clerk)
    clock.set(JUNE + 5 * HOUR)
    holds()
    assert told(None, JUNE + 2 * HOUR) == [[1, 1], [0, 0]]
    assert ([one.value for one in between], [seal_holds(one) for one in between]) == ([0, 0], [True, True])


def test_published_number_when_the_unit_gets_a_superior_and_loses_it_again_then_its_seal_holds(
    unit: Unit, clerk: Account, clock: time.ManualClock
) -> None:
    committee = Unit.objects.get(kind=UnitKind.INDUSTRY_COMMITTEE)
    made = []
    for hours, superior in enumerate((committee, None, committee)):
        clock.set(JUNE + 2 * hours * HOUR)
        made += [publish(name, WHOLE, by=clerk) for name in FIGURES]
        clock.set(JUNE + (2 * hours + 1) * HOUR)
        unit = change_unit(unit, parent=superior, by=clerk)
    assert [one.value for one in made] == [1, 1, 0, 0, 1, 1]
    assert [seal_holds(one) for one in made] == [True] * 6


def test_guidance_when_it_ended_before_it_was_written_down_when_then_its_day_says_until_when_it_stood(
    unit: Unit, clock: time.ManualClock
) -> None:
    """Lines that ended before this was kept, and those that the code before ends while it still runs."""
    clock.set(JUNE)
    Guidance.objects.filter(unit=unit).fill_in(ended_at=MAY)
    assert told(MAY - HOUR, MAY, None) == [[1, 1], [0, 0], [0, 0]]


def test_unit_without_an_enterprise_when_another_of_its_name_stands_there_now_then_stays_closed(
    clerk: Account, clock: time.ManualClock
) -> None:
    committee = Unit.objects.get(kind=UnitKind.INDUSTRY_COMMITTEE)

    def enter() -> Unit:
        return enter_unit(
            kind=UnitKind.BRANCH, name="直属党支部", short_name="直属支部", superior=committee, by=clerk
        )

    first = enter()
    clock.set(JUNE)
    close_unit(first, on=dt.date(2018, 5, 10), by=clerk)
    second = enter()
    with pytest.raises(Conflict, match="那里已经有一个叫“直属党支部”的组织"):
        take_back_closing(first, by=clerk)
    first.refresh_from_db()
    assert first.closed_on == dt.date(2018, 5, 10)
    change_unit(second, name="第二党支部", by=clerk)
    take_back_closing(first, by=clerk)
    assert Unit.objects.filter(name="直属党支部", closed_on__isnull=True).count() == 1


@pytest.mark.django_db(transaction=True)
def test_number_when_published_while_a_closing_is_not_committed_yet_then_its_seal_holds() -> None:
    with time.using(time.SystemClock()):
        clerk = someone_with(Post.COMMITTEE_CLERK, a_unit(kind=UnitKind.INDUSTRY_COMMITTEE))
        unit = a_unit(enterprise=an_enterprise())
        take_under_guidance(unit, by=clerk)
        written = threading.Event()

        def close() -> None:
            with transaction.atomic():
                close_unit(unit, on=dt.date(2018, 5, 10), by=clerk)
                written.set()
                sleep(WHILE)

        def make_public() -> None:
            assert written.wait(PATIENCE)
            made.append(publish(FIGURES[0], WHOLE, by=clerk))

        made: list[Publication] = []
        at_once(close, make_public)
        assert [seal_holds(one) for one in made] == [True]

"""What an import of a roster waits for: it holds units and people first and the audit chain last, and so does everybody."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sixianghui.access.public import Post, open_account
from sixianghui.audit.public import AuditEvent
from sixianghui.directory.commands import (
    change_unit,
    close_unit,
    correct_entry,
    enter_unit,
    let_go,
    move_person,
    rename_enterprise,
    set_status,
    show_card,
    take_back_leaving,
    take_back_move,
)
from sixianghui.directory.erasing import erase
from sixianghui.directory.models import (
    Affiliation,
    Enterprise,
    Line,
    Person,
    RosterImport,
    Status,
    Unit,
    UnitKind,
)
from sixianghui.vault.public import Subject
from tests.factories import a_person, a_unit, an_account, an_appointment, someone_with

pytestmark = pytest.mark.django_db
_WRITES = re.compile(r'(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM) "(\w+)"')
_HOLDS = re.compile(
    r'SELECT .* FROM "directory_unit" WHERE "directory_unit"\."id" (?:IN|=) \(?([\d, ]+)\)? ORDER BY '
)
UNITS, PEOPLE, UPLOADS, CHAIN = (model._meta.db_table for model in (Unit, Person, RosterImport, AuditEvent))


def written(act: Callable[[], object]) -> list[str]:
    """The tables to which an act writes, in the order in which it does."""
    with CaptureQueriesContext(connection) as asked:
        act()
    return [found[1] for one in asked if (found := _WRITES.match(one["sql"]))]


def test_unit_when_entered_changed_or_closed_then_units_are_written_before_anything_else() -> None:
    committee = a_unit(kind=UnitKind.INDUSTRY_COMMITTEE)
    clerk = someone_with(Post.COMMITTEE_CLERK, committee)
    unit = a_unit(parent=committee)
    acts: tuple[Callable[[], object], ...] = (
        lambda: enter_unit(
            kind=UnitKind.BRANCH, name="样例网党支部", short_name="样例网", new_enterprise="样例网", by=clerk
        ),
        lambda: change_unit(unit, name="新的", new_enterprise="另一家", by=clerk),
        lambda: close_unit(unit, on=dt.date(2018, 6, 5), by=clerk),
    )
    for act in acts:
        tables = written(act)
        assert tables[0] == UNITS
        assert CHAIN in tables


def held(act: Callable[[], object]) -> list[set[int]]:
    """The units that an act holds, statement by statement. (SQLite locks no rows; it is asked the same.)"""
    with CaptureQueriesContext(connection) as asked:
        act()
    found = [match[1] for one in asked if (match := _HOLDS.match(one["sql"]))]
    return [{int(number) for number in numbers.split(",")} for numbers in found]


def test_person_when_moved_or_taken_back_then_all_units_are_held_by_the_first_statement_that_holds_any() -> (
    None
):
    """Else two who hold them in another order wait for each other: the unit of the other line counts too."""
    league, first, second = a_unit(kind=UnitKind.LEAGUE_BRANCH), a_unit(), a_unit()
    by = someone_with(Post.SECRETARY, league)
    for unit in (first, second):
        an_appointment(by, unit, Post.SECRETARY)
    person = a_person(first, status=Status.ACTIVIST)
    all_three, day = {league.pk, first.pk, second.pk}, dt.date(2018, 3, 1)
    move_person(person, league, since=day, by=by, line=Line.LEAGUE)

    def back() -> None:
        take_back_move(Affiliation.objects.get(person=person, line=Line.PARTY, until__isnull=True), by=by)

    acts: tuple[tuple[Callable[[], object], set[int]], ...] = (
        (lambda: move_person(person, second, since=day, by=by), all_three),
        (back, all_three),
        (lambda: set_status(person, Status.TARGET, since=day, by=by), {league.pk, first.pk}),
        (lambda: let_go(person, on=dt.date(2018, 4, 1), by=by), {league.pk, first.pk}),
        (lambda: take_back_leaving(person, by=by), {league.pk, first.pk}),
    )
    entered = a_person(first)
    corrected = (
        lambda: correct_entry(entered, unit=second, status=Status.TARGET, since=day, by=by),
        {first.pk, second.pk},
    )
    for act, units in (*acts, corrected):
        holds = held(act)
        assert holds[0] == units
        assert set().union(*holds) == units


def test_enterprise_when_renamed_here_or_there_then_is_held_before_its_units_and_they_before_the_chain() -> (
    None
):
    committee = a_unit(kind=UnitKind.INDUSTRY_COMMITTEE)
    clerk = someone_with(Post.COMMITTEE_CLERK, committee)
    firm = enter_unit(kind=UnitKind.ENTERPRISE, name="样例网", short_name="样例网", by=clerk)
    firms = Enterprise._meta.db_table
    first = re.compile(rf'SELECT (?!1 ).*? FROM "({firms}|{UNITS})" |INSERT INTO "({CHAIN})"')
    acts: tuple[Callable[[], object], ...] = (
        lambda: rename_enterprise(firm, name="甲", short_name="甲", by=clerk),
        lambda: change_unit(firm, name="乙", short_name="乙", by=clerk),
    )
    for act in acts:
        with CaptureQueriesContext(connection) as asked:
            act()
        begun = next(number for number, one in enumerate(asked) if one["sql"].startswith(f'UPDATE "{UNITS}"'))
        found = [match for one in list(asked)[begun:] if (match := first.match(one["sql"]))]
        tables = list(dict.fromkeys(match[1] or match[2] for match in found))
        assert tables[:3] == [firms, UNITS, CHAIN]


def test_account_when_opened_then_its_person_is_written_before_the_chain() -> None:
    admin = someone_with(Post.SECURITY_ADMIN)
    tables = written(lambda: open_account(username="linwan", name="林晚", by=admin))
    assert tables.index(PEOPLE) < tables.index(CHAIN)
    assert set(AuditEvent.objects.order_by("-seq").values_list("action", flat=True)[:2]) == {
        "account:open",
        "person:enter",
    }


def test_person_when_erased_then_their_uploads_and_the_roster_are_written_before_anything_else() -> None:
    """An import too holds the row of what was uploaded first, and the roster next."""
    account = an_account()
    person = a_person(account=account)
    show_card(line="x", by=account)
    assert written(lambda: erase(Subject(account=account.pk, person=person.pk)))[:2] == [UPLOADS, PEOPLE]
    assert written(lambda: erase(Subject(account=account.pk))) == [UPLOADS, PEOPLE]

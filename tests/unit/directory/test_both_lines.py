"""Somebody with Party and League at once: each relation is changed by whoever keeps it, and every number counts them alike."""

from __future__ import annotations

import datetime as dt
import io
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from sixianghui.access.public import Account, Post, held_by
from sixianghui.audit.public import AuditEvent
from sixianghui.campaigns.holdings import values_of
from sixianghui.common.errors import Conflict, Refused
from sixianghui.directory import commands, queries
from sixianghui.directory.models import (
    Affiliation,
    Line,
    Person,
    RosterImport,
    Standing,
    Status,
    Unit,
    UnitKind,
)
from sixianghui.directory.roster import writing
from sixianghui.ledger import public as ledger
from sixianghui.tasks.public import work_off
from tests.factories import a_person, a_unit, an_account, an_appointment, someone_with

pytestmark = pytest.mark.django_db
FIRST, DAY = dt.date(2018, 1, 1), dt.date(2018, 3, 1)


@dataclass
class Both:
    """Somebody in a branch by their Party relation, and elsewhere by their League relation; who keeps either."""

    person: Person
    party: Unit
    league: Unit
    party_secretary: Account
    league_secretary: Account


@pytest.fixture
def both() -> Both:
    party, league = a_unit(), a_unit(kind=UnitKind.LEAGUE_BRANCH)
    person = a_person(party, status=Status.TARGET, account=an_account())
    in_league(person, league)
    return Both(
        person,
        party,
        league,
        someone_with(Post.SECRETARY, party),
        someone_with(Post.SECRETARY, league),
    )


def in_league(person: Person, unit: Unit) -> None:
    Affiliation.objects.create(person=person, unit=unit, line=Line.LEAGUE, since=FIRST)
    Standing.objects.create(person=person, line=Line.LEAGUE, status=Status.LEAGUE_MEMBER, since=FIRST)
    commands.count_again({unit.pk})


def now(person: Person) -> tuple[set[tuple[str, int]], set[str]]:
    """(line, unit) of each relation that stands, and what somebody is."""
    standing = person.affiliations.filter(until__isnull=True)
    return set(standing.values_list("line", "unit_id")), set(queries.statuses_of(person))


def test_secretary_of_the_league_when_changing_the_party_relation_then_is_refused_and_it_stands(
    both: Both,
) -> None:
    before = now(both.person)
    by = both.league_secretary
    with pytest.raises(Refused):
        commands.set_status(both.person, Status.FULL, since=DAY, by=by)
    with pytest.raises(Refused):
        commands.let_go(both.person, on=DAY, by=by)
    both.person.refresh_from_db()
    assert (now(both.person), both.person.left_on) == (before, None)


def test_relation_when_moved_by_whoever_keeps_only_the_other_then_is_refused() -> None:
    party, branch = a_unit(), a_unit()
    person = a_person(party)
    in_league(person, branch)
    with pytest.raises(Refused):
        commands.move_person(person, branch, since=DAY, by=someone_with(Post.SECRETARY, branch))
    assert (Line.PARTY, party.pk) in now(person)[0]


def test_secretary_of_the_party_branch_when_the_league_is_kept_elsewhere_then_does_not_end_that_either(
    both: Both,
) -> None:
    with pytest.raises(Refused):
        commands.let_go(both.person, on=DAY, by=both.party_secretary)
    commands.leave_league(both.person, on=DAY, by=both.league_secretary)
    commands.let_go(Person.objects.get(pk=both.person.pk), on=DAY, by=both.party_secretary)
    assert now(both.person)[0] == set()


def test_league_when_left_alone_then_party_relation_posts_and_account_stay(both: Both) -> None:
    account = both.person.account
    assert account is not None
    an_appointment(account, both.league, Post.GROUP_LEADER)
    commands.leave_league(both.person, on=DAY, by=both.league_secretary)
    both.person.refresh_from_db()
    assert now(both.person) == ({(Line.PARTY, both.party.pk)}, {Status.TARGET})
    assert (both.person.left_on, both.person.account) == (None, account)
    held = {(one.post, one.unit) for one in held_by(Account.objects.get(pk=account.pk))}
    assert held == {(Post.MEMBER, both.party.pk), (Post.GROUP_LEADER, both.league.pk)}
    assert ledger.value_of("directory.league_members") == 0
    assert queries.wrong_counts() == {}
    last = AuditEvent.objects.order_by("-seq")[0]
    assert (last.action, last.detail) == ("person:leave-league", '{"on":"2018-03-01"}')
    with pytest.raises(Conflict, match="没有团组织关系"):
        commands.leave_league(both.person, on=DAY, by=both.party_secretary)


def test_league_when_it_is_all_there_is_or_others_keep_it_then_is_not_left_alone(both: Both) -> None:
    with pytest.raises(Refused):
        commands.leave_league(both.person, on=DAY, by=both.party_secretary)
    with pytest.raises(Conflict, match="开始日期"):
        commands.leave_league(both.person, on=dt.date(2017, 12, 31), by=both.league_secretary)
    only = a_person(both.league, status=Status.LEAGUE_MEMBER)
    with pytest.raises(Conflict, match="只有团组织关系"):
        commands.leave_league(only, on=DAY, by=both.league_secretary)


def test_page_then_offers_to_each_what_they_may_end(both: Both) -> None:
    above = someone_with(Post.SECRETARY, both.party)
    an_appointment(above, both.league, Post.SECRETARY)
    offered = {
        who: (page.may_edit, page.may_let_go, page.may_leave_league)
        for who, asker in (
            ("party", both.party_secretary),
            ("league", both.league_secretary),
            ("above", above),
            ("self", both.person.account),
        )
        for page in [queries.person_page(asker, both.person)]
    }
    assert offered == {
        "party": (True, False, False),
        "league": (True, False, True),
        "above": (True, True, True),
        "self": (False, False, False),
    }


def numbers(unit: Unit, by: Account) -> list[int]:
    """How many in the unit have applied: the roster's head, what a notice answers by itself, the figure."""
    heads = [one.people for one in queries.headcounts(by) if one.status == Status.APPLICANT]
    held = values_of(["directory.applicants"], [unit.pk])["directory.applicants"]
    return [sum(heads), int(held[unit.pk].split()[0]), ledger.value_of("directory.joining")]


def exported(by: Account) -> bytes:
    out = queries.roster_out(by)
    with tempfile.TemporaryFile() as target:
        writing.write(target, people=out.people, units=out.units)
        target.seek(0)
        return target.read()


def test_status_when_it_is_the_first_of_its_line_then_begins_the_relation_and_all_numbers_are_equal(
    settings: Any, tmp_path: Path
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
    settings.DATA = tmp_path
    unit = a_unit()
    by = someone_with(Post.SECRETARY, unit)
    person = a_person(unit, status=Status.LEAGUE_MEMBER, name="李样例")
    commands.set_status(person, Status.APPLICANT, since=DAY, by=by)
    party = person.affiliations.get(line=Line.PARTY)
    assert (party.unit, party.since, party.until) == (unit, DAY, None)
    assert numbers(unit, by) == [1, 1, 1]
    assert queries.wrong_counts() == {}
    one = commands.upload_roster(io.BytesIO(exported(by)), name="名册.xlsx", by=by)
    work_off()
    one = RosterImport.objects.get(pk=one.pk)
    assert [one.counts[name] for name in ("faults", "new", "changed", "unchanged")] == [0, 0, 0, 1]


def test_status_when_a_member_of_the_party_joins_the_league_then_that_relation_begins_too() -> None:
    unit = a_unit()
    person = a_person(unit)
    commands.set_status(person, Status.LEAGUE_MEMBER, since=DAY, by=someone_with(Post.SECRETARY, unit))
    assert now(person)[0] == {(Line.PARTY, unit.pk), (Line.LEAGUE, unit.pk)}
    assert ledger.value_of("directory.league_members") == 1


def test_status_when_no_unit_of_theirs_keeps_the_line_then_says_to_move_first_and_then_goes() -> None:
    party = a_unit()
    league = a_unit(kind=UnitKind.LEAGUE_BRANCH, parent=party)
    person, by = a_person(league, status=Status.LEAGUE_MEMBER), someone_with(Post.SECRETARY, party)
    with pytest.raises(Conflict, match="党组织关系还没有登记在哪个组织。请先“转关系”"):
        commands.set_status(person, Status.APPLICANT, since=DAY, by=by)
    assert queries.statuses_of(person) == {Status.LEAGUE_MEMBER}
    commands.move_person(person, party, since=DAY, by=by)
    with pytest.raises(Conflict, match="先由管党组织关系的书记“记一次变化”"):
        commands.leave_league(person, on=DAY, by=by)
    commands.set_status(person, Status.APPLICANT, since=DAY, by=by)
    assert numbers(party, by) == [1, 1, 1]


def test_league_when_joined_again_then_not_from_before_it_was_left(both: Both) -> None:
    commands.leave_league(both.person, on=DAY, by=both.league_secretary)
    by, earlier = both.party_secretary, dt.date(2018, 2, 1)
    with pytest.raises(Conflict, match="不能早于2018年3月1日"):
        commands.set_status(both.person, Status.LEAGUE_MEMBER, since=earlier, by=by)
    with pytest.raises(Conflict, match="不能早于2018年3月1日"):
        commands.move_person(both.person, both.party, since=earlier, by=by, line=Line.LEAGUE)
    commands.move_person(both.person, both.party, since=DAY, by=by, line=Line.LEAGUE)
    with pytest.raises(Conflict, match="不能早于2018年3月1日"):
        commands.set_status(both.person, Status.LEAGUE_MEMBER, since=earlier, by=by)
    commands.set_status(both.person, Status.LEAGUE_MEMBER, since=DAY, by=by)
    assert now(both.person)[0] == {(Line.PARTY, both.party.pk), (Line.LEAGUE, both.party.pk)}

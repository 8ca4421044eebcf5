"""Practices travel from unit to unit; nobody is asked, nothing is ordered by merit."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from sixianghui.access.public import Account, Post
from sixianghui.campaigns.commands.practices import (
    Telling,
    rewrite,
    share,
    take_back_trial,
    take_down,
    try_out,
)
from sixianghui.campaigns.models import Practice, Trial
from sixianghui.campaigns.queries import practices as queries
from sixianghui.common.errors import Conflict, HouseError, NotThere, Refused
from sixianghui.directory.public import UnitKind
from sixianghui.ledger.public import Scope, get, grouped, read, value_of
from tests.factories import a_unit, someone_with
from tests.unit.campaigns.plan_house import House


def a_telling(house: House, **more: Any) -> Telling:
    values = {
        "title": "师徒结对",
        "done": "一名党员带一名新人，每周半小时。",
        "for_whom": "新入职的人",
        "took": "每周半小时，不花钱。",
        "came": "六个人都独立上了线。",
        "campaign": house.campaign,
    }
    return Telling(**{**values, **more})


def tried(house: House, practice: Practice, by: Account, unit: Any, went: str = "worked") -> Trial:
    return try_out(practice, unit=unit, went=went, text="照着做了，管用。", by=by)


def test_practice_when_a_league_branch_tries_it_then_shows_where_it_travelled(planning: House) -> None:
    practice = share(a_telling(planning), unit=planning.branch, by=planning.helper)
    assert queries.travelled(planning.campaign) == []
    league = a_unit(kind=UnitKind.LEAGUE_BRANCH)
    youth = someone_with(Post.SECRETARY, league)
    tried(planning, practice, youth, league, "partly")
    (found,) = queries.travelled(planning.campaign)
    assert (found.title, found.unit, [trial.unit for trial in found.trials]) == (
        "师徒结对",
        planning.branch,
        [league],
    )
    assert value_of("campaigns.practices", Scope()) == value_of("campaigns.trials", Scope()) == 1


def test_practice_when_rewritten_then_keeps_its_address_and_what_others_said(
    planning: House, clock: Any
) -> None:
    practice = share(a_telling(planning), unit=planning.branch, by=planning.secretary)
    tried(planning, practice, planning.guided_secretary, planning.guided)
    clock.set(clock.at + dt.timedelta(days=1))
    again = rewrite(practice, a_telling(planning, came="八个人都独立上了线。"), by=planning.helper)
    found = queries.practice_for(AnonymousUser(), practice.ref)
    assert found is not None
    assert (found.practice, len(found.trials), again.ref) == (again, 1, practice.ref)
    tried(planning, again, planning.guided_secretary, planning.guided, "not")
    assert [trial.went for trial in Trial.objects.standing()] == ["not"]
    with pytest.raises(Conflict):
        rewrite(practice, a_telling(planning), by=planning.secretary)
    take_back_trial(again, unit=planning.guided, by=planning.guided_secretary)
    with pytest.raises(NotThere):
        take_back_trial(again, unit=planning.guided, by=planning.guided_secretary)
    take_down(again, by=planning.secretary)
    assert queries.practice_for(AnonymousUser(), practice.ref) is None


def test_practice_when_kept_inside_then_only_its_unit_and_those_who_guide_it_read_it(planning: House) -> None:
    practice = share(a_telling(planning, open=False), unit=planning.guided, by=planning.guided_secretary)
    readers = (planning.guided_secretary, planning.clerk, planning.secretary, AnonymousUser())
    assert [queries.practice_for(one, practice.ref) is not None for one in readers] == [
        True,
        True,
        False,
        False,
    ]
    assert value_of("campaigns.practices", Scope()) == 0


def test_practice_when_something_is_missing_or_not_ones_own_then_is_refused(planning: House) -> None:
    with pytest.raises(HouseError):
        share(a_telling(planning, took=" "), unit=planning.branch, by=planning.secretary)
    with pytest.raises(Refused):
        share(a_telling(planning), unit=planning.guided, by=planning.secretary)
    practice = share(a_telling(planning), unit=planning.branch, by=planning.secretary)
    with pytest.raises(Conflict):
        tried(planning, practice, planning.helper, planning.branch)
    with pytest.raises(HouseError):
        try_out(practice, unit=planning.guided, went="best", text="好", by=planning.guided_secretary)
    with pytest.raises(Refused):
        take_down(practice, by=planning.guided_secretary)


def under(house: House) -> Scope:
    return Scope(thing=("campaign", house.campaign.pk))


def test_practice_when_rewritten_then_was_still_shared_when_it_was_and_tried_when_it_was(
    planning: House, clock: Any
) -> None:
    practice = share(a_telling(planning), unit=planning.branch, by=planning.secretary)
    trial = tried(planning, practice, planning.guided_secretary, planning.guided)
    clock.set(clock.at + dt.timedelta(days=120))
    newer = share(a_telling(planning, title="每周一问"), unit=planning.branch, by=planning.secretary)
    again = rewrite(practice, a_telling(planning, title="师徒结对子"), by=planning.secretary)
    once_more = tried(planning, again, planning.guided_secretary, planning.guided, "partly")
    assert (again.at, once_more.at, list(queries.practices())) == (practice.at, trial.at, [newer, again])


def test_trials_when_their_practice_changes_then_are_told_as_it_stands_now(planning: House) -> None:
    practice = share(a_telling(planning, open=False), unit=planning.branch, by=planning.secretary)
    tried(planning, practice, planning.guided_secretary, planning.guided)
    figure = get("campaigns.trials")
    assert value_of("campaigns.trials", Scope()) == 0
    opened = rewrite(practice, a_telling(planning, title="师徒结对子"), by=planning.secretary)
    (row,) = figure.rows(under(planning))
    assert figure.columns[0].value(row) == "师徒结对子"
    parts = [grouped(read(figure, Scope(), planning.clerk), key) for key in ("campaign", "went")]
    assert [[(one.label, one.number) for one in part.parts] for part in parts if part] == [
        [("红芯向党", 1)],
        [("管用", 1)],
    ]
    elsewhere = rewrite(opened, a_telling(planning, campaign=None), by=planning.secretary)
    assert [value_of("campaigns.trials", scope) for scope in (Scope(), under(planning))] == [1, 0]
    inside = rewrite(elsewhere, a_telling(planning, open=False), by=planning.secretary)
    assert value_of("campaigns.trials", Scope()) == 0
    again = rewrite(inside, a_telling(planning), by=planning.secretary)
    assert value_of("campaigns.trials", under(planning)) == 1
    take_down(again, by=planning.secretary)
    assert value_of("campaigns.trials", Scope()) == 0

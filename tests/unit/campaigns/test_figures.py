"""The figures of campaigns and notices: what each counts, and what the pages show of them."""

from __future__ import annotations

import datetime as dt

from django.test import Client

from sixianghui.access.public import Account, Post
from sixianghui.activities.public import Activity, Record, correct_activity, record_activity
from sixianghui.campaigns import commands
from sixianghui.campaigns.commands import To, guidance
from sixianghui.campaigns.commands.happening import put_beside
from sixianghui.campaigns.commands.plans import hand_in
from sixianghui.campaigns.models import Carrier
from sixianghui.common import time
from sixianghui.directory.public import Unit
from sixianghui.ledger.public import Scope, publish, seal_holds, value_of
from tests.factories import a_unit, signed_in, someone_with
from tests.pages.complaints.reading import words
from tests.unit.campaigns.house import House, an_item
from tests.unit.campaigns.plan_house import House as PlanHouse


def under(house: House) -> Scope:
    return Scope(thing=("campaign", house.campaign.pk))


def value(name: str, scope: Scope) -> int:
    return value_of(f"campaigns.{name}", scope)


def held(house: House, by: Account, unit: Unit, *partners: Unit, title: str = "一场活动") -> Activity:
    return record_activity(
        unit=unit, kind="party-day", title=title, starts_at=time.shanghai(2018, 6, 4, 15), present=12,
        partners=partners, open=True, by=by,
    )  # fmt: skip


def carrier(house: House) -> Carrier:
    return house.campaign.carriers.get(name="红领行动")


def test_carriers_when_a_campaign_is_opened_then_are_counted_and_before_not(house: House) -> None:
    made = commands.make_campaign(house.words(title="明年"), unit=house.committee, by=house.clerk)
    assert (value("carriers", Scope()), value("carriers", under(house)), value("campaigns", Scope())) == (
        3,
        3,
        1,
    )
    commands.open_campaign(made, by=house.clerk)
    assert (value("carriers", Scope()), value("carriers", under(house)), value("campaigns", Scope())) == (
        6,
        3,
        2,
    )


def test_notices_and_minutes_when_one_is_recalled_then_are_counted_without_it_and_by_unit(
    house: House,
) -> None:
    first = house.sent(an_item(minutes=10))
    house.sent(an_item(minutes=7), to=(To(unit=house.branch),), campaign=None)
    branch = Scope(unit=house.branch.pk)
    assert (value("notices", Scope()), value("notices", under(house))) == (2, 1)
    assert (value("minutes_asked", Scope()), value("minutes_asked", under(house))) == (37, 30)
    assert value("minutes_asked", branch) == 17
    commands.recall_notice(first.notice, reason="发错了对象", by=house.clerk)
    assert (value("notices", Scope()), value("minutes_asked", Scope()), value("minutes_asked", branch)) == (
        1,
        7,
        7,
    )


def test_activities_when_held_together_then_count_once_for_the_city_and_once_for_each_unit(
    house: House,
) -> None:
    other = someone_with(Post.SECRETARY, house.guided)
    joint = held(house, house.secretary, house.branch, house.guided, title="一起办的")
    alone = held(house, other, house.guided, title="自己办的")
    put_beside(house.campaign, joint, unit=house.branch, by=house.secretary, carrier=carrier(house))
    put_beside(house.campaign, joint, unit=house.guided, by=other, carrier=carrier(house))
    put_beside(house.campaign, alone, unit=house.guided, by=other)
    assert (value("activities", under(house)), value("unit_activities", under(house))) == (2, 3)
    guided = Scope(unit=house.guided.pk, thing=("campaign", house.campaign.pk))
    assert value("unit_activities", guided) == 2
    assert value("activities", Scope(thing=("carrier", carrier(house).pk))) == 1

    page = Client().get(f"/campaigns/{house.campaign.slug}/")
    text = words(page)
    assert "办了2场活动" in text
    assert ("一起办的" in text, "自己办的" in text) == (True, True)
    part = text[text.index("谁在办") : text.index("谁来办")]
    assert (house.branch.name in part, house.guided.name in part, "场" in part) == (True, True, False)
    calendar = Client().get(f"/campaigns/{house.campaign.slug}/activities.ics").content.decode()
    assert calendar.count("BEGIN:VEVENT") == 2

    roll = words(signed_in(house.clerk).get(f"/campaigns/{house.campaign.ref}/progress/"))
    rows = roll[roll.index("按载体") : roll.index("按组织")]
    assert "红领行动0 件1场" in rows.replace(" ", "").replace("件", " 件").replace("  ", " ")


def test_figures_when_a_unit_is_a_sample_then_count_it_nowhere(house: House) -> None:
    sample = a_unit(parent=house.general, is_sample=True, position=9)
    other = someone_with(Post.SECRETARY, sample)
    house.sent(an_item(minutes=10), to=(To(unit=sample), To(unit=house.branch)))
    put_beside(house.campaign, held(house, other, sample), unit=sample, by=other)
    assert (value("minutes_asked", Scope()), value("activities", Scope())) == (10, 0)
    page = words(Client().get(f"/campaigns/{house.campaign.slug}/"))
    assert (sample.name in page, "一场活动" in page) == (False, False)


def test_notices_when_asked_for_at_a_past_moment_then_are_those_of_then(
    house: House, clock: time.ManualClock
) -> None:
    sent = house.sent()
    before = clock.at
    clock.set(before + dt.timedelta(hours=1))
    commands.recall_notice(sent.notice, reason="发错了对象", by=house.clerk)
    clock.set(before + dt.timedelta(hours=2))
    assert value("notices", Scope()) == 0
    assert value("notices", Scope(as_of=before + dt.timedelta(minutes=1))) == 1


def test_activities_when_one_gets_another_name_then_what_was_published_still_comes_out_as_it_was(
    house: House, clock: time.ManualClock
) -> None:
    made = held(house, house.secretary, house.branch, title="读书汇")
    put_beside(house.campaign, made, unit=house.branch, by=house.secretary)
    clock.set(clock.at + dt.timedelta(hours=1))
    published = [
        publish(f"campaigns.{name}", under(house), by=house.clerk)
        for name in ("activities", "unit_activities")
    ]
    clock.set(clock.at + dt.timedelta(hours=1))
    right = Record("party-day", "读书会", time.shanghai(2018, 6, 4, 15), 12, open=False)
    correct_activity(made, right, by=house.secretary, reason="名字写错了")
    assert [seal_holds(one) for one in published] == [True, True]


def test_plan_when_handed_in_and_approved_again_later_then_counts_where_it_first_was(
    planning: PlanHouse, clock: time.ManualClock
) -> None:
    months = [Scope(since=dt.date(2018, month, 1), until=dt.date(2018, month, 28)) for month in (6, 7)]
    everywhere = [*months, Scope()]
    plan, _handed = planning.handed_in()
    guidance.approve(plan, by=planning.clerk)
    clock.set(time.shanghai(2018, 7, 5, 12))
    planning.line(plan, "再加一件")
    hand_in(plan, by=planning.secretary)
    guidance.approve(plan, by=planning.clerk)
    assert [value("plans_handed_in", scope) for scope in everywhere] == [1, 0, 1]
    assert [value("plans", scope) for scope in everywhere] == [1, 0, 1]

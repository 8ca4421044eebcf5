"""Announcing, recording, putting right, taking oneself out."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from sixianghui.access.public import Post
from sixianghui.activities import commands, rules
from sixianghui.activities.commands.holding import Record
from sixianghui.activities.models import Activity, CallOff, Held, Share
from sixianghui.activities.queries import visible_to
from sixianghui.activities.queries.ledger import ledger_of
from sixianghui.common import time
from sixianghui.common.errors import Conflict, HouseError, Refused
from sixianghui.common.time import shanghai
from sixianghui.directory.commands import close_unit
from sixianghui.directory.public import Appointment, UnitKind
from sixianghui.ledger.public import WHOLE, Scope, get, grouped, publish, read, seal_holds, value_of
from tests import factories
from tests.unit.activities.purges import purged_by

pytestmark = pytest.mark.django_db
AT = shanghai(2018, 6, 4, 15)


def test_an_activity_when_recorded_by_the_secretary_is_held_once_and_shared_by_each_unit() -> None:
    unit, other = factories.a_unit(), factories.a_unit()
    by = factories.someone_with(Post.SECRETARY, unit)

    made = commands.record_activity(
        unit=unit,
        kind="party-day",
        title=" 学 章程 ",
        starts_at=AT,
        present=12,
        partners=[other, unit],
        by=by,
    )

    assert (made.title, made.open) == ("学 章程", True)
    held = Held.objects.get()
    assert (held.at, held.present, held.unit, held.activity) == (AT, 12, unit, made)
    assert set(Share.objects.values_list("unit", flat=True)) == {unit.pk, other.pk}


def test_an_activity_when_recorded_for_another_unit_is_refused() -> None:
    by = factories.someone_with(Post.SECRETARY)
    with pytest.raises(Refused):
        commands.record_activity(
            unit=factories.a_unit(), kind="study", title="学习", starts_at=AT, present=3, by=by
        )
    assert not Activity.objects.exists()


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"present": 0}, rules.Fault.NOBODY),
        ({"title": "  "}, rules.Fault.NO_TITLE),
        ({"starts_at": shanghai(2018, 6, 6)}, rules.Fault.NOT_BEGUN),
        ({"ends_at": AT - dt.timedelta(hours=1)}, rules.Fault.ENDS_BEFORE),
        ({"entitled": 5, "voting": 6}, rules.Fault.MORE_THAN_ENTITLED),
    ],
)
def test_a_record_when_it_cannot_be_says_why_and_writes_nothing(change: dict, fault: rules.Fault) -> None:
    unit = factories.a_unit()
    by = factories.someone_with(Post.SECRETARY, unit)
    values = {"kind": "study", "title": "学习", "starts_at": AT, "present": 8, **change}
    with pytest.raises(HouseError) as error:
        commands.record_activity(unit=unit, by=by, **values)
    assert error.value.message == commands.writing.sentence(fault)
    assert not Activity.objects.exists()


def test_an_announced_activity_when_it_took_place_is_described_as_it_was() -> None:
    unit = factories.a_unit()
    by = factories.someone_with(Post.GROUP_LEADER, unit)
    plan = commands.plan_activity(unit=unit, kind="study", title="学习", starts_at=AT, place="三楼", by=by)

    commands.hold_activity(plan, Record("reading", "读书", AT, 5, place="二楼"), by=by)

    plan.refresh_from_db()
    assert (plan.kind.code, plan.title, plan.place) == ("reading", "读书", "二楼")
    with pytest.raises(Conflict):
        commands.hold_activity(plan, Record("reading", "读书", AT, 5), by=by)
    with pytest.raises(Conflict):
        commands.call_off(plan, by=by)


def test_a_correction_when_made_leaves_the_struck_row_with_its_reason() -> None:
    unit, other = factories.a_unit(), factories.a_unit()
    by = factories.someone_with(Post.SECRETARY, unit)
    made = commands.record_activity(
        unit=unit, kind="study", title="学习", starts_at=AT, present=80, partners=[other], by=by
    )

    commands.correct_activity(made, Record("study", "学习", AT, 8), by=by, reason="多打了一个零")

    assert list(Held.objects.order_by("pk").values_list("present", "struck_reason")) == [
        (80, "多打了一个零"),
        (8, ""),
    ]
    assert list(Share.objects.standing().values_list("unit", flat=True)) == [unit.pk]
    with pytest.raises(HouseError):
        commands.correct_activity(made, Record("study", "学习", AT, 9), by=by, reason=" ")


def test_an_activity_that_never_was_when_struck_counts_no_more() -> None:
    unit = factories.a_unit()
    by = factories.someone_with(Post.SECRETARY, unit)
    made = commands.record_activity(unit=unit, kind="study", title="学习", starts_at=AT, present=8, by=by)

    commands.strike_activity(made, by=by, reason="记到别的支部去了")

    assert not Held.objects.standing().exists()
    assert not Share.objects.standing().exists()
    assert CallOff.objects.standing().get().activity == made


def test_a_partner_when_it_takes_itself_out_loses_its_share_and_stays_out() -> None:
    unit, other = factories.a_unit(), factories.a_unit()
    by, there = factories.someone_with(Post.SECRETARY, unit), factories.someone_with(Post.SECRETARY, other)
    made = commands.record_activity(
        unit=unit, kind="study", title="学习", starts_at=AT, present=8, partners=[other], by=by
    )

    commands.leave(made, other, by=there)
    commands.correct_activity(
        made, Record("study", "学习", AT, 9, partners=(other,)), by=by, reason="少数了一个"
    )

    assert list(Share.objects.standing().values_list("unit", flat=True)) == [unit.pk]


def test_a_partner_when_no_longer_named_has_its_own_page_made_anew() -> None:
    unit, other = factories.a_unit(), factories.a_unit()
    by = factories.someone_with(Post.SECRETARY, unit)
    made = commands.record_activity(
        unit=unit, kind="study", title="学习", starts_at=AT, present=8, partners=[other], by=by
    )
    record = Record("study", "学习", AT, 8)
    tags = purged_by(lambda: commands.correct_activity(made, record, by=by, reason="他们没有来"))
    assert commands.writing.unit_tag(other.pk) in tags


def test_an_activity_when_not_open_is_seen_by_its_unit_its_partners_and_those_above() -> None:
    above = factories.a_unit()
    unit, other = factories.a_unit(parent=above), factories.a_unit()
    by = factories.someone_with(Post.SECRETARY, unit)
    made = commands.record_activity(
        unit=unit, kind="life-meeting", title="组织生活会", starts_at=AT, present=8, partners=[other], by=by
    )
    readers = [
        factories.someone_with(Post.MEMBER, unit),
        factories.someone_with(Post.MEMBER, other),
        factories.someone_with(Post.SECRETARY, above),
        factories.someone_with(Post.SECRETARY),
    ]

    assert [visible_to(one).filter(pk=made.pk).exists() for one in readers] == [True, True, True, False]


@pytest.mark.parametrize(("entitled", "least"), [(1, 1), (7, 4), (8, 4), (0, 0)])
def test_half_of_those_entitled_when_counted_is_rounded_up(entitled: int, least: int) -> None:
    assert rules.Quorum(1, 2).least(entitled) == least
    assert rules.Quorum(1, 2, more=True).least(entitled) == entitled // 2 + 1


def test_figures_when_an_activity_is_joint_then_count_it_once_for_all_and_once_for_each_unit() -> None:
    unit, other, sample = factories.a_unit(), factories.a_unit(), factories.a_unit(is_sample=True)
    by = factories.someone_with(Post.SECRETARY, unit)
    made = commands.record_activity(
        unit=unit, kind="study", title="学习", starts_at=AT, present=8, partners=[other, sample], by=by
    )
    commands.record_activity(unit=unit, kind="oath", title="宣誓", starts_at=AT, present=30, by=by)
    kind = Scope(thing=("activity_kind", made.kind.pk))

    assert [value_of(f"activities.{name}") for name in ("held", "shares", "present")] == [2, 3, 38]
    assert [value_of(f"activities.{name}", kind) for name in ("held", "shares", "present")] == [1, 2, 8]
    assert [value_of(f"activities.{name}", Scope(unit=other.pk)) for name in ("held", "shares")] == [0, 1]


def test_figures_when_an_activity_is_not_open_then_no_number_tells_of_what_kind_it_was() -> None:
    unit = factories.a_unit()
    by = factories.someone_with(Post.SECRETARY, unit)
    made = commands.record_activity(
        unit=unit, kind="life-meeting", title="内部", starts_at=AT, present=8, by=by
    )
    names = ("held", "shares", "joint", "present")
    for scope in (Scope(unit.pk), WHOLE):
        kind = dataclasses.replace(scope, thing=("activity_kind", made.kind.pk))
        assert [value_of(f"activities.{name}", kind) for name in names] == [0, 0, 0, 0]
        for name in names:
            reading = read(get(f"activities.{name}"), scope, None)
            found = grouped(reading, "kind")
            assert found is not None
            assert {part.label for part in found.parts} <= {"没有公开的活动"}
    ledger = ledger_of(unit, AT.date(), AT.date(), reader=by)
    assert [(one.kind.pk, one.many, one.told) for one in ledger.kinds] == [(made.kind.pk, 1, False)]
    record = Record("life-meeting", "内部", AT, 8, open=True)
    with time.using(time.ManualClock(shanghai(2018, 6, 5, 13))):
        commands.correct_activity(made, record, by=by, reason="其实是公开的")
    assert value_of("activities.held", Scope(unit.pk, thing=("activity_kind", made.kind.pk))) == 1
    assert [one.told for one in ledger_of(unit, AT.date(), AT.date(), reader=by).kinds] == [True]


def test_figures_when_an_activity_is_corrected_or_not_open_then_keep_their_seal_and_its_title_to_themselves() -> (
    None
):
    unit = factories.a_unit()
    by, clerk = factories.someone_with(Post.SECRETARY, unit), factories.someone_with(Post.COMMITTEE_CLERK)
    made = commands.record_activity(
        unit=unit, kind="life-meeting", title="内部", starts_at=AT, present=8, by=by
    )
    kept = [publish(f"activities.{name}", WHOLE, by=clerk) for name in ("held", "shares", "present")]
    assert [one.value for one in kept] == [1, 1, 8]
    with time.using(time.ManualClock(shanghai(2018, 6, 5, 13))):
        record = Record("study", "公开", AT, 9, open=True)
        commands.correct_activity(made, record, by=by, reason="记错了种类")
        assert [seal_holds(one) for one in kept] == [True, True, True]
    struck, standing = Held.objects.order_by("pk")
    title = next(column for column in get("activities.held").columns if column.key == "title")
    assert (title.value(struck), title.value(standing)) == ("没有公开的活动", "公开")


def test_unit_when_something_it_announced_is_to_come_then_is_not_closed_until_that_is_called_off() -> None:
    committee = factories.a_unit(kind=UnitKind.INDUSTRY_COMMITTEE)
    unit = factories.a_unit(parent=committee)
    clerk = factories.someone_with(Post.COMMITTEE_CLERK, committee)
    leader = factories.someone_with(Post.SECRETARY, unit)
    later, today = shanghai(2018, 6, 9), dt.date(2018, 6, 5)
    plan = commands.plan_activity(unit=unit, kind="study", title="学习", starts_at=later, by=leader)
    commands.plan_activity(unit=unit, kind="study", title="过去的", starts_at=AT, by=leader)

    with pytest.raises(Conflict, match="还有预告了没办的“学习”"):
        close_unit(unit, on=today, by=clerk)
    commands.call_off(plan, by=leader)
    with pytest.raises(Conflict, match="还有 1 个职务"):
        close_unit(unit, on=today, by=clerk)
    Appointment.objects.filter(unit=unit).update(until=today)
    assert close_unit(unit, on=today, by=clerk).closed_on == today

"""Units entered with all that belongs to them, put right, and closed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from sixianghui.access.public import Account, Post, Reach
from sixianghui.audit.public import AuditEvent
from sixianghui.common import time
from sixianghui.common.errors import Conflict, Refused
from sixianghui.directory import queries
from sixianghui.directory.commands import (
    add_person,
    ask_for_appointment,
    begin_term,
    change_unit,
    close_unit,
    correct_term,
    enter_unit,
    move_person,
    rename_enterprise,
    take_back_closing,
    take_under_guidance,
)
from sixianghui.directory.commands.posts import make_appointment
from sixianghui.directory.models import (
    Affiliation,
    Appointment,
    Enterprise,
    Guidance,
    Person,
    Status,
    Term,
    Unit,
    UnitKind,
)
from sixianghui.directory.public import tree
from sixianghui.ledger.public import WHOLE, value_of
from sixianghui.search.public import search
from tests.factories import a_person, a_unit, an_account, an_appointment, an_enterprise, someone_with
from tests.together import at_once

pytestmark = pytest.mark.django_db
DAY = dt.date(2018, 5, 1)


@dataclass
class House:
    """A committee with a clerk, and a branch of an enterprise that it guides, with a secretary."""

    committee: Unit
    clerk: Account
    branch: Unit
    secretary: Account

    def enter(self, name: str = "样例网", **more: Any) -> Unit:
        """A branch, entered by the clerk."""
        values: dict[str, Any] = {
            "kind": UnitKind.BRANCH,
            "name": f"{name}党支部",
            "short_name": f"{name}支部",
        }
        return enter_unit(**{**values, "by": self.clerk, **more})

    def firm(self, name: str = "样例网", **more: Any) -> Unit:
        """An enterprise of which no organisation is known, entered by the clerk."""
        return enter_unit(kind=UnitKind.ENTERPRISE, name=name, short_name=name, by=self.clerk, **more)


@pytest.fixture
def house() -> House:
    committee = a_unit(kind=UnitKind.INDUSTRY_COMMITTEE, name="样例市互联网行业党委")
    clerk = someone_with(Post.COMMITTEE_CLERK, committee)
    branch = a_unit(name="老支部", enterprise=an_enterprise())
    take_under_guidance(branch, by=clerk)
    return House(committee, clerk, branch, someone_with(Post.SECRETARY, branch))


def rows() -> tuple[int, int, int, int]:
    return Unit.objects.count(), Enterprise.objects.count(), Guidance.objects.count(), Term.objects.count()


def test_branch_of_a_new_enterprise_when_entered_then_all_that_belongs_to_it_is_there(house: House) -> None:
    before = value_of("directory.enterprises")
    made = house.enter(new_enterprise="样例网有限公司", term_began_on=dt.date(2017, 6, 1))
    assert made.enterprise is not None
    assert (made.enterprise.name, made.slug, made.is_sample) == (
        "样例网有限公司",
        "yang-li-wang-zhi-bu",
        False,
    )
    assert queries.standing_guidance().filter(unit=made, committee=house.committee).count() == 1
    term = queries.term_of(made)
    assert term is not None
    assert term.ends_on == dt.date(2020, 6, 1)
    assert value_of("directory.enterprises") == before + 1


def test_enterprise_without_an_organisation_when_entered_then_is_one_by_the_same_name(house: House) -> None:
    made = enter_unit(kind=UnitKind.ENTERPRISE, name="样例网有限公司", short_name="样例网", by=house.clerk)
    assert made.enterprise is not None
    assert (made.enterprise.name, made.enterprise.short_name) == ("样例网有限公司", "样例网")


def test_enterprise_when_typed_again_then_is_the_one_that_there_is(house: House) -> None:
    first, second = (house.enter(name, new_enterprise="样例网") for name in ("甲", "乙"))
    assert first.enterprise == second.enterprise


def test_unit_below_another_when_entered_then_is_of_its_enterprise_and_not_guided_itself(
    house: House,
) -> None:
    made = house.enter("小组", kind=UnitKind.GROUP, superior=house.branch)
    assert (made.parent, made.enterprise) == (house.branch, house.branch.enterprise)
    assert not Guidance.objects.filter(unit=made).exists()


def test_address_when_a_name_sounds_like_one_of_ours_then_gets_a_number(house: House) -> None:
    assert house.enter(short_name="New", new_enterprise="样例网").slug == "new-2"


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({}, "哪家企业"),
        ({"kind": UnitKind.GROUP, "new_enterprise": "样例网"}, "要有上级"),
        ({"kind": UnitKind.INDUSTRY_COMMITTEE, "new_enterprise": "样例网"}, "要有上级"),
        ({"new_enterprise": "样例网", "term_began_on": dt.date(2018, 6, 6)}, "还没有到"),
        ({"kind": UnitKind.ENTERPRISE, "term_began_on": DAY}, "没有任期"),
    ],
)
def test_unit_when_something_does_not_fit_then_nothing_of_it_is_written(
    house: House, more: dict[str, Any], why: str
) -> None:
    before = rows()
    with pytest.raises(Conflict, match=why):
        house.enter(**more)
    assert rows() == before


def test_unit_when_one_of_that_name_stands_there_then_is_no_second(house: House) -> None:
    house.enter(superior=house.committee)
    with pytest.raises(Conflict, match="重复"):
        house.enter(superior=house.committee)


def test_secretary_when_entering_then_only_below_the_own_unit(house: House) -> None:
    group: dict[str, Any] = {"kind": UnitKind.GROUP, "by": house.secretary}
    assert house.enter("一组", superior=house.branch, **group).parent == house.branch
    elsewhere: tuple[dict[str, Any], ...] = (
        {**group, "superior": a_unit()},
        {**group, "superior": house.branch, "new_enterprise": "样例网"},
        {"by": house.secretary, "new_enterprise": "样例网"},
    )
    for more in elsewhere:
        with pytest.raises(Refused):
            house.enter("二组", **more)


def test_unit_when_an_invented_clerk_enters_it_then_it_counts_in_no_figure(house: House) -> None:
    clerk = an_account(is_sample=True)
    an_appointment(clerk, house.committee, Post.COMMITTEE_CLERK)
    before = value_of("directory.guided_units"), value_of("directory.organisations")
    made = house.enter(new_enterprise="样例网", by=clerk)
    assert (made.is_sample, made.enterprise and made.enterprise.is_sample) == (True, True)
    assert (value_of("directory.guided_units"), value_of("directory.organisations")) == before


def test_unit_when_renamed_then_it_is_recorded_and_found_by_the_new_name(house: House) -> None:
    changed = change_unit(house.branch, name="新支部", summary="一句话", by=house.clerk)
    assert (changed.name, changed.slug) == ("新支部", house.branch.slug)
    event = AuditEvent.objects.get(action="unit:change")
    assert (event.object_id, event.detail) == (str(changed.pk), '{"fields":["name","summary"]}')
    assert [hit.url for hit in search("新支部").hits] == [f"/units/{changed.slug}/"]
    change_unit(changed, name="新支部", by=house.clerk)
    assert AuditEvent.objects.filter(action="unit:change").count() == 1


def test_enterprise_when_renamed_then_its_own_entry_is_as_well_and_its_organisations_keep_their_names(
    house: House,
) -> None:
    itself = house.firm()
    group = house.enter(enterprise=itself.enterprise)
    renamed = rename_enterprise(group, name="新样例网", short_name="新网", by=house.clerk)
    itself.refresh_from_db()
    group.refresh_from_db()
    assert (renamed.name, itself.name, itself.short_name) == ("新样例网", "新样例网", "新网")
    assert (group.name, group.enterprise) == ("样例网党支部", renamed)
    assert [hit.url for hit in search("新样例网").hits] == [f"/units/{itself.slug}/"]
    written = AuditEvent.objects.filter(action__in=("unit:change", "enterprise:rename"))
    assert [one.action for one in written.order_by("pk")] == ["unit:change", "enterprise:rename"]
    rename_enterprise(group, name="新样例网", short_name="新网", by=house.clerk)
    assert written.count() == 2


def test_enterprise_when_its_own_entry_is_renamed_then_is_called_so_too(house: House) -> None:
    itself = house.firm()
    change_unit(itself, name="新样例网", short_name="新网", by=house.clerk)
    assert Enterprise.objects.filter(name="新样例网", short_name="新网").exists()
    other = house.firm("另一家的企业", new_enterprise="另一家")
    change_unit(other, name="另一个说法", by=house.clerk)
    assert Enterprise.objects.filter(name="另一家").exists()


def test_enterprise_when_it_may_not_be_called_so_then_says_why_and_nothing_is_written(house: House) -> None:
    itself = house.firm()
    house.firm("另一家")
    for act in (
        lambda: rename_enterprise(itself, name="另一家", short_name="另", by=house.clerk),
        lambda: change_unit(itself, name="另一家", by=house.clerk),
    ):
        with pytest.raises(Conflict, match="“另一家”已经登记过了"):
            act()
    with pytest.raises(Conflict, match="不属于哪家企业"):
        rename_enterprise(house.committee, name="企业", short_name="企业", by=house.clerk)
    for stranger in (house.secretary, someone_with(Post.COMMITTEE_CLERK)):
        with pytest.raises(Refused):
            rename_enterprise(itself, name="别的", short_name="别的", by=stranger)
    itself.refresh_from_db()
    assert (itself.name, itself.enterprise and itself.enterprise.name) == ("样例网", "样例网")


def test_unit_when_changed_by_those_who_keep_it_then_is_and_by_others_is_not(house: House) -> None:
    group = house.enter("小组", kind=UnitKind.GROUP, superior=house.branch)
    for unit in (house.branch, group):
        change_unit(unit, short_name="短", by=house.secretary)
    change_unit(house.committee, name="样例市互联网企业党委", by=house.clerk)
    for stranger in (someone_with(Post.SECRETARY), someone_with(Post.ORGANISATION_MEMBER, house.branch)):
        with pytest.raises(Refused):
            change_unit(house.branch, name="别的", by=stranger)
    with pytest.raises(Refused):
        change_unit(house.branch, parent=house.committee, by=house.secretary)
    with pytest.raises(TypeError):
        change_unit(house.branch, kind=UnitKind.GENERAL_BRANCH, by=house.clerk)


def test_guided_unit_when_it_gets_a_superior_then_is_guided_no_more_and_without_one_again(
    house: House,
) -> None:
    moved = change_unit(house.branch, parent=house.committee, by=house.clerk)
    assert [one.unit for one in tree().subordinate] == [moved]
    assert (tree().guided, value_of("directory.guided_units")) == ([], 0)
    back = change_unit(moved, parent=None, by=house.clerk)
    assert [[one.unit for one in group.units] for group in tree().guided] == [[back]]
    assert value_of("directory.guided_units") == 1


@pytest.mark.parametrize("kind", [UnitKind.GROUP, UnitKind.LEAGUE_BRANCH])
def test_unit_when_moved_where_none_of_its_kind_stands_then_stays(house: House, kind: UnitKind) -> None:
    unit = house.enter("下级", kind=kind, superior=house.branch)
    with pytest.raises(Conflict, match="不能直接隶属"):
        change_unit(unit, parent=house.committee, by=house.clerk)
    with pytest.raises(Conflict, match="要有上级"):
        change_unit(unit, parent=None, by=house.clerk)


def test_unit_when_moved_below_what_is_below_it_then_stays(house: House) -> None:
    general = house.enter("总", kind=UnitKind.GENERAL_BRANCH, superior=house.committee)
    below = house.enter("支", superior=general)
    with pytest.raises(Conflict):
        change_unit(general, parent=below, by=house.clerk)
    assert Unit.objects.get(pk=general.pk).parent == house.committee


def test_committee_when_moved_or_closed_then_stays(house: House) -> None:
    with pytest.raises(Conflict):
        change_unit(house.committee, enterprise=an_enterprise(), by=house.clerk)
    with pytest.raises(Conflict):
        close_unit(house.committee, on=DAY, by=house.clerk)


def test_real_unit_when_put_to_an_invented_enterprise_then_stays(house: House) -> None:
    with pytest.raises(Conflict, match="虚构"):
        change_unit(house.branch, enterprise=an_enterprise(is_sample=True), by=house.clerk)


def test_unit_when_closed_then_is_gone_from_the_picture_and_the_figures(house: House) -> None:
    made = house.enter(new_enterprise="样例网")
    before = value_of("directory.guided_units"), value_of("directory.organisations")
    close_unit(made, on=dt.date(2018, 6, 5), by=house.clerk)
    assert made.pk not in {one.pk for one in queries.open_units()}
    assert (value_of("directory.guided_units"), value_of("directory.organisations")) == (
        before[0] - 1,
        before[1] - 1,
    )
    assert f"/units/{made.slug}/" not in [hit.url for hit in search("样例网").hits]
    assert Guidance.objects.get(unit=made).stands
    with pytest.raises(Conflict, match="已经撤销"):
        house.enter(enterprise=made.enterprise)


def test_unit_when_its_closing_is_taken_back_then_all_is_as_if_it_had_never_been_closed(house: House) -> None:
    made = house.enter(new_enterprise="样例网")
    below = house.enter("直属", superior=house.committee)
    at = dt.datetime(2018, 6, 5, 4, tzinfo=dt.UTC)

    def told() -> tuple[object, ...]:
        lines = Guidance.objects.standing().filter(unit=made).values_list("committee", "at", "ended_at")
        figures = [
            value_of(name, WHOLE.at(at + dt.timedelta(days=days)))
            for name in ("directory.guided_units", "directory.organisations", "directory.enterprises")
            for days in (0, 30)
        ]
        return sorted(one.pk for one in queries.open_units()), list(lines), figures

    before = told()
    for unit in (made, below):
        close_unit(unit, on=dt.date(2018, 6, 5), by=house.clerk)
    assert told() != before
    for unit in (made, below):
        take_back_closing(unit, by=house.clerk)
    assert told() == before
    assert f"/units/{made.slug}/" in [hit.url for hit in search("样例网").hits]
    event = AuditEvent.objects.filter(action="unit:take-back-closing").first()
    assert (event and event.detail) == '{"closed_on":"2018-06-05"}'
    with pytest.raises(Conflict, match="没有撤销"):
        take_back_closing(made, by=house.clerk)


def test_unit_when_its_superior_is_closed_too_then_that_one_is_taken_back_first(house: House) -> None:
    above = house.enter(superior=house.committee)
    group = house.enter("小组", kind=UnitKind.GROUP, superior=above)
    for unit in (group, above):
        close_unit(unit, on=DAY, by=house.clerk)
    with pytest.raises(Conflict, match="请先收回上级"):
        take_back_closing(group, by=house.clerk)
    with pytest.raises(Refused):
        take_back_closing(above, by=house.secretary)
    for unit in (above, group):
        take_back_closing(unit, by=house.clerk)
        assert Unit.objects.get(pk=unit.pk).closed_on is None


def test_unit_when_somebody_or_something_is_left_then_is_not_closed_and_says_what_comes_first(
    house: House,
) -> None:
    unit = house.enter(superior=house.committee)
    group = house.enter("小组", kind=UnitKind.GROUP, superior=unit)
    person = a_person(unit, account=an_account())
    post = an_appointment(an_account(), unit, Post.GUIDE)
    ask_for_appointment(person, unit=unit, post=Post.SECRETARY, since=DAY, reason="会议", by=house.clerk)

    def refused(why: str, on: dt.date = DAY) -> None:
        with pytest.raises(Conflict, match=why):
            close_unit(unit, on=on, by=house.clerk)
        assert Unit.objects.get(pk=unit.pk).closed_on is None

    refused("小组党支部")
    close_unit(group, on=DAY, by=house.clerk)
    refused("名册上还有 1 人")
    Affiliation.objects.filter(person=person).update(until=dt.date(2018, 5, 20))
    refused("还有 1 个职务")
    Appointment.objects.filter(pk=post.pk).update(until=dt.date(2018, 5, 10))
    refused("没批的职务")
    person.appointment_requests.update(outcome="withdrawn")
    refused("到2018年5月20日还有人")
    refused("还没有到", on=dt.date(2018, 6, 6))
    closed = close_unit(unit, on=dt.date(2018, 5, 20), by=house.clerk)
    assert closed.closed_on == dt.date(2018, 5, 20)
    with pytest.raises(Conflict, match="已经撤销"):
        close_unit(unit, on=dt.date(2018, 5, 20), by=house.clerk)


def test_unit_when_closed_while_a_page_was_open_then_nobody_and_nothing_comes_to_stand_there(
    house: House,
) -> None:
    unit = house.enter(superior=house.committee)
    stale = Unit.objects.get(pk=unit.pk)
    other = house.enter("别处", superior=house.committee)
    elsewhere = a_person(other, account=an_account())
    moving = house.enter("小组", kind=UnitKind.GROUP, superior=other)
    close_unit(unit, on=DAY, by=house.clerk)
    before = rows(), Person.objects.count(), Affiliation.objects.count()
    acts: tuple[Callable[[], object], ...] = (
        lambda: add_person(name="林晚", unit=stale, status=Status.FULL, since=DAY, by=house.clerk),
        lambda: move_person(elsewhere, stale, since=DAY, by=house.clerk),
        lambda: ask_for_appointment(
            elsewhere, unit=stale, post=Post.GUIDE, since=DAY, reason="会议", by=house.clerk
        ),
        lambda: make_appointment(elsewhere, stale, Post.GUIDE, DAY, None),
        lambda: house.enter("新小组", kind=UnitKind.GROUP, superior=stale),
        lambda: change_unit(moving, parent=stale, by=house.clerk),
    )
    for act in acts:
        with pytest.raises(Conflict, match="已经撤销了，请另选一个组织"):
            act()
    assert (rows(), Person.objects.count(), Affiliation.objects.count()) == before


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_time", range(5))
def test_unit_when_closed_while_somebody_is_entered_there_then_one_of_the_two_is_told(_time: int) -> None:
    committee = a_unit(kind=UnitKind.INDUSTRY_COMMITTEE)
    clerk = someone_with(Post.COMMITTEE_CLERK, committee)
    unit = a_unit(parent=committee)
    one, other = Unit.objects.get(pk=unit.pk), Unit.objects.get(pk=unit.pk)
    told = at_once(
        lambda: close_unit(one, on=DAY, by=clerk).name,
        lambda: add_person(name="林晚", unit=other, status=Status.FULL, since=DAY, by=clerk).name,
    )
    closed, entered = (
        Unit.objects.get(pk=unit.pk).closed_on == DAY,
        Affiliation.objects.filter(unit=unit).exists(),
    )
    assert [told[0] == unit.name, told[1] == "林晚"] == [closed, entered]
    assert closed != entered


def test_unit_when_closed_before_it_was_founded_then_is_not(house: House) -> None:
    unit = house.enter(superior=house.committee, founded_on=dt.date(2018, 3, 1))
    with pytest.raises(Conflict, match="2018年3月1日"):
        close_unit(unit, on=dt.date(2018, 2, 28), by=house.clerk)


def test_unit_when_closed_by_its_own_secretary_then_is_refused(house: House) -> None:
    with pytest.raises(Refused):
        close_unit(house.branch, on=DAY, by=house.secretary)


def test_term_of_a_guided_unit_when_the_clerk_records_it_then_stands_and_can_be_put_right(
    house: House,
) -> None:
    wrong = begin_term(house.branch, began_on=dt.date(2018, 3, 1), by=house.clerk)
    correct_term(wrong, began_on=dt.date(2017, 3, 1), by=house.secretary)
    term = queries.term_of(house.branch)
    assert term is not None
    assert (term.pk, term.began_on, term.ends_on) == (wrong.pk, dt.date(2017, 3, 1), dt.date(2020, 3, 1))
    later = begin_term(house.branch, began_on=DAY, by=house.secretary)
    with pytest.raises(Conflict, match="登记过"):
        correct_term(later, began_on=dt.date(2017, 3, 1), by=house.clerk)
    with pytest.raises(Refused):
        begin_term(house.branch, began_on=DAY, by=someone_with(Post.SECRETARY))


@pytest.mark.parametrize(
    "day", [dt.date(2018, 6, 6), dt.date(9999, 12, 31), dt.date(2016, 12, 31), dt.date(1, 1, 1)]
)
def test_term_when_it_cannot_have_begun_that_day_then_is_refused(house: House, day: dt.date) -> None:
    change_unit(house.branch, founded_on=dt.date(2017, 1, 1), by=house.clerk)
    house.branch.refresh_from_db()
    with pytest.raises(Conflict):
        begin_term(house.branch, began_on=day, by=house.clerk)


def test_guidance_when_struck_then_the_unit_may_be_taken_under_it_again(house: House) -> None:
    Guidance.objects.filter(unit=house.branch).fill_in(struck_at=time.now(), struck_reason="录错了")
    assert queries.acts_on(house.clerk, house.branch).guide
    assert queries.unit_to_guide(house.clerk, house.branch.slug) == house.branch
    take_under_guidance(house.branch, by=house.clerk)
    assert not queries.acts_on(house.clerk, house.branch).guide
    with pytest.raises(Conflict):
        take_under_guidance(house.branch, by=house.clerk)


def test_guidance_of_a_unit_with_a_superior_then_is_refused(house: House) -> None:
    below = house.enter(superior=house.committee)
    with pytest.raises(Conflict, match="跟着上级"):
        take_under_guidance(below, by=house.clerk)


def test_acts_when_asked_for_by_role_then_are_those_that_the_commands_let_through(house: House) -> None:
    acts = queries.UnitActs
    group = house.enter("小组", kind=UnitKind.GROUP, superior=house.branch)
    assert queries.acts_on(house.clerk, house.branch) == acts(
        change=True, enterprise=True, below=True, term=True, close=True
    )
    assert queries.acts_on(house.clerk, house.committee) == acts(change=True, below=True, term=True)
    assert queries.acts_on(house.secretary, house.branch) == acts(change=True, below=True, term=True)
    assert queries.acts_on(house.secretary, group) == acts(change=True, close=True)
    assert not queries.acts_on(someone_with(Post.SECRETARY), house.branch)
    assert not queries.acts_on(someone_with(Post.MEMBER, house.branch), house.branch)


def test_acts_when_a_reader_asks_then_nothing_is_asked_of_the_database(
    house: House, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        assert not queries.acts_on(AnonymousUser(), house.branch)


def test_guided_unit_when_closed_then_is_still_within_reach_and_whoever_left_it_is_still_found(
    house: House,
) -> None:
    unit = house.enter(new_enterprise="样例网")
    group = house.enter("小组", kind=UnitKind.GROUP, superior=unit)
    person = a_person(group)
    person.affiliations.update(until=DAY)
    Person.objects.filter(pk=person.pk).update(left_on=DAY)
    for one in (group, unit):
        close_unit(one, on=dt.date(2018, 6, 5), by=house.clerk)
    clerk = Account.objects.get(pk=house.clerk.pk)
    assert {unit.pk, group.pk} <= set(queries.reach_of(Reach.GUIDED, house.committee.pk))
    assert person in queries.people_visible_to(clerk)
    assert unit not in queries.open_units()


def test_guidance_when_it_ended_otherwise_then_reaches_nothing_any_more(house: House) -> None:
    elsewhere = a_unit(kind=UnitKind.GENERAL_BRANCH)
    moved = house.enter("甲", new_enterprise="样例网")
    Unit.objects.filter(pk=moved.pk).update(parent=elsewhere, closed_on=DAY)
    wrong = house.enter("乙", new_enterprise="另一家")
    for line in Guidance.objects.filter(unit=moved):
        Guidance.objects.filter(pk=line.pk).fill_in(ended_at=line.at)
    Guidance.objects.filter(unit=wrong).fill_in(struck_at=time.now(), struck_reason="录错了")
    assert not {moved.pk, wrong.pk} & set(queries.reach_of(Reach.GUIDED, house.committee.pk))
    assert house.branch.pk in queries.reach_of(Reach.GUIDED, house.committee.pk)


def test_invented_unit_of_a_real_enterprise_then_counts_in_no_figure(house: House) -> None:
    names = ("directory.enterprises", "directory.guided_units")
    before = [value_of(name) for name in names]
    invented = a_unit(enterprise=an_enterprise(), is_sample=True)
    real = a_unit(enterprise=an_enterprise())
    take_under_guidance(invented, by=house.clerk)
    assert [value_of(name) for name in names] == before
    take_under_guidance(real, by=house.clerk)
    assert [value_of(name) for name in names] == [one + 1 for one in before]


def test_unit_when_its_enterprise_changes_then_those_below_that_had_it_follow_and_others_stay(
    house: House,
) -> None:
    other = an_enterprise()
    top = house.enter("总", kind=UnitKind.GENERAL_BRANCH, new_enterprise="样例网")
    below = house.enter("支", superior=top)
    lowest = house.enter("小组", kind=UnitKind.GROUP, superior=below)
    apart = house.enter("别家", superior=top, enterprise=an_enterprise())
    theirs = apart.enterprise
    change_unit(top, enterprise=other, by=house.clerk)
    found = {one.pk: one.enterprise for one in Unit.objects.select_related("enterprise")}
    assert [found[one.pk] for one in (top, below, lowest, apart)] == [other, other, other, theirs]
    changed = AuditEvent.objects.filter(action="unit:change").values_list("object_id", flat=True)
    assert set(changed) == {str(one.pk) for one in (top, below, lowest)}


def test_unit_when_one_below_has_a_name_that_the_new_enterprise_has_then_all_stay(house: House) -> None:
    other = an_enterprise()
    a_unit(name="支党支部", enterprise=other)
    top = house.enter("总", kind=UnitKind.GENERAL_BRANCH, new_enterprise="样例网")
    below = house.enter("支", superior=top)
    with pytest.raises(Conflict, match="支党支部"):
        change_unit(top, enterprise=other, by=house.clerk)
    assert {one.enterprise for one in Unit.objects.filter(pk__in=(top.pk, below.pk))} == {top.enterprise}

"""The tree of units and its two kinds of line."""

from __future__ import annotations

import datetime as dt

import pytest

from sixianghui.access.public import Account, Post, Reach
from sixianghui.common import time
from sixianghui.common.errors import Conflict, Refused
from sixianghui.directory import rules
from sixianghui.directory.commands import begin_term
from sixianghui.directory.public import (
    Guidance,
    Unit,
    UnitKind,
    ask_for_appointment,
    found_committee,
    found_posts,
    guide,
    register_enterprise,
    register_unit,
    tree,
)
from sixianghui.directory.queries import units
from sixianghui.ledger.public import value_of
from tests.factories import a_unit, an_account, person_behind, someone_with


def a_committee() -> tuple[Unit, Account]:
    committee = found_committee(name="样例市互联网行业党委", short_name="行业党委", slug="committee")
    clerk = an_account()
    found_posts([(clerk, Post.COMMITTEE_CLERK)], unit=committee, since=dt.date(2018, 1, 2))
    return committee, clerk


def a_guided_branch(committee: Unit, clerk: Account, name: str, *, sample: bool = False) -> Guidance:
    enterprise = register_enterprise(name=name, short_name=name, is_sample=sample, by=clerk)
    branch = register_unit(
        kind=UnitKind.BRANCH,
        name=f"{name}党支部",
        short_name=name,
        slug=f"u-{enterprise.pk}",
        enterprise=enterprise,
        by=clerk,
    )
    return guide(committee, branch, by=clerk)


@pytest.mark.parametrize(
    ("superior", "kind", "allowed"),
    [
        ("industry_committee", "general_branch", True),
        ("industry_committee", "group", False),
        ("general_branch", "branch", True),
        ("branch", "group", True),
        ("branch", "branch", False),
        ("group", "group", False),
        ("enterprise", "branch", False),
        ("nothing of the kind", "branch", False),
    ],
)
def test_kind_below_another_then_follows_the_table(superior: str, kind: str, allowed: bool) -> None:
    assert rules.may_stand_below(superior, kind) is allowed


@pytest.mark.parametrize(
    ("kind", "began", "ends"),
    [
        ("party_committee", dt.date(2018, 3, 1), dt.date(2023, 3, 1)),
        ("branch", dt.date(2016, 2, 29), dt.date(2019, 2, 28)),
        ("general_branch", dt.date(2016, 3, 15), dt.date(2019, 3, 15)),
        ("group", dt.date(2018, 1, 1), None),
    ],
)
def test_term_then_ends_after_the_years_of_its_kind(kind: str, began: dt.date, ends: dt.date | None) -> None:
    assert rules.term_end(kind, began) == ends


@pytest.mark.django_db
def test_committee_when_there_is_one_then_no_second_is_founded() -> None:
    a_committee()
    with pytest.raises(Conflict):
        found_committee(name="另一个", short_name="另一个", slug="another")


@pytest.mark.django_db
def test_enterprise_with_three_guided_branches_then_counts_once() -> None:
    committee, clerk = a_committee()
    enterprise = register_enterprise(name="样例网", short_name="样例网", by=clerk)
    for number in range(3):
        branch = register_unit(
            kind=UnitKind.BRANCH,
            name=f"第{number}支部",
            short_name=f"{number}",
            slug=f"b-{number}",
            enterprise=enterprise,
            by=clerk,
        )
        guide(committee, branch, by=clerk)
    assert value_of("directory.enterprises") == 1


@pytest.mark.django_db
def test_invented_enterprise_then_counts_in_no_figure() -> None:
    committee, clerk = a_committee()
    a_guided_branch(committee, clerk, "真企业")
    a_guided_branch(committee, clerk, "样例科技", sample=True)
    assert value_of("directory.enterprises") == 1


@pytest.mark.django_db
def test_guidance_when_struck_then_leaves_the_figure_and_can_be_recorded_again() -> None:
    committee, clerk = a_committee()
    line = a_guided_branch(committee, clerk, "某企业")
    Guidance.objects.filter(pk=line.pk).fill_in(struck_at=time.now(), struck_reason="录错了")
    assert value_of("directory.enterprises") == 0
    assert line.unit is not None
    guide(committee, line.unit, by=clerk)
    assert value_of("directory.enterprises") == 1


@pytest.mark.django_db
def test_guidance_when_it_stands_then_is_not_recorded_twice() -> None:
    committee, clerk = a_committee()
    line = a_guided_branch(committee, clerk, "某企业")
    assert line.unit is not None
    with pytest.raises(Conflict):
        guide(committee, line.unit, by=clerk)


@pytest.mark.django_db
def test_guidance_to_a_group_then_is_refused_by_the_rules() -> None:
    committee, clerk = a_committee()
    with pytest.raises(Conflict):
        guide(committee, a_unit(kind=UnitKind.GROUP), by=clerk)


@pytest.mark.django_db
def test_unit_below_a_wrong_superior_then_is_refused_with_both_kinds_named() -> None:
    committee, clerk = a_committee()
    with pytest.raises(Conflict, match=r"党小组不能直接隶属于行业党委"):
        register_unit(
            kind=UnitKind.GROUP, name="小组", short_name="小组", slug="group", superior=committee, by=clerk
        )


@pytest.mark.django_db
def test_unit_when_registered_by_a_member_then_is_refused_and_nothing_is_written() -> None:
    committee, _clerk = a_committee()
    member = someone_with(Post.MEMBER, committee)
    before = Unit.objects.count()
    with pytest.raises(Refused):
        register_unit(
            kind=UnitKind.BRANCH, name="支部", short_name="支部", slug="b", superior=committee, by=member
        )
    assert Unit.objects.count() == before


@pytest.mark.django_db
def test_unit_when_the_address_is_taken_then_says_so() -> None:
    committee, clerk = a_committee()
    for expected in (None, Conflict):
        if expected is None:
            register_unit(
                kind=UnitKind.BRANCH, name="甲", short_name="甲", slug="same", superior=committee, by=clerk
            )
        else:
            with pytest.raises(expected):
                register_unit(
                    kind=UnitKind.BRANCH,
                    name="乙",
                    short_name="乙",
                    slug="same",
                    superior=committee,
                    by=clerk,
                )


@pytest.mark.django_db
def test_term_of_a_group_then_is_refused() -> None:
    _committee, clerk = a_committee()
    group = a_unit(kind=UnitKind.GROUP, parent=Unit.objects.get(kind=UnitKind.INDUSTRY_COMMITTEE))
    with pytest.raises(Conflict):
        begin_term(group, began_on=dt.date(2018, 1, 1), by=clerk)


@pytest.mark.django_db
def test_appointing_oneself_then_is_refused() -> None:
    committee, admin = a_committee()
    with pytest.raises(Conflict):
        ask_for_appointment(
            person_behind(admin),
            unit=committee,
            post=Post.EDITOR,
            since=dt.date(2018, 1, 1),
            reason="行业党委会议",
            by=admin,
        )


@pytest.mark.django_db
def test_first_posts_when_anyone_holds_one_then_are_refused() -> None:
    someone_with(Post.MEMBER)
    with pytest.raises(Conflict):
        found_posts([(an_account(), Post.SECURITY_ADMIN)], unit=a_unit(), since=dt.date(2018, 1, 1))


@pytest.mark.django_db
def test_tree_then_shows_subordinate_units_and_guided_enterprises_apart() -> None:
    committee, clerk = a_committee()
    below = register_unit(
        kind=UnitKind.BRANCH, name="直属支部", short_name="直属", slug="own", superior=committee, by=clerk
    )
    line = a_guided_branch(committee, clerk, "某企业")
    picture = tree()
    assert picture.committee == committee
    assert [branching.unit for branching in picture.subordinate] == [below]
    assert [[branching.unit for branching in group.units] for group in picture.guided] == [[line.unit]]


@pytest.mark.django_db
@pytest.mark.parametrize("enterprises", [1, 3])
def test_tree_then_asks_three_questions_however_many_units(
    enterprises: int, django_assert_num_queries: object
) -> None:
    committee, clerk = a_committee()
    for number in range(enterprises):
        a_guided_branch(committee, clerk, f"企业{number}")
    with django_assert_num_queries(2):  # type: ignore[operator]
        tree()


def test_reach_of_very_many_guided_units_then_is_what_asking_one_by_one_finds(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    committee, clerk = a_committee()
    for number in range(3):
        branch = a_guided_branch(committee, clerk, f"样例企业{number}").unit
        a_unit(parent=a_unit(parent=branch))
    a_unit()
    one_by_one = units.reach_of(Reach.GUIDED, committee.pk)
    monkeypatch.setattr(units, "_ONE_BY_ONE", 2)
    assert units.reach_of(Reach.GUIDED, committee.pk) == one_by_one
    assert len(set(one_by_one)) == 1 + 3 * 3


def test_reach_of_a_unit_then_is_itself_and_all_below_it(db: None) -> None:
    top = a_unit()
    middle, beside = a_unit(parent=top), a_unit(parent=top)
    lowest = a_unit(parent=middle)
    assert units.reach_of(Reach.BELOW, middle.pk) == {middle.pk, lowest.pk}
    assert units.reach_of(Reach.BELOW, top.pk) == {top.pk, middle.pk, beside.pk, lowest.pk}
    assert units.reach_of(Reach.BELOW, beside.pk) == {beside.pk}
    assert not units.reach_of(Reach.BELOW, lowest.pk + 1)

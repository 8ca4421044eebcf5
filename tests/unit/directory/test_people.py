"""People on the roster: what they are, where they belong, how they are found, and how their posts come and go."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

import pytest

from sixianghui.access.public import Account, Post, held_by, may, open_account
from sixianghui.audit.public import AuditEvent
from sixianghui.common.errors import Conflict, Refused
from sixianghui.directory import commands, open_work, queries, rules
from sixianghui.directory.actions import Action
from sixianghui.directory.cards import cards
from sixianghui.directory.models import Appointment, Line, Person, Standing, Status, Unit, UnitKind
from sixianghui.directory.names import readings
from sixianghui.directory.open_work import OpenItem, register_open_work
from sixianghui.directory.public import guide
from tests.factories import a_person, a_unit, an_account, an_appointment, person_behind, someone_with

DAY = dt.date(2018, 3, 1)


def ask(person: Person, unit: Unit, by: Account, post: Post = Post.PUBLICITY_MEMBER) -> object:
    return commands.ask_for_appointment(person, unit=unit, post=post, since=DAY, reason="支部党员大会", by=by)


def fresh(account: Account) -> Account:
    """As the next request sees it."""
    return Account.objects.get(pk=account.pk)


@pytest.mark.parametrize(
    ("name", "pinyin", "initials"),
    [
        ("李一鸣", "liyiming", "lym"),
        ("单雄信", "shanxiongxin", "sxx"),
        ("单雄信", "danxiongxin", "dxx"),
        ("曾国强", "zengguoqiang", "zgq"),
        ("Smith", "smith", "s"),
    ],
)
def test_name_then_is_found_by_each_of_its_readings(name: str, pinyin: str, initials: str) -> None:
    whole, letters = readings(name)
    assert (pinyin in whole.split(), initials in letters.split()) == (True, True)


@pytest.mark.parametrize(
    ("birth", "employed", "since", "status", "fault"),
    [
        ("2000-06-06", None, "2018-06-05", "applicant", "too young for the Party"),
        ("2000-06-05", None, "2018-06-05", "applicant", None),
        ("2004-02-29", None, "2018-02-28", "league_member", "too young for the League"),
        ("2018-06-06", None, None, None, "born later"),
        ("1899-12-31", None, None, None, "born long ago"),
        ("1990-01-01", "2003-12-31", None, None, "employed too young"),
        (None, "2018-06-06", None, None, "employed later"),
        (None, None, "2018-06-06", "full", "since later"),
        (None, None, None, None, None),
    ],
)
def test_dates_when_they_cannot_be_true_then_the_first_fault_is_named(
    birth: str | None, employed: str | None, since: str | None, status: str | None, fault: str | None
) -> None:
    days = [dt.date.fromisoformat(one) if one else None for one in (birth, employed, since)]
    assert rules.fault_in_dates(*days, status, today=dt.date(2018, 6, 5)) == fault


@pytest.mark.django_db
def test_person_when_entered_then_has_one_status_and_one_unit() -> None:
    unit = a_unit()
    person = commands.add_person(
        name="单雄信", unit=unit, status=Status.APPLICANT, since=DAY, by=someone_with(Post.SECRETARY, unit)
    )
    assert (person.policy_unit_ids, [one.status for one in person.standings.all()]) == (
        frozenset({unit.pk}),
        ["applicant"],
    )


@pytest.mark.django_db
def test_person_when_entered_in_another_unit_then_is_refused() -> None:
    with pytest.raises(Refused):
        commands.add_person(
            name="某人", unit=a_unit(), status=Status.FULL, since=DAY, by=someone_with(Post.SECRETARY)
        )


@pytest.mark.django_db
def test_league_branch_when_it_is_to_keep_a_party_relation_then_says_no() -> None:
    unit = a_unit(kind=UnitKind.LEAGUE_BRANCH)
    with pytest.raises(Conflict, match="不管这一类"):
        commands.add_person(
            name="某人", unit=unit, status=Status.FULL, since=DAY, by=someone_with(Post.SECRETARY, unit)
        )


@pytest.mark.django_db
def test_status_when_it_changes_then_the_history_has_no_gap() -> None:
    unit = a_unit()
    person = a_person(unit, status=Status.ACTIVIST)
    commands.set_status(person, Status.TARGET, since=DAY, by=someone_with(Post.SECRETARY, unit))
    rows = Standing.objects.filter(person=person).order_by("since").values_list("status", "since", "until")
    assert list(rows) == [("activist", dt.date(2018, 1, 1), DAY), ("target", DAY, None)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "since", "why"),
    [(Status.ACTIVIST, DAY, "不用再记"), (Status.TARGET, dt.date(2017, 12, 31), "新身份要晚于")],
)
def test_status_when_it_is_the_same_or_earlier_then_is_refused(
    status: Status, since: dt.date, why: str
) -> None:
    unit = a_unit()
    person = a_person(unit, status=Status.ACTIVIST)
    with pytest.raises(Conflict, match=why):
        commands.set_status(person, status, since=since, by=someone_with(Post.SECRETARY, unit))


@pytest.mark.django_db
def test_person_when_moved_then_the_old_secretary_sees_them_no_more() -> None:
    here, there = a_unit(), a_unit()
    both = someone_with(Post.SECRETARY, here)
    an_appointment(both, there, Post.SECRETARY)
    person, old = a_person(here), someone_with(Post.SECRETARY, here)
    commands.move_person(person, there, since=DAY, by=both)
    assert (
        queries.person_visible_to(old, person.ref),
        queries.person_visible_to(someone_with(Post.SECRETARY, there), person.ref),
    ) == (None, person)


@pytest.mark.django_db
def test_person_when_leaving_then_relations_and_posts_end_and_a_secretary_hands_over_first() -> None:
    unit = a_unit()
    by = someone_with(Post.SECRETARY, unit)
    person = a_person(unit, account=an_account())
    an_appointment(person.account, unit, Post.GROUP_LEADER)
    commands.let_go(person, on=DAY, by=by)
    assert (person.left_on, held_by(fresh(person.account))) == (DAY, frozenset())
    head = a_person(unit, account=an_account())
    an_appointment(head.account, unit, Post.SECRETARY)
    with pytest.raises(Conflict, match="先办交接"):
        commands.let_go(head, on=DAY, by=by)


@pytest.mark.django_db
def test_person_when_two_change_different_things_then_neither_undoes_the_other() -> None:
    unit = a_unit()
    by, person = someone_with(Post.SECRETARY, unit), a_person(unit)
    opened_before = Person.objects.get(pk=person.pk)
    commands.invite(person, username="xinren", by=by)
    commands.change_person(opened_before, by=by, birth_on=dt.date(1990, 1, 1))
    kept = Person.objects.get(pk=person.pk)
    assert (kept.account, kept.birth_on) == (Account.objects.get(username="xinren"), dt.date(1990, 1, 1))
    with pytest.raises(Conflict, match="已经有账号"):
        commands.invite(Person(pk=person.pk, name=person.name), username="xinren2", by=by)


@pytest.mark.django_db
def test_person_when_gone_since_the_page_was_opened_then_nothing_brings_them_back() -> None:
    unit = a_unit()
    by, person = someone_with(Post.SECRETARY, unit), a_person(unit)
    opened_before = Person.objects.get(pk=person.pk)
    commands.let_go(person, on=DAY, by=by)
    commands.change_person(opened_before, by=by, number="A-7")
    assert Person.objects.get(pk=person.pk).left_on == DAY
    opened_before = Person.objects.get(pk=person.pk)
    Person.objects.filter(pk=person.pk).update(name="已删除", erased_at=person.changed_at)
    with pytest.raises(Conflict, match="按本人要求删除"):
        commands.change_person(opened_before, by=by, number="A-8")
    assert Person.objects.get(pk=person.pk).name == "已删除"


@pytest.mark.django_db
@pytest.mark.parametrize("post", [Post.AUDITOR, Post.COMMITTEE_CLERK])
def test_person_when_holding_a_post_that_one_may_not_end_then_leaving_does_not_end_it_either(
    post: Post,
) -> None:
    unit, committee = a_unit(), a_unit(kind=UnitKind.INDUSTRY_COMMITTEE)
    by = someone_with(Post.SECRETARY, unit)
    person = a_person(unit, account=an_account())
    an_appointment(person.account, committee, post)
    with pytest.raises(Conflict, match="有权免职的人"):
        commands.let_go(person, on=DAY, by=by)
    assert post in {one.post for one in held_by(fresh(person.account))}


@pytest.mark.django_db
def test_person_when_leaving_party_and_league_on_one_day_then_both_units_still_find_them_and_no_earlier_one() -> (
    None
):
    earlier, party, league = a_unit(), a_unit(), a_unit(kind=UnitKind.LEAGUE_BRANCH)
    both = someone_with(Post.SECRETARY, earlier)
    for unit in (party, league):
        an_appointment(both, unit, Post.SECRETARY)
    person = a_person(earlier)
    commands.move_person(person, party, since=dt.date(2018, 2, 1), by=both)
    commands.move_person(person, league, since=dt.date(2018, 2, 1), by=both, line=Line.LEAGUE)
    commands.let_go(person, on=DAY, by=both)
    found = [
        queries.person_visible_to(someone_with(Post.SECRETARY, unit), person.ref)
        for unit in (earlier, party, league)
    ]
    assert found == [None, person, person]


@pytest.mark.django_db
def test_people_when_listed_then_only_those_within_reach() -> None:
    committee = a_unit(kind=UnitKind.INDUSTRY_COMMITTEE)
    clerk = someone_with(Post.COMMITTEE_CLERK, committee)
    guided, stranger = a_unit(), a_unit()
    guide(committee, guided, by=clerk)
    mine, theirs = a_person(guided), a_person(stranger)
    member = a_person(guided, account=an_account())
    assert set(queries.people_visible_to(clerk)) == {mine, member, person_behind(clerk)}
    assert set(queries.people_visible_to(member.account)) == {member}
    assert set(queries.people_visible_to(someone_with(Post.SYSTEM_ADMIN))) & {mine, theirs, member} == set()
    assert not may(clerk, "person:edit", mine)  # guidance is not approval


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["单雄", "shanx", "danx", "dxx", "sxx", "YL007"])
def test_people_when_searched_then_by_name_pinyin_initials_or_number(words: str) -> None:
    unit = a_unit()
    by = someone_with(Post.SECRETARY, unit)
    wanted = commands.add_person(
        name="单雄信", unit=unit, status=Status.FULL, since=DAY, number="YL007", by=by
    )
    commands.add_person(name="秦叔宝", unit=unit, status=Status.FULL, since=DAY, by=by)
    assert list(queries.search_people(by, queries.Filters(words=words))) == [wanted]


@pytest.mark.django_db
def test_post_when_granted_then_by_a_second_person() -> None:
    unit = a_unit()
    asker, approver = someone_with(Post.SECRETARY, unit), someone_with(Post.SECURITY_ADMIN)
    person = a_person(unit, account=an_account())
    request = ask(person, unit, asker)
    with pytest.raises(Refused):
        commands.approve_appointment(request, by=asker)
    appointment = commands.approve_appointment(request, by=approver)
    assert (appointment.post, Post.PUBLICITY_MEMBER in {one.post for one in held_by(person.account)}) == (
        Post.PUBLICITY_MEMBER,
        True,
    )


@pytest.mark.django_db
def test_post_when_the_asker_may_also_approve_then_still_needs_another() -> None:
    committee = a_unit(kind=UnitKind.INDUSTRY_COMMITTEE)
    unit = a_unit(parent=committee)
    admin, second = (someone_with(Post.COMMITTEE_CLERK, committee) for _ in range(2))
    person = a_person(unit, account=an_account())
    request = ask(person, unit, admin)
    with pytest.raises(Refused, match="另一个人"):
        commands.approve_appointment(request, by=admin)
    assert queries.open_requests_to_decide(admin) == []
    assert queries.open_requests_to_decide(second) == [request]


@pytest.mark.django_db
def test_post_when_it_is_for_the_approver_then_is_refused() -> None:
    unit = a_unit()
    admin = someone_with(Post.SECURITY_ADMIN)
    request = ask(person_behind(admin), unit, someone_with(Post.SECRETARY, unit))
    with pytest.raises(Conflict, match="不能给自己"):
        commands.approve_appointment(request, by=admin)
    assert queries.open_requests_to_decide(admin) == []


@pytest.mark.django_db
def test_central_post_when_a_clerk_would_grant_it_then_is_refused() -> None:
    committee = a_unit(kind=UnitKind.INDUSTRY_COMMITTEE)
    first, second = (someone_with(Post.COMMITTEE_CLERK, committee) for _ in range(2))
    request = ask(person_behind(an_account()), committee, first, Post.EDITOR)
    with pytest.raises(Refused, match="安全管理员"):
        commands.approve_appointment(request, by=second)
    assert queries.open_requests_to_decide(second) == []


@pytest.mark.django_db
@pytest.mark.parametrize("held", [Post.SYSTEM_ADMIN, Post.SECURITY_ADMIN, Post.AUDITOR])
@pytest.mark.parametrize("wanted", [Post.SYSTEM_ADMIN, Post.SECURITY_ADMIN, Post.AUDITOR])
def test_administrators_when_one_person_would_be_two_then_is_refused(held: Post, wanted: Post) -> None:
    committee = a_unit(kind=UnitKind.INDUSTRY_COMMITTEE)
    someone = someone_with(held, committee)
    with pytest.raises(Conflict):
        ask(person_behind(someone), committee, someone_with(Post.COMMITTEE_CLERK, committee), wanted)


@pytest.mark.django_db
def test_request_when_decided_twice_then_the_first_decision_holds() -> None:
    unit = a_unit()
    request = ask(a_person(unit), unit, someone_with(Post.SECRETARY, unit))
    again = type(request).objects.get(pk=request.pk)
    commands.refuse_appointment(request, answer="会议记录还没到。", by=someone_with(Post.SECURITY_ADMIN))
    with pytest.raises(Conflict, match="已经有人办了"):
        commands.approve_appointment(again, by=someone_with(Post.SECURITY_ADMIN))
    assert Appointment.objects.filter(person=request.person).count() == 0


@pytest.mark.django_db
def test_post_when_ended_today_then_grants_nothing_on_the_next_request() -> None:
    unit = a_unit()
    secretary = someone_with(Post.SECRETARY, unit)
    appointment = Appointment.objects.get(person__account=secretary)
    commands.end_appointment(appointment, on=dt.date(2018, 6, 5), by=someone_with(Post.SECURITY_ADMIN))
    assert (may(fresh(secretary), "unit:edit", unit), may(secretary, "unit:edit", unit)) == (False, False)


@pytest.mark.django_db
def test_post_when_it_ends_on_a_day_to_come_then_it_may_be_brought_forward_but_not_put_off() -> None:
    unit = a_unit()
    deputy, by = someone_with(Post.DEPUTY_SECRETARY, unit), someone_with(Post.SECRETARY, unit)
    appointment = Appointment.objects.get(person__account=deputy)
    commands.end_appointment(appointment, on=dt.date(2028, 6, 1), by=by)
    assert queries.appointment_to_end(by, appointment.ref) == appointment
    assert appointment.pk in queries.person_page(by, appointment.person).may_end
    with pytest.raises(Conflict, match="只能再提前"):
        commands.end_appointment(appointment, on=dt.date(2029, 1, 1), by=by)
    commands.end_appointment(appointment, on=dt.date(2018, 6, 1), by=by)
    assert not may(fresh(deputy), "unit:edit", unit)
    with pytest.raises(Conflict, match="已经免了"):
        commands.end_appointment(appointment, on=dt.date(2018, 5, 1), by=by)


@pytest.mark.django_db
def test_person_when_leaving_before_a_post_would_have_ended_then_it_ends_at_once() -> None:
    unit = a_unit()
    person, by = a_person(unit, account=an_account()), someone_with(Post.SECRETARY, unit)
    an_appointment(person.account, unit, Post.GROUP_LEADER, until=dt.date(2018, 9, 1))
    commands.let_go(person, on=DAY, by=by)
    assert held_by(fresh(person.account)) == frozenset()


@pytest.mark.django_db
def test_person_when_the_day_is_still_to_come_then_neither_leaves_nor_moves() -> None:
    here, there = a_unit(), a_unit()
    both, person = someone_with(Post.SECRETARY, here), a_person(here)
    an_appointment(both, there, Post.SECRETARY)
    tomorrow = dt.date(2018, 6, 6)
    with pytest.raises(Conflict, match="还没有到"):
        commands.let_go(person, on=tomorrow, by=both)
    with pytest.raises(Conflict, match="还没有到"):
        commands.move_person(person, there, since=tomorrow, by=both)
    assert queries.person_visible_to(someone_with(Post.SECRETARY, here), person.ref) == person


@pytest.mark.django_db
def test_administrators_when_one_post_ends_only_next_month_then_one_person_is_still_not_two() -> None:
    committee = a_unit(kind=UnitKind.INDUSTRY_COMMITTEE)
    someone, clerk = an_account(), someone_with(Post.COMMITTEE_CLERK, committee)
    an_appointment(someone, committee, Post.SYSTEM_ADMIN, until=dt.date(2018, 7, 1))
    with pytest.raises(Conflict, match="三个人"):
        ask(person_behind(someone), committee, clerk, Post.SECURITY_ADMIN)


@pytest.mark.django_db
def test_posts_of_ones_own_then_are_those_that_have_not_ended_yet() -> None:
    unit, account = a_unit(), an_account()
    an_appointment(account, unit, Post.GROUP_LEADER, until=dt.date(2018, 6, 5))
    leaving = an_appointment(account, unit, Post.GUIDE, until=dt.date(2018, 6, 6))
    assert list(queries.own_appointments(account)) == [leaving]


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["ended", "left"])
def test_handover_when_its_post_ends_otherwise_then_nobody_is_asked_to_take_it_any_more(way: str) -> None:
    unit = a_unit()
    by, old = someone_with(Post.SECRETARY, unit), a_person(unit, account=an_account())
    appointment = an_appointment(old.account, unit, Post.ORGANISATION_MEMBER)
    successor = a_person(unit, account=an_account())
    handover = commands.offer_handover(appointment, successor, by=old.account)
    assert [card.title for card in cards(successor.account)]
    if way == "left":
        commands.let_go(old, on=DAY, by=by)
    else:
        commands.end_appointment(appointment, on=dt.date(2018, 6, 5), by=by)
    handover.refresh_from_db()
    assert handover.outcome == "withdrawn" and handover.ended_at is not None
    assert list(cards(successor.account)) == []


@pytest.mark.django_db
def test_invitation_then_opens_an_account_with_a_link_and_gives_no_post() -> None:
    unit = a_unit()
    person = a_person(unit)
    token = commands.invite(person, username="suxiao", by=someone_with(Post.SECRETARY, unit))
    person.refresh_from_db()
    assert (len(token) > 20, person.account.username, {one.post for one in held_by(person.account)}) == (
        True,
        "suxiao",
        {Post.MEMBER},
    )


@pytest.mark.django_db
def test_invitation_when_for_somebody_who_left_then_gives_no_post_and_shows_them_nobody_but_themselves() -> (
    None
):
    unit = a_unit()
    by, person, colleague = someone_with(Post.SECRETARY, unit), a_person(unit), a_person(unit)
    commands.let_go(person, on=DAY, by=by)
    page = queries.person_page(by, queries.person_visible_to(by, person.ref, Action.INVITE) or colleague)
    assert (page.person, page.may_invite) == (person, True)
    commands.invite(person, username="zoule", by=by)
    person.refresh_from_db()
    assert person.account is not None
    assert held_by(person.account) == frozenset()
    assert list(queries.people_visible_to(person.account)) == [person]
    with pytest.raises(Conflict, match="离开"):
        commands.ask_for_appointment(
            person, unit=unit, post=Post.GROUP_LEADER, since=DAY, reason="支委会", by=by
        )


def a_desk() -> dict[str, list[str]]:
    """Open work by reference of an appointment's person, as a room would keep it."""
    desk: dict[str, list[str]] = {}

    def find(appointment: Appointment) -> list[OpenItem]:
        return [OpenItem("letter", key, key) for key in desk.get(appointment.person.ref, [])]

    def move(appointment: Appointment, successor: Person, item: OpenItem) -> None:
        desk[appointment.person.ref].remove(item.key)
        desk.setdefault(successor.ref, []).append(item.key)

    def hold(_items: Iterable[OpenItem]) -> None:
        """Nobody else has this desk."""

    register_open_work("letters-of-a-test", find, hold, move)
    return desk


@pytest.fixture
def desk() -> object:
    yield a_desk()
    open_work._sources.pop("letters-of-a-test")


@pytest.mark.django_db
def test_handover_when_taken_then_post_and_open_work_have_a_new_owner(desk: dict[str, list[str]]) -> None:
    unit = a_unit()
    old = someone_with(Post.SECRETARY, unit)
    successor = a_person(unit, account=an_account())
    desk[person_behind(old).ref] = ["7", "8"]
    handover = commands.offer_handover(
        Appointment.objects.get(person__account=old), successor, by=old, note="章在抽屉里"
    )
    assert may(fresh(old), "unit:edit", unit)  # until it is taken, it is not gone
    commands.accept_handover(handover, by=successor.account)
    handover.refresh_from_db()
    assert (
        may(fresh(old), "unit:edit", unit),
        may(fresh(successor.account), "unit:edit", unit),
        desk,
        handover.moved,
    ) == (
        False,
        True,
        {person_behind(old).ref: [], successor.ref: ["7", "8"]},
        [["letter", "7"], ["letter", "8"]],
    )


@pytest.mark.django_db
def test_handover_when_moving_fails_then_nothing_has_happened(desk: dict[str, list[str]]) -> None:
    unit = a_unit()
    old = someone_with(Post.SECRETARY, unit)
    successor = a_person(unit, account=an_account())
    handover = commands.offer_handover(Appointment.objects.get(person__account=old), successor, by=old)
    desk[person_behind(old).ref] = ["7"]

    def broken(*_: object) -> None:
        raise RuntimeError("the desk is stuck")

    open_work._sources["letters-of-a-test"] = replace(open_work._sources["letters-of-a-test"], move=broken)
    with pytest.raises(RuntimeError):
        commands.accept_handover(handover, by=successor.account)
    handover.refresh_from_db()
    assert (
        handover.outcome,
        may(fresh(old), "unit:edit", unit),
        may(fresh(successor.account), "unit:edit", unit),
    ) == (
        "",
        True,
        False,
    )


@pytest.mark.django_db
def test_handover_when_another_tries_to_take_it_then_is_refused() -> None:
    unit = a_unit()
    old = someone_with(Post.SECRETARY, unit)
    handover = commands.offer_handover(
        Appointment.objects.get(person__account=old), a_person(unit, account=an_account()), by=old
    )
    with pytest.raises(Refused):
        commands.accept_handover(handover, by=a_person(unit, account=an_account()).account)
    with pytest.raises(Refused):
        commands.accept_handover(handover, by=old)


@pytest.mark.django_db
def test_handover_when_it_cannot_be_then_says_why() -> None:
    unit = a_unit()
    old = someone_with(Post.SECRETARY, unit)
    appointment = Appointment.objects.get(person__account=old)
    for successor, why in (
        (a_person(unit), "还没有账号"),
        (a_person(a_unit(), account=an_account()), "名册上"),
        (person_behind(old), "接手的人"),
    ):
        with pytest.raises(Conflict, match=why):
            commands.offer_handover(appointment, successor, by=old)
    admin = someone_with(Post.SECURITY_ADMIN, unit)
    with pytest.raises(Conflict, match="不能自己交接"):
        commands.offer_handover(
            Appointment.objects.get(person__account=admin), a_person(unit, account=an_account()), by=admin
        )


@pytest.mark.django_db
def test_each_act_about_people_then_leaves_exactly_one_line_in_the_chain() -> None:
    unit = a_unit()
    by, second = someone_with(Post.SECRETARY, unit), someone_with(Post.SECURITY_ADMIN)
    before = AuditEvent.objects.count()
    person = commands.add_person(name="某人", unit=unit, status=Status.ACTIVIST, since=DAY, by=by)
    commands.change_person(person, by=by, number="7")
    commands.change_person(person, by=by, number="7")  # nothing differs, nothing is written
    commands.set_status(person, Status.TARGET, since=dt.date(2018, 4, 1), by=by)
    request = ask(person, unit, by, Post.GUIDE)
    commands.refuse_appointment(request, answer="先不设。", by=second)
    lines = AuditEvent.objects.filter(seq__gt=before).order_by("seq").values_list("action", flat=True)
    assert list(lines) == [
        "person:enter",
        "person:change",
        "person:status",
        "appointment:ask",
        "appointment:refused",
    ]


@pytest.mark.django_db
def test_secretary_when_ending_their_own_or_the_secretarys_post_then_is_refused() -> None:
    unit = a_unit()
    secretary, deputy = someone_with(Post.SECRETARY, unit), someone_with(Post.DEPUTY_SECRETARY, unit)
    appointment = Appointment.objects.get(person__account=secretary)
    for by in (secretary, deputy):
        with pytest.raises(Refused, match="上级"):
            commands.end_appointment(appointment, on=dt.date(2018, 6, 5), by=by)
    commands.end_appointment(
        Appointment.objects.get(person__account=deputy), on=dt.date(2018, 6, 5), by=secretary
    )
    assert not may(fresh(deputy), "unit:edit", unit)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "status", "allowed"),
    [
        (UnitKind.BRANCH, Status.FULL, True),
        (UnitKind.BRANCH, Status.PROBATIONARY, False),
        (UnitKind.BRANCH, Status.TARGET, False),
        (UnitKind.LEAGUE_BRANCH, Status.LEAGUE_MEMBER, True),
    ],
)
def test_leading_post_then_needs_a_full_member_or_in_the_league_a_league_member(
    kind: UnitKind, status: Status, allowed: bool
) -> None:
    unit = a_unit(kind=kind)
    person, by = a_person(unit, status=status, account=an_account()), someone_with(Post.SECRETARY, unit)
    appointment = Appointment.objects.get(person__account=by)
    assert queries.successors(appointment).filter(pk=person.pk).exists() is allowed
    if allowed:
        ask(person, unit, by, Post.DEPUTY_SECRETARY)
    else:
        with pytest.raises(Conflict, match="正式党员"):
            ask(person, unit, by, Post.DEPUTY_SECRETARY)


def test_dates_when_before_there_was_a_party_then_are_named() -> None:
    fault = rules.fault_in_dates(None, None, dt.date(1900, 1, 1), "full", today=dt.date(2018, 6, 5))
    assert fault == "before there was any"


@pytest.mark.django_db
def test_account_when_opened_for_staff_then_a_clerk_can_ask_for_their_post() -> None:
    committee = a_unit(kind=UnitKind.INDUSTRY_COMMITTEE)
    clerk, security = (
        someone_with(Post.COMMITTEE_CLERK, committee),
        someone_with(Post.SECURITY_ADMIN, committee),
    )
    account = open_account(username="bianji", name="某编辑", by=security)
    person = queries.person_of(account)
    assert person is not None and person in queries.people_visible_to(clerk)
    assert person not in queries.people_visible_to(someone_with(Post.SECRETARY))
    commands.approve_appointment(ask(person, committee, clerk, Post.EDITOR), by=security)
    assert Post.EDITOR in {one.post for one in held_by(fresh(account))}


@pytest.mark.django_db
def test_handover_when_the_successor_has_left_meanwhile_then_cannot_be_taken() -> None:
    unit = a_unit()
    old, successor = someone_with(Post.SECRETARY, unit), a_person(unit, account=an_account())
    handover = commands.offer_handover(Appointment.objects.get(person__account=old), successor, by=old)
    commands.let_go(successor, on=dt.date(2018, 6, 5), by=old)
    with pytest.raises(Conflict, match="没有离开"):
        commands.accept_handover(handover, by=successor.account)
    assert (may(fresh(old), "unit:edit", unit), may(fresh(successor.account), "unit:edit", unit)) == (
        True,
        False,
    )


@pytest.mark.django_db
def test_headcounts_then_count_people_by_status_the_furthest_first() -> None:
    unit = a_unit()
    for status in (Status.FULL, Status.FULL, Status.ACTIVIST):
        a_person(unit, status=status)
    found = queries.headcounts(someone_with(Post.SECRETARY, unit))
    assert [(one.status, one.people) for one in found] == [(Status.FULL, 2), (Status.ACTIVIST, 1)]

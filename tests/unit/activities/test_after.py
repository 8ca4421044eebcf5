"""What follows an activity: what was resolved, names, an article, reminders, and forgetting."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sixianghui.access.public import Account, Post
from sixianghui.activities import commands, queries, rules
from sixianghui.activities.cards import cards
from sixianghui.activities.commands.holding import Record
from sixianghui.activities.models import Activity, Attendee, Feed, Kind, Resolution, Rule
from sixianghui.channel.public import ColumnFace, open_channel, open_column
from sixianghui.channel.queries import contributions_of, text_of
from sixianghui.common import time
from sixianghui.common.errors import Conflict, HouseError, NotThere, Refused
from sixianghui.common.time import shanghai
from sixianghui.directory.public import Unit
from sixianghui.ledger.public import Scope, value_of
from sixianghui.notify.models import Preference
from sixianghui.notify.public import Message
from sixianghui.vault.public import Subject
from tests import factories
from tests.unit.activities.purges import purged_by

pytestmark = pytest.mark.django_db
AT = shanghai(2018, 6, 4, 15)
DUE = dt.date(2018, 6, 8)


@pytest.fixture
def unit() -> Unit:
    return factories.a_unit(name="样例科技党支部", short_name="样例支部")


@pytest.fixture
def secretary(unit: Unit) -> Account:
    return factories.someone_with(Post.SECRETARY, unit)


def held(unit: Unit, by: Account, kind: str = "committee-meeting", **more: object) -> Activity:
    values: dict = {"title": "支委会", "starts_at": AT, "present": 5, **more}
    return commands.record_activity(unit=unit, kind=kind, by=by, **values)


def test_resolution_when_written_then_comes_back_to_whoever_holds_the_post_until_settled(
    unit: Unit, secretary: Account
) -> None:
    organiser = factories.someone_with(Post.ORGANISATION_MEMBER, unit)
    one = commands.resolve(
        held(unit, secretary), "把名册对一遍", due_on=DUE, post=str(Post.ORGANISATION_MEMBER), by=secretary
    )

    assert [card.title for card in cards(organiser)] == ["把名册对一遍"]
    assert [card.title for card in cards(secretary)] == []
    assert Message.objects.get(account=organiser).title == "会上定了一件事由你来办"

    commands.settle(one, "对完了，改了两处", by=organiser)
    assert list(cards(organiser)) == []
    with pytest.raises(Conflict):
        commands.settle(one, "再结一次", by=secretary)


def test_resolution_when_a_person_does_it_then_only_they_and_the_secretary_settle_it(
    unit: Unit, secretary: Account
) -> None:
    member = factories.an_account()
    person = factories.a_person(unit, account=member)
    one = commands.resolve(held(unit, secretary), "联系社区", due_on=DUE, owner=person, by=secretary)
    assert [card.title for card in cards(member)] == ["联系社区"]
    with pytest.raises(NotThere):
        commands.settle(one, "办好了", by=factories.someone_with(Post.SECRETARY))
    commands.settle(one, "办好了", by=member)


def test_resolution_when_its_day_is_near_then_is_told_once(unit: Unit, secretary: Account) -> None:
    commands.resolve(held(unit, secretary), "近的", due_on=DUE, post=str(Post.SECRETARY), by=secretary)
    commands.resolve(
        held(unit, secretary), "远的", due_on=dt.date(2018, 7, 1), post=str(Post.SECRETARY), by=secretary
    )
    assert (commands.remind(), commands.remind()) == (1, 1)
    assert [one.text[:4] for one in Message.objects.filter(account=secretary)] == ["“近的”"]


def test_resolution_when_the_meeting_had_no_quorum_then_needs_a_reason_once_the_rule_is_in_force(
    unit: Unit, secretary: Account
) -> None:
    few = held(unit, secretary, "member-meeting", entitled=8, voting=3)
    commands.resolve(few, "规定施行以前", due_on=DUE, post=str(Post.SECRETARY), by=secretary)

    with time.using(time.ManualClock(shanghai(2019, 1, 10))):
        later = held(unit, secretary, "member-meeting", starts_at=shanghai(2019, 1, 9), entitled=8, voting=3)
        day = dt.date(2019, 2, 1)
        with pytest.raises(Conflict):
            commands.resolve(later, "选委员", due_on=day, post=str(Post.SECRETARY), by=secretary)
        made = commands.resolve(
            later, "选委员", due_on=day, post=str(Post.SECRETARY), despite="书面表决补齐", by=secretary
        )
        assert made.despite == "书面表决补齐"
        Rule.objects.filter(code="member-meeting-quorum").update(confirmed=False)
        commands.resolve(later, "另一件", due_on=day, post=str(Post.SECRETARY), by=secretary)
    assert Resolution.objects.count() == 3


def test_names_when_no_rule_needs_them_then_are_refused_and_else_go_at_the_end_of_the_next_year(
    unit: Unit, secretary: Account
) -> None:
    person = factories.a_person(unit)
    with pytest.raises(Conflict):
        commands.name_attendees(held(unit, secretary, "reading"), [person], by=secretary)
    meeting = held(unit, secretary, "member-meeting")
    assert commands.name_attendees(meeting, [person], by=secretary) == 1
    assert commands.forget_names() == 0
    with time.using(time.ManualClock(shanghai(2020, 1, 1))):
        assert commands.forget_names() == 1


def test_story_when_begun_then_holds_facts_and_waits_unsent_among_ones_contributions(
    unit: Unit, secretary: Account
) -> None:
    chief = factories.someone_with(Post.CHIEF_EDITOR)
    home = open_channel(title="思享汇", summary="频道", by=chief)
    open_column(
        home,
        title="动态",
        short_title="动态",
        face=ColumnFace.NEWS,
        promise="有新闻。",
        slug="news",
        by=chief,
    )
    one = held(
        unit, secretary, "reading", title="读书会", place="读书角", told="读了三章。\n说了各自的想法。"
    )

    begun = commands.begin_story(one, by=secretary)
    assert commands.begin_story(one, by=secretary) == begun

    (found,) = contributions_of(secretary)
    assert (found.stage, found.may_change, found.page.quote) == ("begun", True, "")
    assert text_of(begun.page) == (
        "2018年6月4日，样例科技党支部在读书角办了“读书会”，到场 5 人。\n\n读了三章。\n\n说了各自的想法。"
    )
    with pytest.raises(Refused):
        commands.begin_story(one, by=factories.someone_with(Post.SECRETARY))


@pytest.mark.parametrize(
    ("last", "months", "due"),
    [((5, 5), 1, False), ((5, 25), 1, False), ((4, 30), 1, True), ((3, 1), 3, False), ((2, 28), 3, True)],
)
def test_rhythm_when_counted_then_goes_by_calendar_months(
    last: tuple[int, int], months: int, due: bool
) -> None:
    assert rules.is_due(dt.date(2018, *last), months, dt.date(2018, 6, 5)) is due


def test_rhythm_when_missed_then_reminds_whoever_leads_and_only_of_what_was_recorded_before(
    unit: Unit, secretary: Account
) -> None:
    with time.using(time.ManualClock(shanghai(2019, 3, 1))):
        held(unit, secretary, starts_at=shanghai(2019, 1, 7))
        publicity = factories.someone_with(Post.PUBLICITY_MEMBER, unit)
        (card,) = cards(secretary)
        assert (card.title, card.due) == ("有一阵没记支委会了", None)
        assert "第十二条" in card.note
        assert list(cards(publicity)) == []
        commands.plan_activity(
            unit=unit, kind="committee-meeting", title="支委会", starts_at=shanghai(2019, 3, 9), by=secretary
        )
        assert list(cards(secretary)) == []


def test_cards_when_there_is_more_to_do_then_ask_the_database_no_more_often(
    unit: Unit, secretary: Account, clock: time.ManualClock
) -> None:
    def asked() -> int:
        account = Account.objects.get(pk=secretary.pk)
        with CaptureQueriesContext(
            connection,
        ) as found:
            list(cards(account))
        return len(found)

    other = factories.a_unit()
    there = factories.someone_with(Post.SECRETARY, other)
    for number in range(4):
        commands.plan_activity(
            unit=unit, kind="study", title=f"第{number}次", starts_at=shanghai(2018, 6, 6), by=secretary
        )
        held(other, there, "reading", title=f"合办{number}", partners=[unit])
    clock.set(shanghai(2018, 6, 7))
    many = asked()
    Activity.objects.filter(title__in=["第1次", "第2次", "第3次", "合办1", "合办2"]).update(
        unit=other, starts_at=shanghai(2018, 6, 20)
    )
    assert many <= 12
    assert asked() <= many


def test_kind_when_retired_then_no_new_activity_is_of_it_and_old_ones_are_still_corrected(
    unit: Unit, secretary: Account
) -> None:
    clerk = factories.someone_with(Post.COMMITTEE_CLERK)
    made = commands.add_kind(name="健步走", open_at_first=True, by=clerk)
    one = held(unit, secretary, made.code)
    commands.retire_kind(made, by=clerk)
    with pytest.raises(Conflict):
        held(unit, secretary, made.code)
    commands.correct_activity(one, Record(made.code, "健步走", AT, 6), by=secretary, reason="少数一个")
    with pytest.raises(Refused):
        commands.add_kind(name="别的", open_at_first=True, by=secretary)
    commands.add_kind(name="健步走", open_at_first=True, by=clerk)
    with pytest.raises(Conflict):
        commands.return_kind(made, by=clerk)


def test_kinds_when_installed_again_then_what_the_committee_changed_stays() -> None:
    Kind.objects.filter(code="oath").update(name="入党宣誓")
    Kind.objects.filter(code="caravan").delete()
    assert commands.install() == 1
    assert Kind.objects.get(code="oath").name == "入党宣誓"


def test_person_when_erased_then_their_feed_and_name_go_and_the_activity_stays(
    unit: Unit, secretary: Account
) -> None:
    from sixianghui.activities.personal import erase

    person = factories.a_person(unit)
    meeting = held(unit, secretary, "member-meeting")
    commands.name_attendees(meeting, [person], by=secretary)
    commands.open_feed(by=secretary)

    erase(Subject(account=secretary.pk, person=person.pk))

    assert (Attendee.objects.count(), Feed.objects.count()) == (0, 0)
    assert queries.standing_held(meeting) is not None


def test_resolution_when_nobody_is_named_is_refused(unit: Unit, secretary: Account) -> None:
    with pytest.raises(HouseError):
        commands.resolve(held(unit, secretary), "谁办", due_on=DUE, by=secretary)


def test_resolution_when_its_meeting_is_struck_then_counts_no_more_and_waits_for_nobody(
    unit: Unit, secretary: Account
) -> None:
    meeting = held(unit, secretary)
    one = commands.resolve(meeting, "办过的", due_on=DUE, post=str(Post.SECRETARY), by=secretary)
    commands.resolve(meeting, "没办的", due_on=DUE, post=str(Post.SECRETARY), by=secretary)
    commands.settle(one, "办好了", by=secretary)

    commands.strike_activity(meeting, by=secretary, reason="这次会没有开")

    counted = ("activities.resolutions", "activities.resolutions_settled")
    assert [value_of(name) for name in counted] == [0, 0]
    assert (list(cards(secretary)), commands.remind()) == ([], 0)
    assert Resolution.objects.get(text="没办的").struck_reason == "这次会没有开"


def test_resolution_when_its_meeting_took_place_after_all_then_stands_again_with_how_it_ended(
    unit: Unit, secretary: Account
) -> None:
    meeting = held(unit, secretary)
    one = commands.resolve(meeting, "办过的", due_on=DUE, post=str(Post.SECRETARY), by=secretary)
    commands.resolve(meeting, "没办的", due_on=DUE, post=str(Post.SECRETARY), by=secretary)
    slip = commands.resolve(meeting, "记错的", due_on=DUE, post=str(Post.SECRETARY), by=secretary)
    commands.strike_resolution(slip, by=secretary, reason="记到别的会去了")
    commands.settle(one, "办好了", by=secretary)
    commands.strike_activity(meeting, by=secretary, reason="点错了")

    commands.hold_activity(meeting, Record("committee-meeting", "支委会", AT, 5), by=secretary)

    counted = ("activities.resolutions", "activities.resolutions_settled")
    assert [value_of(name) for name in counted] == [2, 1]
    assert [card.title for card in cards(secretary)] == ["没办的"]


def test_resolution_when_its_meeting_is_put_on_another_day_then_its_old_address_leads_to_it_and_nobody_hears_twice(
    unit: Unit, secretary: Account
) -> None:
    member = factories.an_account()
    owner = factories.a_person(unit, account=member)
    meeting = held(unit, secretary)
    one = commands.resolve(meeting, "联系社区", due_on=time.today(), owner=owner, by=secretary)
    commands.remind()
    told = Message.objects.filter(account=member).count()
    record = Record("committee-meeting", "支委会", AT - dt.timedelta(days=1), 5)
    commands.correct_activity(meeting, record, by=secretary, reason="日子记错了")

    found = queries.resolution_for(member, one.pk)

    assert (found.pk == one.pk, found.text, found.stands) == (False, "联系社区", True)
    commands.remind()
    assert Message.objects.filter(account=member).count() == told


def test_resolution_when_its_meeting_is_put_on_another_day_then_was_resolved_on_it_and_stays_as_it_ended(
    unit: Unit, secretary: Account
) -> None:
    meeting = held(unit, secretary)
    one = commands.resolve(meeting, "办过的", due_on=DUE, post=str(Post.SECRETARY), by=secretary)
    other = commands.resolve(meeting, "没办的", due_on=DUE, post=str(Post.SECRETARY), by=secretary)
    commands.settle(one, "办好了", by=secretary)
    moved = shanghai(2018, 3, 30, 15)

    commands.correct_activity(
        meeting, Record("committee-meeting", "支委会", moved, 5), by=secretary, reason="日子记错了"
    )

    assert {one.at for one in Resolution.objects.standing()} == {moved}
    spring = Scope(since=dt.date(2018, 1, 1), until=dt.date(2018, 3, 31))
    counted = ("activities.resolutions", "activities.resolutions_settled")
    assert [value_of(name, spring) for name in counted] == [2, 1]
    assert [card.title for card in cards(secretary)] == ["没办的"]
    standing = Resolution.objects.standing().order_by("pk")
    commands.correct_activity(
        meeting, Record("committee-meeting", "支委会", moved, 6), by=secretary, reason="少数了一个"
    )
    assert Resolution.objects.count() == 4
    assert other not in standing


def test_result_when_written_under_the_wrong_resolution_then_is_struck_and_it_waits_again(
    unit: Unit, secretary: Account
) -> None:
    member = factories.an_account()
    owner = factories.a_person(unit, account=member)
    one = commands.resolve(held(unit, secretary), "联系社区", due_on=DUE, owner=owner, by=secretary)
    commands.settle(one, "点错了", by=member)
    with pytest.raises(Refused):
        commands.strike_settlement(one, by=member, reason="点错了")
    commands.strike_settlement(one, by=secretary, reason="点错了")
    assert value_of("activities.resolutions_settled") == 0
    assert [card.title for card in cards(member)] == ["联系社区"]
    with pytest.raises(Conflict):
        commands.strike_settlement(one, by=secretary, reason="再划一次")
    commands.settle(one, "真办好了", by=member)


def test_numbers_of_resolutions_when_one_is_written_settled_or_struck_then_their_pages_are_made_anew(
    unit: Unit, secretary: Account
) -> None:
    meeting = held(unit, secretary)

    def written() -> Resolution:
        return commands.resolve(meeting, "联系社区", due_on=DUE, post=str(Post.SECRETARY), by=secretary)

    assert "figures" in purged_by(written)
    one = Resolution.objects.get()
    for act in (
        lambda: commands.settle(one, "办好了", by=secretary),
        lambda: commands.strike_settlement(one, by=secretary, reason="点错了"),
        lambda: commands.strike_resolution(one, by=secretary, reason="记错了会"),
    ):
        assert "figures" in purged_by(act)


def test_names_when_some_were_left_empty_then_those_go_and_whoever_came_meanwhile_stays(
    unit: Unit, secretary: Account
) -> None:
    first, second, moved = (factories.a_person(unit) for _ in range(3))
    visitor = factories.an_account()
    person = factories.a_person(account=visitor)
    meeting = held(unit, secretary, "member-meeting")
    commands.name_attendees(meeting, [first, moved], by=secretary)
    moved.affiliations.update(until=dt.date(2018, 6, 4))
    commands.attend(meeting, by=visitor)  # while the page was open
    commands.name_attendees(meeting, [second], others=[first, moved], by=secretary)
    assert set(Attendee.objects.values_list("person", flat=True)) == {second.pk, person.pk}


def test_resolution_when_struck_for_its_day_and_written_again_then_its_owner_hears_of_the_right_day(
    unit: Unit, secretary: Account
) -> None:
    member = factories.an_account()
    owner = factories.a_person(unit, account=member)
    meeting = held(unit, secretary)
    wrong = commands.resolve(meeting, "联系社区", due_on=time.today(), owner=owner, by=secretary)
    commands.remind()
    commands.strike_resolution(wrong, by=secretary, reason="日子写错了")

    commands.resolve(meeting, "联系社区", due_on=DUE, owner=owner, by=secretary)
    commands.remind()
    commands.remind()

    told = [one.text for one in Message.objects.filter(account=member).order_by("pk")]
    assert ["6月5日" in one for one in told] == [True, True, False, False]
    assert ["6月8日" in one for one in told] == [False, False, True, True]


def test_resolution_when_its_owner_reads_english_then_the_letter_gives_the_day_in_english(
    unit: Unit, secretary: Account
) -> None:
    member = factories.an_account()
    Preference.objects.create(account=member, language="en")
    owner = factories.a_person(unit, account=member)
    commands.resolve(held(unit, secretary), "联系社区", due_on=DUE, owner=owner, by=secretary)
    text = Message.objects.get(account=member).text
    assert ("8 June 2018" in text, "年" in text) == (True, False)

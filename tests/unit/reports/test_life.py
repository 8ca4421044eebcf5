"""A report is written, checked by somebody else, published with its numbers frozen, and perhaps withdrawn."""

from __future__ import annotations

import datetime as dt

import pytest

from sixianghui.common import time
from sixianghui.common.errors import Conflict, HouseError, Refused
from sixianghui.ledger.public import Publication
from sixianghui.reports import commands
from sixianghui.reports.models import Audience, Edition, Report, Template
from sixianghui.reports.queries import composing
from sixianghui.reports.queries import reports as queries
from sixianghui.reports.rules import body, frozen
from sixianghui.reports.rules.frozen import Content
from sixianghui.reports.rules.periods import Period
from sixianghui.reports.rules.reports import State
from tests.together import at_once
from tests.unit.reports.house import House, a_house

pytestmark = pytest.mark.django_db


def _state(report: object) -> State:
    return queries.state_of(queries.reports().get(pk=report.pk))  # type: ignore[attr-defined]


def test_body_when_kept_as_json_then_is_the_same_again() -> None:
    blocks = (
        body.Heading("一", 2),
        body.Text("有[[channel.articles:all]]篇，[[activities.shares:unit=3]]场。\n又一段"),
        body.Figures("", (body.Pick("channel.articles"),)),
        body.Breakdown("走势", body.Pick("channel.articles"), body.BY_TIME, body.Form.TABLE),
        body.Listing("", body.Pick("channel.articles", unit=4)),
    )
    assert body.from_json(body.to_json(blocks)) == blocks


def test_report_when_composed_then_every_number_is_counted_once_and_kept_as_json(house: House) -> None:
    house.notices.sent()
    content = composing.compose(queries.source_of(house.report()))
    assert [(one.figure, one.value, one.scope) for one in content.entries] == [
        ("campaigns.notices", 1, f'{{"campaign":{house.campaign.pk}}}'),
        ("campaigns.campaigns", 1, "{}"),
        ("campaigns.minutes_asked", 30, f'{{"campaign":{house.campaign.pk}}}'),
    ]
    assert content.blocks[1] == frozen.Text((("发出通知", 0, "份，启动活动", 1, "项。"),))
    assert Content.from_json(content.to_json()) == content


def test_report_for_everybody_when_not_checked_then_is_not_published(house: House) -> None:
    report = house.report()
    with pytest.raises(Conflict, match="另一个人看过"):
        commands.publish_report(report, by=house.clerk)
    commands.submit(report, by=house.clerk)
    with pytest.raises(Conflict, match="收回"):
        commands.save_report(report, house.words(title="改"), version=1, by=house.clerk)
    commands.return_report(report, "第二段的话太满", by=house.checker)
    assert _state(report) is State.RETURNED


def test_report_when_changed_after_approval_then_needs_another(house: House) -> None:
    report = house.approved()
    assert _state(report) is State.APPROVED
    commands.save_report(report, house.words(title="改了标题"), version=1, by=house.clerk)
    assert _state(report) is State.WRITING
    with pytest.raises(Conflict):
        commands.publish_report(report, by=house.clerk)


def test_report_when_its_writer_checks_it_then_is_refused(house: House) -> None:
    report = commands.begin(house.words(audience=Audience.EVERYBODY), unit=house.branch, by=house.secretary)
    commands.submit(report, by=house.secretary)
    with pytest.raises(Refused, match="动过笔"):
        commands.approve(report, by=house.secretary)


def test_report_when_somebody_saved_in_between_then_nothing_is_overwritten(house: House) -> None:
    report = house.report()
    commands.save_report(report, house.words(title="第一个人"), version=1, by=house.clerk)
    with pytest.raises(Conflict, match="有人先存了一次"):
        commands.save_report(report, house.words(title="第二个人"), version=1, by=house.clerk)
    report.refresh_from_db()
    assert report.title == "第一个人"


def test_report_with_a_number_that_there_is_not_then_says_so(house: House) -> None:
    with pytest.raises(HouseError, match="没有叫"):
        house.report(body=[{"kind": "text", "text": "有[[campaigns.nothing]]个"}])


def test_edition_when_published_then_its_numbers_stay(house: House) -> None:
    house.notices.sent()
    edition = house.published()
    house.notices.sent()
    frozen_content = Content.from_json(edition.content)
    assert frozen_content.entry("campaigns.notices").value == 1  # type: ignore[union-attr]
    assert edition.digest == frozen_content.digest()
    assert Publication.objects.count() == 3
    assert (
        house.notices.campaign and composing.compose(queries.source_of(edition.report)).entries[0].value == 2
    )


def test_edition_when_withdrawn_then_stands_no_more_and_says_why(house: House) -> None:
    edition = house.published()
    commands.withdraw(edition, "一个数算重了", by=house.clerk)
    assert not queries.standing().exists()
    assert queries.readable_by(None).get().withdrawn_reason == "一个数算重了"
    with pytest.raises(Conflict):
        commands.withdraw(edition, "再撤一次看看", by=house.clerk)


def test_text_when_what_was_published_of_it_is_withdrawn_then_is_not_approved_any_more(house: House) -> None:
    report = house.approved()
    first = commands.publish_report(report, by=house.clerk)
    assert _state(report) is State.APPROVED
    again = commands.publish_report(report, by=house.clerk)  # the numbers of another day
    commands.withdraw(again, "一个数算重了", by=house.clerk)
    assert _state(report) is State.WRITING
    with pytest.raises(Conflict, match="另一个人看过"):
        commands.publish_report(report, by=house.clerk)
    assert queries.standing().get() == first


def test_text_when_withdrawn_and_checked_again_then_may_be_published(
    house: House, clock: time.ManualClock
) -> None:
    report = house.approved()
    commands.withdraw(commands.publish_report(report, by=house.clerk), "一个数算重了", by=house.clerk)
    clock.set(clock.at + dt.timedelta(minutes=1))
    commands.submit(report, by=house.clerk)
    assert _state(report) is State.WAITING
    commands.approve(report, by=house.checker)
    assert commands.publish_report(report, by=house.clerk).number == 2


def test_correction_when_approved_before_the_first_edition_is_withdrawn_then_stays_approved(
    house: House, clock: time.ManualClock
) -> None:
    report = house.approved()
    wrong = commands.publish_report(report, by=house.clerk)
    clock.set(clock.at + dt.timedelta(minutes=1))
    commands.save_report(report, house.words(title="改对了"), version=1, by=house.clerk)
    commands.submit(report, by=house.clerk)
    commands.approve(report, by=house.checker)
    commands.withdraw(wrong, "一个数算重了", by=house.clerk)
    assert commands.publish_report(report, by=house.clerk).title == "改对了"


def test_report_within_a_unit_then_needs_nobody_else(house: House) -> None:
    report = commands.begin(house.words(audience=Audience.UNIT), unit=house.branch, by=house.secretary)
    edition = commands.publish_report(report, by=house.secretary)
    assert not queries.readable_by(None).exists()
    assert queries.readable_by(house.secretary).get() == edition


def test_templates_that_ship_when_installed_then_every_number_in_them_exists_and_none_comes_twice(
    house: House,
) -> None:
    commands.install()
    assert (Template.objects.count(), commands.install()) == (4, 0)
    for template in Template.objects.all():
        composing.check(body.from_json(template.body), house.words().scope)


def test_rows_when_printed_then_only_what_tells_them_apart_is_and_moments_to_the_minute() -> None:
    columns = ("活动", "主题活动", "载体", "时间")
    rows = (
        ("动员会", "双比双争", "", "2018-03-28 15:00:00"),
        ("读书会", "双比双争", "", "2018-03-30 17:00:00"),
    )
    assert frozen.worth_printing(columns, rows) == (
        ("活动", "时间"),
        (("动员会", "2018-03-28 15:00"), ("读书会", "2018-03-30 17:00")),
    )
    assert frozen.worth_printing(columns, rows[:1]) == (
        columns,
        (("动员会", "双比双争", "", "2018-03-28 15:00"),),
    )
    assert frozen.worth_printing(("名",), (("同",), ("同",))) == (("名",), (("同",), ("同",)))


@pytest.mark.django_db(transaction=True)
def test_ledger_when_two_save_the_same_quarter_at_once_then_it_has_two_editions_of_one_report() -> None:
    house = a_house()
    commands.install()

    def keep() -> None:
        commands.save_ledger(house.branch, Period(2018, 2), by=house.secretary)

    assert at_once(keep, keep) == [None, None]
    made = Report.objects.get(unit=house.branch, audience=Audience.UNIT)
    assert list(Edition.objects.filter(report=made).values_list("number", flat=True).order_by("number")) == [
        1,
        2,
    ]

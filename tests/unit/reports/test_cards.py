"""What waits of reports this week, and templates that nobody uses."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from sixianghui.common import time
from sixianghui.reports import cards, commands
from sixianghui.reports.models import Report, Result, Submission, Template, Verdict
from sixianghui.reports.queries import desk
from sixianghui.reports.queries import templates as queries
from tests.unit.reports.house import House

pytestmark = pytest.mark.django_db


def titles(account: object) -> list[str]:
    return [card.title for card in cards.cards(account)]  # type: ignore[arg-type]


def test_week_when_a_report_goes_from_hand_to_hand_then_has_one_card_for_whoever_is_next(
    house: House,
) -> None:
    report = house.report()
    assert (titles(house.clerk), titles(house.checker)) == ([], [])
    commands.submit(report, by=house.clerk)
    assert (titles(house.clerk), titles(house.checker)) == ([], ["一份报告等你看"])
    commands.return_report(report, "第二段的话太满", by=house.checker)
    assert (titles(house.clerk), titles(house.checker)) == (["报告退回来了"], [])
    commands.submit(report, by=house.clerk)
    commands.approve(report, by=house.checker)
    assert (titles(house.clerk), titles(house.checker)) == (["报告可以公布了"], [])
    commands.publish_report(report, by=house.clerk)
    assert (titles(house.clerk), titles(house.checker)) == ([], [])


def test_week_when_a_report_was_withdrawn_then_offers_nobody_to_publish_its_text_again(house: House) -> None:
    edition = house.published()
    commands.withdraw(edition, "一个数算重了", by=house.clerk)
    assert (titles(house.clerk), titles(house.checker)) == ([], [])
    assert [row.report for row in desk.on_desk(house.clerk).to_do] == [edition.report]


def test_week_when_many_reports_wait_then_shows_three(house: House) -> None:
    for _number in range(4):
        commands.submit(house.report(), by=house.clerk)
    assert titles(house.checker) == ["一份报告等你看"] * 3


def test_template_when_unused_for_half_a_year_then_is_proposed_until_somebody_needs_it(house: House) -> None:
    commands.install()
    one = Template.objects.get(code="year")
    Template.objects.filter(pk=one.pk).update(made_at=time.now() - dt.timedelta(days=182))
    assert queries.to_close(house.clerk) == [one]
    assert titles(house.clerk) == ["1 个报告模板半年没人用"]
    assert (queries.to_close(house.secretary), titles(house.secretary)) == ([], [])
    commands.keep_template(one, by=house.clerk)
    assert titles(house.clerk) == []


def test_template_when_used_lately_then_is_not_proposed(house: House) -> None:
    commands.install()
    Template.objects.update(made_at=time.now() - dt.timedelta(days=400))
    one = Template.objects.get(code="campaign")
    commands.begin(house.words(), unit=house.committee, by=house.clerk, template=one)
    assert one not in queries.to_close(house.clerk)


def test_desk_when_many_reports_changed_since_then_what_waits_and_what_was_returned_is_still_there(
    house: House,
) -> None:
    waits, returned = house.report(), house.report()
    for one in (waits, returned):
        commands.submit(one, by=house.clerk)
    commands.return_report(returned, "第二段的话太满", by=house.checker)
    later = time.now() + dt.timedelta(hours=1)
    Report.objects.bulk_create(
        Report(
            unit=house.committee,
            title=f"台账{number}",
            scope="{}",
            body=[],
            made_by=house.clerk,
            changed_at=later,
        )
        for number in range(desk.MOST + 1)
    )
    assert [row.report for row in desk.on_desk(house.checker).to_check] == [waits]
    assert returned in [row.report for row in desk.on_desk(house.clerk).to_do]
    assert (titles(house.clerk), titles(house.checker)) == (["报告退回来了"], ["一份报告等你看"])


def test_desk_when_many_reports_were_returned_since_then_what_waits_longest_is_still_the_first_to_check(
    house: House,
) -> None:
    waits = house.report()
    commands.submit(waits, by=house.clerk)
    later = time.now() + dt.timedelta(hours=1)
    made = Report.objects.bulk_create(
        Report(unit=house.committee, title=f"退回的{number}", made_by=house.clerk, changed_at=later)
        for number in range(desk.MOST)
    )
    fact: dict[str, Any] = {"at": later, "actor": house.clerk, "unit": house.committee}
    sent = Submission.objects.bulk_create(
        Submission(report=one, version=1, ended_at=later, **fact) for one in made
    )
    Verdict.objects.bulk_create(Verdict(submission=one, result=Result.RETURNED, **fact) for one in sent)
    newer = house.report()
    Report.objects.filter(pk=newer.pk).update(changed_at=later)
    Submission.objects.create(report=newer, version=1, **fact)

    assert [row.report for row in desk.on_desk(house.checker).to_check] == [waits, newer]
    assert [row.report for row in desk.for_me(house.checker)[0]] == [waits, newer]
    assert [row.report for row in desk.on_desk(house.clerk).away[:2]] == [waits, newer]

"""Whether there is anybody who may check a report, as the table of permissions has it."""

from __future__ import annotations

import pytest

from sixianghui.access.public import Account, Post, may
from sixianghui.directory.public import Unit
from sixianghui.reports import commands
from sixianghui.reports.actions import Action
from sixianghui.reports.queries.checking import may_be_checked
from tests.factories import a_unit, someone_with
from tests.unit.reports.house import House


@pytest.fixture
def above() -> Unit:
    return a_unit()


@pytest.fixture
def unit(above: Unit) -> Unit:
    return a_unit(parent=above)


@pytest.fixture
def secretary(unit: Unit) -> Account:
    return someone_with(Post.SECRETARY, unit)


@pytest.mark.parametrize("post", list(Post))
def test_report_when_one_other_holds_a_post_then_may_be_checked_as_far_as_that_one_may(
    house: House, above: Unit, unit: Unit, secretary: Account, post: Post
) -> None:
    report = commands.begin(house.words(), unit=unit, by=secretary)
    for where in (unit, above, a_unit()):
        other = someone_with(post, where)
        assert may_be_checked(report) is may(other, Action.REVIEW, report)
        other.is_active = False
        other.save(update_fields=["is_active"])
        assert not may_be_checked(report)


def test_report_when_whoever_may_check_has_written_at_it_then_may_not_be_checked(
    house: House, unit: Unit, secretary: Account
) -> None:
    report = commands.begin(house.words(), unit=unit, by=secretary)
    deputy = someone_with(Post.DEPUTY_SECRETARY, unit)
    assert may_be_checked(report)
    commands.save_report(report, house.words(title="副书记也改了"), version=1, by=deputy)
    assert not may_be_checked(report)

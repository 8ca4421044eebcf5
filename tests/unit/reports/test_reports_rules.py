"""Where a report stands and what may happen to it; when a template is proposed for closing."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest

from sixianghui.reports.rules import reports as rules
from sixianghui.reports.rules.reports import Event, State

TODAY = dt.date(2018, 6, 5)
#: In which state what may happen, and where it leads.
LEADS = {
    ("writing", "save"): "writing",
    ("writing", "submit"): "waiting",
    ("returned", "save"): "writing",
    ("returned", "submit"): "waiting",
    ("waiting", "take back"): "writing",
    ("waiting", "approve"): "approved",
    ("waiting", "return"): "returned",
    ("approved", "save"): "writing",
    ("approved", "publish"): "approved",
}


@pytest.mark.parametrize(("state", "event"), itertools.product(State, Event))
def test_report_when_something_happens_to_it_then_only_these_steps_lead_on(
    state: State, event: Event
) -> None:
    leads = LEADS.get((state.value, event.value))
    assert rules.allows(state, event) is (leads is not None)
    assert rules.NEXT.get((state, event)) == leads


def test_steps_when_counted_then_there_are_no_others() -> None:
    assert rules.NEXT == LEADS


@pytest.mark.parametrize(("for_everybody", "may"), [(True, False), (False, True)])
def test_report_when_for_everybody_then_somebody_else_must_have_read_it(
    for_everybody: bool, may: bool
) -> None:
    assert rules.may_publish_unread(for_everybody=for_everybody) is may


@pytest.mark.parametrize(
    ("used_on", "kept_until", "unused"),
    [
        ("2018-06-05", None, False),
        ("2017-12-06", None, False),  # 181 days
        ("2017-12-05", None, True),  # 182
        ("2017-12-04", None, True),
        ("2017-12-05", "2018-06-04", True),
        ("2017-12-05", "2018-06-05", False),
        ("2017-12-05", "2018-06-06", False),
        ("2017-12-06", "2018-06-04", False),
    ],
)
def test_template_when_not_used_for_half_a_year_and_nobody_needs_it_then_is_unused(
    used_on: str, kept_until: str | None, unused: bool
) -> None:
    kept = None if kept_until is None else dt.date.fromisoformat(kept_until)
    assert rules.unused(used_on=dt.date.fromisoformat(used_on), kept_until=kept, today=TODAY) is unused


def test_times_and_lengths_when_changed_then_somebody_meant_it() -> None:
    assert (rules.REASON_LENGTH, rules.SHORTEST_REASON) == (300, 4)
    day = dt.timedelta(days=1)
    assert (182 * day, 365 * day) == (rules.UNUSED_AFTER, rules.KEPT_FOR)

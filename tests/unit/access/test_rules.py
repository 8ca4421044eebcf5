"""The pure rules of signing in, at their edges."""

from __future__ import annotations

import datetime as dt

import pytest

from sixianghui.access import rules

NOW = dt.datetime(2026, 3, 1, 9, 0, tzinfo=dt.UTC)
HALF_AN_HOUR, HALF_A_DAY = dt.timedelta(minutes=30), dt.timedelta(hours=12)
INSTANT = dt.timedelta(microseconds=1)


@pytest.mark.parametrize(("failures", "waits"), [(0, False), (4, False), (5, True), (6, True)])
def test_name_from_an_address_when_it_failed_five_times_then_waits(failures: int, waits: bool) -> None:
    assert rules.must_wait(failures) is waits


@pytest.mark.parametrize(
    ("in_window", "in_last_minute", "waits"),
    [
        (0, 0, False),
        (29, 3, False),
        (30, 2, False),
        (30, 3, True),
        (31, 4, True),
    ],
)
def test_address_when_it_fails_with_many_names_then_is_slowed_down_to_some_a_minute(
    in_window: int, in_last_minute: int, waits: bool
) -> None:
    assert rules.address_must_wait(in_window, in_last_minute) is waits


@pytest.mark.parametrize(
    ("address", "source"),
    [
        ("2001:db8:1:2::7", "2001:db8:1:2::"),
        ("", "::"),
        ("unix:", "::"),
    ],
)
def test_address_when_it_is_none_then_counts_as_one_of_all_that_are_none(address: str, source: str) -> None:
    assert rules.source_of(address) == source


@pytest.mark.parametrize(
    ("address", "here"),
    [
        ("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("::ffff:127.0.0.1", True),
        ("10.0.0.1", False), ("::2", False), ("::ffff:10.0.0.1", False), ("", False), ("localhost", False),
    ],
)  # fmt: skip
def test_address_when_of_this_machine_then_is_known_as_such(address: str, here: bool) -> None:
    assert rules.is_loopback(address) is here


@pytest.mark.parametrize(
    ("address", "within"),
    [
        ("10.20.0.7", True), ("::ffff:10.20.0.7", True), ("2001:db8::5", True), ("10.21.0.7", False), ("2001:db9::5", False),
        ("::ffff:10.21.0.7", False),
    ],
)  # fmt: skip
def test_address_when_in_one_of_the_networks_then_lies_within(address: str, within: bool) -> None:
    assert rules.is_within(address, ["192.0.2.0/24", "10.20.0.0/16", "2001:db8::/32"]) is within
    assert rules.is_within(address, []) is False


@pytest.mark.parametrize(
    ("since_seen", "since_begun", "over"),
    [
        (HALF_AN_HOUR - INSTANT, HALF_A_DAY - INSTANT, False),
        (HALF_AN_HOUR, HALF_AN_HOUR, True),
        (INSTANT, HALF_A_DAY, True),
        (HALF_AN_HOUR + INSTANT, HALF_A_DAY + INSTANT, True),
        # The clock was put back since.
        (INSTANT - HALF_AN_HOUR, INSTANT - HALF_A_DAY, False),
        (-HALF_AN_HOUR, -HALF_AN_HOUR, True),
        (-INSTANT, -HALF_A_DAY, True),
    ],
)
def test_session_when_left_or_grown_old_then_is_over_at_that_very_moment(
    since_seen: dt.timedelta, since_begun: dt.timedelta, over: bool
) -> None:
    assert rules.has_ended(rules.STAFF_STAY, began=NOW - since_begun, seen=NOW - since_seen, now=NOW) is over


def test_times_and_counts_when_changed_then_somebody_meant_it() -> None:
    """What is promised in `docs/` and asked for by rules, written down a second time."""
    minute, hour, day = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
    assert (15 * minute, 24 * hour, 15 * minute) == (rules.WINDOW, rules.LINK_LIFE, rules.FRESH)
    assert (2 * minute, 90 * day, minute) == (rules.CODE_LIFE, rules.PASSWORD_LIFE, rules.SEEN_EVERY)
    assert rules.Stay(idle=7 * day, whole=30 * day) == rules.MEMBER_STAY
    assert rules.Stay(idle=12 * hour, whole=12 * hour) == rules.SAMPLE_STAY


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Chrome/120 (Windows NT 10.0)", "chrome/windows"),
        ("Edg/120 Chrome/120 (Linux)", "edge/linux"),
        ("curl/8", "other/other"),
    ],
)
def test_browser_when_it_says_what_it_is_then_the_first_word_that_fits_counts(said: str, kind: str) -> None:
    assert rules.browser_of(said) == kind


def test_address_when_it_is_none_then_lies_in_no_network() -> None:
    assert not rules.is_within("", ["0.0.0.0/0", "::/0"])
    assert not rules.is_within("10.0.0.1.5", ["0.0.0.0/0"])

"""When a letter leaves."""

from __future__ import annotations

import datetime as dt

import pytest

from sixianghui.notify import rules
from sixianghui.notify.rules import SHANGHAI, Hours

USUAL = Hours()


def at(hour: int, minute: int = 0, day: int = 5) -> dt.datetime:
    return dt.datetime(2018, 6, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("moment", "end"),
    [
        (at(21, 59), at(21, 59)),
        (at(22), at(7, day=6)),
        (at(23, 59), at(7, day=6)),
        (at(0), at(7)),
        (at(6, 59), at(7)),
        (at(7), at(7)),
    ],
)
def test_quiet_when_it_is_night_then_ends_in_the_morning(moment: dt.datetime, end: dt.datetime) -> None:
    assert rules.end_of_quiet(moment, USUAL) == end


@pytest.mark.parametrize(
    ("hours", "moment", "end"),
    [
        (Hours(dt.time(12), dt.time(14)), at(13), at(14)),
        (Hours(dt.time(12), dt.time(14)), at(14), at(14)),
        (Hours(dt.time(12), dt.time(14)), at(23), at(23)),
        (Hours(dt.time(9), dt.time(9)), at(9), at(9)),
    ],
)
def test_quiet_when_the_hours_are_the_persons_own_then_they_hold(
    hours: Hours, moment: dt.datetime, end: dt.datetime
) -> None:
    assert rules.end_of_quiet(moment, hours) == end


@pytest.mark.parametrize(
    ("moment", "expected"), [(at(7, 59), at(8)), (at(8), at(8, day=6)), (at(20), at(8, day=6))]
)
def test_digest_when_a_message_comes_then_leaves_at_the_next_hour_of_the_digest(
    moment: dt.datetime, expected: dt.datetime
) -> None:
    assert rules.due(moment, USUAL, urgent=False, at_once=False) == expected


def test_digest_when_its_hour_is_quiet_then_leaves_when_the_quiet_ends() -> None:
    hours = Hours(dt.time(22), dt.time(9), dt.time(8))
    assert rules.due(at(12), hours, urgent=False, at_once=False) == at(9, day=6)


def test_message_when_wanted_at_once_then_leaves_now_but_not_in_the_night() -> None:
    assert rules.due(at(12), USUAL, urgent=False, at_once=True) == at(12)
    assert rules.due(at(23), USUAL, urgent=False, at_once=True) == at(7, day=6)


@pytest.mark.parametrize(
    ("moment", "begins", "leaves"),
    [
        (at(15), at(19), at(15)),
        (at(15), at(10, day=6), at(8, day=6)),
        (at(15), at(9, 59, day=6), at(15)),
        (at(23), at(9, 30, day=6), at(7, day=6)),
        (at(23), at(8, day=6), at(23)),
        (at(15), at(9, day=12), at(8, day=6)),
        (at(15), at(14), at(15)),
        (at(23), at(19), at(7, day=6)),
    ],
    ids=[
        "this evening",
        "in time",
        "too late",
        "after the night",
        "before the morning",
        "next week",
        "begun",
        "begun, and it is night",
    ],
)
def test_message_when_the_digest_would_come_too_late_then_leaves_by_itself(
    moment: dt.datetime, begins: dt.datetime, leaves: dt.datetime
) -> None:
    assert rules.due(moment, USUAL, urgent=False, at_once=False, before=begins) == leaves
    assert rules.cannot_wait(moment, USUAL, begins) == (leaves != at(8, day=6))


def test_message_when_urgent_then_leaves_now_in_the_night_too() -> None:
    assert rules.due(at(23), USUAL, urgent=True, at_once=False) == at(23)


def test_tries_when_they_fail_then_wait_longer_and_are_given_up_after_about_a_day() -> None:
    waits = [rules.wait_after(tries) for tries in range(1, 8)]
    assert waits[-1] is None
    known = [wait for wait in waits if wait is not None]
    assert known == sorted(known)
    assert dt.timedelta(hours=16) < sum(known, dt.timedelta()) < dt.timedelta(hours=24)


@pytest.mark.parametrize(
    ("hour", "minute", "quiet"), [(11, 59, False), (12, 0, True), (13, 59, True), (14, 0, False)]
)
def test_quiet_when_at_noon_then_begins_and_ends_at_its_very_minutes(
    hour: int, minute: int, quiet: bool
) -> None:
    moment = at(hour, minute)
    end = rules.end_of_quiet(moment, Hours(dt.time(12), dt.time(14)))

    assert end == (at(14) if quiet else moment)
    assert (end is moment) is not quiet


def test_quiet_when_it_just_ended_in_the_morning_then_the_moment_is_left_as_it_is() -> None:
    moment = at(7)

    assert rules.end_of_quiet(moment, USUAL) is moment


def test_hours_when_nobody_chose_any_then_the_night_is_quiet_and_the_digest_comes_at_eight() -> None:
    assert Hours() == Hours(dt.time(22, 0), dt.time(7, 0), dt.time(8, 0))


@pytest.mark.parametrize(
    ("tries", "minutes"), [(1, 1), (2, 5), (3, 15), (4, 60), (5, 240), (6, 720), (7, None), (8, None)]
)
def test_tries_when_so_many_failed_then_wait_so_many_minutes(tries: int, minutes: int | None) -> None:
    assert rules.wait_after(tries) == (None if minutes is None else dt.timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("seconds_ago", "may"),
    [
        ([], True),
        # One a minute.
        ([59], False), ([60], True), ([0], False),
        # Five an hour.
        ([60, 120, 180, 240], True), ([60, 120, 180, 240, 3599], False), ([60, 120, 180, 240, 3600], True),
        # Ten a day.
        ([3600 * hour for hour in range(1, 10)], True),
        ([3600 * hour for hour in range(1, 10)] + [86_399], False),
        ([3600 * hour for hour in range(1, 10)] + [86_400], True),
        # The clock was put back since.
        ([-59], False), ([-60], True), ([-60, -120, -180, -240, -3599], False),
    ],
)  # fmt: skip
def test_code_when_one_went_in_the_minute_five_in_the_hour_or_ten_in_the_day_then_none_goes(
    seconds_ago: list[int], may: bool
) -> None:
    now = at(12)

    assert rules.may_send(iter([now - dt.timedelta(seconds=ago) for ago in seconds_ago]), now) is may


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("zhang@example.org", "zhang@example.org"),
        (" Zhang@EXAMPLE.Org ", "Zhang@example.org"),
        ("ｚｈａｎｇ＠ｅｘａｍｐｌｅ．ｏｒｇ", "zhang@example.org"),
        ("zhang@mail.example.org", "zhang@mail.example.org"),
        ("zhang@example", None),
        ("zhang@-example.org", None),
        ("zhang@example.o", None),
        ("zhang", None),
        ("@example.org", None),
        ("a@b.org,c@d.org", None),
        ("a@b.org\r\nBcc: c@d.org", None),
        ("a" * 64 + "@b.org", "a" * 64 + "@b.org"),
        ("a" * 65 + "@b.org", None),
    ],
)
def test_mail_address_when_mail_could_reach_it_then_kept_with_its_domain_in_small_letters(
    typed: str, kept: str | None
) -> None:
    assert rules.mail_address(typed) == kept


def test_mail_address_when_longer_than_254_letters_then_refused() -> None:
    domain = f"{'b' * 62}.{'c' * 62}.{'d' * 63}.org"

    assert rules.mail_address(f"{'a' * 60}@{domain}") == f"{'a' * 60}@{domain}"
    assert rules.mail_address(f"{'a' * 61}@{domain}") is None


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("13800001234", "+8613800001234"), ("19900001234", "+8619900001234"), ("8613800001234", "+8613800001234"),
        ("+86 (138) 0000-1234", "+8613800001234"), ("１３８．００００．１２３４", "+8613800001234"), ("12800001234", None), ("23800001234", None),
        ("1380000123", None), ("138000012345", None), ("+8513800001234", None), ("", None),
    ],
)  # fmt: skip
def test_mobile_number_when_typed_in_whatever_way_then_kept_in_one_or_refused(
    typed: str, kept: str | None
) -> None:
    assert rules.mobile_number(typed) == kept


@pytest.mark.parametrize(
    ("typed", "code"),
    [("123456", "123456"), (" 123 456\n", "123456"), ("１２３　４５６", "123456"), ("", "")],
)
def test_code_when_typed_in_full_width_or_with_gaps_then_is_the_same(typed: str, code: str) -> None:
    assert rules.code_in(typed) == code


@pytest.mark.parametrize(
    ("channel", "value", "masked"),
    [
        ("sms", "+8613800005678", "138****5678"),
        ("sms", "13800005678", "138****5678"),
        ("mail", "a@example.org", "a***@example.org"),
        ("mail", "abc@example.org", "a***@example.org"),
        ("mail", "abcd@example.org", "ab***@example.org"),
        ("mail", "abcdefgh@example.org", "ab***@example.org"),
    ],
)
def test_address_when_others_may_see_it_then_only_its_owner_recognises_it(
    channel: str, value: str, masked: str
) -> None:
    assert rules.masked(channel, value) == masked


def test_times_and_counts_when_changed_then_somebody_meant_it() -> None:
    """What is promised in `docs/`, written down a second time."""
    minute, hour, day = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
    assert (183 * day, 10 * minute) == (rules.KEPT, rules.HOLD)
    assert (minute, 5 * minute, 15 * minute, hour, 4 * hour, 12 * hour) == rules.WAITS
    assert ((minute, 1), (hour, 5), (day, 10)) == rules.LIMITS
    assert (hour, 20) == rules.FROM_ONE_PLACE
    assert {"mail": 15 * minute, "sms": 5 * minute} == rules.CODE_LIFE
    assert (rules.CODE_TRIES, rules.CODE_LENGTH) == (5, 6)


@pytest.mark.parametrize(
    "address",
    [
        "a@" + "b" * 64 + ".org",
        "a@b.-c-.org",
        "a@-b.org",
        ".a@example.org",
        "a..b@example.org",
        "a.@example.org",
        "a" * 65 + "@example.org",
    ],
)
def test_address_when_no_mail_could_reach_it_then_is_none(address: str) -> None:
    assert rules.mail_address(address) is None


@pytest.mark.parametrize(
    "address", ["a@" + "b" * 63 + ".org", "a@b-c.d.org", "a.b+c@example.org", "a" * 64 + "@example.org"]
)
def test_address_when_just_within_the_standard_then_is_taken(address: str) -> None:
    assert rules.mail_address(address) == address

"""From what a cell holds to what it means."""

from __future__ import annotations

import datetime as dt

import pytest

from sixianghui.directory.roster import numbers
from sixianghui.directory.roster.cells import Day, Plain, day, plain
from sixianghui.directory.roster.faults import Kind

THE_DAY = dt.date(1990, 5, 3)


@pytest.mark.parametrize(
    "spelling",
    ["1990-05-03", "1990-5-3", "1990/5/3", "1990.5.3", "1990年5月3日", "1990年05月03", "1990 年 5 月 3 号", "19900503", 19900503,
     "1990-05-03 00:00:00", "1990．5．3".replace("．", ".")],
)  # fmt: skip
def test_date_when_written_as_text_in_any_usual_way_then_is_read_and_told(spelling: object) -> None:
    assert day(spelling) == Day(THE_DAY, Kind.DATE_TEXT)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (dt.datetime.combine(dt.date(1990, 5, 3), dt.time()), Day(THE_DAY)),
        (THE_DAY, Day(THE_DAY)),
        (32996, Day(THE_DAY, Kind.DATE_SERIAL)),
        (32996.0, Day(THE_DAY, Kind.DATE_SERIAL)),
        ("32996", Day(THE_DAY, Kind.DATE_SERIAL)),
        ("１９９０-05-03", Day(THE_DAY, Kind.FULL_WIDTH)),
        ("１９９０．０５．０３", Day(THE_DAY, Kind.FULL_WIDTH)),
        ("1990-05-03 ", Day(THE_DAY, Kind.SPACES)),
        ("\u200b1990-05-03", Day(THE_DAY, Kind.SPACES)),
        ("　1990-05-03", Day(THE_DAY, Kind.SPACES)),
        ("", Day(None)),
        (None, Day(None)),
    ],
)
def test_date_then_one_thing_put_right_is_told(value: object, expected: Day) -> None:
    assert day(value) == expected


def test_date_when_the_workbook_counts_from_1904_then_numbers_are_days_since_then() -> None:
    assert day(31534, is_1904=True) == Day(THE_DAY, Kind.DATE_SERIAL)


@pytest.mark.parametrize(
    "value",
    ["3/5/1990", "90-05-03", "1990-05", "1990年5月", 1990, 1990.05, 199005, "五月三日", True, 1e300, float("nan"), float("inf"),
     dt.time(1), "0000"],
)  # fmt: skip
def test_date_when_it_could_be_several_days_then_is_left_to_a_person(value: object) -> None:
    assert day(value) == Day(None, Kind.DATE_UNCLEAR)


@pytest.mark.parametrize(
    "value",
    [
        "1990-02-30",
        "1990-13-01",
        19901301,
        "1899-12-31",
        dt.datetime.combine(dt.date(1899, 12, 31), dt.time()),
        "0000-01-01",
    ],
)
def test_date_when_there_is_no_such_day_then_is_refused(value: object) -> None:
    assert day(value) == Day(None, Kind.DATE_IMPOSSIBLE)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("张样例", Plain("张样例")),
        (" 张样例", Plain("张样例", Kind.SPACES)),
        ("张 样例", Plain("张样例", Kind.SPACES)),
        ("张\u3000样 例\n", Plain("张样例", Kind.SPACES)),
        ("张\u200b样例", Plain("张样例", Kind.SPACES)),
        ("张\u00a0样例", Plain("张样例", Kind.SPACES)),
        ("Ann  Lee", Plain("Ann Lee", Kind.SPACES)),
        ("阿卜杜拉·样例", Plain("阿卜杜拉·样例")),
        ("第１党支部", Plain("第1党支部", Kind.FULL_WIDTH)),
        ("（党）支部", Plain("（党）支部")),
        (1001, Plain("1001")),
        (1001.0, Plain("1001")),
        (None, Plain("")),
        ("  ", Plain("")),
    ],
)
def test_name_when_padded_or_wide_then_is_made_plain_and_told(value: object, expected: Plain) -> None:
    assert plain(value, han=True) == expected


def test_text_when_it_is_no_name_then_keeps_single_spaces_inside() -> None:
    assert plain("一 号 ") == Plain("一 号", Kind.SPACES)


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("11010519491231002X", "11010519491231002X"),
        ("11010519491231002x", "11010519491231002X"),
        ("110105 19491231 002X", "11010519491231002X"),
        ("110105194912310021", ""),
        ("11010519491331002X", ""),
        ("1101051949123100", ""),
        ("", ""),
    ],
)
def test_identity_number_then_passes_only_with_its_check_digit_and_a_real_day(text: str, normal: str) -> None:
    assert numbers.id_number(text) == normal


@pytest.mark.parametrize(
    ("text", "normal"),
    [("13800138000", "13800138000"), ("+86 138-0013-8000", "13800138000"), ("0086 13800138000", "13800138000"), ("12800138000", ""), ("1380013800", "")],
)  # fmt: skip
def test_mobile_number_then_has_eleven_digits_and_a_mobile_beginning(text: str, normal: str) -> None:
    assert numbers.mobile(text) == normal

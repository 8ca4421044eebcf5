"""Template words: phrases, dates and numbers as an editor writes them, in both languages."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation

from sixianghui.common import time
from sixianghui.ui.templatetags import ui

DAY = dt.date(2018, 6, 5)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("zh-hans", ("2018年6月5日", "6月5日", "星期二")),
        ("en", ("5 June 2018", "5 June", "Tuesday")),
    ],
)
def test_dates_when_the_page_has_a_language_then_they_are_written_in_it(
    language: str, expected: tuple[str, str, str]
) -> None:
    with translation.override(language):
        assert (ui.long_date(DAY), ui.short_date(DAY), ui.weekday(DAY)) == expected


def test_moment_when_it_is_late_in_utc_then_the_day_is_the_one_in_shanghai() -> None:
    moment = dt.datetime(2018, 6, 4, 17, 0, tzinfo=dt.UTC)
    assert (ui.long_date(moment), ui.short_date(moment)) == ("2018年6月5日", "6月5日")
    assert (ui.long_moment(moment), ui.short_moment(moment)) == ("2018年6月5日 01:00", "6月5日 01:00")
    assert (ui.long_moment(None), ui.short_moment(None)) == ("", "")


@pytest.mark.parametrize(
    ("days", "expected"), [(-2, "2 天前"), (-1, "昨天"), (0, "今天"), (1, "明天"), (3, "3 天后")]
)
def test_distance_when_a_day_is_near_then_it_is_said_in_words(days: int, expected: str) -> None:
    assert ui.in_days(time.today() + dt.timedelta(days=days)) == expected


@pytest.mark.parametrize(("number", "expected"), [(17693, "17,693"), (7, "7"), (None, "")])
def test_number_when_shown_then_its_thousands_are_set_off(number: int | None, expected: str) -> None:
    assert ui.grouped(number) == expected


def test_headline_when_it_holds_markup_then_it_is_text_in_phrases() -> None:
    assert ui.phrased("一座城，<b>怎样|写") == (
        '<span class="ph">一座城，</span><span class="ph">&lt;b&gt;怎样</span><span class="ph">写</span>'
    )


def test_home_when_the_page_is_english_then_it_is_the_english_one() -> None:
    with translation.override("zh-hans"):
        assert ui.home_url() == "/"
    with translation.override("en"):
        assert ui.home_url() == "/en/"

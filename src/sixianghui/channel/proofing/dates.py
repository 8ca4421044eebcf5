"""Dates and times: that they exist, that the weekday is right, that what is told as past is past. Pure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from sixianghui.channel.proofing.text import Around, Finding, Kind, Passage, Severity, at, sentence_around

_DIGITS = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_WEEK = "一二三四五六日"
_NUMBER = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_DATE = re.compile(
    rf"(?<![\d.])(?:(?P<year>\d{{4}}|[一二][〇零一二三四五六七八九]{{3}})\s?年\s?)?"
    rf"(?P<month>{_NUMBER})\s?月\s?(?P<day>{_NUMBER})\s?(?:日|号(?![楼院线厅馆门桌机]))"
    rf"(?:[，,、（(\s]{{0,2}}(?P<week>(?:星期|周|礼拜)(?P<name>[一二三四五六日天])))?"
)
_PLAIN = re.compile(
    r"(?<![\d./-])(?P<year>(?:19|20)\d\d)(?P<gap>[-/.])(?P<month>\d{1,2})(?P=gap)(?P<day>\d{1,2})(?![\d./-])"
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?年")
_TIME = re.compile(
    r"(?P<part>凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚|夜里)?\s?(?<![\d:：])(?P<hour>\d{1,2})"
    r"(?:(?P<colon>[:：])(?P<minute>\d{2})(?![\d:：])|(?P<word>[时点])(?:(?P<minutes>\d{1,2})分)?)"
)
_RANGE = re.compile(
    r"(?P<month>\d{1,2})月(?P<first>\d{1,2})[日号]?\s?(?:至|到|—|－|-|~|～)\s?(?:(?P<other>\d{1,2})月)?(?P<last>\d{1,2})[日号]"
)
_PAST = re.compile(r"了|已经|已于|举行过|召开过|刚刚|曾")
_COMING = re.compile(
    r"将|拟|计划|预计|准备|打算|安排|定于|定在|约定|届时|截止|截至|为止|以前|之前|前[答交完报]|要在|要到|等到|明天|后天|下周|下月|下次|下一|明年|到期|有效期|预约|报名|想|可以|请|[？?]"
)


def number(text: str) -> int:
    """A number below one hundred, in digits or in Chinese."""
    if text.isdigit():
        return int(text)
    if "十" not in text:
        return _DIGITS.get(text, -1) if len(text) == 1 else -1
    tens, _ten, ones = text.partition("十")
    return (_DIGITS.get(tens, -10) if tens else 1) * 10 + (_DIGITS.get(ones, -100) if ones else 0)


def _year(text: str) -> int:
    return int(text) if text.isdigit() else int("".join(str(_DIGITS[sign]) for sign in text))


def find(passages: Sequence[Passage], around: Around) -> Iterator[Finding]:
    """Everything about dates."""
    told: int | None = None
    for passage in passages:
        for found in _DATE.finditer(passage.text):
            before = _YEAR.findall(passage.text[: found.start()])
            if before:
                told = int(before[-1])
            if found["year"]:
                told = _year(found["year"])
            yield from _date(passage, found, told, around)
        for found in _PLAIN.finditer(passage.text):
            if not _exists(int(found["year"]), int(found["month"]), int(found["day"])):
                yield at(passage, Kind.NO_SUCH_DATE, Severity.MUST, *found.span())
        years = _YEAR.findall(passage.text)
        told = int(years[-1]) if years else told
        yield from _times(passage)
        yield from _ranges(passage)


def _exists(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _date(passage: Passage, found: re.Match[str], told: int | None, around: Around) -> Iterator[Finding]:
    month, day = number(found["month"]), number(found["day"])
    if told is None and (month, day) == (2, 29):
        return  # of no year in particular
    years = [told] if told is not None else [around.today.year, around.today.year - 1]
    dates = [date for year in years if (date := _exists(year, month, day))]
    if not dates:
        yield at(passage, Kind.NO_SUCH_DATE, Severity.MUST, *found.span())
        return
    if found["week"]:
        said = _WEEK.index(found["name"].replace("天", "日"))
        if all(date.weekday() != said for date in dates):
            right = found["week"][:-1] + _WEEK[dates[0].weekday()]
            severity = Severity.MUST if found["year"] else Severity.HINT
            if found["year"] is None and told in (None, around.today.year):
                severity = Severity.MUST
            yield at(
                passage, Kind.WRONG_WEEKDAY, severity, *found.span(),
                instead=found.group().replace(found["week"], right), detail=str(dates[0].year),
            )  # fmt: skip
    if dates[0] > around.today and (told is not None or dates[0] - around.today < dt.timedelta(days=62)):
        sentence = sentence_around(passage.text, *found.span())
        if _PAST.search(sentence) and not _COMING.search(sentence):
            yield at(passage, Kind.NOT_YET, Severity.HINT, *found.span())


def _times(passage: Passage) -> Iterator[Finding]:
    for found in _TIME.finditer(passage.text):
        hour, minute = int(found["hour"]), int(found["minute"] or found["minutes"] or 0)
        if found["colon"] and not found["part"] and (hour > 24 or minute > 59):
            continue  # a score or a ratio
        if found["word"] == "点" and not found["part"] and not found["minutes"]:
            continue  # 3点建议
        if hour > 24 or minute > 59 or (hour == 24 and minute):
            yield at(passage, Kind.NO_SUCH_TIME, Severity.MUST, *found.span())
        elif found["part"] in {"凌晨", "清晨", "早上", "早晨", "上午"} and hour > 12:
            yield at(passage, Kind.NO_SUCH_TIME, Severity.HINT, *found.span())


def _ranges(passage: Passage) -> Iterator[Finding]:
    for found in _RANGE.finditer(passage.text):
        first = int(found["month"]), int(found["first"])
        last = int(found["other"] or found["month"]), int(found["last"])
        if last < first and not (first[0] >= 11 and last[0] <= 2):
            yield at(passage, Kind.BACKWARDS, Severity.HINT, *found.span())

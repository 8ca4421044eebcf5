"""The demo's composed articles: how many, how varied, and fit to print."""

from __future__ import annotations

import datetime as dt
import importlib
import importlib.util
import re
from collections import Counter, defaultdict

import pytest

from sixianghui.common.workdays import is_working_day
from sixianghui.project.columns import COLUMNS
from sixianghui.project.replay.content.composed import NUMBER, composed
from sixianghui.project.replay.content.composed.chronicle import MARK, NAMES, UNITS, WEEKDAYS
from sixianghui.project.replay.content.drafts import BlockKind, Draft
from sixianghui.project.replay.content.themes import CHARTS, THEMES

HANDWRITTEN = "sixianghui.project.replay.content.handwritten"
#: At most this share of one article's sentences may stand in another.
SHARE = 0.30
_UNIT_NAMES = re.compile(
    "|".join(sorted((name for _, name in UNITS.values() if name), key=len, reverse=True))
)
_DATES = re.compile(r"（周.）|\d+月|\d+日|\d+")


def sentences(draft: Draft) -> set[str]:
    """The article's sentences without digits, dates, and names of people and units."""
    text = "\n".join(pieces(draft))
    for name in (MARK, *NAMES):
        text = text.replace(name, "")
    text = _DATES.sub("", _UNIT_NAMES.sub("", text))
    return {plain for part in re.split(r"[。！？；\n]", text) if (plain := re.sub(r"[\W_]", "", part))}


def pieces(draft: Draft) -> list[str]:
    """Everything that stands in the body of an article, piece by piece."""
    found = [piece for block in draft.body for piece in (block.words, *block.items)]
    return [*found, *draft.needs, *(f"{step.title}。{step.text}" for step in draft.steps)]


def too_alike(drafts: tuple[Draft, ...]) -> list[tuple[str, str]]:
    """Pairs of which one shares more than its share with the other, found by who holds each sentence."""
    held = {draft.title: sentences(draft) for draft in drafts}
    holders: dict[str, list[str]] = defaultdict(list)
    for title, said in held.items():
        for sentence in said:
            holders[sentence].append(title)
    shared = Counter(
        (one, other) for titles in holders.values() for one in titles for other in titles if one != other
    )
    return [pair for pair, number in shared.items() if number > SHARE * len(held[pair[0]])]


def whole_demo() -> tuple[Draft, ...]:
    """The composed articles, and the handwritten ones where they exist."""
    if importlib.util.find_spec(HANDWRITTEN) is None:
        return composed()
    return composed() + tuple(importlib.import_module(HANDWRITTEN).handwritten())


def printed(draft: Draft) -> str:
    """Everything of an article that a reader reads."""
    steps = [text for step in draft.steps for text in (step.who, step.how_long, step.rule)]
    return "\n".join([draft.title, draft.summary, draft.quote, draft.role, *pieces(draft), *steps])


def test_composed_when_called_twice_then_gives_the_same_articles_in_number() -> None:
    assert composed() is composed()
    assert len(composed()) == NUMBER


def test_demo_when_handwritten_ones_are_counted_in_then_is_what_the_newspaper_says() -> None:
    assert NUMBER <= len(whole_demo()) <= 599


@pytest.mark.parametrize("column", [column.slug for column in COLUMNS])
def test_columns_when_filled_then_each_has_its_part(column: str) -> None:
    least = {
        "news": 180,
        "showcase": 60,
        "guides": 40,
        "congress": 45,
        "lectures": 45,
        "panorama": 20,
        "dialogue": 45,
    }
    assert sum(draft.column == column for draft in composed()) >= least[column]


def test_keys_and_titles_when_the_whole_demo_is_taken_then_none_comes_twice() -> None:
    assert max(Counter(draft.key for draft in whole_demo()).values()) == 1
    assert max(Counter(draft.title for draft in whole_demo()).values()) == 1
    assert all(draft.key.startswith(f"{draft.column}-c-") for draft in composed())


def test_sentences_when_two_articles_are_compared_then_at_most_a_third_are_shared() -> None:
    assert too_alike(whole_demo()) == []


def test_sentences_when_an_article_is_told_again_with_other_numbers_then_the_pair_is_found() -> None:
    first = composed()[0]
    again = [type(block)(block.kind, re.sub(r"\d+", "7", block.words), block.items) for block in first.body]
    twin = Draft(
        "twin", first.column, "另一个题目", "", first.at, tuple(again), needs=first.needs, steps=first.steps
    )
    assert too_alike((first, twin)) != []


def test_text_when_printed_then_no_brace_no_double_mark_and_no_gap_is_left() -> None:
    faults = [
        (draft.title, found[0])
        for draft in composed()
        if (found := re.search(r"[{}|~]|[，。；：、！？]{2}|。”。| {2}|——$|^——", printed(draft), re.M))
    ]
    assert faults == []


def test_text_when_measured_then_has_the_length_of_a_short_article() -> None:
    lengths = {draft.title: sum(map(len, pieces(draft))) for draft in composed()}
    assert {title: length for title, length in lengths.items() if not 150 <= length <= 500} == {}
    assert {draft.title for draft in composed() if len(draft.title) > 28 or not draft.summary} == set()


def test_paragraphs_when_counted_then_are_two_to_six_pieces() -> None:
    odd = {
        draft.title: len(draft.body)
        for draft in composed()
        if not 2 <= len(draft.body) + bool(draft.steps) <= 6
    }
    assert odd == {}


def test_dates_when_handed_in_then_are_working_hours_of_the_half_year() -> None:
    for draft in composed():
        assert dt.date(2018, 1, 10) <= draft.at.date() <= dt.date(2018, 6, 4), draft.title
        assert is_working_day(draft.at.date()), draft.title
        assert 8 <= draft.at.hour < 18, draft.title


def test_weeks_when_counted_then_none_is_empty_and_none_overflows() -> None:
    weeks = Counter(draft.at.isocalendar()[1] for draft in composed())
    last = dt.date(2018, 6, 4).isocalendar()[1]
    assert {week: number for week, number in weeks.items() if not 15 <= number <= 30 and week != last} == {}
    assert len(weeks) == 22


def test_weekdays_when_written_beside_a_day_then_are_right() -> None:
    said = [
        (draft.title, int(month), int(day), weekday)
        for draft in composed()
        for month, day, weekday in re.findall(r"(\d+)月(\d+)日（周(.)）", printed(draft))
    ]
    assert len(said) > 100
    wrong = [one for one in said if WEEKDAYS[dt.date(2018, one[1], one[2]).weekday()] != one[3]]
    assert wrong == []


def test_events_when_told_then_lie_shortly_before_their_article_is_handed_in() -> None:
    for draft in composed():
        if draft.kicker == "本周预告":
            continue
        for month, day in re.findall(r"(\d+)月(\d+)日（周", printed(draft)):
            ago = draft.at.date() - dt.date(2018, int(month), int(day))
            assert dt.timedelta(0) < ago <= dt.timedelta(days=17), draft.title


def test_pictures_when_named_then_are_drawn_and_stand_in_most_articles() -> None:
    named = [draft.picture for draft in composed() if draft.picture]
    assert set(named) <= {*THEMES, *CHARTS}
    assert len(named) >= 0.5 * NUMBER


def test_people_when_named_then_are_marked_as_invented_at_their_first_mention() -> None:
    unmarked = [
        (draft.title, name)
        for draft in composed()
        for name in NAMES
        if name in (text := "\n".join(pieces(draft))) and text.index(name) != text.find(name + MARK)
    ]
    assert unmarked == []


def test_guides_when_read_then_have_three_to_five_steps_with_somebody_who_acts() -> None:
    for draft in composed():
        assert (draft.column == "guides") == bool(draft.steps), draft.title
        assert not draft.steps or 3 <= len(draft.steps) <= 5, draft.title
        assert all(step.who and step.text for step in draft.steps), draft.title


def test_congress_when_dated_then_lies_on_the_time_line() -> None:
    days = [draft.occurs_on for draft in composed() if draft.column == "congress"]
    assert all(day and dt.date(2017, 10, 18) <= day <= dt.date(2018, 6, 4) for day in days)


def test_blocks_when_made_then_hold_what_their_kind_needs() -> None:
    for draft in composed():
        for block in draft.body:
            assert block.items if block.kind is BlockKind.LIST else block.words, draft.title

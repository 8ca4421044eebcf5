"""Who may pass which review, what a plain text falls into, when a link opens: at their edges."""

from __future__ import annotations

import datetime as dt

import pytest

from sixianghui.channel import rules
from sixianghui.channel.rules import Level, ReviewFault

NOW = dt.datetime(2018, 6, 5, 9, 0, tzinfo=dt.UTC)
INSTANT, DAY = dt.timedelta(microseconds=1), dt.timedelta(days=1)
#: Numbers of accounts.
WRITER, SENDER, EDITOR, HEAD, CHIEF, OTHER = 1, 2, 3, 4, 5, 6
AUTHORS = frozenset({WRITER, SENDER})


@pytest.mark.parametrize("level", list(Level))
@pytest.mark.parametrize("head", [None, HEAD, WRITER])
@pytest.mark.parametrize(
    ("reviewer", "fault"),
    [(WRITER, ReviewFault.OWN), (SENDER, ReviewFault.OWN), (EDITOR, ReviewFault.TWICE)],
)
def test_review_when_by_who_wrote_it_or_passed_it_before_then_is_refused_at_every_level(
    level: Level, head: int | None, reviewer: int, fault: ReviewFault
) -> None:
    passed_by = frozenset({EDITOR})
    found = rules.review_fault(
        level=level, reviewer=reviewer, authors=AUTHORS, passed_by=passed_by, head=head
    )
    assert found is fault


def test_review_when_one_wrote_it_and_passed_it_too_then_it_is_called_ones_own() -> None:
    both = frozenset({WRITER})
    found = rules.review_fault(level=Level.FINAL, reviewer=WRITER, authors=both, passed_by=both, head=None)
    assert found is ReviewFault.OWN


@pytest.mark.parametrize(
    ("level", "reviewer", "passed_by", "head", "fault"),
    [
        (Level.FIRST, EDITOR, set(), None, None),
        (Level.FIRST, EDITOR, set(), HEAD, None),
        (Level.FIRST, HEAD, set(), HEAD, None),
        (Level.SECOND, OTHER, {EDITOR}, None, None),
        (Level.SECOND, HEAD, {EDITOR}, HEAD, None),
        (Level.SECOND, OTHER, {EDITOR}, HEAD, ReviewFault.OTHER_HEAD),
        (Level.SECOND, OTHER, set(), HEAD, ReviewFault.OTHER_HEAD),
        # The head wrote it, sent it in, or passed the first review: somebody else reads it.
        (Level.SECOND, OTHER, {EDITOR}, WRITER, None),
        (Level.SECOND, OTHER, {EDITOR}, SENDER, None),
        (Level.SECOND, OTHER, {HEAD}, HEAD, None),
        (Level.FINAL, CHIEF, {EDITOR, HEAD}, HEAD, None),
        (Level.FINAL, CHIEF, {EDITOR, OTHER}, HEAD, None),
    ],
)
def test_review_when_the_column_has_a_head_then_the_second_is_theirs_unless_they_may_not(
    level: Level, reviewer: int, passed_by: set[int], head: int | None, fault: ReviewFault | None
) -> None:
    found = rules.review_fault(
        level=level, reviewer=reviewer, authors=AUTHORS, passed_by=frozenset(passed_by), head=head
    )
    assert found is fault


def test_reviews_when_counted_then_are_three_in_this_order() -> None:
    assert [(one.name, one.value) for one in Level] == [("FIRST", 1), ("SECOND", 2), ("FINAL", 3)]


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("", []),
        (" \n\r\n\t\n", []),
        ("一段。", ["一段。"]),
        ("一段。\n二段。", ["一段。", "二段。"]),
        ("一段。\r\n\r\n二段。\r三段。", ["一段。", "二段。", "三段。"]),
        ("\n  一段，中间 有空。\t\n\n\n\u3000\u3000二段。\n", ["一段，中间 有空。", "二段。"]),
    ],
)
def test_text_when_parted_then_lines_are_paragraphs_and_nothing_empty_is_kept(
    text: str, paragraphs: list[str]
) -> None:
    assert rules.paragraphs(text) == paragraphs


@pytest.mark.parametrize(
    ("ends_at", "ended_at", "stands"),
    [
        (NOW + INSTANT, None, True),
        (NOW, None, False),
        (NOW - INSTANT, None, False),
        # Somebody ended it, just now or before; it may still have days to go.
        (NOW + DAY, NOW, False),
        (NOW + DAY, NOW - DAY, False),
        (NOW - DAY, NOW - DAY, False),
    ],
)
def test_link_when_its_time_is_over_or_it_was_ended_then_does_not_open(
    ends_at: dt.datetime, ended_at: dt.datetime | None, stands: bool
) -> None:
    assert rules.link_stands(ends_at=ends_at, ended_at=ended_at, now=NOW) is stands


def test_lengths_times_and_counts_when_changed_then_somebody_meant_it() -> None:
    """What is promised in `docs/` and asked for by forms and columns, written down a second time."""
    assert (rules.REASON_LENGTH, rules.CONTACT_LENGTH, rules.INVITED_LENGTH) == (300, 100, 40)
    assert (rules.NOTE_SHORTEST, rules.NOTE_LONGEST) == (5, 1000)
    assert (rules.SHORTEST_TEXT, rules.LONGEST_TEXT) == (40, 6000)
    assert (rules.REMARK_SHORTEST, rules.REMARK_LONGEST) == (2, 1000)
    assert (rules.NOTE_KEPT, rules.LINK_KEPT) == (182 * DAY, 182 * DAY)
    assert (rules.LIKE_KEPT, rules.LIKE_SHOWN) == (8, 5)
    assert (rules.WEIGHED_A_DAY, rules.COMPARED_WITH, rules.WAITING_AT_MOST) == (2000, 200, 5)
    assert (rules.LINK_DAYS, rules.MOST_LINKS, rules.MOST_REMARKS) == ((1, 3, 7, 14), 20, 100)

"""The content of a report as a page shows it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from sixianghui.reports import bars, showing
from sixianghui.reports.rules import frozen
from sixianghui.reports.rules.frozen import Cell, Content, Entry
from sixianghui.reports.rules.numerals import numbered, numeral

SMALL = Entry(
    "campaigns.notices", "发出的通知", "发出的通知有多少。", "份", 1, '{"unit":3}', "某组织", "少于5",
    guarded=True, exact=3,
)  # fmt: skip
WHOLE = Entry("campaigns.campaigns", "主题活动", "有多少。", "项", 1, "{}", "全部", "1,204", value=1204)
CONTENT = Content(
    title="一季度",
    organ="样例委员会（示例）",
    scope_label="全部",
    as_of=dt.datetime(2018, 6, 5, tzinfo=dt.UTC),
    entries=(SMALL, WHOLE),
    blocks=(
        frozen.Heading("做了什么"),
        frozen.Text((("通知", 0, "份。"),)),
        frozen.Heading("其中", 2),
        frozen.Figures("几个数", (1, 0)),
        frozen.Breakdown(
            "分种类", 1, "kind", "种类", "chart", (Cell("甲", 4, "4"), Cell("乙", 1200, "1,200"))
        ),
        frozen.Breakdown("走势", 1, "time", "时间", "chart", (Cell("3月", 4, "4"), Cell("4月", 8, "8"))),
        frozen.Listing("台账", 1, ("名称",), (("<b>甲</b>",),), more=3),
    ),
)


@pytest.mark.parametrize(
    ("number", "words"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (79, "七十九")]
)
def test_numeral_when_said_then_as_a_clerk_counts(number: int, words: str) -> None:
    assert numeral(number) == words


def test_headings_when_numbered_then_the_second_level_begins_anew() -> None:
    assert numbered([1, 2, 2, 1, 2]) == ["一、", "（一）", "（二）", "二、", "（一）"]


def test_content_when_shown_then_every_number_leads_to_its_rows() -> None:
    page = showing.content_page(CONTENT)
    assert [(one.shown, one.url, one.narrowed) for one in page["numbers"]] == [
        ("少于5", "/figures/campaigns.notices/?unit=3", "某组织"),
        ("1,204", "/figures/campaigns.campaigns/", ""),
    ]
    assert [(one.ordinal, one.title) for one in page["headings"]] == [
        ("一、", "做了什么"),
        ("（一）", "其中"),
    ]


def test_content_when_its_reader_may_see_every_row_then_says_the_exact_number() -> None:
    assert showing.content_page(CONTENT, exact=True)["numbers"][0].shown == "3"


def test_content_when_a_number_is_counted_no_more_then_it_still_stands() -> None:
    gone = replace(CONTENT, entries=(SMALL, replace(WHOLE, figure="campaigns.gone")))
    assert (showing.content_page(gone)["numbers"][1].url, "1,204") == ("", gone.entries[1].shown)


def test_content_when_rendered_then_nothing_in_it_is_markup() -> None:
    html = render_to_string("reports/parts/content.html", showing.content_page(CONTENT))
    assert "&lt;b&gt;甲" in html
    assert html.count('class="fig"') == 6
    assert 'style="' not in html


@given(st.lists(st.integers(0, 10**9), min_size=2, max_size=80))
def test_columns_when_drawn_then_stay_in_their_frame(counts: list[int]) -> None:
    drawn = bars.columns([str(one) for one in counts], counts, [str(one) for one in counts])
    if drawn is None:
        assert max(counts) == 0
        return
    assert all(bars.TOP - 0.1 <= one.y <= bars.BOTTOM for one in drawn.columns)
    assert all(one.x >= bars.LEFT and one.x + one.width <= bars.RIGHT for one in drawn.columns)
    assert drawn.columns[0].label == str(counts[0])


def test_bars_when_a_part_may_not_be_said_then_has_no_length() -> None:
    assert bars.shares([10, None, 5, 0]) == [1000, None, 500, 0]
    assert bars.shares([0, None]) == [0, None]

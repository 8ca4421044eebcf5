"""The demo's hand-written articles are fit to print: long enough, on working days, none like another, no empty words."""

from __future__ import annotations

import itertools
import re
from collections import Counter

import pytest

from sixianghui.common.time import SHANGHAI, shanghai
from sixianghui.common.workdays import is_working_day
from sixianghui.project.columns import COLUMNS
from sixianghui.project.replay.access import ROSTER, STAFF
from sixianghui.project.replay.content.drafts import BlockKind, Draft
from sixianghui.project.replay.content.handwritten import handwritten
from sixianghui.project.replay.content.themes import THEMES
from sixianghui.project.replay.directory import SAMPLE
from sixianghui.project.replay.zhengzhou_2018 import EXPECTED

DRAFTS = handwritten()
each = pytest.mark.parametrize("draft", DRAFTS, ids=[draft.key for draft in DRAFTS])

#: What no article says: what the product does not do, slogans, and figures that come out of evidence later.
FORBIDDEN = (
    "打卡", "积分", "排行", "排名", "签到", "点赞", "榜单", "学时榜", "刷分", "不忘初心", "牢记使命", "砥砺",
    "伟大", "英明", "领袖", "深刻领会", "高度重视", "圆满成功", "硕果", "掀起", "热潮", "热烈", "时代楷模",
    "总书记", "主席", "17693", "17,693", "500多篇", "近100万", "近百名", "100多条", "110篇",
)  # fmt: skip
#: The people of the demo, all of whom are invented.
PEOPLE = {row.name.removesuffix("（示例）") for row in ROSTER} | {
    name.removesuffix("（示例）") for _, name, _ in STAFF
}
SENTENCE_END = re.compile(r"[。！？\n]")
#: A date with its day of the week, as in 3月12日，星期一.
WEEKDAY = re.compile(
    r"(?:(20\d\d)年)?(\d{1,2})月(\d{1,2})日(?:[，（]|补班，是个|[，是那天]*)星期([一二三四五六日天])"
)
TOO_ALIKE = 0.3


def text(draft: Draft) -> str:
    """What is read below the title, a line for each piece."""
    body = (line for block in draft.body for line in (block.words, *block.items) if line)
    return "\n".join((*body, *(step.text for step in draft.steps)))


def length(draft: Draft) -> int:
    """Characters of an article's text; its headings and captions are not counted."""
    kinds = (BlockKind.TEXT, BlockKind.QUOTE, BlockKind.LIST)
    body = "".join(
        line for block in draft.body if block.kind in kinds for line in (block.words, *block.items)
    )
    return len(re.sub(r"\s", "", body + "".join(step.text for step in draft.steps)))


def everything(draft: Draft) -> str:
    """Every word a reader sees of it."""
    steps = (part for step in draft.steps for part in (step.title, step.who, step.how_long, step.rule))
    head = (draft.title, draft.summary, draft.kicker, draft.quote, draft.role, *draft.needs)
    return "\n".join((*head, text(draft), *steps))


def sentences(draft: Draft) -> Counter[str]:
    """Its sentences without their digits."""
    return Counter(
        bare
        for sentence in SENTENCE_END.split(text(draft))
        if (bare := re.sub(r"[\d\s]", "", sentence)) and len(bare) > 1
    )


def alike(one: Draft, other: Draft) -> float:
    """How much of the shorter one's sentences the two share."""
    mine, theirs = sentences(one), sentences(other)
    return (mine & theirs).total() / min(mine.total(), theirs.total())


def test_collection_when_counted_then_it_has_enough_in_every_column_and_each_key_once() -> None:
    assert len(DRAFTS) >= 48
    assert {draft.column for draft in DRAFTS} == {column.slug for column in COLUMNS}
    assert len({draft.key for draft in DRAFTS}) == len({draft.title for draft in DRAFTS}) == len(DRAFTS)


def test_collection_when_read_then_it_is_in_the_order_of_time_and_no_moment_is_taken_twice() -> None:
    moments = [draft.at for draft in DRAFTS]
    assert moments == sorted(set(moments))


@each
def test_article_when_measured_then_neither_too_short_nor_too_long(draft: Draft) -> None:
    assert 300 <= length(draft) <= 1200
    assert 0 < len(draft.title) <= 28
    assert "|" not in draft.title
    assert 0 < len(draft.summary) <= 100


@each
def test_article_when_handed_in_then_on_a_working_day_in_office_hours(draft: Draft) -> None:
    at = draft.at.astimezone(SHANGHAI)
    assert shanghai(2018, 1, 10) <= at < shanghai(2018, 6, 5)
    assert is_working_day(at.date())
    assert (8, 0) <= (at.hour, at.minute) <= (18, 0)


@each
def test_article_when_it_names_things_then_they_exist(draft: Draft) -> None:
    pictures = {block.of for block in draft.body if block.kind is BlockKind.PICTURE} | {draft.picture}
    figures = {block.of for block in draft.body if block.kind is BlockKind.FIGURE}
    assert pictures <= set(THEMES)
    assert figures <= {expected.figure for expected in EXPECTED}
    assert draft.unit in {unit.slug for unit in SAMPLE.units} | {""}


def test_articles_when_they_say_which_day_of_the_week_a_date_is_then_it_is_that_day() -> None:
    stated = [(draft.key, *found) for draft in DRAFTS for found in WEEKDAY.findall(text(draft))]
    assert len(stated) > 10
    assert [
        one
        for one in stated
        if "一二三四五六日"[shanghai(int(one[1] or 2018), int(one[2]), int(one[3])).weekday()]
        != one[4].replace("天", "日")
    ] == []


@each
def test_article_when_searched_for_words_this_channel_does_not_use_then_without_them(draft: Draft) -> None:
    assert [word for word in FORBIDDEN if word in everything(draft)] == []


@each
def test_article_when_it_first_names_somebody_then_says_that_they_are_invented(draft: Draft) -> None:
    read = text(draft)
    first = {name: read.index(name) + len(name) for name in PEOPLE if name in read}
    assert [name for name, end in first.items() if not read.startswith("（示例）", end)] == []


def test_articles_when_compared_then_no_two_share_more_than_thirty_percent_of_their_sentences() -> None:
    assert [
        (one.key, other.key)
        for one, other in itertools.combinations(DRAFTS, 2)
        if alike(one, other) > TOO_ALIKE
    ] == []


def test_articles_when_one_is_compared_with_itself_then_they_are_alike() -> None:
    assert alike(DRAFTS[0], DRAFTS[0]) == 1.0


def of(column: str) -> list[Draft]:
    """The column's articles."""
    return [draft for draft in DRAFTS if draft.column == column]


def test_guides_when_read_then_each_has_three_to_seven_steps_and_says_what_to_bring() -> None:
    assert [draft.key for draft in of("guides") if not (3 <= len(draft.steps) <= 7 and draft.needs)] == []
    assert [draft.key for draft in DRAFTS if draft.steps and draft.column != "guides"] == []


def test_guides_when_they_name_an_article_of_a_rule_then_they_name_the_rule() -> None:
    assert [
        f"{draft.key}: {step.title}"
        for draft in DRAFTS
        for step in draft.steps
        if step.article and not step.rule
    ] == []


def test_guides_when_written_for_2018_then_no_step_rests_on_a_rule_made_later_or_passes_for_confirmed() -> (
    None
):
    later = ("支部工作条例", "教育管理工作条例", "选举工作条例", "2026", "基层组织任期")
    steps = [step for draft in DRAFTS for step in draft.steps]
    assert [step.title for step in steps if any(word in step.rule + step.text for word in later)] == []
    assert [step.title for step in steps if step.confirmed] == []


def test_collection_of_the_congress_when_read_then_each_stands_on_its_day_before_it_is_told() -> None:
    days = [draft.occurs_on for draft in of("congress")]
    assert None not in days
    assert len(set(days)) == len(days)
    assert [
        draft.key for draft in of("congress") if draft.occurs_on and draft.occurs_on > draft.at.date()
    ] == []


def test_showcases_when_read_then_each_has_somebody_who_speaks_and_who_agreed() -> None:
    for draft in of("showcase"):
        assert draft.quote
        assert draft.person.endswith("（示例）")
        assert draft.role
        assert re.search("同意|点头|愿意登", text(draft))

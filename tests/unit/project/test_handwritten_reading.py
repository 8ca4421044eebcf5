"""An article's text file is read as it looks; whoever mistypes is told the file and the line."""

from __future__ import annotations

import datetime as dt

import pytest

from sixianghui.common.time import shanghai
from sixianghui.project.replay.content.drafts import Block, BlockKind, Draft, GuideStep
from sixianghui.project.replay.content.handwritten.reading import HEAD, STEP, Unreadable, parse

HEAD_LINES = "标题：一个题目\n摘要：一句话\n时间：2018-03-21 09:30\n"


def read(text: str) -> Draft:
    return parse(text, key="a-key", column="news", where="news/a-key.txt")


def test_article_when_read_then_its_head_is_what_the_lines_say() -> None:
    draft = read(
        HEAD_LINES
        + "单位: sample-tech-research\n图：meeting\n日子：2017-10-18\n引语：一句话\n人物：苏晓（示例）\n身份：党员\n"
        "要带：申请书；身份证\n\n正文。\n"
    )
    assert draft == Draft(
        key="a-key",
        column="news",
        title="一个题目",
        summary="一句话",
        at=shanghai(2018, 3, 21, 9, 30),
        unit="sample-tech-research",
        picture="meeting",
        occurs_on=dt.date(2017, 10, 18),
        quote="一句话",
        person="苏晓（示例）",
        role="党员",
        needs=("申请书", "身份证"),
        body=(Block(BlockKind.TEXT, "正文。"),),
    )


def test_article_when_read_then_its_body_has_the_blocks_in_their_order() -> None:
    body = (
        "\n第一段。\n\n## 小标题\n- 一\n- 二\n> 引文\n[[picture: code]] 说明\n"
        "[[figure: channel.columns]] 现有{}个栏目\n- 三\n"
    )
    assert read(HEAD_LINES + body).body == (
        Block(BlockKind.TEXT, "第一段。"),
        Block(BlockKind.HEADING, "小标题"),
        Block(BlockKind.LIST, items=("一", "二")),
        Block(BlockKind.QUOTE, "引文"),
        Block(BlockKind.PICTURE, "说明", of="code"),
        Block(BlockKind.FIGURE, "现有{}个栏目", of="channel.columns"),
        Block(BlockKind.LIST, items=("三",)),
    )


def test_guide_when_read_then_its_steps_stand_apart_from_its_text() -> None:
    draft = read(
        HEAD_LINES
        + "\n先说一句。\n\n### 交申请\n谁：本人\n多久：当天\n依据：《章程》\n条款：第一条\n核实：是\n\n写清楚。\n再写一句。\n"
        "### 等谈话\n谁：支部\n会有人来。\n"
    )
    assert draft.body == (Block(BlockKind.TEXT, "先说一句。"),)
    assert draft.steps == (
        GuideStep("交申请", "写清楚。\n再写一句。", "本人", "当天", "《章程》", "第一条", confirmed=True),
        GuideStep("等谈话", "会有人来。", "支部"),
    )


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("标题：甲\n摘要：乙\n\n正文", 2, "时间 is missing"),
        ("标题：甲\n题目：乙\n\n正文", 2, "not a line of a head"),
        ("标题：甲\n标题：乙\n\n正文", 2, "twice"),
        ("标题：\n\n正文", 1, "says nothing"),
        ("标题：甲\n摘要：乙\n时间：三月\n", 3, "not a moment"),
        (HEAD_LINES + "日子：昨天\n", 4, "not a day"),
        (HEAD_LINES + "图：dragon\n", 4, "no picture shows dragon"),
        (HEAD_LINES + "\n[[picture: dragon]] 说明", 5, "no picture shows dragon"),
        (HEAD_LINES + "\n[[picture: code]]", 5, "without words"),
        (HEAD_LINES + "\n[[video: code]] 说明", 5, "neither a picture nor a figure"),
        (HEAD_LINES + "\n[[figure: channel.columns]] 七个栏目", 5, "one {}"),
        (HEAD_LINES + "\n#小标题", 5, "begins with ##"),
        (HEAD_LINES + "\n### 一步\n说一句。", 5, "who acts"),
        (HEAD_LINES + "\n### 一步\n谁：本人", 5, "what is done"),
        (HEAD_LINES + "\n### 一步\n谁：本人\n核实：是\n说一句。", 5, "without a rule"),
        (HEAD_LINES + "\n### 一步\n谁：本人\n谁：支部\n说一句。", 7, "stands once"),
    ],
    ids=[
        "missing", "unknown", "twice", "empty", "moment", "day", "theme", "picture", "caption", "video", "figure",
        "heading", "nobody", "nothing", "unfounded", "step-twice",
    ],
)  # fmt: skip
def test_article_when_mistyped_then_the_error_names_file_and_line(text: str, line: int, why: str) -> None:
    with pytest.raises(Unreadable, match=rf"^news/a-key\.txt:{line}: .*{why}"):
        read(text)


def test_names_when_written_in_a_head_or_a_step_then_each_is_a_field_of_its_class() -> None:
    assert set(HEAD.values()) <= set(Draft.__dataclass_fields__)
    assert set(STEP.values()) <= set(GuideStep.__dataclass_fields__)

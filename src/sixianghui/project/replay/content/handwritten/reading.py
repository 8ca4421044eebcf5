"""Reads an article from a text file that anybody can write.

First the head, a line for each thing said (标题：…, 摘要：…, 时间：2018-03-21 09:30, …). After a blank line the body,
a line for each paragraph; blank lines between them are for the eye.

    ## 小标题
    > 引文
    - 列表的一行
    [[picture: meeting]] 图片说明
    [[figure: channel.columns]] 频道现有{}个栏目

A guide goes on with its steps. Below a step's title stand what it is known by, then its text.

    ### 递交申请
    谁：本人
    多久：当天
    依据：《中国共产党章程》
    条款：第一条
    核实：是
    写清楚为什么想加入。
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sixianghui.common.time import SHANGHAI
from sixianghui.project.replay.content.drafts import Block, BlockKind, Draft, GuideStep
from sixianghui.project.replay.content.themes import THEMES

HEAD = {
    "标题": "title",
    "摘要": "summary",
    "时间": "at",
    "眉题": "kicker",
    "单位": "unit",
    "来源": "source",
    "图": "picture",
    "日子": "occurs_on",
    "引语": "quote",
    "人物": "person",
    "身份": "role",
    "要带": "needs",
}
REQUIRED = ("标题", "摘要", "时间")
STEP = {"谁": "who", "多久": "how_long", "依据": "rule", "条款": "article", "核实": "confirmed"}
CONFIRMED = "是"
_NAMED = re.compile(r"(?P<name>\w{1,2})[：:]\s*(?P<value>.*)")
_MARKED = re.compile(r"\[\[(?P<kind>\w+):\s*(?P<of>[\w.-]+)\]\]\s*(?P<words>.*)")
_STARTS = {"## ": BlockKind.HEADING, "> ": BlockKind.QUOTE, "- ": BlockKind.LIST}


class Unreadable(ValueError):
    """A file that is no article: which, at which line, and why."""

    def __init__(self, where: str, line: int, why: str) -> None:
        super().__init__(f"{where}:{line}: {why}")


@dataclass
class _Step:
    """A step while it is being read."""

    line: int
    title: str
    named: dict[str, str] = field(default_factory=dict)
    text: list[str] = field(default_factory=list)


def parse(text: str, *, key: str, column: str, where: str) -> Draft:
    """The article in `text`. `where` is what an error calls the file."""
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), start=1)]
    end = next((place for place, (_, line) in enumerate(lines) if not line), len(lines))
    head = _head(lines[:end], where)
    rest = [(number, line) for number, line in lines[end:] if line]
    first = next((place for place, (_, line) in enumerate(rest) if line.startswith("### ")), len(rest))
    return Draft(
        key=key,
        column=column,
        title=head["标题"][1],
        summary=head["摘要"][1],
        at=_moment(*head["时间"], where),
        body=tuple(_blocks(rest[:first], where)),
        steps=tuple(_steps(rest[first:], where)),
        **_further(head, where),
    )


def _head(lines: list[tuple[int, str]], where: str) -> dict[str, tuple[int, str]]:
    found: dict[str, tuple[int, str]] = {}
    for number, line in lines:
        match = _NAMED.fullmatch(line)
        if match is None or match["name"] not in HEAD:
            raise Unreadable(where, number, f"not a line of a head: {line}")
        if match["name"] in found:
            raise Unreadable(where, number, f"{match['name']} is there twice")
        if not match["value"]:
            raise Unreadable(where, number, f"{match['name']} says nothing")
        found[match["name"]] = number, match["value"]
    for name in REQUIRED:
        if name not in found:
            raise Unreadable(where, len(lines) or 1, f"{name} is missing")
    return found


def _further(head: dict[str, tuple[int, str]], where: str) -> dict[str, Any]:
    """What a head may say beyond what each must."""
    said: dict[str, Any] = {}
    for name, (number, value) in head.items():
        if name in REQUIRED:
            continue
        if name == "图":
            _theme(value, where, number)
        said[HEAD[name]] = (
            _day(value, where, number)
            if name == "日子"
            else tuple(part.strip() for part in value.split("；"))
            if name == "要带"
            else value
        )
    return said


def _moment(number: int, value: str, where: str) -> dt.datetime:
    try:
        return dt.datetime.strptime(value, "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI)
    except ValueError:
        raise Unreadable(where, number, f"not a moment like 2018-03-21 09:30: {value}") from None


def _day(value: str, where: str, number: int) -> dt.date:
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        raise Unreadable(where, number, f"not a day like 2018-03-21: {value}") from None


def _theme(theme: str, where: str, number: int) -> str:
    if theme not in THEMES:
        raise Unreadable(where, number, f"no picture shows {theme}")
    return theme


def _blocks(lines: list[tuple[int, str]], where: str) -> Iterator[Block]:
    items: list[str] = []
    for number, line in lines:
        kind = _STARTS.get(line[: line.find(" ") + 1], BlockKind.TEXT)
        if kind is BlockKind.LIST:
            items.append(line[2:].strip())
            continue
        if items:
            yield Block(BlockKind.LIST, items=tuple(items))
            items = []
        if kind is BlockKind.TEXT and line.startswith("#"):
            raise Unreadable(where, number, f"a heading in the text begins with ## and a space: {line}")
        if line.startswith("[["):
            yield _marked(line, where, number)
        else:
            yield Block(kind, words=line.split(" ", 1)[1].strip() if kind is not BlockKind.TEXT else line)
    if items:
        yield Block(BlockKind.LIST, items=tuple(items))


def _marked(line: str, where: str, number: int) -> Block:
    match = _MARKED.fullmatch(line)
    if match is None or match["kind"] not in (BlockKind.PICTURE, BlockKind.FIGURE):
        raise Unreadable(where, number, f"neither a picture nor a figure: {line}")
    kind = BlockKind(match["kind"])
    if not match["words"]:
        raise Unreadable(where, number, f"a {kind} without words")
    if kind is BlockKind.PICTURE:
        return Block(kind, words=match["words"], of=_theme(match["of"], where, number))
    if match["words"].count("{}") != 1:
        raise Unreadable(where, number, "a figure's sentence has one {} for the number")
    return Block(kind, words=match["words"], of=match["of"])


def _steps(lines: list[tuple[int, str]], where: str) -> Iterator[GuideStep]:
    found: list[_Step] = []
    for number, line in lines:
        if line.startswith("### "):
            found.append(_Step(number, line[4:].strip()))
            continue
        step, match = found[-1], _NAMED.fullmatch(line)
        if match is None or match["name"] not in STEP:
            step.text.append(line)
        elif step.text or match["name"] in step.named:
            raise Unreadable(where, number, f"{match['name']} stands once, below the title of its step")
        else:
            step.named[match["name"]] = match["value"]
    for step in found:
        yield _step(step, where)


def _step(step: _Step, where: str) -> GuideStep:
    named = {STEP[name]: value for name, value in step.named.items()}
    if not named.get("who") or not step.text:
        raise Unreadable(where, step.line, f"a step says who acts and what is done: {step.title}")
    if named.get("confirmed") and not named.get("rule"):
        raise Unreadable(where, step.line, f"a step without a rule is not confirmed: {step.title}")
    return GuideStep(
        title=step.title,
        text="\n".join(step.text),
        who=named["who"],
        how_long=named.get("how_long", ""),
        rule=named.get("rule", ""),
        article=named.get("article", ""),
        confirmed=named.get("confirmed") == CONFIRMED,
    )

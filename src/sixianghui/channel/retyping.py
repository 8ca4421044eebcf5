"""An article whose text somebody types anew: what reads as before keeps what an editor made of it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from html import escape
from typing import Any

from sixianghui.channel.rules import paragraphs
from sixianghui.channel.safe_html import plain

#: A block of an article: its kind and its value.
Block = tuple[str, Any]


def paragraph(text: str) -> Block:
    """A paragraph that somebody typed."""
    return "text", f"<p>{escape(text, quote=False)}</p>"


def retyped(body: Sequence[Block], text: str) -> list[Block]:
    """A body with its text as it was typed now. A block of text all of whose lines stand there still stays as it is,
    bold words, links and lists with it; headings, quotes, pictures and files stay between the same lines.
    """
    lines = [paragraphs(plain(str(value.source))) if kind == "text" else [] for kind, value in body]
    now = paragraphs(text)
    places = _places([line for part in lines for line in part], now)
    made: list[Block] = []
    at = before = 0
    for (kind, value), part in zip(body, lines, strict=True):
        begin = max(at, places[before])
        before += len(part)
        if now[begin : begin + len(part)] == part:
            made += [*map(paragraph, now[at:begin]), (kind, value)]
            at = begin + len(part)
    return [*made, *map(paragraph, now[at:])]


def _places(before: list[str], now: list[str]) -> list[int]:
    """For each place between the lines of a text, the place between those of another that corresponds to it."""
    places = [0] * (len(before) + 1)
    for _tag, start, end, begin, stop in SequenceMatcher(None, before, now, autojunk=False).get_opcodes():
        for number in range(start, end + 1):
            places[number] = max(places[number], min(begin + number - start, stop))
    return [*places[:-1], len(now)]

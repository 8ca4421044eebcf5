"""The editing screen of an article or a guide: its fields, and each leaf of each block of its text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any

from django.forms.utils import ErrorList
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from tests.faults.channel.inert import Reading
from tests.faults.channel.walking import Door, Sent

_ARGUMENTS = "data-w-block-arguments-value"


def paragraph(raw: bytes) -> bytes:
    """A paragraph that somebody typed, all of it a link to itself, as the editor's script sends it."""
    text = raw.decode("utf-8", "surrogatepass")
    state = {
        "blocks": [
            {
                "key": "aaaaa", "text": text, "type": "unstyled", "depth": 0, "inlineStyleRanges": [],
                "entityRanges": [{"offset": 0, "length": len(text), "key": 0}],
            }
        ],
        "entityMap": {"0": {"type": "LINK", "mutability": "MUTABLE", "data": {"url": text}}},
    }  # fmt: skip
    return json.dumps(state).encode()


def words_of(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html.replace("<br/>", "\n").replace("<br>", "\n")))


class StreamDoor(Door):
    """A door with texts made of blocks: each block once, each of its leaves a field."""

    def __init__(self, *args: Any, streams: Mapping[str, blocks.StreamBlock], chosen: Mapping[type, Any], **more: Any) -> None:  # fmt: skip
        super().__init__(*args, **more)
        self.rich: set[str] = set()
        self.leaves: dict[str, tuple[str, int, str]] = {}
        for name, stream in streams.items():
            self.before[f"{name}-count"] = len(stream.child_blocks)
            for number, (kind, block) in enumerate(stream.child_blocks.items()):
                prefix = f"{name}-{number}"
                self.before |= {f"{prefix}-type": kind, f"{prefix}-order": number, f"{prefix}-deleted": "", f"{prefix}-id": ""}  # fmt: skip
                for path, leaf in self._leaves(f"{prefix}-value", block):
                    self._place(path, leaf, (name, number, path.removeprefix(f"{prefix}-value").strip("-")), chosen)  # fmt: skip
        self.before |= {
            "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0, "comments-MIN_NUM_FORMS": 0, "comments-MAX_NUM_FORMS": "",
        }  # fmt: skip

    def _leaves(self, prefix: str, block: blocks.Block) -> Iterator[tuple[str, blocks.Block]]:
        if isinstance(block, blocks.StructBlock):
            for name, child in block.child_blocks.items():
                yield from self._leaves(f"{prefix}-{name}", child)
        else:
            yield prefix, block

    def _place(
        self, path: str, leaf: blocks.Block, where: tuple[str, int, str], chosen: Mapping[type, Any]
    ) -> None:
        for kind, value in chosen.items():
            if isinstance(leaf, kind):
                self.before[path] = value
                return
        if isinstance(leaf, blocks.RichTextBlock):
            self.rich.add(path)
            self.plain.setdefault(path, "好好说话。")
        elif not isinstance(leaf, blocks.CharBlock | blocks.TextBlock):
            assert isinstance(leaf, blocks.BooleanBlock | ImageChooserBlock | DocumentChooserBlock), leaf
            return
        self.typed.append(path)
        self.leaves[path] = where
        self.plain.setdefault(path, "channel.articles" if path.endswith("-figure") else "好好说话")

    def send(self, values: Mapping[str, str | bytes]) -> Sent:
        ready: dict[str, str | bytes] = {}
        for name, value in values.items():
            raw = value if isinstance(value, bytes) else value.encode()
            ready[name] = paragraph(raw) if name in self.rich else value
        sent = super().send(ready)
        if sent.taken:
            return sent
        form = sent.answer.context["form"] if sent.answer.context else None
        if form is not None:
            for name in {stream for stream, _number, _leaf in self.leaves.values()}:
                for error in form.errors.as_data().get(name, []):
                    for path, sentence in _inside(error, ""):
                        sent.refused[self._named(name, path)] = sentence
            held = self._held(sent.answer.content.decode())
            for name, value in values.items():
                text = (value if isinstance(value, bytes) else value.encode()).decode("utf-8", "replace")
                if name in self.leaves and name not in self.rich and text in held:
                    sent.held[name] = text
                elif name in self.leaves and name not in self.rich:
                    sent.held[name] = "(not there)"
        return sent

    def _named(self, stream: str, path: str) -> str:
        number, _dot, leaf = path.strip(".").partition(".")
        return f"{stream}-{number}-value" + (f"-{leaf}" if leaf else "")

    def _held(self, html: str) -> set[str]:
        found: set[str] = set()
        for _tag, attributes in Reading(html).elements:
            if _ARGUMENTS in attributes:
                found |= set(_texts(json.loads(attributes[_ARGUMENTS])))
        return found


def _inside(error: Any, path: str) -> Iterator[tuple[str, str]]:
    inner = getattr(error, "block_errors", None)
    if inner:
        for name, one in inner.items():
            yield from _inside(one, f"{path}.{name}")
    elif isinstance(error, ErrorList):
        for one in error.as_data():
            yield from _inside(one, path)
    else:
        yield path, " ".join(map(str, getattr(error, "messages", [error])))


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from _texts(value)
    elif isinstance(data, list):
        for value in data:
            yield from _texts(value)


def leaf_of(page: Any, where: tuple[str, int, str], rich: bool) -> str:
    """What a page keeps at one leaf."""
    name, number, leaf = where
    value = getattr(page, name)[number].value
    for step in leaf.split("-") if leaf else ():
        value = value[step]
    return words_of(value.source) if rich else str(value)

"""What a front reports of who is in the rooms, as it writes it (`front/watching.py`). Pure."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

_LONGEST_NAME = 32


@dataclass(frozen=True, slots=True)
class Span:
    """A viewer's stay: its number in its front, the kind of topic and the lecture's ref; seconds before the report."""

    number: int
    kind: str
    ref: str
    viewer: int
    began_ago: int
    ended_ago: int | None


@dataclass(frozen=True)
class Report:
    """A front since its start, a number that grows, stays that began or ended, and how many watch now by topic."""

    source: str
    number: int
    spans: Sequence[Span]
    now: dict[str, int]


def report_of(name: str, body: bytes) -> Report | None:
    """A report as it was written; None when it cannot be read."""
    source, _space, number = name.partition(" ")
    try:
        said = json.loads(body)
        spans = [_span(*one) for one in said["spans"]]
        now = {str(topic): int(many) for topic, many in said["now"].items()}
        return Report(source, int(number), spans, now) if 0 < len(source) <= _LONGEST_NAME else None
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def _span(number: int, topic: str, viewer: int, began: int, ended: int | None) -> Span:
    kind, _colon, ref = topic.partition(":")
    ago = None if ended is None else max(0, int(ended))
    return Span(int(number), kind, ref, int(viewer), max(0, int(began)), ago)

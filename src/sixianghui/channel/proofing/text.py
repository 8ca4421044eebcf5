"""What a proof reads and what it finds. Pure."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """Whether a reviewer must have looked at it before passing the piece."""

    MUST = "must"
    HINT = "hint"


class Kind(StrEnum):
    """What may be wrong."""

    NO_SUCH_DATE = "no_such_date"
    WRONG_WEEKDAY = "wrong_weekday"
    NO_SUCH_TIME = "no_such_time"
    NOT_YET = "not_yet"
    BACKWARDS = "backwards"
    NAME_TWO_WAYS = "name_two_ways"
    UNIT_NAME = "unit_name"
    LATIN_TWO_WAYS = "latin_two_ways"
    BAD_LINK = "bad_link"
    DEAD_LINK = "dead_link"
    OTHER_LINK = "other_link"
    PLAIN_HTTP = "plain_http"
    EMPTY_LINK_WORDS = "empty_link_words"
    IDENTITY = "identity"
    CARD = "card"
    MOBILE = "mobile"
    LANDLINE = "landline"
    DOUBLED = "doubled"
    WORD_TWICE = "word_twice"
    SENTENCE_TWICE = "sentence_twice"
    PARAGRAPH_TWICE = "paragraph_twice"
    HALF_WIDTH = "half_width"
    FULL_WIDTH = "full_width"
    MARKS_TOGETHER = "marks_together"
    UNFINISHED = "unfinished"
    UNBALANCED = "unbalanced"
    PLACEHOLDER = "placeholder"
    STRANGE_LETTER = "strange_letter"
    SPACE = "space"
    OPERATOR_WORD = "operator_word"


class Part(StrEnum):
    """The part of a piece that a passage comes from."""

    TITLE = "title"
    KICKER = "kicker"
    SUMMARY = "summary"
    HEADING = "heading"
    TEXT = "text"
    QUOTE = "quote"
    CAPTION = "caption"
    FIGURE = "figure"
    FILE = "file"
    NEEDS = "needs"
    STEP = "step"
    PERSON = "person"
    SOURCE = "source"
    CORRECTION = "correction"


@dataclass(frozen=True)
class Link:
    """A link in a passage: where it leads and what one presses. `page`: the number of a page of ours."""

    words: str
    href: str = ""
    page: int | None = None


@dataclass(frozen=True)
class Passage:
    """A paragraph, title or line, as plain text. number: which block, from 1; 0 where there is only one."""

    part: Part
    text: str
    number: int = 0
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Finding:
    """Something to look at. excerpt: the words themselves; instead: what may stand there; detail: what belongs to it."""

    kind: Kind
    severity: Severity
    part: Part
    number: int
    excerpt: str
    before: str = ""
    after: str = ""
    instead: str = ""
    detail: str = ""
    times: int = 1

    @property
    def key(self) -> str:
        """The same for the same thing found, wherever in the piece it has moved to."""
        return hashlib.sha256(f"{self.kind}|{self.excerpt}|{self.detail}".encode()).hexdigest()[:12]

    @property
    def masked(self) -> str:
        """The excerpt for records that outlive the text: numbers of people are not copied into them."""
        if self.kind not in {Kind.IDENTITY, Kind.CARD, Kind.MOBILE, Kind.LANDLINE}:
            return self.excerpt[:80]
        return self.excerpt[:3] + "…" + self.excerpt[-2:]


@dataclass(frozen=True)
class Around:
    """What the proof knows besides the piece. dead: pages and addresses of ours that lead nowhere."""

    today: dt.date
    units: tuple[str, ...] = ()
    dead: frozenset[int | str] = frozenset()
    words: Mapping[str, str] = field(default_factory=dict)


def at(
    passage: Passage,
    kind: Kind,
    severity: Severity,
    start: int,
    end: int,
    *,
    instead: str = "",
    detail: str = "",
) -> Finding:
    """A finding on `text[start:end]` of a passage, with the few words around it."""
    text = passage.text
    return Finding(
        kind, severity, passage.part, passage.number, text[start:end],
        text[max(0, start - 8) : start], text[end : end + 8], instead, detail,
    )  # fmt: skip


_ENDS = "。！？!?；\n"


def sentences(text: str) -> Iterator[str]:
    """A text's sentences, each with the mark that ends it and the quotes closed behind it."""
    start = 0
    for index, sign in enumerate(text):
        following = text[index + 1 : index + 2]
        if (sign in _ENDS and following not in tuple("”’）】" + _ENDS)) or (
            sign in "”’）】" and index and text[index - 1] in _ENDS and following not in tuple("”’）】")
        ):
            if text[start : index + 1].strip():
                yield text[start : index + 1]
            start = index + 1
    if text[start:].strip():
        yield text[start:]


def sentence_around(text: str, start: int, end: int) -> str:
    """The sentence in which `text[start:end]` stands."""
    left = max((text.rfind(sign, 0, start) for sign in _ENDS), default=-1) + 1
    right = min((found for sign in _ENDS if (found := text.find(sign, end)) >= 0), default=len(text))
    return text[left:right]

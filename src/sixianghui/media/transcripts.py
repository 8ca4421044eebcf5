"""What is said in a recording, as text with times: reading WebVTT, SRT and what people type, writing WebVTT. Pure."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

#: The most bytes and cues of one, and the last second that there is.
MOST_BYTES, MOST_CUES, LAST = 1024 * 1024, 20_000, 24 * 3600
#: What is typed has no ends: a cue lasts until the next one, but not longer than this.
LASTS = 8.0


class Why(StrEnum):
    """What is wrong with a line."""

    TOO_LONG = "too_long"
    TOO_MANY = "too_many"
    NO_CUES = "no_cues"
    BAD_TIME = "bad_time"
    ENDS_EARLY = "ends_early"
    GOES_BACK = "goes_back"
    NO_WORDS = "no_words"


class Malformed(ValueError):
    """It is no transcript. line: counted from 1; 0 where it is about all of it."""

    def __init__(self, why: Why, line: int = 0) -> None:
        super().__init__(f"{why} {line}")
        self.why, self.line = why, line


@dataclass(frozen=True)
class Cue:
    """What is said from `begin` to `end`, in seconds of the film."""

    begin: float
    end: float
    text: str


_TIME = r"(?:(\d{1,2}):)?(\d{1,2}):(\d{2})(?:[.,](\d{1,3}))?"
_TIMES = re.compile(rf"^\s*{_TIME}\s*-->\s*{_TIME}(?:\s.*)?$")
_TYPED = re.compile(rf"^\s*{_TIME}[\s　：:]+(\S.*)$")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]+)>")
_TAG = re.compile(r"</?(?:[a-z]+(?:\.[^\s>]*)?(?:\s[^>]*)?|\d[\d:.]*)>", re.IGNORECASE)
_SPACES = re.compile(r"[\s\x00-\x1f\x7f\u2028\u2029]+")


def read(text: str) -> list[Cue]:
    """The cues of what somebody brought or typed. Raises `Malformed`, which names the line."""
    if len(text.encode("utf-8", "surrogatepass")) > MOST_BYTES:
        raise Malformed(Why.TOO_LONG)
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    timed = any("-->" in line for line in lines)
    cues = _blocks(lines) if timed else _typed(lines)
    if not cues:
        raise Malformed(Why.NO_CUES)
    if len(cues) > MOST_CUES:
        raise Malformed(Why.TOO_MANY)
    return cues


def _blocks(lines: Sequence[str]) -> list[Cue]:
    """WebVTT and SRT: a line of times, then words up to an empty line."""
    cues: list[Cue] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        at += 1
        if "-->" not in line:
            continue
        number, found = at, _TIMES.match(line)
        if found is None:
            raise Malformed(Why.BAD_TIME, number)
        begin, end = _seconds(found.groups()[:4], number), _seconds(found.groups()[4:], number)
        words = []
        while at < len(lines) and lines[at].strip() and "-->" not in lines[at]:
            words.append(lines[at])
            at += 1
        if at < len(lines) and "-->" in lines[at] and words and words[-1].strip().isdecimal():
            words.pop()  # the number of the next one: the empty line before it was forgotten
        _add(cues, Cue(begin, end, _plain(" ".join(words))), number)
    return cues


def _typed(lines: Sequence[str]) -> list[Cue]:
    """`1:05 what is said`, one a line; a line without a time belongs to the one before."""
    begun: list[tuple[float, str, int]] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        found = _TYPED.match(line)
        if found is not None:
            begun.append((_seconds(found.groups()[:4], number), found[5], number))
        elif begun:
            begin, words, first = begun[-1]
            begun[-1] = begin, f"{words} {line}", first
        else:
            raise Malformed(Why.BAD_TIME, number)
    cues: list[Cue] = []
    last = (float(LAST) + LASTS, "", 0)
    for (begin, words, number), (then, _words, _number) in zip(begun, [*begun[1:], last], strict=False):
        end = min(then, begin + LASTS) if then > begin else begin + LASTS
        _add(cues, Cue(begin, end, _plain(html.escape(words, quote=False))), number)
    return cues


def _add(cues: list[Cue], cue: Cue, number: int) -> None:
    if cue.end <= cue.begin:
        raise Malformed(Why.ENDS_EARLY, number)
    if cues and cue.begin < cues[-1].begin:
        raise Malformed(Why.GOES_BACK, number)
    if not cue.text:
        raise Malformed(Why.NO_WORDS, number)
    cues.append(cue)


def _seconds(parts: Sequence[str | None], number: int) -> float:
    hours, minutes, seconds, rest = parts
    if (int(minutes or 0) > 59 and hours is not None) or int(seconds or 0) > 59:
        raise Malformed(Why.BAD_TIME, number)
    whole = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0)
    found = (whole * 1000 + int((rest or "0").ljust(3, "0"))) / 1000
    if found > LAST:
        raise Malformed(Why.BAD_TIME, number)
    return found


def _plain(words: str) -> str:
    """Words without marks: who speaks stands before them; nothing of HTML is left."""
    said = _VOICE.sub(lambda voice: f"{voice[1].strip()}：", words)
    return _SPACES.sub(" ", html.unescape(_TAG.sub("", said))).strip()


def written(cues: Iterable[Cue]) -> str:
    """WebVTT. What stands for marks is escaped, so no word of it is one."""
    lines = ["WEBVTT", ""]
    for cue in cues:
        lines += [f"{clock(cue.begin)} --> {clock(cue.end)}", html.escape(cue.text, quote=False), ""]
    return "\n".join(lines)


def clock(seconds: float) -> str:
    """00:01:05.250."""
    whole = round(seconds * 1000)
    return f"{whole // 3_600_000:02}:{whole // 60_000 % 60:02}:{whole // 1000 % 60:02}.{whole % 1000:03}"


def _inside(cue: Cue, begin: float, end: float) -> bool:
    """Whether most of a cue is said between these seconds: the rest goes with what is around it."""
    return begin <= (cue.begin + cue.end) / 2 < end


def trimmed(cues: Iterable[Cue], begin: float, end: float) -> list[Cue]:
    """What is left of them in a film that was trimmed to these seconds."""
    return [
        replace(cue, begin=max(0.0, cue.begin - begin), end=min(cue.end, end) - begin)
        for cue in cues
        if _inside(cue, begin, end)
    ]


def put_back(cues: Iterable[Cue], whole: Iterable[Cue], begin: float, end: float) -> list[Cue]:
    """Those of the trimmed film among those of the whole that were trimmed away."""
    around = [cue for cue in whole if not _inside(cue, begin, end)]
    kept = [replace(cue, begin=cue.begin + begin, end=cue.end + begin) for cue in cues]
    return sorted([*around, *kept], key=lambda cue: cue.begin)

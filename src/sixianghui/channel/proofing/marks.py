"""Marks: widths, pairs, what stands together, strange letters. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sixianghui.channel.proofing.text import Around, Finding, Kind, Part, Passage, Severity, at

_HAN = r"\u4e00-\u9fff"
_HALF = re.compile(
    rf"(?<=[{_HAN}”》）])[,;:?!](?!\S*://)|(?<=[{_HAN}])\.(?=\s|$|[{_HAN}])|(?<=[{_HAN}])[()](?=[{_HAN}])|(?<=[{_HAN}])\""
)
_WIDE = re.compile(
    r"[Ａ-Ｚａ-ｚ０-９]+|(?<=\d)[．。](?=\d)|(?<=[A-Za-z])，(?=\s?[A-Za-z]+\b)(?![^\n]*[\u4e00-\u9fff])"
)
_TOGETHER = re.compile(
    r"，[，。；、：！？]|。[，。；、：]|、[，。；、：]|；[，。；、]|：[：。，；]|[！？]。|(?<!-)--(?!-)|(?<!\.)\.{3,}|。{2,}|！{3,}"
)
_SPACE = re.compile(
    rf"(?<=[{_HAN}])[ \u3000]+(?=[{_HAN}，。；：！？、])|(?<=[，。；：！？、])[ \u3000]+(?=[{_HAN}])"
)
_STRANGE = re.compile(
    r"[\ufffd\u200b\u200d\u2060\ufeff\ue000-\uf8ff\u2e80-\u2fdf\u00ad]|[\u0400-\u04ff\u0370-\u03ff](?=[A-Za-z])|(?<=[A-Za-z])[\u0400-\u04ff]|[一二三四五六七八九][0oO○][一二三四五六七八九0oO○]"
)
_TO_WIDE = str.maketrans(",;:?!.()", "，；：？！。（）")
_PAIRS = {"“": "”", "‘": "’", "《": "》", "（": "）", "【": "】", "「": "」", "〈": "〉", "『": "』"}
_CLOSING = {closing: opening for opening, closing in _PAIRS.items()}
_LETTER = re.compile(r"[A-Za-z]’[A-Za-z]")


def find(passages: Sequence[Passage], _around: Around) -> Iterator[Finding]:
    """Everything about marks."""
    for index, passage in enumerate(passages):
        text = passage.text
        for found in _HALF.finditer(text):
            yield at(
                passage, Kind.HALF_WIDTH, Severity.HINT, max(0, found.start() - 1), found.end(),
                instead=text[max(0, found.start() - 1)] + found.group().translate(_TO_WIDE),
            )  # fmt: skip
        for found in _WIDE.finditer(text):
            plain = "".join(chr(ord(s) - 0xFEE0) if "！" <= s <= "～" else "." for s in found.group())
            yield at(passage, Kind.FULL_WIDTH, Severity.HINT, *found.span(), instead=plain)
        for found in _TOGETHER.finditer(text):
            severity = (
                Severity.HINT
                if found.group()[0] in "-.。！" and len(set(found.group())) == 1
                else Severity.MUST
            )
            yield at(passage, Kind.MARKS_TOGETHER, severity, *found.span(), instead=_one(found.group()))
        for found in _SPACE.finditer(text):
            if passage.part not in {Part.TITLE, Part.HEADING, Part.SOURCE, Part.PERSON, Part.KICKER}:
                start, end = max(0, found.start() - 1), found.end() + 1
                yield at(passage, Kind.SPACE, Severity.HINT, start, end, instead=text[start] + text[end - 1])
        for found in _STRANGE.finditer(text):
            yield at(passage, Kind.STRANGE_LETTER, Severity.MUST, *found.span(), detail=_codes(found.group()))
        if passage.part is Part.TEXT and re.search(r"[，、]\s*$", text):
            yield at(
                passage, Kind.UNFINISHED, Severity.MUST, max(0, len(text.rstrip()) - 6), len(text.rstrip())
            )
        following = passages[index + 1].text if index + 1 < len(passages) else ""
        yield from _pairs(passage, following)


def _one(marks: str) -> str:
    if marks[0] == "-":
        return "——"
    if marks[0] == "." or marks.startswith("。。。"):
        return "……"
    return marks[-1] if marks[-1] in "。！？；" else marks[0]


def _codes(letters: str) -> str:
    return " ".join(f"U+{ord(sign):04X}" for sign in letters)


def _pairs(passage: Passage, following: str) -> Iterator[Finding]:
    text = _LETTER.sub("   ", passage.text)
    waiting: list[tuple[str, int]] = []
    for index, sign in enumerate(text):
        if sign in _PAIRS:
            if waiting and waiting[-1][0] == sign and sign in "“‘":
                yield at(
                    passage,
                    Kind.UNBALANCED,
                    Severity.MUST,
                    waiting[-1][1],
                    min(len(text), waiting[-1][1] + 8),
                )
                waiting.pop()
            waiting.append((sign, index))
        elif sign in _CLOSING:
            if waiting and waiting[-1][0] == _CLOSING[sign]:
                waiting.pop()
            elif any(one == _CLOSING[sign] for one, _at in waiting):
                while waiting[-1][0] != _CLOSING[sign]:
                    _one_sign, where = waiting.pop()
                    yield at(passage, Kind.UNBALANCED, Severity.MUST, where, min(len(text), where + 8))
                waiting.pop()
            elif not (
                sign == "）"
                and index
                and re.search(r"(?:^|[\s，。；：])[0-9一二三四五六七八九十]{1,2}$", text[:index])
            ):
                yield at(passage, Kind.UNBALANCED, Severity.MUST, max(0, index - 7), index + 1)
    for sign, where in waiting:
        if sign in "“「" and following.startswith(sign):
            continue  # words that go on over paragraphs open each and close the last
        yield at(passage, Kind.UNBALANCED, Severity.MUST, where, min(len(text), where + 8))

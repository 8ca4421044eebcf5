"""What was to be filled in later. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sixianghui.channel.proofing.text import Around, Finding, Kind, Passage, Severity, at

_HOLES = re.compile(
    r"(?<![A-Za-z0-9])[xX]{2,}(?![A-Za-z0-9])|[×╳✕＊*]{2,}|[xX×]{1,2}[年月日时号](?:[xX×]{1,2}[月日时分号])*|○{2,}|_{2,}|＿{2,}|"
    r"待(?:补充?|定稿|填写?|核实后补|查证?|配图)(?![助贴给偿贫])|此处(?:补|插入|加|放|省略|配图|待[补定填])|(?:这里|此处)?[补插]图\b|"
    r"\b(?:TO[D]O|TBD|FIX[M]E|Lorem ipsum)\b|[（(]\s*[)）]|【\s*】|《\s*》|“\s*”|[？?]{3,}",
    re.I,
)


def find(passages: Sequence[Passage], _around: Around) -> Iterator[Finding]:
    """Every hole."""
    for passage in passages:
        for found in _HOLES.finditer(passage.text):
            yield at(passage, Kind.PLACEHOLDER, Severity.MUST, *found.span())

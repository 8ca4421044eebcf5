"""A document as PDF, set by Typst: fonts from the package, no network, texts as data."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from sixianghui.common.errors import Conflict
from sixianghui.documents import glyphs, measures, rules
from sixianghui.documents.layout import OfficialDocument

#: Above so many characters (some thirty pages) a process of its own sets the document and gives its memory back.
APART = 20_000
_SECONDS = 60
#: Letters and digits without a place to break.
_UNBROKEN = re.compile(r"[!-~\u00a1-\u1fff]{30,}")
#: One at a time; the other threads of the process go on meanwhile.
_ONE = threading.Lock()


def as_pdf(document: OfficialDocument) -> bytes:
    """The document as PDF/A-2u, the same bytes each time. What the fonts do not hold reads 〓 (`unprintable`).

    Raises `Conflict` when it is too long or cannot be set.
    """
    sheet = rules.sheet(document)
    letters = len(rules.letters(sheet))
    if letters > rules.LONGEST:
        raise Conflict(_("这份文件太长，排不出来。请把一部分内容做成附件，另外发。"))
    data = json.dumps(
        _typst(
            _printable(asdict(sheet))
            | {"above": rules.above(sheet), "title_text": glyphs.printable(sheet.title_text[:250])}
            | {"day": [document.date.year, document.date.month, document.date.day], "measures": _measures()}
        ),
        ensure_ascii=False,
    )
    with _ONE:
        return _set(data, apart=letters > APART)


def unprintable(document: OfficialDocument) -> tuple[str, ...]:
    """The characters of a document that its PDF prints as 〓; its DOCX keeps them."""
    return glyphs.missing(rules.letters(rules.sheet(document)))


def _set(data: str, *, apart: bool) -> bytes:
    try:
        if apart:
            script = Path(__file__).with_name("typesetting.py")
            return subprocess.run(
                [sys.executable, "-I", str(script)],
                input=data.encode(), capture_output=True, check=True, timeout=_SECONDS,
            ).stdout  # fmt: skip
        # Typst takes a tenth of a second to import; only who downloads a document waits for it.
        from sixianghui.documents.typesetting import typeset

        return typeset(data)
    except BaseException as problem:
        # A panic of the setter is no `Exception`; nothing that a text can do may end the process.
        if isinstance(problem, (KeyboardInterrupt, SystemExit, GeneratorExit)):
            raise
        raise Conflict(_("这份文件排不出来。请下载 DOCX，用文字处理软件打开。")) from problem


def _breakable(found: re.Match[str]) -> str:
    """A run of letters that fits no line or cell may end anywhere: a digest, an address, what somebody leant on."""
    return "\u200b".join(found[0])


def _measures() -> dict[str, float]:
    return {
        "page_width": measures.PAGE_WIDTH,
        "page_height": measures.PAGE_HEIGHT,
        "top": measures.TOP,
        "left": measures.LEFT,
        "right": measures.RIGHT,
        "bottom": measures.BOTTOM,
        "area_width": measures.AREA_WIDTH,
        "area_height": measures.AREA_HEIGHT,
        "cells": measures.CELLS,
        "size": measures.SIZE_3_PT,
        "size_2": measures.SIZE_2_PT,
        "size_4": measures.SIZE_4_PT,
        "size_table": measures.SIZE_TABLE_PT,
        "size_narrow": measures.SIZE_NARROW_PT,
        "head_top": measures.HEAD_TOP,
        "head_largest": measures.HEAD_LARGEST_PT,
        "line_below_number": measures.LINE_BELOW_NUMBER,
        "red_line": measures.RED_LINE,
        "thick_line": measures.THICK_LINE,
        "thin_line": measures.THIN_LINE,
        "number_below": measures.NUMBER_BELOW,
    }


def _printable(value: Any) -> Any:
    match value:
        case str():
            return _UNBROKEN.sub(_breakable, glyphs.printable(value))
        case dict():
            return {
                key: glyphs.printable(one) if key == "svg" else _printable(one) for key, one in value.items()
            }
        case list() | tuple():
            return [_printable(one) for one in value]
    return value


def _typst(value: Any) -> Any:
    """Names as Typst spells them: with hyphens."""
    match value:
        case dict():
            return {key.replace("_", "-"): _typst(one) for key, one in value.items()}
        case list():
            return [_typst(one) for one in value]
    return value

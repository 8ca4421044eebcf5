"""A document as PDF, set by Typst inside this process: fonts from the package, no network, texts as data."""

from __future__ import annotations

import json
import threading
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sixianghui.common.errors import Conflict
from sixianghui.documents import glyphs, measures, rules
from sixianghui.documents.fonts import Font, font_path
from sixianghui.documents.layout import OfficialDocument

if TYPE_CHECKING:
    import typst

_TEMPLATE = Path(__file__).with_name("official.typ")
#: One at a time: a document of the longest kind holds some hundred megabytes while it is set.
_ONE = threading.Lock()
#: 22 lines on a page, none left free at the foot; and what is tried when the signature would stand alone on its page:
#: 7.3.5.5 asks for another distance of lines then, and “此页无正文” is never written. When no distance helps (the text
#: ends with the first page), its last lines go with the signature.
_TRIES = ((measures.ROWS, 0), (21, 0), (23, 0), (20, 0), *((measures.ROWS, free) for free in range(1, 8)))


def as_pdf(document: OfficialDocument) -> bytes:
    """The document as PDF/A-2u, the same bytes each time. What the fonts do not hold reads 〓 (`unprintable`).

    Raises `Conflict` when it is too long or cannot be set.
    """
    sheet = rules.sheet(document)
    if len(rules.letters(sheet)) > rules.LONGEST:
        raise Conflict("这份文件太长，排不出来。请把一部分内容做成附件，另外发。")
    data = json.dumps(
        _typst(
            _printable(asdict(sheet))
            | {"day": [document.date.year, document.date.month, document.date.day], "measures": _measures()}
        ),
        ensure_ascii=False,
    )
    with _ONE:
        return _set(data)


def unprintable(document: OfficialDocument) -> tuple[str, ...]:
    """The characters of a document that its PDF prints as 〓; its DOCX keeps them."""
    return glyphs.missing(rules.letters(rules.sheet(document)))


def _set(data: str) -> bytes:
    import typst

    try:
        for rows, free in (*_TRIES, _TRIES[0]):
            compiler = typst.Compiler(
                _TEMPLATE,
                root=_TEMPLATE.parent,
                font_paths=_fonts(),
                sys_inputs={"document": data, "rows": str(rows), "free": str(free)},
            )
            if not _alone(compiler):
                break
        made = compiler.compile(format="pdf", pdf_standards="a-2u")
    except BaseException as problem:
        # A panic of the setter is no `Exception`; nothing that a text can do may end the process.
        if isinstance(problem, (KeyboardInterrupt, SystemExit, GeneratorExit)):
            raise
        raise Conflict("这份文件排不出来。请下载 DOCX，用文字处理软件打开。") from problem
    assert isinstance(made, bytes)
    return made


def _alone(compiler: typst.Compiler) -> bool:
    """Whether the signature stands on a page without a line of the text."""
    text, signed = json.loads(compiler.query("<signed>", field="value", one=True))
    return bool(signed > text)


@cache
def _fonts() -> typst.Fonts:
    import typst

    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(font_path(Font.BODY).parent)],
    )


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
            return glyphs.printable(value)
        case dict():
            return {key: _printable(one) for key, one in value.items()}
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

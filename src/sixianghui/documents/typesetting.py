"""Typst itself: the data of a sheet in, a PDF out. Imports nothing of the house, so that it also runs as a process of its own.

python typesetting.py    reads the data from standard input, writes the PDF to standard output
"""

from __future__ import annotations

import json
import sys
from functools import cache
from pathlib import Path

import typst

_TEMPLATE = Path(__file__).with_name("official.typ")
_FONTS = Path(__file__).with_name("fonts")
_PICTURE = b"""#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.svg), format: "svg")"""
#: 22 lines on a page, none left free at the foot (5.2.3); and what is tried when the signature would stand alone on its
#: page: 7.3.5.5 asks for another distance of lines then, and “此页无正文” is never written. When no distance helps (the
#: text ends with the first page), its last lines go with the signature.
TRIES = ((22, 0), (21, 0), (23, 0), (20, 0), *((22, free) for free in range(1, 8)))


def typeset(data: str, tries: tuple[tuple[int, int], ...] = TRIES) -> bytes:
    """The PDF of a sheet's data. Whatever Typst raises goes through, its panics too."""
    for rows, free in (*tries, tries[0]):
        compiler = typst.Compiler(
            _TEMPLATE,
            root=_TEMPLATE.parent,
            font_paths=_fonts(),
            sys_inputs={"document": data, "rows": str(rows), "free": str(free)},
        )
        if not _alone(compiler):
            break
    made = compiler.compile(format="pdf", pdf_standards="a-2u")
    assert isinstance(made, bytes)
    return made


def picture(svg: str, *, ppi: float = 220) -> bytes:
    """An SVG as PNG, for files that show no SVG. Raises as `typeset` does."""
    compiler = typst.Compiler(_PICTURE, font_paths=_fonts(), sys_inputs={"svg": svg})
    made = compiler.compile(format="png", ppi=ppi)
    assert isinstance(made, bytes)
    return made


def _alone(compiler: typst.Compiler) -> bool:
    """Whether the signature stands on a page without a line of the text."""
    text, signed = json.loads(compiler.query("<signed>", field="value", one=True))
    return bool(signed > text)


@cache
def _fonts() -> typst.Fonts:
    """Only the fonts that ship: the same page on every machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(_FONTS)])


if __name__ == "__main__":
    sys.stdout.buffer.write(typeset(sys.stdin.buffer.read().decode("utf-8")))

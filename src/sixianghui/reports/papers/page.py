"""A report as one page that is read without the site: nothing is loaded from anywhere."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import format_html

from sixianghui.documents import public as documents
from sixianghui.documents.public import Chart, heading_mark
from sixianghui.reports.papers import official
from sixianghui.reports.papers.paper import Paper, day, moment, said, to_the_minute
from sixianghui.reports.rules import frozen
from sixianghui.reports.rules.frozen import Entry


def written(paper: Paper) -> bytes:
    """The page in UTF-8."""
    entries = [_number(paper, place, entry) for place, entry in enumerate(paper.shown.entries, start=1)]
    page = {
        "paper": paper,
        "style": format_html("<style>{}</style>", _style()),
        "as_of": moment(paper.content.as_of),
        "published": day(paper.published_at),
        "entries": entries,
        "blocks": list(_blocks(paper, entries)),
    }
    return render_to_string("reports/paper.html", page).encode()


@cache
def _style() -> str:
    """The style sheet: nothing in it has to be escaped in HTML."""
    return Path(__file__).with_name("page.css").read_text(encoding="utf-8")


def _number(paper: Paper, place: int, entry: Entry) -> dict[str, Any]:
    return {"place": place, "entry": entry, "url": paper.evidence(entry), "said": said(entry)}


def _blocks(paper: Paper, entries: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    counts = [0, 0]
    for block in paper.shown.blocks:
        match block:
            case frozen.Heading(text, level):
                counts = [counts[0] + 1, 0] if level == 1 else [counts[0], counts[1] + 1]
                number = heading_mark(level, counts[level - 1])
                yield {"kind": f"heading-{level}", "text": f"{number}{text}"}
            case frozen.Text(paragraphs):
                lines = [
                    [{"text": part} if isinstance(part, str) else entries[part] for part in line]
                    for line in paragraphs
                ]
                yield {"kind": "text", "paragraphs": lines}
            case frozen.Figures(title, places):
                yield {"kind": "figures", "title": title, "entries": [entries[place] for place in places]}
            case frozen.Breakdown():
                whole = paper.shown.entries[block.entry]
                yield {
                    "kind": "breakdown",
                    "block": block,
                    "number": entries[block.entry],
                    "chart": _chart(block),
                    "alt": official.in_words(block, whole),
                }
            case frozen.Listing():
                rows = [[to_the_minute(cell) for cell in row] for row in block.rows]
                yield {"kind": "listing", "block": block, "rows": rows, "number": entries[block.entry]}


def _chart(block: frozen.Breakdown) -> str:
    """The chart as an address that holds it whole, or "" where there is none."""
    if not official.is_drawn(block):
        return ""
    svg = documents.chart_svg(Chart(block.title, official.parts_of(block), block.by == "time"))
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"

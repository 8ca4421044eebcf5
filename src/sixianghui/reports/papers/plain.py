"""A report as JSON, from which anybody can compute its digest again. The fields are told in `docs/reference/report-json.md`."""

from __future__ import annotations

import json
from typing import Any

from sixianghui.reports.papers.paper import Paper
from sixianghui.reports.rules.frozen import Breakdown, Entry

FORMAT = "sixianghui-report/1"


def written(paper: Paper) -> bytes:
    """The file, in UTF-8, indented for who reads it with their eyes."""
    return (json.dumps(values(paper), ensure_ascii=False, indent=2) + "\n").encode()


def values(paper: Paper) -> dict[str, Any]:
    """The report as plain values. `content` is what the digest is of; what only some may see stands beside it."""
    withdrawn = None
    if paper.withdrawn_at is not None:
        withdrawn = {"at": paper.withdrawn_at.isoformat(), "reason": paper.withdrawn_reason}
    return {
        "format": FORMAT,
        "title": paper.content.title,
        "organ": paper.content.organ,
        "edition": paper.number,
        "url": paper.url,
        "scope": paper.content.scope_label,
        "as_of": paper.content.as_of.isoformat(),
        "published_at": paper.published_at.isoformat(),
        "note": paper.note,
        "sample": paper.sample,
        "withdrawn": withdrawn,
        "digest": paper.digest,
        "numbers": [_number(paper, entry) for entry in paper.shown.entries],
        "parts": {
            str(place): [
                {"label": cell.label, "value": cell.number, "shown": cell.shown} for cell in block.cells
            ]
            for place, block in enumerate(paper.shown.blocks)
            if isinstance(block, Breakdown)
        },
        "content": paper.content.to_json(),
    }


def _number(paper: Paper, entry: Entry) -> dict[str, Any]:
    return {
        "name": entry.figure,
        "label": entry.label,
        "value": entry.value,
        "unit": entry.measure,
        "shown": entry.shown,
        "sentence": entry.sentence,
        "scope": json.loads(entry.scope),
        "scope_label": entry.scope_label,
        "definition_version": entry.version,
        "as_of": paper.content.as_of.isoformat(),
        "digest": entry.digest or None,
        "evidence": paper.evidence(entry),
    }

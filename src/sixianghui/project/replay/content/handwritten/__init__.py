"""Articles written by hand: a folder for each column, a text file for each article, its name the article's key.

How such a file looks is told in `reading`, and by the files themselves.
"""

from __future__ import annotations

import functools
from importlib import resources

from sixianghui.project.columns import COLUMNS
from sixianghui.project.replay.content.drafts import Draft
from sixianghui.project.replay.content.handwritten.reading import Unreadable, parse

__all__ = ["Unreadable", "handwritten", "parse"]

ENDING = ".txt"


@functools.cache
def handwritten() -> tuple[Draft, ...]:
    """Every article written by hand, in the order of time."""
    found: dict[str, Draft] = {}
    for column in COLUMNS:
        for file in resources.files(__name__).joinpath(column.slug).iterdir():
            key = file.name.removesuffix(ENDING)
            where = f"{column.slug}/{file.name}"
            if key == file.name:
                continue
            if key in found:
                raise Unreadable(where, 1, f"another column has an article {key}")
            found[key] = parse(file.read_text(encoding="utf-8"), key=key, column=column.slug, where=where)
    return tuple(sorted(found.values(), key=lambda draft: (draft.at, draft.key)))

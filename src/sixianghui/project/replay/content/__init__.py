"""The demo's articles. Nothing here is copied from anywhere; every person in them is invented."""

from __future__ import annotations

import functools

from sixianghui.project.replay.content.composed import composed
from sixianghui.project.replay.content.drafts import Draft
from sixianghui.project.replay.content.handwritten import handwritten


@functools.cache
def drafts() -> tuple[Draft, ...]:
    """All of them, in the order in which they are handed in."""
    return tuple(sorted((*handwritten(), *composed()), key=lambda one: (one.at, one.key)))

"""The invented chronicle of 样例科技 and of the committee's desk, told as 478 articles.

`texts/` holds what was written: a topic with its own sentences, one file for each kind. `reading` turns it into typed
topics, `days` gives each a working day and an event, `telling` lets the event speak in the form of its article, and
`weeks` makes the previews and the monthly figures out of the same chronicle.
"""

from __future__ import annotations

import functools

from sixianghui.project.replay.content.composed import days, reading, telling, weeks
from sixianghui.project.replay.content.drafts import Draft

#: How many articles the chronicle yields.
NUMBER = 478


@functools.cache
def composed() -> tuple[Draft, ...]:
    """Every article of the chronicle, in the order in which they are handed in. The same on each call."""
    events = days.spread(reading.topics())
    frames = telling.Frames(reading.frames())
    drafts = [telling.tell(event, frames) for event in events]
    drafts += weeks.previews(events)
    drafts += weeks.figures(events)
    return tuple(sorted(drafts, key=lambda draft: (draft.at, draft.key)))

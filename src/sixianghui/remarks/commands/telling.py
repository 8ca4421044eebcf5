"""What open pages and kept pages are told when remarks change. Only what everybody may read is ever said."""

from __future__ import annotations

from typing import Any

from sixianghui.ledger import public as ledger
from sixianghui.realtime import public as realtime
from sixianghui.remarks import places, queries
from sixianghui.remarks.models import Thread
from sixianghui.remarks.queries.remarks import as_shown
from sixianghui.ui import public as ui

#: The cache tag of every page that shows remarks of whichever thread: taken back when all of them are switched.
EVERY = "remarks"
#: The cache tag of pages that show what was said lately, wherever it was.
LATEST = "remarks-latest"
#: What every page with a thread listens to beside the thread's own topic.
SITE = "remarks:site"
#: What open desks listen to: everything that waits, or what waits for one unit, or in one thread.
DESK = "remarks-desk"
#: The figures that count remarks, whatever they are about.
_NUMBERS = ("remarks.written", "remarks.shown")


def tell_shown(row: Any) -> None:
    """A remark (a row of `queries.remarks`) may be read by everybody from now on; said only where it can be read."""
    one = as_shown(row)
    if queries.switched_off(row.thread) is None and places.find([row.thread]):
        realtime.publish(
            row.thread.topic,
            {
                "what": "shown",
                "ref": one.ref,
                "name": one.name,
                "unit": one.unit,
                "text": one.text,
                "at": one.at.isoformat(),
                "reply_to": one.reply_to,
            },
        )
    _purge(row.thread)


def tell_gone(thread: Thread, ref: str) -> None:
    """A remark that everybody could read may not be read any more."""
    realtime.publish(thread.topic, {"what": "gone", "ref": ref})
    _purge(thread)


def tell_state(thread: Thread) -> None:
    """A thread was opened, closed, slowed or switched: its pages ask how it stands now."""
    realtime.publish(thread.topic, {"what": "state"})
    _purge(thread)


def tell_everywhere() -> None:
    """Remarks of the whole site were switched: every page with a thread asks how it stands now."""
    realtime.publish(SITE, {"what": "state"})
    ui.purge(EVERY, LATEST, "figures")


def tell_desk(thread: Thread) -> None:
    """One more waits for whoever moderates this thread. A number, no word of it."""
    told = {"more": 1}
    realtime.publish(f"{DESK}:all", told)
    realtime.publish(f"{DESK}:{thread.ref}", told)
    if thread.unit_id is not None:
        realtime.publish(f"{DESK}:{thread.unit_id}", told)


def _purge(thread: Thread) -> None:
    # Not all figures: while a lecture is on, a remark comes every second, and all pages of figures would be made anew each time.
    counted = (*_NUMBERS, *places.numbers_of(thread))
    ui.purge(thread.tag, LATEST, *(ledger.get(name).tag for name in counted))

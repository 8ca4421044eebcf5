"""A far end that keeps whoever asks it waiting, in vain: for half a minute nobody else waits for it as well.

One thread of a process does all jobs that are short. Two hundred letters to a mail server that says nothing, twenty seconds
each, would hold up for an hour what is due by the minute.
"""

from __future__ import annotations

from time import monotonic

#: Seconds after which an answer that did not come has held others up. What is refused at once holds up nobody.
LONG = 5.0
#: Seconds for which such a far end is taken as away.
REST = 30.0


class Silence:
    """What one process knows of one far end. Every thread may ask."""

    def __init__(self) -> None:
        self._until = float("-inf")

    def lasts(self) -> bool:
        """Whether it kept silent a moment ago: whoever wants something of it comes again later."""
        return monotonic() < self._until

    def note(self, began: float) -> None:
        """It was asked at `began`, by `time.monotonic`, and has not answered."""
        now = monotonic()
        if now - began >= LONG:
            self._until = now + REST

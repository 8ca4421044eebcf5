"""Who sent what a page asks for, so that “this asks too much” goes past them: pages of notices and of plans for them."""

from __future__ import annotations

import re

from sixianghui.campaigns import queries
from sixianghui.complaints.public import Asker

_PAGE = re.compile(r"(?:/en)?/(?P<what>notices|plans)/(?P<ref>[a-z0-9]+)/")


def asker_of(path: str) -> Asker | None:
    """Whoever sent the notice at this address, or the notice of the plan there; None for any other page."""
    found = _PAGE.match(path)
    if found is None:
        return None
    sending = queries.sending_behind(found["what"], found["ref"])
    return Asker(sending.actor_id, sending.unit_id) if sending is not None else None

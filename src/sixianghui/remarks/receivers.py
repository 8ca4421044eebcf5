"""Answers to other rooms' questions."""

from __future__ import annotations

from sixianghui.access.public import Person
from sixianghui.remarks import queries


def may_listen(person: Person, name: str) -> bool:
    """Whoever may see a thread may listen to it; everybody may listen to the site's own topic, which says only that
    remarks were switched off or on."""
    return name == "site" or queries.thread(name, person) is not None


def may_follow_desk(person: Person, name: str) -> bool:
    """Whoever moderates listens to how much waits for them, of one unit (by its key), of one
    thread (by its ref) or of all."""
    if name in queries.topics(person):
        return True
    thread = queries.thread(name, person)
    return thread is not None and queries.may_moderate_thread(person, thread)

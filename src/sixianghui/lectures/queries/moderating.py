"""What the moderator and the lecturer see: what waits in the talk of one lecture, and how its threads are run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from sixianghui.access.public import Person
from sixianghui.lectures.models import Helper, Lecture
from sixianghui.remarks import public as remarks


@dataclass(frozen=True)
class Run:
    """How one of the two threads is run. `off`: the switch by which it is off."""

    name: str
    thread: remarks.Thread
    off: Any | None


def threads_of(lecture: Lecture) -> tuple[remarks.Thread, remarks.Thread]:
    """Comments and questions."""
    return lecture.comments, lecture.questions


def waiting(lecture: Lecture, person: Person) -> list[remarks.Case]:
    """What waits in the talk of this lecture, the oldest first."""
    return remarks.cases_in(person, threads_of(lecture))


def run(lecture: Lecture) -> list[Run]:
    """How its threads are run."""
    return [
        Run(name, thread, remarks.switched_off(thread))
        for name, thread in zip(("comments", "questions"), threads_of(lecture), strict=True)
    ]


def moderated_by(person: Person) -> QuerySet[Lecture]:
    """Lectures whose talk this person looks after without a post."""
    rows = Lecture.objects.filter(helpers__account=person.pk, helpers__part=Helper.Part.MODERATOR)
    return rows if person.is_authenticated else rows.none()


def moderates_thread(person: Person, thread: remarks.Thread) -> bool:
    """Whether this person looks after a thread because they moderate the lecture at which it hangs."""
    return moderated_by(person).filter(Q(comments=thread.pk) | Q(questions=thread.pk)).exists()

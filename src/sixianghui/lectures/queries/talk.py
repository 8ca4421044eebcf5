"""Questions in a lecture: how many want to know, what was answered and when; what the moderator said last."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from sixianghui.access.public import Person
from sixianghui.common import time
from sixianghui.lectures import rules
from sixianghui.lectures.models import Answered, Lecture, Notice, Second
from sixianghui.lectures.queries.replay import NO_FILM, Film
from sixianghui.lectures.rules import Asked, Taken
from sixianghui.remarks import public as remarks

#: So many questions stand in the room; more are asked of nobody in two hours.
MOST = 200


@dataclass(frozen=True)
class Question:
    """A question that everybody reads. `wishes`: how many want to know it too; `mine`: the reader is one of them."""

    shown: remarks.Shown
    state: Asked = Asked.OPEN
    wishes: int = 0
    #: The second of the film in which it was answered, or of the lecture as long as there is no film.
    seconds: int | None = None
    mine: bool = False

    @property
    def clock(self) -> str:
        """The same, to be read."""
        return "" if self.seconds is None else rules.clock(self.seconds)

    @property
    def is_open(self) -> bool:
        return self.state is Asked.OPEN


@dataclass(frozen=True)
class Questions:
    """The questions of a lecture, in their order. `part`: their thread, as a page shows it."""

    part: remarks.Part
    rows: list[Question]

    @property
    def now(self) -> Question | None:
        """The one that is being answered."""
        return next((one for one in self.rows if one.state is Asked.NOW), None)

    @property
    def waiting(self) -> list[Question]:
        """Those that nobody has taken up."""
        return [one for one in self.rows if one.is_open]

    @property
    def answered(self) -> list[Question]:
        return [one for one in self.rows if one.state is Asked.ANSWERED]

    @property
    def blank(self) -> Question:
        """What an island copies for a question that comes while the page is open."""
        return Question(self.part.blank)


def taken_up(lecture: Lecture) -> dict[str, Taken]:
    """The questions that were taken up, by their ref, the last one last."""
    rows = Answered.objects.standing().filter(lecture=lecture).order_by("at", "pk")
    return {
        ref: Taken(at, seconds, done is not None)
        for ref, at, seconds, done in rows.values_list("question__ref", "at", "seconds", "done_at")
    }


def wishes(lecture: Lecture) -> dict[str, int]:
    """How many want to know each question too."""
    rows = Second.objects.filter(question__thread=lecture.questions_id).order_by()
    return dict(rows.values("question__ref").annotate(many=Count("pk")).values_list("question__ref", "many"))


def wish_count(question: remarks.Remark) -> int:
    """How many want to know this one too."""
    return Second.objects.filter(question=question).count()


def wishes_it(person: Person, question: remarks.Remark) -> bool:
    """Whether this person wants to know it too."""
    return Second.objects.filter(question=question, account=person.pk).exists()


def questions(lecture: Lecture, person: Person, film: Film = NO_FILM, *, live: bool) -> Questions:
    """The questions of a lecture: what is being answered, the most wanted, what was answered."""
    part = remarks.part(lecture.questions, most=MOST)
    taken = taken_up(lecture) if part.shown else {}
    many = wishes(lecture) if part.shown else {}
    mine: set[str] = set()
    if person.is_authenticated and part.shown:
        own = Second.objects.filter(question__thread=lecture.questions_id, account=person.pk)
        mine = set(own.values_list("question__ref", flat=True))
    last, now = next(reversed(taken), ""), time.now()
    rows = [
        Question(
            one,
            rules.asked(taken.get(one.ref), last=one.ref == last, live=live, now=now),
            many.get(one.ref, 0),
            film.moment(taken[one.ref].seconds) if one.ref in taken else None,
            one.ref in mine,
        )
        for one in part.shown
        if not one.gone
    ]
    rows.sort(key=lambda one: rules.rank(one.state, one.wishes, one.shown.at, one.seconds or 0))
    return Questions(part, rows)


def question(lecture: Lecture, ref: str) -> remarks.Remark | None:
    """A question of this lecture that everybody reads."""
    found: remarks.Remark | None = remarks.one_shown(lecture.questions, ref)
    return found


def answered(question: remarks.Remark) -> Answered | None:
    """That it was taken up, if it was."""
    return Answered.objects.standing().filter(question=question).first()


def notice(lecture: Lecture) -> Notice | None:
    """What the moderator said last, as long as it stands."""
    return Notice.objects.standing().filter(lecture=lecture).order_by("-at", "-pk").first()

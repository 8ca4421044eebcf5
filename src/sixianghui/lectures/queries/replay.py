"""The replay of a lecture: where in the film is what happened in the lecture, and what was said when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sixianghui.lectures import rules
from sixianghui.lectures.queries.lectures import Standing
from sixianghui.lectures.rules import State
from sixianghui.media import public as media
from sixianghui.remarks import public as remarks

#: So many comments follow the film; older ones are read in their thread.
MOST_SAID = 500


@dataclass(frozen=True)
class Film:
    """The film of a lecture, and where in it something is. Without one a moment is what it was in the lecture."""

    there: bool = False
    clock: Sequence[Sequence[float]] = field(default=())

    def moment(self, seconds: int) -> int:
        """The second of the film in which that is, which happened so many seconds after the beginning."""
        return int(media.moment(self.clock, seconds)) if self.there else seconds


NO_FILM = Film()


@dataclass(frozen=True)
class Said:
    """A comment of the broadcast. at: its second in the film."""

    shown: remarks.Shown
    at: int

    @property
    def clock(self) -> str:
        return rules.clock(self.at)


@dataclass(frozen=True)
class Sentence:
    """Something that is said in the film, at this second of it."""

    at: int
    text: str

    @property
    def clock(self) -> str:
        return rules.clock(self.at)


@dataclass(frozen=True)
class Spoken:
    """What is said in the film, as somebody wrote it down; with a query, the sentences in which that is."""

    rows: list[Sentence]
    query: str
    is_sample: bool


def spoken(row: Any, stands: Standing, query: str) -> Spoken | None:
    """What is said in the film of a row of `lectures`; None where nobody wrote it down or there is no film."""
    stream = row.stream
    known = media.transcript(stream) if plays_again(row, stands) else None
    if known is None:
        return None
    wanted = " ".join(query.split())[:40]
    rows = [Sentence(int(cue.begin), cue.text) for cue in media.cues(stream)]
    return Spoken([one for one in rows if wanted.casefold() in one.text.casefold()], wanted, known.is_sample)


def plays_again(row: Any, stands: Standing) -> bool:
    """Whether a row of `lectures` ended and can be watched again: without a film nobody watches it."""
    stream = row.stream
    return (
        stands.state is State.ENDED and stream is not None and media.player_of(stream, live=False) is not None
    )


def film_of(row: Any, stands: Standing) -> Film:
    """The film of a row of `lectures`, once it ended."""
    if stands.state is not State.ENDED or row.stream is None:
        return NO_FILM
    return Film(True, media.film_clock(row.stream))


def said(row: Any, stands: Standing, film: Film) -> list[Said]:
    """What was said while it was on the air, in the order of the film. Nothing without a film."""
    if not film.there or stands.began is None or stands.ended is None:
        return []
    began, ended = stands.began, stands.ended
    found, _more = remarks.shown(row.comments, most=MOST_SAID)
    return [
        Said(one, film.moment(rules.seconds_in(began, one.at)))
        for one in reversed(found)
        if not one.gone and began <= one.at <= ended
    ]

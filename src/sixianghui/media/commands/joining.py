"""What came in live becomes a recording, once it is over: one film, whatever the encoder did in between.

Until then, and if it fails, it is watched again as it came.
"""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from sixianghui.access.public import Account
from sixianghui.common import time
from sixianghui.ingest.public import Piece
from sixianghui.media import ffmpeg, films, shelf, shows, taken
from sixianghui.media.commands import shelving
from sixianghui.media.commands.live import disarm
from sixianghui.media.commands.outcomes import LIMIT, end, fail, failing
from sixianghui.media.films import Fault, Film, Unplayable
from sixianghui.media.models import Feed, Stream
from sixianghui.media.taken import Span
from sixianghui.tasks import public as tasks

#: How long players may go on with what came in, once it is joined.
RAW_KEPT = dt.timedelta(days=1)
#: Seconds from one look to the next whether the encoder has come to its end, and how many looks.
_AGAIN, _LOOKS = 3.0, 40
#: How often what came in lies there at most while it is joined.
_COPIES = 3


@dataclass(frozen=True)
class _Turn:
    """What one encoder sent while it was on the air, as one file."""

    path: Path
    pieces: tuple[Piece, ...]
    film: Film
    settings: tuple[bytes, ...]

    @property
    def seconds(self) -> float:
        return sum(one.seconds for one in self.pieces)

    @property
    def size(self) -> tuple[int, int]:
        return (self.film.picture.width, self.film.picture.height) if self.film.picture else (0, 0)


def finish_live(one: Stream, *, by: Account | None) -> Stream:
    """It is over: the door is shut. What came in can be watched again at once, and a job joins it into a recording."""
    with transaction.atomic():
        disarm(one, by=by, why="over")
        join_live.enqueue(one.pk)
    return one


def _lost(pk: int, _looks: int = 0) -> None:
    """No worker could join it: say so, and let it be tried again."""
    one = Stream.objects.filter(pk=pk, state=Stream.State.LIVE).first()
    if one is not None:
        fail(one, Fault.GAVE_UP)


@tasks.job(retries=3, limit=LIMIT, long=True, lost=_lost, again=True)
def join_live(pk: int, looks: int = 0) -> None:
    """Join what was on the air. May run twice; one that was killed in the middle begins anew."""
    one = Stream.objects.filter(pk=pk, removed_at__isnull=True, state=Stream.State.LIVE).first()
    found = shows.show_of(one) if one is not None else None
    if one is None or found is None:
        return
    began, ended = found[1].began, found[1].ended
    if began is None or ended is None:
        return
    if looks < _LOOKS and not _has_settled(one):
        tasks.later(join_live, _AGAIN).enqueue(pk, looks + 1)
        return
    shelving.clear(one.ref)
    span = Span(began.timestamp(), ended.timestamp())
    with failing(one):
        film, clock = _join(one, span)
        taken.tidy(one.ref)
        end(one, film, clock=clock, raw_until=time.now() + RAW_KEPT)


def _has_settled(one: Stream) -> bool:
    last = Feed.objects.filter(stream=one).order_by("-began_at", "-pk").first()
    return last is None or (
        last.ended_at is not None and taken.has_settled(one.ref, last.ref, timezone.now().timestamp())
    )


def _join(one: Stream, span: Span) -> tuple[Film, list[list[float]]]:
    journal = taken.journal_of(one.ref)
    found = taken.turns_of(journal, span) if journal is not None else []
    if not found:
        raise Unplayable(Fault.NOTHING_CAME)
    # Turns, film and pieces lie there side by side for a while; what others write must not stand still for it.
    needed = _COPIES * sum(piece.size for pieces in found for piece in pieces)
    if shutil.disk_usage(shelf.streams()).free < needed + settings.CONFIG.disk_floor_mb * films.MIB:
        raise Unplayable(Fault.NO_ROOM, f"{needed} bytes are needed")
    work = shelf.begin(one.ref)
    try:
        turns = [_turn(one.ref, work / f"turn-{number}.mp4", pieces) for number, pieces in enumerate(found)]
        if not _are_alike(turns):
            turns = _evened(one, turns)
        listed = work / "list"
        listed.write_text(films.list_of([(turn.path.name, turn.seconds) for turn in turns]), encoding="ascii")
        seconds = sum(turn.seconds for turn in turns)
        film = replace(turns[0].film, seconds=seconds)
        made = shelving.make(one, shelving.Source(listed, film, listed=True))
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return made, taken.clock_of([piece for pieces in found for piece in pieces], span.began)


def _turn(ref: str, path: Path, pieces: list[Piece]) -> _Turn:
    """Head and pieces in one file: that is a film."""
    folder = taken.folder_of(ref)
    head = (folder / pieces[0].head).read_bytes()
    with path.open("wb") as made:
        made.write(head)
        for one in pieces:
            with (folder / one.name).open("rb") as piece:
                shutil.copyfileobj(piece, made, 1024 * 1024)
    film = ffmpeg.look(shelving.program(), path)
    if film.picture is not None:
        rate = sum(one.size for one in pieces) * 8 // 1000 / max(1.0, sum(one.seconds for one in pieces))
        film = replace(film, picture=replace(film.picture, rate=int(rate)))
    return _Turn(path, tuple(pieces), film, films.settings_of(head))


def _are_alike(turns: list[_Turn]) -> bool:
    """Whether they can stand in one film as they are."""
    return len({(turn.settings, turn.size) for turn in turns}) == 1


def _evened(one: Stream, turns: list[_Turn]) -> list[_Turn]:
    """Each made anew, in the size of the longest."""
    longest = max(turns, key=lambda turn: (turn.film.picture is not None, turn.seconds))
    size = films.fitted(*longest.size)
    sound = any(turn.film.sound is not None for turn in turns)
    whole, before, made = sum(turn.seconds for turn in turns), 0.0, []
    for turn in turns:
        path = turn.path.with_name(f"even-{turn.path.name}")
        words = films.evened(turn.film, size, sound=sound, name=path.name, seconds=turn.seconds)
        ffmpeg.run(
            shelving.program(), turn.path, words, folder=path.parent, most_bytes=films.MOST_BYTES,
            on_second=shelving.teller(one, whole, before=before),
        )  # fmt: skip
        turn.path.unlink()
        before += turn.seconds
        made.append(replace(turn, path=path, film=ffmpeg.look(shelving.program(), path)))
    return made

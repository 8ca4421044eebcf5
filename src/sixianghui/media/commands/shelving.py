"""What can be watched, made of a film and put on the shelf: the film to take along, its sound, the pieces of both.

In a folder of its own, which gets its name when all is in it. Whoever was killed in the middle begins anew.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from sixianghui.common import ids
from sixianghui.media import ffmpeg, films, shelf
from sixianghui.media.films import Fault, Film, Unplayable
from sixianghui.media.models import Stream
from sixianghui.media.playlists import Piece, Rendition
from sixianghui.realtime import public as realtime


@dataclass(frozen=True)
class Source:
    """What is made into something to be watched. listed: it names films of ours, one after another.

    begin, end: only these seconds of it.
    """

    path: Path
    film: Film
    listed: bool = False
    begin: float = 0
    end: float | None = None

    @property
    def seconds(self) -> float:
        return (self.film.seconds if self.end is None else self.end) - self.begin


def program() -> str:
    """The ffmpeg that is used. Raises `Unplayable`."""
    return ffmpeg.find(settings.CONFIG.ffmpeg)


def clear(ref: str) -> None:
    """End and throw away what somebody has left who was killed while making this stream."""
    for left in shelf.begun(ref):
        ffmpeg.end_left(left)
        shutil.rmtree(left, ignore_errors=True)


def make(one: Stream, source: Source, *, keep: bool = False) -> Film:
    """Make it and put it on the shelf: copied as it is, where browsers play it like that. What is in the film made.

    keep: what lay there stays as the whole, unserved. Raises `Unplayable` or `OSError`.
    """
    copied = films.picture_is_copied(source.film)
    work = shelf.begin(one.ref)
    try:
        renditions = _made(one, source, work, copied=copied)
        if copied and _longest(renditions) > films.LONGEST_PIECE:
            # Its key frames are too far apart to join in anywhere, so it is made anew after all.
            shutil.rmtree(work)
            work.mkdir(mode=0o700)
            renditions = _made(one, source, work, copied=False)
        made = ffmpeg.look(program(), work / "film.mp4") if "picture" in renditions else source.film
        shelf.finish(work, one.ref, renditions, keep=keep)
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise
    return made


def _made(one: Stream, source: Source, work: Path, *, copied: bool) -> dict[str, Rendition]:
    ffmpeg.run(
        program(), source.path, films.making(source.film, copied=copied), folder=work, most_bytes=films.MOST_BYTES,
        on_second=teller(one, source.seconds), listed=source.listed, begin=source.begin, end=source.end,
    )  # fmt: skip
    renditions = {}
    for name, made, has_sound in (
        ("picture", "film.mp4", source.film.sound is not None),
        ("sound", "sound.m4a", True),
    ):
        if (work / made).exists():
            renditions[name] = _cut(work, made, name, sound=has_sound)
    if not renditions:
        raise Unplayable(Fault.BROKEN, "nothing came of it")
    return renditions


def _cut(work: Path, made: str, name: str, *, sound: bool) -> Rendition:
    folder = work / name
    folder.mkdir()
    ffmpeg.run(program(), work / made, films.cutting(), folder=folder, most_bytes=films.MOST_BYTES)
    found = films.pieces_of((folder / "list.m3u8").read_text(encoding="utf-8"))
    if not found:
        raise Unplayable(Fault.BROKEN, "no pieces")
    head = f"{ids.new_ref()}.mp4"
    codecs = films.codecs_of((folder / "head.mp4").read_bytes(), sound=sound)
    (folder / "head.mp4").rename(work / head)
    pieces, most = [], 0.0
    for old, seconds in found:
        piece = Piece(f"{ids.new_ref()}.m4s", seconds)
        most = max(most, (folder / old).stat().st_size * 8 / max(seconds, 1.0))
        (folder / old).rename(work / piece.name)
        pieces.append(piece)
    shutil.rmtree(folder)
    return Rendition(head, tuple(pieces), int(most), codecs)


def _longest(renditions: dict[str, Rendition]) -> float:
    return max((piece.seconds for one in renditions.values() for piece in one.pieces), default=0)


def teller(one: Stream, seconds: float, *, before: float = 0) -> Callable[[float], None]:
    """Tells pages that wait how far it has come, of so many seconds. before: how many were done before."""

    def tell(second: float) -> None:
        done = min(99, int((before + second) * 100 / seconds)) if seconds else 0
        if done != one.done:
            one.done = done
            Stream.objects.filter(pk=one.pk).update(done=done)
            realtime.progress(one.topic, done, 100, "making")

    return tell

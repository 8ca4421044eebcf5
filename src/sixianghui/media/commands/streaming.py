"""From a recording to something that can be watched: pieces, playlists, files to download. Made by a job, by ffmpeg."""

from __future__ import annotations

import datetime as dt
import logging
import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import Error, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sixianghui.access.public import Account
from sixianghui.audit import public as audit
from sixianghui.common import ids
from sixianghui.common.errors import Conflict
from sixianghui.media import ffmpeg, films, shelf, uploads, wording
from sixianghui.media.films import Fault, Film, Unplayable
from sixianghui.media.models import Stream
from sixianghui.media.playlists import Piece, Rendition
from sixianghui.media.rules import Unfit
from sixianghui.media.signals import stream_made
from sixianghui.realtime import public as realtime
from sixianghui.tasks import public as tasks
from sixianghui.ui import public as ui

log = logging.getLogger(__name__)
State = Stream.State
#: A film that is made anew takes about a third of its length on one core; a slow machine may take longer than it.
_LIMIT = 12 * 3600.0


def add_stream(file: Any, *, title: str, by: Account | None, is_sample: bool = False) -> Stream:
    """Keep a recording and have what can be watched made of it by a job. Whether somebody may is asked by the room above.

    Raises `Conflict` with a sentence that says what to do.
    """
    if not title.strip() or len(title.strip()) > 255:
        raise Conflict(_("请写标题，最多 255 个字。"))
    try:
        upload = uploads.take_film(file, by=by, counts=not is_sample)
    except Unfit as unfit:
        raise Conflict(wording.sentence(unfit)) from unfit
    one = Stream(title=title.strip(), made_by=by, is_sample=is_sample, file=upload, file_size=upload.size)
    with transaction.atomic():
        one.save()
        audit.record("stream:add", actor=by, thing=one)
    return one


def make_stream_again(one: Stream, *, by: Account) -> Stream:
    """Have a job try again what it could not make. The room above has asked whether this person may."""
    with transaction.atomic():
        if not Stream.objects.filter(pk=one.pk, state=State.FAILED).update(state=State.QUEUED, fault=""):
            raise Conflict(_("它正在做，或者已经做好了。请刷新看看。"))
        audit.record("stream:again", actor=by, thing=one)
        make_stream.enqueue(one.pk)
    return one


def remove_stream(one: Stream, *, by: Account | None) -> Stream:
    """Take it away: nobody is sent anything of it from now on; its files go after a week."""
    with transaction.atomic():
        Stream.objects.filter(pk=one.pk, removed_at__isnull=True).update(removed_at=timezone.now())
        audit.record("stream:remove", actor=by, thing=one)
        ui.purge(one.tag)
    return one


@tasks.job(retries=3, limit=_LIMIT, long=True)
def make_stream(pk: int) -> None:
    """Make what can be watched of a recording. May run twice; one that was killed in the middle begins anew."""
    one = Stream.objects.filter(pk=pk, removed_at__isnull=True).first()
    if one is None or one.state in {State.READY, State.FAILED} or not one.may_be_sent:
        return
    for left in shelf.begun(one.ref):
        ffmpeg.end_left(left)
        shutil.rmtree(left, ignore_errors=True)
    Stream.objects.filter(pk=pk).update(state=State.WORKING, done=0)
    try:
        film = _make(one)
    except Unplayable as fault:
        log.warning("stream %s could not be made: %s", pk, fault)
        _fail(one, fault.fault)
    except OSError:
        log.exception("stream %s could not be written", pk)
        _fail(one, Fault.NO_ROOM)
    except Error:
        raise  # the database is away for a while; the job is tried again
    else:
        _end(one, film)


def _make(one: Stream) -> Film:
    """Make it, and say what came of it."""
    program = ffmpeg.find(settings.CONFIG.ffmpeg)
    source = Path(one.file.path)
    film = ffmpeg.look(program, source)
    copied = films.picture_is_copied(film)
    work = shelf.begin(one.ref)
    try:
        renditions = _made(one, program, source, film, work, copied=copied)
        if copied and _longest(renditions) > films.LONGEST_PIECE:
            # Its key frames are too far apart to join in anywhere, so it is made anew after all.
            shutil.rmtree(work)
            work.mkdir(mode=0o700)
            renditions = _made(one, program, source, film, work, copied=False)
        made = ffmpeg.look(program, work / "film.mp4") if "picture" in renditions else film
        shelf.finish(work, one.ref, renditions)
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise
    return made


def _made(
    one: Stream, program: str, source: Path, film: Film, work: Path, *, copied: bool
) -> dict[str, Rendition]:
    def tell(second: float) -> None:
        _tell(one, second, film.seconds)

    words = films.making(film, copied=copied)
    ffmpeg.run(program, source, words, folder=work, most_bytes=films.MOST_BYTES, on_second=tell)
    renditions = {}
    for name, made, has_sound in (
        ("picture", "film.mp4", film.sound is not None),
        ("sound", "sound.m4a", True),
    ):
        if (work / made).exists():
            renditions[name] = _cut(program, work, made, name, sound=has_sound)
    if not renditions:
        raise Unplayable(Fault.BROKEN, "nothing came of it")
    return renditions


def _cut(program: str, work: Path, made: str, name: str, *, sound: bool) -> Rendition:
    folder = work / name
    folder.mkdir()
    ffmpeg.run(program, work / made, films.cutting(), folder=folder, most_bytes=films.MOST_BYTES)
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


def _tell(one: Stream, second: float, seconds: float) -> None:
    done = min(99, int(second * 100 / seconds)) if seconds else 0
    if done != one.done:
        one.done = done
        Stream.objects.filter(pk=one.pk).update(done=done)
        realtime.progress(one.topic, done, 100, "making")


def _end(one: Stream, film: Film) -> None:
    made = shelf.shelved(one.ref)
    assert made is not None
    picture = film.picture if "picture" in made.renditions else None
    with transaction.atomic():
        Stream.objects.filter(pk=one.pk).update(
            state=State.READY,
            fault="",
            done=100,
            seconds=round(max(rendition.seconds for rendition in made.renditions.values())),
            width=picture.width if picture else 0,
            height=picture.height if picture else 0,
            has_picture=picture is not None,
            has_sound="sound" in made.renditions,
            size=shelf.size_of(one.ref),
        )
        ui.purge(one.tag)
        stream_made.send(Stream, stream=one)
        realtime.progress(one.topic, 100, 100, finished=True)
        # What came in is not needed any more: the film that was made holds all of it that can be watched.
        transaction.on_commit(lambda: one.file.storage.delete(str(one.file.name)))


def _fail(one: Stream, fault: Fault) -> None:
    with transaction.atomic():
        Stream.objects.filter(pk=one.pk).update(state=State.FAILED, fault=fault)
        realtime.progress(one.topic, 1, 1, finished=True)


def sweep_streams(before: dt.datetime) -> None:
    """Files of streams that were taken away, or could not be made, before that moment."""
    for one in Stream.objects.filter(removed_at__lt=before):
        shelf.remove(one.ref)
        one.file.storage.delete(str(one.file.name))
        one.delete()
    for one in Stream.objects.filter(state=State.FAILED, created_at__lt=before):
        one.file.storage.delete(str(one.file.name))

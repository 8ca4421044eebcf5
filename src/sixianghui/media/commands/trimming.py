"""The ends of a recording are trimmed: what is sent is made anew, and the whole stays unserved for a week."""

from __future__ import annotations

import datetime as dt
import shutil
from itertools import accumulate
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from sixianghui.access.public import Account
from sixianghui.audit import public as audit
from sixianghui.common import time
from sixianghui.common.errors import Conflict
from sixianghui.media import ffmpeg, shelf, taken, transcripts
from sixianghui.media.commands import shelving
from sixianghui.media.commands.outcomes import LIMIT, end, guarded, measured
from sixianghui.media.commands.transcripts import put_back_transcripts, trim_transcripts, whole_transcripts
from sixianghui.media.films import Fault
from sixianghui.media.models import Stream, Trim
from sixianghui.media.signals import stream_ends, stream_made
from sixianghui.realtime import public as realtime
from sixianghui.tasks import public as tasks
from sixianghui.ui import public as ui

#: How long the whole can be put back, and what has to be left of a film, in seconds.
WHOLE_KEPT, LEAST = dt.timedelta(days=7), 5
#: A key frame is looked for so much behind its time: ffmpeg goes back to the last one before what it is told.
_BEHIND_KEY = 0.25


def trim(one: Stream, begin: float, until: float, *, by: Account) -> Trim:
    """Have what is watched now trimmed to these seconds of it, by a job. The room above has asked who may.

    Raises `Conflict` with a sentence that says what to do.
    """
    if one.state != Stream.State.READY:
        raise Conflict(_("录像还没有做好，做好了再剪。"))
    until = min(until, float(one.seconds) + 1)
    if begin < 0 or until - begin < LEAST:
        raise Conflict(_("剪完至少要留 %(many)d 秒。请看看开头和结尾写反了没有。") % {"many": LEAST})
    if begin < 1 and until >= one.seconds - 0.5:
        raise Conflict(_("开头和结尾都没有动，不用剪。"))
    with transaction.atomic():
        known = Trim.objects.select_for_update(no_key=True).filter(stream=one).first() or Trim(stream=one)
        if known.pk and known.state == Trim.State.QUEUED:
            raise Conflict(_("正在剪，请等它剪好。"))
        offset = (known.begun or 0.0) if shelf.whole_of(one.ref).exists() else 0.0
        known.begin, known.end = offset + begin, offset + until
        known.state, known.fault, known.by, known.asked_at = Trim.State.QUEUED, "", by, time.now()
        known.save()
        Stream.objects.filter(pk=one.pk).update(done=0)
        audit.record("stream:trim", actor=by, thing=one, detail={"from": int(begin), "to": int(until)})
        trim_stream.enqueue(one.pk)
    return known


def _lost(pk: int) -> None:
    """No worker could do it: say so."""
    known = Trim.objects.filter(stream=pk, state=Trim.State.QUEUED).select_related("stream").first()
    if known is not None:
        _fail(known, Fault.GAVE_UP)


@tasks.job(retries=3, limit=LIMIT, long=True, lost=_lost)
def trim_stream(pk: int) -> None:
    """Make what is left of it, from the whole. May run twice; one that was killed in the middle begins anew."""
    known = Trim.objects.filter(stream=pk, state=Trim.State.QUEUED).select_related("stream").first()
    if known is None or known.stream.removed_at is not None or known.stream.state != Stream.State.READY:
        return
    one = known.stream
    shelving.clear(one.ref)
    with guarded(one, lambda fault: _fail(known, fault)):
        _trim(known)


def _trim(known: Trim) -> None:
    one, again = known.stream, shelf.whole_of(known.stream.ref).exists()
    folder = shelf.whole_of(one.ref) if again else shelf.folder_of(one.ref)
    path = folder / ("film.mp4" if (folder / "film.mp4").exists() else "sound.m4a")
    film = ffmpeg.look(shelving.program(), path)
    begin = _joint(folder, known.begin) if known.begin else 0.0
    source = shelving.Source(path, film, begin=begin + _BEHIND_KEY if begin else 0.0, end=known.end)
    # Killed between the making and the writing down, what was known before stands.
    known.before = known.before if again and known.before else {"clock": one.clock, "seconds": film.seconds}
    made = shelving.make(one, source, keep=True)
    clock = taken.trimmed(known.before["clock"], begin, known.end, known.before["seconds"])
    with transaction.atomic():
        stream_ends.send(Stream, stream=one)
        whole = whole_transcripts(one, known.before.get("transcripts", {}), known.begun, known.ended)
        known.before["transcripts"] = {
            language: transcripts.written(cues) for language, cues in whole.items()
        }
        trim_transcripts(one, whole, begin, known.end)
        known.begun, known.ended = begin, known.end
        known.state, known.until = Trim.State.DONE, time.now() + WHOLE_KEPT
        known.save()
        end(one, made, clock=clock, raw_until=time.now(), ready_at=one.ready_at)
    taken.remove(one.ref)


def _joint(folder: Path, begin: float) -> float:
    """Where a film can begin that is not to show anything before `begin`: at the next key frame."""
    shelved = shelf.shelved_in(folder)
    pieces = shelved.renditions["picture"].pieces if shelved and "picture" in shelved.renditions else ()
    joints = accumulate((piece.seconds for piece in pieces[:-1]), initial=0.0)
    return next((joint for joint in joints if joint >= begin - 0.05), begin)


def untrim(one: Stream, *, by: Account) -> Stream:
    """What is sent is the whole again. Raises `Conflict` where there is none any more."""
    with transaction.atomic():
        stream_ends.send(Stream, stream=one)
        known = Trim.objects.select_for_update(no_key=True).filter(stream=one).first()
        if known is not None and known.state == Trim.State.QUEUED:
            raise Conflict(_("正在剪，请等它剪好。"))
        if known is None or known.until is None or known.until < time.now():
            raise Conflict(_("剪掉的已经删了，恢复不了。"))
        shelf.put_back(one.ref)  # a second time there is nothing to be done
        whole = whole_transcripts(one, known.before.get("transcripts", {}), known.begun, known.ended)
        put_back_transcripts(one, whole)
        made = (
            ffmpeg.look(shelving.program(), shelf.folder_of(one.ref) / "film.mp4")
            if one.has_picture
            else None
        )
        fields = {**measured(one, made), "clock": known.before["clock"], "ready_at": one.ready_at}
        Stream.objects.filter(pk=one.pk).update(**fields)
        known.delete()
        audit.record("stream:untrim", actor=by, thing=one)
        ui.purge(one.tag)
        one.refresh_from_db()
        stream_made.send(Stream, stream=one)
    return one


def _fail(known: Trim, fault: Fault) -> None:
    """What is sent stays as it is."""
    with transaction.atomic():
        Trim.objects.filter(pk=known.pk).update(state=Trim.State.FAILED, fault=fault)
        Stream.objects.filter(pk=known.stream_id).update(done=100)
        realtime.progress(known.stream.topic, 1, 1, finished=True)


def sweep_trims() -> None:
    """What was trimmed away goes for good after a week; while it is trimmed once more, it is still needed."""
    over = Trim.objects.filter(until__lt=time.now()).exclude(state=Trim.State.QUEUED)
    for number in list(over.values_list("pk", flat=True)):
        with transaction.atomic():
            known = (
                over.select_for_update(of=("self",), no_key=True)
                .select_related("stream")
                .filter(pk=number)
                .first()
            )
            if known is None:
                continue
            shutil.rmtree(shelf.whole_of(known.stream.ref), ignore_errors=True)
            known.until, known.begun, known.ended, known.before = None, None, None, {}
            known.save()

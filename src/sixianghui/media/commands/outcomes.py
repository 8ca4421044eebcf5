"""What came of making a recording: it can be watched, or it could not be made, and who waits for it is told."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from django.db import Error, transaction

from sixianghui.common import time
from sixianghui.media import shelf
from sixianghui.media.films import Fault, Film, Unplayable
from sixianghui.media.models import Stream
from sixianghui.media.signals import stream_ends, stream_failed, stream_made
from sixianghui.realtime import public as realtime
from sixianghui.ui import public as ui

log = logging.getLogger(__name__)
State = Stream.State
#: A film that is made anew takes about a third of its length on one core; a slow machine may take longer than it.
LIMIT = 12 * 3600.0


@contextmanager
def guarded(one: Stream, say: Callable[[Fault], object]) -> Iterator[None]:
    """What cannot be made is said; while the database is away, the job is tried again."""
    try:
        yield
    except Unplayable as fault:
        log.warning("stream %s could not be made: %s", one.pk, fault)
        say(fault.fault)
    except Error:
        raise
    except OSError:
        log.exception("stream %s could not be written", one.pk)
        say(Fault.NO_ROOM)


def failing(one: Stream) -> AbstractContextManager[None]:
    """The same, where it is the recording itself that cannot be made."""
    return guarded(one, lambda fault: fail(one, fault))


def end(one: Stream, film: Film, **more: Any) -> None:
    """It is made: what is in it is written down, and whoever waits for it is told. more: fields besides."""
    with transaction.atomic():
        stream_ends.send(Stream, stream=one)
        Stream.objects.filter(pk=one.pk).update(**{**measured(one, film), **more})
        ui.purge(one.tag)
        one.refresh_from_db()
        stream_made.send(Stream, stream=one)
        realtime.progress(one.topic, 100, 100, finished=True)
        # What came in is not needed any more: the film that was made holds all of it that can be watched.
        if one.file:
            # Where that fails, `sweep_streams` does it later.
            transaction.on_commit(lambda: one.file.storage.delete(str(one.file.name)), robust=True)


def measured(one: Stream, film: Film | None) -> dict[str, Any]:
    """What lies on the shelf, as the table says it."""
    made = shelf.shelved(one.ref)
    assert made is not None
    picture = film.picture if film is not None and "picture" in made.renditions else None
    return {
        "state": State.READY,
        "fault": "",
        "done": 100,
        "ready_at": time.now(),
        "seconds": round(max(rendition.seconds for rendition in made.renditions.values())),
        "width": picture.width if picture else 0,
        "height": picture.height if picture else 0,
        "has_picture": picture is not None,
        "has_sound": "sound" in made.renditions,
        "size": shelf.size_of(one.ref),
    }


def fail(one: Stream, fault: Fault) -> None:
    """It cannot be made, for now. What came in live can be watched all the same, as it came."""
    state = State.LIVE if one.source == Stream.Source.LIVE else State.FAILED
    with transaction.atomic():
        Stream.objects.filter(pk=one.pk).update(state=state, fault=fault)
        one.refresh_from_db()
        stream_failed.send(Stream, stream=one)
        realtime.progress(one.topic, 1, 1, finished=True)

"""From a recording to something that can be watched: pieces, playlists, files to download. Made by a job, by ffmpeg."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, cast

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sixianghui.access.public import Account
from sixianghui.audit import public as audit
from sixianghui.common import time
from sixianghui.common.errors import Conflict
from sixianghui.media import ffmpeg, shelf, taken, uploads, wording
from sixianghui.media.commands import shelving
from sixianghui.media.commands.joining import join_live
from sixianghui.media.commands.live import end_feeds
from sixianghui.media.commands.outcomes import LIMIT, end, fail, failing
from sixianghui.media.commands.trimming import sweep_trims
from sixianghui.media.films import Fault
from sixianghui.media.models import SOURCES, Stream, Transcript, Trim
from sixianghui.media.rules import Unfit
from sixianghui.tasks import public as tasks
from sixianghui.ui import public as ui

State = Stream.State


def add_stream(file: Any, *, title: str, by: Account | None, is_sample: bool = False) -> Stream:
    """Keep a recording and have what can be watched made of it by a job. Whether somebody may is asked by the room above.

    Raises `Conflict` with a sentence that says what to do.
    """
    with lay_film(file, title=title, by=by, is_sample=is_sample) as laid:
        return keep_laid(laid)


@contextmanager
def lay_film(file: Any, *, title: str, by: Account | None, is_sample: bool = False) -> Iterator[Stream]:
    """Lay the bytes of a recording where it will be made, and no row yet: inside, `keep_laid` writes it, with whatever the
    room above writes of it. Bytes that are not kept in the end go again. Whether somebody may is asked before.

    Copying a film takes minutes: outside any transaction, for on SQLite nobody else could write meanwhile, and
    PostgreSQL ends a transaction that stands still. Raises `Conflict` with a sentence that says what to do.
    """
    if not title.strip() or len(title.strip()) > 255:
        raise Conflict(_("请写标题，最多 255 个字。"))
    try:
        upload = uploads.take_film(file, by=by, counts=not is_sample)
    except Unfit as unfit:
        raise Conflict(wording.sentence(unfit)) from unfit
    one = Stream(title=title.strip(), made_by=by, is_sample=is_sample, file_size=upload.size)
    one.file.save(upload.name, upload, save=False)
    try:
        yield one
    except BaseException:
        # What follows a commit may raise too: then it is kept.
        if not Stream.objects.filter(ref=one.ref).exists():
            one.file.storage.delete(str(one.file.name))
        raise


def keep_laid(one: Stream) -> Stream:
    """Write down what was laid; a job makes what can be watched of it."""
    with transaction.atomic():
        one.save()
        audit.record("stream:add", actor=one.made_by_id, thing=one)
    return one


def make_stream_again(one: Stream, *, by: Account) -> Stream:
    """Have a job try again what it could not make. The room above has asked whether this person may."""
    live = one.source == Stream.Source.LIVE
    failed = Stream.objects.filter(pk=one.pk).exclude(fault="")
    with transaction.atomic():
        if live:
            changed = failed.filter(state=State.LIVE).update(fault="", done=0)
        else:
            changed = failed.filter(state=State.FAILED).update(state=State.QUEUED, fault="")
        if not changed:
            raise Conflict(_("它正在做，或者已经做好了。请刷新看看。"))
        audit.record("stream:again", actor=by, thing=one)
        (join_live if live else make_stream).enqueue(one.pk)
    return one


def remove_stream(one: Stream, *, by: Account | None) -> Stream:
    """Take it away: nobody is sent anything of it from now on; its files go after a week."""
    with transaction.atomic():
        Stream.objects.filter(pk=one.pk, removed_at__isnull=True).update(removed_at=timezone.now())
        if one.source == Stream.Source.LIVE:
            end_feeds(one, "removed")
        audit.record("stream:remove", actor=by, thing=one)
        ui.purge(one.tag)
    return one


def erase_stream(one: Stream) -> Stream:
    """It was kept as long as the rule says: all that can be watched and read of it goes now. That there was one stays."""
    with transaction.atomic():
        Stream.objects.filter(pk=one.pk, gone_at__isnull=True).update(
            state=State.GONE, gone_at=time.now(), size=0
        )
        Transcript.objects.filter(stream=one).delete()
        Trim.objects.filter(stream=one).delete()
        audit.record("stream:gone", thing=one)
        ui.purge(one.tag)
        # What stays lying, `sweep_streams` removes.
        transaction.on_commit(lambda: _remove_files(one), robust=True)
    one.refresh_from_db()
    return one


def _remove_files(one: Stream) -> None:
    shelf.remove(one.ref)
    taken.remove(one.ref)
    if one.file:
        one.file.storage.delete(str(one.file.name))


def _lost(pk: int) -> None:
    """No worker could make it: say so, and let it be tried again."""
    one = Stream.objects.filter(pk=pk, state__in=(State.QUEUED, State.WORKING)).first()
    if one is not None:
        fail(one, Fault.GAVE_UP)


@tasks.job(retries=3, limit=LIMIT, long=True, lost=_lost)
def make_stream(pk: int) -> None:
    """Make what can be watched of a recording. May run twice; one that was killed in the middle begins anew."""
    one = Stream.objects.filter(pk=pk, removed_at__isnull=True).first()
    if one is None or one.state in {State.READY, State.FAILED, State.LIVE} or not one.may_be_sent:
        return
    shelving.clear(one.ref)
    Stream.objects.filter(pk=pk).update(state=State.WORKING, done=0)
    with failing(one):
        with cast(Any, one.file.storage).local(str(one.file.name)) as source:
            film = shelving.make(one, shelving.Source(source, ffmpeg.look(shelving.program(), source)))
        end(one, film)


def sweep_streams(before: dt.datetime) -> None:
    """Files of streams that were taken away before that moment; sources of those that were made before it, or could not be;
    and what came in of others, once no player is in the middle of it any more.
    """
    for one in Stream.objects.filter(removed_at__lt=before):
        _remove_files(one)
        one.delete()
    # Of what was made the source went at once, unless it could not be deleted then.
    over = Stream.objects.filter(state__in=(State.FAILED, State.READY), created_at__lt=before)
    for one in over.exclude(file=""):
        one.file.storage.delete(str(one.file.name))
    for one in Stream.objects.filter(state=State.GONE):
        _remove_files(one)  # whoever erased it may have been killed before its files were gone
    for one in Stream.objects.filter(raw_until__lt=time.now()):
        taken.remove(one.ref)
    sweep_trims()


def sweep_laid(before: dt.datetime) -> None:
    """Films whose process died after the bytes were there and before the row: nobody will ever ask for them."""
    storage: Any = Stream._meta.get_field("file").storage
    try:
        _folders, names = storage.listdir(SOURCES)
    except FileNotFoundError:
        return
    known = set(Stream.objects.exclude(file="").values_list("file", flat=True))
    for name in (f"{SOURCES}/{one}" for one in names):
        with suppress(FileNotFoundError):
            if name not in known and storage.get_modified_time(name) < before:
                storage.delete(name)

"""What has just arrived: noted in the chain, looked at by the scanner where there is one, set apart if it is bad.

Wagtail's screens save by themselves; a receiver calls `arrive` for whatever was saved, wherever it was saved.
"""

from __future__ import annotations

import datetime as dt
import logging
import shutil
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from wagtail.models import UploadedFile

from sixianghui.audit import public as audit
from sixianghui.common import ids
from sixianghui.media import queries, scanning
from sixianghui.media.commands.making import make_panorama
from sixianghui.media.commands.streaming import make_stream, sweep_laid, sweep_streams
from sixianghui.media.models import File, Hotspot, Panorama, Picture, Stream
from sixianghui.media.rules import Scan
from sixianghui.tasks import public as tasks

log = logging.getLogger(__name__)
Thing = Picture | File | Panorama | Stream
KINDS: dict[str, type[Picture] | type[File] | type[Panorama] | type[Stream]] = {
    "picture": Picture,
    "file": File,
    "panorama": Panorama,
    "stream": Stream,
}
#: How long things are kept that nobody will ask for: what was infected, what was thrown away, what got no words.
QUARANTINED, THROWN_AWAY = dt.timedelta(days=30), dt.timedelta(days=7)
#: How often a scanner that is away is asked again by the job itself, after so many seconds, twice as many each time: for a
#: quarter of an hour.
_LOOKS, _AGAIN = 5, 30.0


def arrive(thing: Thing) -> Thing:
    """Note new bytes, and have them scanned. Called for every save; does something only when the bytes are new."""
    name = str(thing.file or "")
    if not name or thing.scan_of == name:
        return thing
    # Scanners refuse what is as large as a film; what is sent of one was written by us, piece by piece.
    waits = scanning.scanner() is not None and not isinstance(thing, Stream)
    state = Scan.WAITING if waits else Scan.UNCHECKED
    by = thing.made_by_id if isinstance(thing, Panorama | Stream) else thing.uploaded_by_user_id
    with transaction.atomic():
        type(thing)._base_manager.filter(pk=thing.pk).update(scan=state, scan_of=name)
        thing.scan, thing.scan_of = state, name
        audit.record("media:upload", actor=by, thing=thing, detail={"bytes": thing.file_size or 0})
        if waits:
            scan_piece.enqueue(_kind_of(thing), thing.pk)
        else:
            _go_on(thing)
    return thing


@tasks.job(retries=10, backoff=30, limit=300)
def scan_piece(kind: str, pk: int, looks: int = 0) -> None:
    """Have one thing looked at. While the scanner is away the thing waits: it is asked again soon, some times, and then
    by `scan_what_waits`. May run twice: what is known to be infected and could not be set apart then is so now.
    """
    model = KINDS[kind]
    thing = model._base_manager.filter(pk=pk, scan__in=(Scan.WAITING, Scan.REFUSED)).first()
    if thing is None:
        return
    if thing.scan == Scan.REFUSED:
        _quarantine(thing, thing.scan_of)
        return
    name, asked = str(thing.file), scanning.scanner()
    if asked is None:
        state, found = Scan.UNCHECKED, ""
    else:
        try:
            with thing.file.storage.open(name) as file:
                found = asked.scan(file).found
        except scanning.ScannerAway as error:
            log.warning("the scanner is away, %s %s waits: %s", kind, pk, error)
            if looks < _LOOKS:
                tasks.later(scan_piece, _AGAIN * 2**looks).enqueue(kind, pk, looks + 1)
            return
        state = Scan.REFUSED if found else Scan.CLEAN
    with transaction.atomic():
        if not model._base_manager.filter(pk=pk, scan=Scan.WAITING, scan_of=name).update(scan=state):
            return
        thing.scan = state
        audit.record("media:scan", thing=thing, result="refused" if found else "done")
        if not found:
            _go_on(thing)
    if found:
        log.warning("%s %s is infected: %s", kind, pk, found)
        _quarantine(thing, name)


def scan_what_waits() -> int:
    """Ask again about what has waited for a quarter of an hour and nobody asks about; how many."""
    before, asked = timezone.now() - dt.timedelta(minutes=15), 0
    known = {(kind, pk) for kind, pk, *_ in tasks.asked_for(scan_piece)}
    for kind, model in KINDS.items():
        for thing in queries.waiting(model, before)[:200]:
            if (kind, thing.pk) in known:
                continue
            if thing.scan_of == str(thing.file):
                scan_piece.enqueue(kind, thing.pk, _LOOKS)
            else:  # from before there was any scanning, or saved by a process that died at once
                arrive(thing)
            asked += 1
    return asked


def sweep() -> None:
    """Every day: what was quarantined for a month, thrown away for a week, or never got its words, goes."""
    now = timezone.now()
    for path in quarantine().glob("*"):
        if now.timestamp() - path.stat().st_mtime > QUARANTINED.total_seconds():
            path.unlink(missing_ok=True)
    for upload in UploadedFile.objects.all():
        storage, name = upload.file.storage, upload.file.name
        if not storage.exists(name) or storage.get_modified_time(name) < now - THROWN_AWAY:
            upload.file.delete(save=False)
            upload.delete()
    spots = Hotspot.objects.filter(removed_at__lt=now - THROWN_AWAY)
    for number in list(spots.values_list("pk", flat=True)):
        with transaction.atomic():
            spot = spots.select_for_update(of=("self",), no_key=True).filter(pk=number).first()
            if spot is None:
                continue  # somebody has just put it back
            _delete_files(spot.still)
            spot.delete()
    sweep_streams(now - THROWN_AWAY)
    gone = Panorama.objects.filter(removed_at__lt=now - THROWN_AWAY)
    for number in list(gone.values_list("pk", flat=True)):
        with transaction.atomic():
            one = gone.select_for_update(of=("self",), no_key=True).filter(pk=number).first()
            if one is None:
                continue  # somebody has just put it back
            _delete_files(
                one.file,
                *(piece.file for piece in one.renditions.all()),
                *(each.still for each in one.hotspots.all()),
            )
            one.delete()
    _set_apart_what_lies_there()
    # The last: a store that lists nothing keeps the rest from nothing.
    sweep_laid(now - THROWN_AWAY)


def quarantine() -> Path:
    """Where infected bytes lie: outside the media folder, so that nothing can be told to send them."""
    folder: Path = settings.DATA / "quarantine"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _kind_of(thing: Thing) -> str:
    return next(kind for kind, model in KINDS.items() if isinstance(thing, model))


def _go_on(thing: Thing) -> None:
    if isinstance(thing, Panorama):
        make_panorama.enqueue(thing.pk)
    elif isinstance(thing, Stream):
        make_stream.enqueue(thing.pk)


def _set_apart_what_lies_there() -> None:
    """What is infected and lies where it came still: the disk was full for hours, say, or its job was dropped."""
    known = {(kind, pk) for kind, pk, *_ in tasks.asked_for(scan_piece)}
    for kind, model in KINDS.items():
        for thing in model._base_manager.filter(scan=Scan.REFUSED).exclude(scan_of=""):
            if (kind, thing.pk) not in known and thing.file.storage.exists(thing.scan_of):
                scan_piece.enqueue(kind, thing.pk)


def _quarantine(thing: Thing, name: str) -> None:
    """Set the infected bytes apart, and let go what was made of them. Again, if it came to nothing before."""
    storage = thing.file.storage
    if name and storage.exists(name):
        target = quarantine() / ids.new_ref()
        try:
            with storage.open(name) as source, target.open("xb") as copy:
                target.chmod(0o600)
                shutil.copyfileobj(source, copy)
        except BaseException:
            target.unlink(missing_ok=True)  # half of it would take room for a month
            raise
        storage.delete(name)
    if isinstance(thing, Picture):
        for rendition in thing.renditions.all():
            _delete_files(rendition.file)
            rendition.delete()


def _delete_files(*files: object) -> None:
    for file in files:
        name, storage = getattr(file, "name", ""), getattr(file, "storage", None)
        if name and storage is not None:
            storage.delete(name)

"""What readers get of a panorama: its sizes, a preview, and a still of each spot. Made by a job, one at a time."""

from __future__ import annotations

import logging
from typing import IO

from django.core.files.base import File as DjangoFile
from django.db import Error, IntegrityError, transaction
from PIL import Image

from sixianghui.media import pixels, queries, sphere
from sixianghui.media.models import Hotspot, Panorama, PanoramaRendition
from sixianghui.media.storage import mark_fit
from sixianghui.realtime import public as realtime
from sixianghui.tasks import public as tasks
from sixianghui.ui import public as ui

log = logging.getLogger(__name__)
State = Panorama.State
#: Name → (width, format, quality). The heights follow. A size wider than the source is left out.
SIZES: dict[str, tuple[int, str, int]] = {
    "preview.jpg": (1200, "jpeg", 82),
    "2048.jpg": (2048, "jpeg", 82),
    "2048.webp": (2048, "webp", 78),
    "4096.jpg": (4096, "jpeg", 82),
    "4096.webp": (4096, "webp", 78),
}
_WIDEST = 4096


def _lost(pk: int) -> None:
    """No worker could make it: say so, and let it be tried again."""
    one = Panorama.objects.filter(pk=pk, state__in=(State.QUEUED, State.WORKING)).first()
    if one is not None:
        _end(one, State.FAILED)


@tasks.job(retries=2, limit=900, lost=_lost, again=True)
def make_panorama(pk: int) -> None:
    """Make what is missing, and the stills of spots that were moved. May run twice: what is there is left alone."""
    one = Panorama.objects.filter(pk=pk, removed_at__isnull=True).first()
    if one is None or not one.may_be_sent:
        return
    there = queries.pieces_of(one)
    sizes = [name for name, (width, *_rest) in SIZES.items() if width <= one.width and name not in there]
    spots = [spot for spot in queries.hotspots(one) if spot.still_of != spot.direction]
    if not sizes and not spots and one.state == State.READY:
        return
    try:
        if sizes:
            Panorama.objects.filter(pk=pk).update(state=State.WORKING, done=0, total=len(sizes) + len(spots))
        _make(one, sizes, spots)
        _end(one, State.READY)
    except Error:
        raise  # the database is away for a while; the job is tried again
    except Exception:
        log.exception("panorama %s could not be made", pk)
        _end(one, State.FAILED)


def _make(one: Panorama, sizes: list[str], spots: list[Hotspot]) -> None:
    total = len(sizes) + len(spots)
    with pixels.ONE_AT_A_TIME, one.file.storage.open(str(one.file.name)) as file:
        flat = _flat(file)
        for done, name in enumerate(sizes, start=1):
            width, kind, quality = SIZES[name]
            small = flat if width == flat.width else flat.resize((width, width // 2), Image.Resampling.LANCZOS, reducing_gap=2.0)  # fmt: skip
            _keep_size(one, name, pixels.write(small, kind, quality=quality))
            _tell(one, done, total, "sizes")
        if spots:
            wide = _wrapped(flat)
            for done, spot in enumerate(spots, start=len(sizes) + 1):
                _keep_still(spot, _still(wide, flat.size, spot))
                _tell(one, done, total, "spots")


def _flat(file: IO[bytes]) -> Image.Image:
    """The source, no larger than the largest size."""
    image: Image.Image = Image.open(file, formats=["JPEG"])
    image.draft("RGB", (_WIDEST, _WIDEST // 2))
    image.load()
    width = min(image.width, _WIDEST)
    if image.size != (width, width // 2):
        return image.resize((width, width // 2), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return image


def _wrapped(flat: Image.Image) -> Image.Image:
    """The same with half of it again on either side, so that a view across the seam is one piece."""
    width, height = flat.size
    pad = width // 2
    wide = Image.new("RGB", (width + 2 * pad, height))
    wide.paste(flat, (pad, 0))
    wide.paste(flat.crop((width - pad, 0, width, height)), (0, 0))
    wide.paste(flat.crop((0, 0, pad, height)), (pad + width, 0))
    return wide


def _still(wide: Image.Image, source: tuple[int, int], spot: Hotspot) -> Image.Image:
    mesh = sphere.view_mesh(float(spot.yaw), float(spot.pitch), source=source, pad=source[0] // 2)
    return wide.transform(sphere.STILL, Image.Transform.MESH, mesh, Image.Resampling.BICUBIC)


def _keep_size(one: Panorama, name: str, made: pixels.Made) -> None:
    piece = PanoramaRendition(panorama=one, name=name, width=made.width, height=made.height)
    piece.file.save(name, _fit(made), save=False)
    try:
        with transaction.atomic():
            piece.save()
    except IntegrityError:  # the job ran twice, and the other run was quicker
        piece.file.storage.delete(str(piece.file.name))


def _keep_still(spot: Hotspot, view: Image.Image) -> None:
    storage = spot.still.storage
    spot.still.save("still.jpg", _fit(pixels.write(view, "jpeg", quality=82)), save=False)
    made = str(spot.still.name)
    with transaction.atomic():
        now = Hotspot.objects.select_for_update(of=("self",), no_key=True).filter(pk=spot.pk).first()
        # Moved meanwhile: another run makes the still of where it is now.
        is_kept = now is not None and now.direction == spot.direction
        unwanted = str(now.still or "") if now is not None and is_kept else made
        if is_kept:
            Hotspot.objects.filter(pk=spot.pk).update(still=made, still_of=spot.direction)
    if unwanted:
        storage.delete(unwanted)


def _fit(made: pixels.Made) -> DjangoFile[bytes]:
    content: DjangoFile[bytes] = DjangoFile(made.file)
    mark_fit(content)
    return content


def _tell(one: Panorama, done: int, total: int, stage: str) -> None:
    Panorama.objects.filter(pk=one.pk).update(done=done, total=total)
    realtime.progress(f"{queries.TOPIC}:{one.ref}", done, total, stage)


def _end(one: Panorama, state: State) -> None:
    with transaction.atomic():
        Panorama.objects.filter(pk=one.pk).update(state=state)
        ui.purge(f"panorama-{one.ref}")
        realtime.progress(f"{queries.TOPIC}:{one.ref}", 1, 1, finished=True)

"""Pictures out of pixels: what comes in is decoded once, and what is kept was written by us. Knows Pillow, no Django.

One at a time in each process, so that a dozen uploads cost the memory of one.
"""

from __future__ import annotations

import logging
import threading
import warnings
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO

from PIL import Image, ImageOps

from sixianghui.media import rules
from sixianghui.media.rules import Unfit, Why

log = logging.getLogger(__name__)
#: Held while pixels are in memory.
ONE_AT_A_TIME = threading.RLock()
_SAVE: dict[str, dict[str, object]] = {
    "jpeg": {"quality": 90, "optimize": True},
    "png": {"optimize": False},
    "webp": {"quality": 90, "method": 3},
}


@dataclass(frozen=True)
class Made:
    """A picture of our own making."""

    file: IO[bytes]
    ending: str
    width: int
    height: int
    size: int


def reads_heic() -> bool:
    """Whether this installation's Pillow can."""
    Image.init()
    return "HEIF" in Image.OPEN


def remake(name: str, file: IO[bytes], size: int, *, panorama: bool = False) -> Made:
    """Check a picture from the outside in and write it anew from its pixels. Raises `Unfit`.

    Nothing of the file survives but the pixels of its first frame: no EXIF, no place, no profile, no comment, nothing
    behind its end.
    """
    rules.check_size(size)
    file.seek(0)
    found = rules.check_picture_name(name, file.read(1024), heic=reads_heic())
    with ONE_AT_A_TIME, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            image = _opened(file, found, panorama=panorama)
            return write(image, "jpeg" if panorama else rules.KEPT_AS[found])
        except Unfit:
            raise
        except Image.DecompressionBombError as error:
            raise Unfit(Why.TOO_MANY_PIXELS, limit=rules.MAX_PIXELS // 10_000) from error
        except Exception as error:  # decoders fail in every way there is
            log.info("a picture could not be decoded: %s", type(error).__name__)
            raise Unfit(Why.BROKEN) from error


def _opened(file: IO[bytes], found: str, *, panorama: bool) -> Image.Image:
    file.seek(0)
    image: Image.Image = Image.open(file, formats=["HEIF" if found == "heic" else found.upper()])
    in_steps = bool(image.info.get("progressive") or image.info.get("progression"))
    width, height = image.size
    rules.check_pixels(width, height, rules.most_pixels(found, in_steps=in_steps, panorama=panorama))
    if panorama:
        rules.check_panorama(width, height)
    side = rules.PANORAMA_MOST[0] if panorama else rules.KEPT_SIDE
    if found == "jpeg" and max(width, height) > side:
        image.draft("RGB", (side * width // max(width, height), side * height // max(width, height)))
    image.load()
    ImageOps.exif_transpose(image, in_place=True)
    if max(image.size) > side:
        image.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return image


def _plain(image: Image.Image, *, see_through: bool) -> Image.Image:
    """The same pixels in a mode that every browser shows, with nothing attached to them."""
    clear = see_through and ("A" in image.mode or "transparency" in image.info)
    mode = "RGBA" if clear else "RGB"
    if image.mode != mode:
        image = image.convert(mode)
    image.info = {}
    image.getexif().clear()
    return image


def write(image: Image.Image, kind: str, *, quality: int | None = None) -> Made:
    """Write a picture with our settings and nothing else in it. Also for pictures that we draw ourselves."""
    image = _plain(image, see_through=kind != "jpeg")
    target: IO[bytes] = SpooledTemporaryFile(max_size=1024 * 1024)  # noqa: SIM115  (whoever keeps it closes it)
    options = dict(_SAVE[kind])
    if quality is not None:
        options["quality"] = quality
    image.save(target, format=kind.upper(), exif=b"", icc_profile=None, **options)
    size = target.tell()
    target.seek(0)
    return Made(target, rules.ENDINGS[kind][0], *image.size, size)

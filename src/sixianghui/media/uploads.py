"""The one way in for a picture or a file: checked, remade or refused with a sentence.

`take_picture` and `take_paper` change an upload in place, so that whatever a screen of somebody else's does with it
afterwards, it holds what was checked.
"""

from __future__ import annotations

from tempfile import SpooledTemporaryFile
from typing import IO, Any, cast

from django.core.files.base import File as DjangoFile
from PIL import Image

from sixianghui.access.public import Account
from sixianghui.media import films, papers, pixels, rules
from sixianghui.media.limits import check_films_today, check_today
from sixianghui.media.rules import Unfit, Why
from sixianghui.media.storage import mark_fit


def take_picture(upload: Any, *, by: Account | None, panorama: bool = False, counts: bool = True) -> Any:
    """The upload, holding a picture that we wrote ourselves. Raises `Unfit`."""
    size, name = _size(upload), _name(upload)
    rules.check_size(size)
    if counts:
        check_today(by, size)
    made = pixels.remake(name, _bytes(upload), size, panorama=panorama)
    return _filled(upload, made.file, made.size, f"{_stem(name)}.{made.ending}", _TYPES[made.ending])


def take_paper(upload: Any, *, by: Account | None, counts: bool = True) -> Any:
    """The upload, holding a copy of the bytes that were checked. Raises `Unfit`."""
    size, name = _size(upload), _name(upload)
    rules.check_size(size)
    if counts:
        check_today(by, size)
    source = _bytes(upload)
    ending = papers.check(name, source)
    copy: IO[bytes] = SpooledTemporaryFile(max_size=1024 * 1024)  # noqa: SIM115
    while piece := source.read(256 * 1024):
        copy.write(piece)
    copy.seek(0)
    return _filled(upload, copy, size, f"{_stem(name)}.{ending}", TYPES[ending])


def take_film(upload: Any, *, by: Account | None, counts: bool = True) -> Any:
    """The upload, if it looks like a recording; what is in it says ffmpeg, later. Raises `Unfit`."""
    size, name = _size(upload), _name(upload)
    if size <= 0:
        raise Unfit(Why.EMPTY)
    if size > films.MOST_BYTES:
        raise Unfit(Why.FILM_TOO_BIG, limit=films.MOST_BYTES // films.MIB // 1024)
    if counts:
        check_films_today(by)
    source = _bytes(upload)
    ending = rules.ending_of(name)
    if ending not in films.ENDINGS or not films.looks_like_one(source.read(512)):
        raise Unfit(Why.NOT_A_FILM)
    return _filled(upload, _bytes(upload), size, f"{_stem(name)}.{ending}", "application/octet-stream")


_TYPES = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
#: What each ending is served as; nothing else is served at all.
TYPES = {
    **_TYPES,
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "txt": "text/plain; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
}


def measure(upload: Any) -> tuple[int, int]:
    """How large a picture is that `take_picture` made."""
    width, height = Image.open(_bytes(upload), formats=["JPEG"]).size
    _bytes(upload)
    return width, height


def _filled(upload: Any, content: IO[bytes], size: int, name: str, kind: str) -> Any:
    if not isinstance(upload, DjangoFile):
        upload = DjangoFile(content, name=name)
    upload.file = content
    upload.name = name
    upload.size = size
    upload.content_type = kind
    mark_fit(upload)
    return upload


def _bytes(upload: Any) -> IO[bytes]:
    found: Any = upload.file if isinstance(upload, DjangoFile) else upload
    found.seek(0)
    return cast(IO[bytes], found)


def _size(upload: Any) -> int:
    source = _bytes(upload)
    source.seek(0, 2)
    size = source.tell()
    source.seek(0)
    return size


def _name(upload: Any) -> str:
    return str(getattr(upload, "name", "") or "")


def _stem(name: str) -> str:
    """A name to show, not to keep under: short, without a path."""
    base = name.replace("\\", "/").rpartition("/")[2]
    return (base.rpartition(".")[0] or base or "file")[:80]

"""Where the pieces of a stream lie, and the index that says what they are: `streams/<ref>/` in the media folder.

A folder appears whole, by being renamed, or not at all. Names in it are random: whoever is not told a name has no way to
what has not been shown yet.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from sixianghui.common import ids
from sixianghui.media.playlists import Piece, Rendition

_INDEX = "index.json"
#: What a piece may be called; nothing else is ever looked for.
NAME = re.compile(r"[a-z2-9]{20}\.(?:m4s|mp4)\Z")
REF = re.compile(r"[a-z2-9]{20}\Z")
_FILES = {"film.mp4", "sound.m4a"}


@dataclass(frozen=True)
class Shelved:
    """A stream as it lies there: its renditions by name, and which whole files there are."""

    renditions: dict[str, Rendition]
    names: frozenset[str]
    files: frozenset[str]


def streams() -> Path:
    """The folder of all streams."""
    return Path(settings.MEDIA_ROOT) / "streams"


def folder_of(ref: str) -> Path:
    """The folder of one stream. Raises `ValueError` for what is no name of ours."""
    if not REF.match(ref):
        raise ValueError(ref)
    return streams() / ref


def begin(ref: str) -> Path:
    """A new folder to make it in."""
    if not REF.match(ref):
        raise ValueError(ref)
    made = streams() / f".{ref}-{ids.new_ref()}"
    made.mkdir(mode=0o700, parents=True)
    return made


def begun(ref: str) -> list[Path]:
    """Folders in which somebody began to make it."""
    return sorted(streams().glob(f".{ref}-*")) if REF.match(ref) else []


def whole_of(ref: str) -> Path:
    """Where the whole lies of a stream whose ends were trimmed; nothing of it is sent. Raises `ValueError`."""
    return folder_of(ref).with_name(f"whole-{ref}")


def finish(work: Path, ref: str, renditions: dict[str, Rendition], *, keep: bool = False) -> None:
    """Put a finished folder in its place, on disk before it has its name. keep: what lay there stays as the whole."""
    index = {
        name: {
            "head": one.head,
            "bandwidth": one.bandwidth,
            "codecs": one.codecs,
            "pieces": [[piece.name, piece.seconds] for piece in one.pieces],
        }
        for name, one in renditions.items()
    }
    (work / _INDEX).write_text(json.dumps(index, separators=(",", ":")), encoding="utf-8")
    for path in work.iterdir():
        path.chmod(0o600)
        _flush(path, os.O_RDONLY)
    _flush(work, os.O_RDONLY | os.O_DIRECTORY)
    target = folder_of(ref)
    if target.exists() and keep and not whole_of(ref).exists():
        target.rename(whole_of(ref))
    elif target.exists():
        shutil.rmtree(target)
    work.rename(target)
    _flush(streams(), os.O_RDONLY | os.O_DIRECTORY)


def _flush(path: Path, flags: int) -> None:
    handle = os.open(path, flags)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def shelved(ref: str) -> Shelved | None:
    """What lies there under that ref; None when nothing whole does."""
    try:
        folder = folder_of(ref)
    except ValueError:
        return None
    return shelved_in(folder)


def shelved_in(folder: Path) -> Shelved | None:
    """What lies in a folder of a stream; None when it is not whole."""
    path = folder / _INDEX
    try:
        info = path.stat()
    except OSError:
        return None
    return _read(str(path), info.st_mtime_ns, info.st_ino)


@lru_cache(maxsize=16)
def _read(path: str, _changed: int, _which: int) -> Shelved:
    found: dict[str, Any] = json.loads(Path(path).read_text(encoding="utf-8"))
    renditions = {
        name: Rendition(
            one["head"],
            tuple(Piece(piece, seconds) for piece, seconds in one["pieces"]),
            one["bandwidth"],
            one["codecs"],
        )
        for name, one in found.items()
    }
    names = frozenset(
        name for one in renditions.values() for name in (one.head, *(piece.name for piece in one.pieces))
    )
    files = frozenset(name for name in _FILES if (Path(path).parent / name).exists())
    return Shelved(renditions, names, files)


def size_of(ref: str) -> int:
    """How many bytes a stream takes."""
    return sum(path.stat().st_size for path in folder_of(ref).iterdir())


def put_back(ref: str) -> bool:
    """The whole is what is sent again; False where there is none any more."""
    whole, target = whole_of(ref), folder_of(ref)
    if not (whole / _INDEX).exists():
        return False
    if target.exists():
        shutil.rmtree(target)
    whole.rename(target)
    _flush(streams(), os.O_RDONLY | os.O_DIRECTORY)
    return True


def remove(ref: str) -> None:
    """Take it away, and what was begun of it."""
    for folder in (folder_of(ref), whole_of(ref), *begun(ref)):
        shutil.rmtree(folder, ignore_errors=True)

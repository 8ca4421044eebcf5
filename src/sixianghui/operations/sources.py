"""Which files of the data folder go into an archive: what cannot be made again.

In: the media folder with all its sizes and pieces, the anchors of the audit chain, rosters being imported, the list of the
erased. Out: keys, the database's own file (its copy goes in), infected bytes, copies people asked for and exports (they
are made again), static files, caches, sockets.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

ROOTS = ("media", "audit", "imports", "erased")
_PASSING = (".new", ".lock", ".part")


def files(data: Path) -> Iterator[tuple[str, Path]]:
    """Each file with its name below the data folder. What appears or vanishes meanwhile may be in or not."""
    for root in ROOTS:
        path = data / root
        if path.is_file():
            yield root, path
        else:
            yield from _below(path, root)


def _below(folder: Path, name: str) -> Iterator[tuple[str, Path]]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError):
        return
    for entry in entries:
        # A name with a dot in front is a folder in which something is only being made.
        if entry.name.startswith(".") or entry.name.endswith(_PASSING) or entry.is_symlink():
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _below(Path(entry.path), f"{name}/{entry.name}")
        elif entry.is_file(follow_symlinks=False):
            yield f"{name}/{entry.name}", Path(entry.path)


def size_of(data: Path) -> int:
    """Bytes of all of them."""
    total = 0
    for _name, path in files(data):
        try:
            total += path.stat().st_size
        except FileNotFoundError:
            continue
    return total


def free_bytes(folder: Path) -> int:
    """How much fits there."""
    return shutil.disk_usage(folder).free

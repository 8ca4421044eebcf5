"""Where a page's numbered pieces lie between `app`, which lays them down, and us, who read them: each is taken in once.

A piece is a file by its number. One that was read is called so until another has been read, so that it is always known what
came last, whoever was killed when. The first holds what ffmpeg has to know and stays.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from sixianghui.common import ids

#: The page says that it has sent all.
LAST = "last"
#: So many pieces may wait to be read.
MOST_WAITING = 30
_READ = ".read"


class Gap(Exception):
    """A piece came too early. `wanted`: the number that is next."""

    def __init__(self, wanted: int) -> None:
        super().__init__(wanted)
        self.wanted = wanted


class TooMany(Exception):
    """Too many pieces wait. `wanted`: the number that is next, in a while."""

    def __init__(self, wanted: int) -> None:
        super().__init__(wanted)
        self.wanted = wanted


def folder_of(folder: Path, feed: str) -> Path:
    """Where the pieces of a feed are laid down, in the folder of its stream."""
    return folder / f"inbox-{feed}"


def name_of(number: int) -> str:
    """The file of a piece."""
    return f"{number:08}"


def next_of(folder: Path) -> int:
    """Which piece is to come next."""
    waiting, read = _there(folder)
    return max(waiting | read, default=-1) + 1


def lay(folder: Path, number: int, data: bytes) -> int:
    """Lay a piece down and have it on disk; one that came before is there already. Returns what is next.

    Raises `Gap`, `TooMany`, and `OSError`, after which nothing of it is there.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone(folder) as handle:
        wanted = next_of(folder)
        if number < wanted:
            return wanted
        if number > wanted:
            raise Gap(wanted)
        if len(_there(folder)[0] - {0}) >= MOST_WAITING:
            raise TooMany(wanted)
        new = folder / f"new-{ids.new_ref()}"
        try:
            with new.open("xb") as file:
                new.chmod(0o600)
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            new.rename(folder / name_of(number))
        except OSError:
            new.unlink(missing_ok=True)
            raise
        os.fsync(handle)
        return number + 1


def first_of(folder: Path) -> int:
    """Behind the first piece: which one is to be read next."""
    waiting, read = _there(folder)
    return max(read) + 1 if read else min(waiting - {0}, default=1)


def read(path: Path) -> None:
    """A piece was taken in: it goes once the next one was."""
    if path.name == name_of(0):
        return
    with contextlib.suppress(OSError):
        path.rename(path.with_name(path.name + _READ))
        path.with_name(name_of(int(path.name) - 1) + _READ).unlink(missing_ok=True)


def _there(folder: Path) -> tuple[set[int], set[int]]:
    """Which pieces lie there, and which of those that were read."""
    with contextlib.suppress(FileNotFoundError):
        names = [one.name for one in folder.iterdir()]
        waiting = {int(name) for name in names if name.isdigit()}
        return waiting, {int(name[: -len(_READ)]) for name in names if name.endswith(_READ)}
    return set(), set()


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[int]:
    """Nobody else lays anything down meanwhile."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield handle
    finally:
        os.close(handle)

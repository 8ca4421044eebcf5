"""Secrets live in files of mode 0600 in the data folder, made at the first start, never in the repository.

A file has a line for each: the one in force, those before it as long as they are still accepted, and the one that comes
next, which is marked.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

#: Characters that a secret has at least.
SHORTEST = 32
_NEXT = "next:"


@dataclass(frozen=True)
class Kept:
    """What one file holds: the secret in force, those before it that are still accepted, the one that comes next."""

    current: str
    before: tuple[str, ...] = ()
    upcoming: str = ""

    @property
    def others(self) -> list[str]:
        """What is accepted beside the one in force."""
        return [*self.before, self.upcoming] if self.upcoming else list(self.before)


def fresh(octets: int = 48) -> str:
    """A secret that nobody had before."""
    return secrets.token_urlsafe(octets)


def read_or_make(folder: Path, name: str, octets: int = 48, *, first: Sequence[str] = ()) -> Kept:
    """What the file called `name` holds; made at the first call, from `first` if that is given.

    Refuses a secret shorter than 32 characters.
    """
    path = folder / "secrets" / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        made = _written(path.parent, first or [fresh(octets)], like=path.parent)
        try:
            os.link(made, path)  # the first one wins when two processes start together
        except FileExistsError:
            pass
        finally:
            made.unlink()
    return kept(folder, name)


def kept(folder: Path, name: str) -> Kept:
    """What the file called `name` holds."""
    path = folder / "secrets" / name
    first, *others = path.read_text().split() or [""]
    upcoming = [line.removeprefix(_NEXT) for line in others if line.startswith(_NEXT)]
    before = [line for line in others if not line.startswith(_NEXT)]
    if min(map(len, [first, *before, *upcoming])) < SHORTEST:
        raise RuntimeError(f"密钥文件 {path} 太短。请删掉它，下次启动会生成新的。")
    return Kept(first, tuple(before), upcoming[0] if upcoming else "")


def write(folder: Path, name: str, what: Kept) -> None:
    """Let the file hold this, whole or not at all. Whoever has read it before does so `alone`."""
    path = folder / "secrets" / name
    lines = [what.current, *what.before, *([_NEXT + what.upcoming] if what.upcoming else [])]
    _written(path.parent, lines, like=path).replace(path)


@contextmanager
def alone(folder: Path, name: str) -> Iterator[None]:
    """One change of this file at a time, on whichever machine. Raises `BlockingIOError` when somebody is at it."""
    path = folder / "secrets" / name
    with path.open("r+") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.fstat(file.fileno()).st_ino != path.stat().st_ino:
            raise BlockingIOError  # another one has just put a new file in its place
        yield


def _written(folder: Path, lines: Sequence[str], *, like: Path) -> Path:
    """A new file, on the disk when this returns. Made by root, it still belongs to whoever owns `like`: the site reads it."""
    descriptor, name = tempfile.mkstemp(dir=folder)  # of mode 0600
    path = Path(name)
    try:
        with os.fdopen(descriptor, "w") as file:
            if os.geteuid() == 0:
                owner = like.stat()
                os.fchown(file.fileno(), owner.st_uid, owner.st_gid)
            file.write("\n".join(lines))
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink()
        raise
    return path

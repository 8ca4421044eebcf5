"""Secrets live in files of mode 0600 in the data folder, made at the first start, never in the repository.

A file has a line for each: the one in force, then the one before it as long as it is still accepted.
"""

from __future__ import annotations

import os
import secrets
import tempfile
from pathlib import Path

#: Characters that a secret has at least.
SHORTEST = 32


def read_or_make(folder: Path, name: str, octets: int = 48) -> str:
    """The secret called `name` that is in force; made at the first call. Refuses one shorter than 32 characters."""
    path = folder / "secrets" / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = _written(path.parent, [secrets.token_urlsafe(octets)])
        try:
            os.link(fresh, path)  # the first one wins when two processes start together
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return _lines(path)[0]


def older(folder: Path, name: str) -> list[str]:
    """Those that were in force before and are still accepted."""
    return _lines(folder / "secrets" / name)[1:]


def renew(folder: Path, name: str, octets: int = 48) -> None:
    """Put a new one in force; the one before it stays accepted, what was older does not."""
    read_or_make(folder, name)
    path = folder / "secrets" / name
    _written(path.parent, [secrets.token_urlsafe(octets), _lines(path)[0]]).replace(path)


def forget(folder: Path, name: str) -> int:
    """Accept only the one in force; how many were still accepted."""
    path = folder / "secrets" / name
    first, *others = _lines(path)
    _written(path.parent, [first]).replace(path)
    return len(others)


def _lines(path: Path) -> list[str]:
    found = path.read_text().split()
    if not found or min(map(len, found)) < SHORTEST:
        raise RuntimeError(f"密钥文件 {path} 太短。请删掉它，下次启动会生成新的。")
    return found


def _written(folder: Path, lines: list[str]) -> Path:
    """A new file, on the disk when this returns."""
    descriptor, fresh = tempfile.mkstemp(dir=folder)  # of mode 0600
    with os.fdopen(descriptor, "w") as file:
        file.write("\n".join(lines))
        file.flush()
        os.fsync(file.fileno())
    return Path(fresh)

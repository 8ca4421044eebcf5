"""A folder elsewhere: a share that is mounted, a second disk."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sixianghui.operations.rules import UNFINISHED
from sixianghui.operations.stores.base import StoreFault


class FolderStore:
    """The folder must be there: a share that is not mounted is a fault, not a new folder on this disk."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def names(self) -> dict[str, int]:
        with _sentences(self.folder):
            return {
                one.name: one.stat().st_size
                for one in self.folder.iterdir()
                if one.is_file() and not one.name.endswith(UNFINISHED)
            }

    def put(self, path: Path, name: str) -> None:
        part = self.folder / f"{name}{UNFINISHED}"
        with _sentences(self.folder):
            if not self.folder.is_dir():
                raise FileNotFoundError(self.folder)
            try:
                _copy(path, part)
                part.replace(self.folder / name)
            finally:
                part.unlink(missing_ok=True)

    def get(self, name: str, path: Path) -> None:
        with _sentences(self.folder):
            _copy(self.folder / name, path)

    def remove(self, name: str) -> None:
        with _sentences(self.folder):
            (self.folder / name).unlink(missing_ok=True)


def _copy(source: Path, target: Path) -> None:
    with source.open("rb") as one, target.open("wb") as other:
        shutil.copyfileobj(one, other, 1024 * 1024)
        other.flush()
        os.fsync(other.fileno())


@contextmanager
def _sentences(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreFault(
            f"异地的目录 {folder} 用不了：{error.strerror or error}。看看挂载上了没有。"
        ) from error

"""Where files are kept: only what was checked, under names of our own.

The last door: whatever screen, interface or script saves a picture or a file, its bytes come through here, and bytes
that `uploads.py` has not checked are refused.
"""

from __future__ import annotations

import contextlib
import os
import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.files.base import File as DjangoFile
from django.core.files.storage import FileSystemStorage
from django.utils.translation import gettext as _

from sixianghui.common import ids
from sixianghui.common.errors import Conflict

#: Wagtail writes sizes of pictures here, from originals that were checked.
OUR_OWN = frozenset({"images"})
_MARK = "is_fit_to_be_kept"
_ENDING = re.compile(r"\.[a-z0-9]{1,5}")


def mark_fit(content: Any) -> None:
    """Say that these bytes were checked. Only `uploads.py` says so, and the maker of panoramas of its own pictures."""
    setattr(content, _MARK, True)


class Checked:
    """Mixed into a storage: names that nobody can guess, and only bytes that were checked."""

    def generate_filename(self, filename: str | os.PathLike[str]) -> str:
        """A name that nobody can guess: of what the uploader called it, only a plain ending stays."""
        folder, _slash, base = os.fspath(filename).replace("\\", "/").rpartition("/")
        ending = posixpath.splitext(base)[1].lower()
        plain = ending if _ENDING.fullmatch(ending) else ""
        return str(super().generate_filename(f"{folder}/{ids.new_ref()}{plain}"))  # type: ignore[misc]

    def refuse_unchecked(self, name: str, content: Any) -> None:
        """Raises `Conflict` for bytes that nobody has looked at."""
        if name.partition("/")[0] not in OUR_OWN and not getattr(content, _MARK, False):
            raise Conflict(_("这个文件没有检查过，不能存。请从图片或文件的上传页面传。"))


class Kept(Checked, FileSystemStorage):
    """The media folder."""

    @contextlib.contextmanager
    def local(self, name: str) -> Iterator[Path]:
        """The file as a file of this machine, for programs that want a path."""
        yield Path(self.path(name))

    def _open(self, name: str, mode: str = "rb") -> Any:
        """What was kept was checked, so it may be kept again under another name."""
        opened = super()._open(name, mode)  # type: ignore[misc]
        mark_fit(opened)
        return opened

    def _save(self, name: str, content: Any) -> str:
        self.refuse_unchecked(name, content)
        content.seek(0)
        kept = name
        try:
            # A plain file around the bytes: Django would move an upload's own temporary file, which holds what came in.
            kept = super()._save(name, DjangoFile(getattr(content, "file", content), name=name))  # type: ignore[misc]
            _flush(self.path(kept))
        except OSError:
            # The name is nobody else's. Half a file that no row knows would keep the room that is wanting.
            with contextlib.suppress(OSError):
                Path(self.path(kept)).unlink()
            raise
        return kept


def _flush(path: str) -> None:
    """On disk before its row is."""
    for place, flags in ((path, os.O_RDONLY), (str(Path(path).parent), os.O_RDONLY | os.O_DIRECTORY)):
        handle = os.open(place, flags)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

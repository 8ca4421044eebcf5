"""What is kept to be had sooner: where it cannot be kept, as on a full disk, it is made again, and no page fails for it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.cache.backends.filebased import FileBasedCache

log = logging.getLogger(__name__)


class Forgiving(FileBasedCache):
    """Django's cache of files, which keeps nothing and finds nothing where its folder takes or gives nothing.

    Django's own raises, so that a page that only reads (Wagtail asks for the site's root paths) would fail with the disk.
    What is to be gone must be gone: deleting and clearing raise as ever.
    """

    #: Of this process: whether the log knows already.
    _is_said = False

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        with _forgiven():
            return super().get(key, default, version)
        return default

    def set(self, *given: Any, **more: Any) -> None:
        with _forgiven():
            super().set(*given, **more)
            Forgiving._is_said = False

    def has_key(self, key: str, version: int | None = None) -> bool:
        with _forgiven():
            return super().has_key(key, version)
        return False

    def _createdir(self) -> None:
        with _forgiven():
            super()._createdir()  # type: ignore[misc]


@contextmanager
def _forgiven() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if not Forgiving._is_said:
            Forgiving._is_said = True
            log.warning("nothing is kept in the cache until its folder takes it again: %s", error)

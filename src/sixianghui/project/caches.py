"""What is kept to be had sooner: where it cannot be kept, as on a full disk, it is made again, and no page fails for it."""

from __future__ import annotations

import logging
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
        try:
            return super().get(key, default, version)
        except OSError as error:
            _say(error)
            return default

    def set(self, *given: Any, **more: Any) -> None:
        try:
            super().set(*given, **more)
        except OSError as error:
            _say(error)
        else:
            Forgiving._is_said = False

    def has_key(self, key: str, version: int | None = None) -> bool:
        try:
            return super().has_key(key, version)
        except OSError as error:
            _say(error)
            return False

    def _createdir(self) -> None:
        try:
            super()._createdir()  # type: ignore[misc]
        except OSError as error:
            _say(error)


def _say(error: OSError) -> None:
    if not Forgiving._is_said:
        Forgiving._is_said = True
        log.warning("nothing is kept in the cache until its folder takes it again: %s", error)

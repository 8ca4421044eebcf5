"""Where archives lie besides: a folder that is mounted, or an S3-type store."""

from __future__ import annotations

from pathlib import Path

from sixianghui.operations.arrangement import Arrangement
from sixianghui.operations.stores.base import Store, StoreFault
from sixianghui.operations.stores.folder import FolderStore
from sixianghui.operations.stores.s3 import S3Store

__all__ = ["FolderStore", "S3Store", "Store", "StoreFault", "store_of"]


def store_of(arrangement: Arrangement) -> Store | None:
    """The off-site store of this site, if one is set up."""
    place = arrangement.offsite
    if place is None:
        return None
    return FolderStore(place) if isinstance(place, Path) else S3Store(place)

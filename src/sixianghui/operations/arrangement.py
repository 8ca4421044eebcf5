"""How backups are arranged on this site, as its settings say. Imports no Django: a restore reads it before there is a site."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sixianghui.common.s3 import S3Place


@dataclass(frozen=True)
class Arrangement:
    """`folder`: where archives lie, or None where no backup is set up. `offsite`: a folder, a place in a store, or none.

    every_hours: None: as often as the site can afford.
    """

    data: Path
    folder: Path | None
    key_file: Path
    every_hours: int | None = None
    max_age_hours: int = 26
    keep: tuple[int, int, int] = (7, 4, 6)
    offsite: S3Place | Path | None = None

    @property
    def is_set_up(self) -> bool:
        """Whether the site makes backups by itself."""
        return self.folder is not None

    @property
    def elsewhere(self) -> str:
        """What tells the place of the off-site copy from any other; nothing where none is set up. No secret is in it."""
        place = self.offsite
        if place is None:
            return ""
        if isinstance(place, Path):
            return f"file://{place}"
        return f"{place.endpoint} s3://{place.bucket}/{place.prefix}".strip()


def offsite_of(
    url: str, *, endpoint: str | None, region: str | None, key_file: Path | None
) -> S3Place | Path:
    """`s3://bucket/prefix`, or `file:///folder` for a share that is mounted. Raises `ValueError` with a sentence."""
    if url.startswith("file:///"):
        return Path(url.removeprefix("file://"))
    return S3Place.at(url, endpoint=endpoint, region=region, key_file=key_file)

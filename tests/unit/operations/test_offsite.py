"""What lies elsewhere: whose archives go, and into how many parts a large one is cut."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from sixianghui.operations import clock, rules
from sixianghui.operations.arrangement import Arrangement
from sixianghui.operations.commands import offsite
from sixianghui.operations.models import Backup
from sixianghui.operations.stores.s3 import PART, PARTS, part_of

DAY = dt.timedelta(days=1)
MIB, GIB = 1024**2, 1024**3


def lay(folder: Path, days: int, mark: str) -> str:
    """An archive of so many days ago."""
    name = rules.name_of(clock.now() - days * DAY, mark)
    (folder / name).write_bytes(b"archive")
    return name


def made(*names: str) -> None:
    """The site has made these."""
    now = clock.now()
    for name in names:
        Backup.objects.create(
            began_at=rules.moment_of(name), ended_at=now, verified_at=now, offsite_at=now, name=name
        )


@pytest.mark.django_db
def test_store_when_two_sites_send_there_then_each_lets_its_own_old_ones_go_and_none_of_the_other(
    tmp_path: Path,
) -> None:
    arrangement = Arrangement(tmp_path, tmp_path / "here", tmp_path / "key", keep=(1, 0, 0), offsite=tmp_path)
    # Both know what was made before the one was restored from the other.
    before = [lay(tmp_path, 20, "aaaaaa"), lay(tmp_path, 10, "aaaaaa")]
    one, other = ([lay(tmp_path, days, mark) for days in (8, 5)] for mark in ("bbbbbb", "cccccc"))
    left = {*before, *one, *other}

    for of_this_site, go in ((one, [*before, one[0]]), (other, [other[0]])):
        Backup.objects.all().delete()
        made(*before, *of_this_site)
        offsite.let_old_ones_go(arrangement)
        left -= set(go)
        assert {path.name for path in tmp_path.iterdir()} == left
    assert left == {one[1], other[1]}


@pytest.mark.parametrize(
    ("size", "part"),
    [
        (1, PART),
        (PART * PARTS, PART),  # 156.25 GiB
        (PART * PARTS + 1, 17 * MIB),
        (17 * MIB * PARTS, 17 * MIB),
        (17 * MIB * PARTS + 1, 18 * MIB),
        (200 * GIB, 21 * MIB),
        (5 * 1024 * GIB, 525 * MIB),
    ],
)
def test_archive_when_it_is_large_then_its_parts_are_larger_and_never_more_than_a_store_takes(
    size: int, part: int
) -> None:
    assert part_of(size) == part
    assert -(-size // part) <= PARTS

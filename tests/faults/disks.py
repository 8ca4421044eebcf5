"""Disks of their own for tests that fill them."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def a_small_disk(folder: Path, data: Path, *, megabytes: int = 300) -> Iterator[Path]:
    """The data folder on a disk of so many megabytes; skips where none can be mounted."""
    disk = folder / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(disk)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("no disk of its own is to be had here")
    try:
        shutil.copytree(data, disk / "data")
        yield disk / "data"
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


def fill(folder: Path, *, leave: int = 0) -> Path:
    """Somebody else takes what is free but so many bytes."""
    about = os.statvfs(folder)
    hog = folder / "somebody-elses"
    with hog.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(1, about.f_bavail * about.f_frsize - leave))
    return hog

"""Which ffmpeg is used."""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path


class NoProgram(Exception):
    """There is no ffmpeg to be had."""


def ffmpeg_program(configured: Path | None = None) -> str:
    """The configured one, the package's, the system's. Raises `NoProgram`."""
    if configured is not None:
        if os.access(configured, os.X_OK):
            return str(configured)
        raise NoProgram(str(configured))
    with contextlib.suppress(ImportError, RuntimeError):
        import imageio_ffmpeg

        return str(imageio_ffmpeg.get_ffmpeg_exe())
    found = shutil.which("ffmpeg")
    if found is None:
        raise NoProgram
    return found

"""Recordings that tests upload: drawn by ffmpeg, each kind once."""

from __future__ import annotations

import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from sixianghui.media import ffmpeg
from tests.factories.files import named


@cache
def a_film(
    seconds: int = 10,
    *,
    size: str | None = "320x180",
    sound: bool = True,
    codec: str = "libx264",
    keys: int = 50,
    ending: str = "mp4",
    more: tuple[str, ...] = (),
) -> bytes:
    """The bytes of one: a moving test picture with a tone. keys: frames from one key frame to the next."""
    words = ["-v", "error", "-y"]
    if size:
        words += ["-f", "lavfi", "-i", f"testsrc2=s={size}:r=25:d={seconds}"]
    if sound:
        words += ["-f", "lavfi", "-i", f"sine=440:d={seconds}"]
    if size:
        words += ["-c:v", codec, "-pix_fmt", "yuv420p", "-g", str(keys), "-keyint_min", str(keys)]
        if codec == "libx264":
            words += ["-preset", "ultrafast", "-sc_threshold", "0"]
    if sound:
        words += ["-c:a", "libmp3lame" if ending == "mp3" else "aac"]
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / f"film.{ending}"
        subprocess.run([ffmpeg.find(), *words, *more, "-t", str(seconds), str(target)], check=True)
        return target.read_bytes()


def a_film_file(name: str = "党课录像.mp4", **more: Any) -> Any:
    """The same as an upload."""
    return named(a_film(**more), name)

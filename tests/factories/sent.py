"""What an encoder sent, laid down as `ingest` lays it down: real pieces of a real ffmpeg, without waiting for them."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sixianghui.ingest.boxes import Fragment, Head, Splitter
from sixianghui.ingest.store import Store
from sixianghui.media import ffmpeg

_FRAGMENTS = "+frag_keyframe+delay_moov+default_base_moof+skip_trailer"


@dataclass(frozen=True)
class Turn:
    """An encoder sent from `at`, in seconds since 1970, for so long: size None without a picture."""

    at: float
    seconds: int
    size: str | None = "320x180"
    sound: bool = True


@cache
def _made(seconds: int, size: str | None, *, sound: bool) -> tuple[Head, tuple[Fragment, ...]]:
    words = ["-v", "error"]
    if size:
        words += ["-f", "lavfi", "-i", f"testsrc2=s={size}:r=25:d={seconds}"]
    if sound:
        words += ["-f", "lavfi", "-i", f"sine=440:r=44100:d={seconds}"]
    if size:
        words += [
            "-c:v",
            "libx264",
            "-preset",
            "ultrafast",
            "-pix_fmt",
            "yuv420p",
            "-g",
            "50",
            "-keyint_min",
            "50",
        ]
        words += ["-sc_threshold", "0", "-b:v", "300k"]
    words += ["-c:a", "aac", "-b:a", "96k"] if sound else []
    words += ["-t", str(seconds), "-f", "mp4", "-movflags", _FRAGMENTS]
    words += [] if size else ["-frag_duration", "2000000"]
    done = subprocess.run([ffmpeg.find(), *words, "pipe:1"], capture_output=True, check=True)
    parts = list(Splitter().take(done.stdout))
    head = next(one for one in parts if isinstance(one, Head))
    return head, tuple(one for one in parts if isinstance(one, Fragment))


def lay_down(folder: Path, air: float, *turns: Turn) -> None:
    """In the folder of a stream. air: since when people watch; what came before is kept for a minute at most."""
    store = Store(folder, floor=0, reserve=1024 * 1024)
    for number, turn in enumerate(turns):
        store.begin(f"feed{number}", "rtmp", turn.at)
        store.on_air(air if turn.at + turn.seconds > air else None)
        renditions = {"picture": turn.size, "sound": None} if turn.size else {"sound": None}
        for name, size in renditions.items():
            if name == "sound" and not turn.sound:
                continue
            head, fragments = _made(turn.seconds, size, sound=turn.sound or not size)
            store.head(name, head)
            for one in fragments:
                store.piece(name, one.data, at=turn.at + one.begins, seconds=one.seconds)
    # As after a fall: the reserve is still there.

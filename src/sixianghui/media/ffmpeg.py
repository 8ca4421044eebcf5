"""ffmpeg: where it is, and running it on what came from outside. The only place that does."""

from __future__ import annotations

import contextlib
import os
import re
import resource
import subprocess
import threading
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from time import monotonic

from sixianghui.ingest import public as ingest
from sixianghui.media import films
from sixianghui.media.films import Fault, Film, Unplayable

#: How long it may say nothing of how far it has come, and how long it may look at a file.
SILENT_SECONDS, LOOKING_SECONDS = 120, 30
#: The pages of everybody else go first.
_NICE = 15
_TIME = re.compile(r"out_time_us=(\d+)")
_NO_ROOM = "No space left on device"
#: What ffmpeg may open: files. And of files, those that hold sound and pictures themselves.
_SHUT = (
    "-hide_banner", "-nostdin", "-protocol_whitelist", "file,pipe", "-format_whitelist", ",".join(films.CONTAINERS),
)  # fmt: skip
#: The same for a list of films that we wrote ourselves: names in its own folder, and nothing in them but MP4.
_LISTED = (
    "-hide_banner", "-nostdin", "-protocol_whitelist", "file,pipe", "-format_whitelist", f"concat,{films.CONTAINERS[0]}",
    "-f", "concat", "-safe", "1", "-auto_convert", "0",
)  # fmt: skip


def find(configured: Path | None = None) -> str:
    """The ffmpeg that is used: the configured one, the package's, the system's. Raises `Unplayable`."""
    try:
        return ingest.ffmpeg_program(configured)
    except ingest.NoProgram as none:
        raise Unplayable(Fault.NO_FFMPEG, str(none)) from none


def look(program: str, source: Path) -> Film:
    """What is in a file. Raises `Unplayable`."""
    words = [program, *_SHUT, "-i", f"file:{source}"]
    try:
        done = subprocess.run(
            words, capture_output=True, check=False, timeout=LOOKING_SECONDS, env=_ENVIRONMENT, cwd="/"
        )
    except subprocess.TimeoutExpired as late:
        raise Unplayable(Fault.SLOW, "looking") from late
    except OSError as error:
        raise Unplayable(Fault.NO_FFMPEG, str(error)) from error
    return films.film_of(done.stderr.decode("utf-8", "replace"))


_ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C", "AV_LOG_FORCE_NOCOLOR": "1"}


def run(
    program: str,
    source: Path,
    words: Sequence[str],
    *,
    folder: Path,
    most_bytes: int,
    on_second: Callable[[float], None] = lambda _second: None,
    listed: bool = False,
    begin: float = 0,
    end: float | None = None,
) -> None:
    """Have ffmpeg make something of `source` in `folder`, telling how many seconds of it are done.

    listed: `source` names films of ours, one after another (`films.list_of`). begin, end: only these seconds of it.
    Raises `Unplayable`. Ends with this call, whatever happens; `folder/pid` says who is at work, for whoever comes after
    a process that was killed.
    """
    span = [*(["-ss", f"{begin:.6f}"] if begin else []), *(["-to", f"{end:.6f}"] if end is not None else [])]
    line = [
        program, *(_LISTED if listed else _SHUT), "-loglevel", "error", "-y", *span, "-i", f"file:{source}", *words,
        "-progress", "pipe:1", "-nostats",
    ]  # fmt: skip
    with subprocess.Popen(
        line, cwd=folder, env=_ENVIRONMENT, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, process_group=0,
    ) as process:  # fmt: skip
        (folder / "pid").write_text(str(process.pid), encoding="ascii")
        watched = _Watched(process)
        try:
            _hold_down(process.pid, most_bytes)
            assert process.stdout is not None
            for text in process.stdout:
                watched.alive()
                found = _TIME.search(text.decode("ascii", "replace"))
                if found:
                    on_second(int(found[1]) / 1_000_000)
            status = process.wait()
        finally:
            watched.end()
    (folder / "pid").unlink(missing_ok=True)
    if status:
        raise _fault(watched, status)


def _hold_down(pid: int, most_bytes: int) -> None:
    """Behind everybody else, and no file larger than that. It may be over already."""
    with contextlib.suppress(ProcessLookupError):
        os.setpriority(os.PRIO_PROCESS, pid, _NICE)
        if hasattr(resource, "prlimit"):
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (most_bytes, most_bytes))


def end_left(folder: Path) -> None:
    """End what a process that was killed has left at work in `folder`, if it is really that."""
    with contextlib.suppress(OSError, ValueError):
        pid = int((folder / "pid").read_text(encoding="ascii"))
        if Path(f"/proc/{pid}/cwd").readlink() == folder.resolve():
            os.kill(pid, 9)


class _Watched:
    """Reads what a process complains of, and ends it when it has said nothing for too long."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._last = monotonic()
        self._over = threading.Event()
        self.silent = False
        self.complaints: deque[str] = deque(maxlen=40)
        self._threads = [threading.Thread(target=one, daemon=True) for one in (self._read, self._watch)]
        for thread in self._threads:
            thread.start()

    def alive(self) -> None:
        self._last = monotonic()

    def _read(self) -> None:
        assert self._process.stderr is not None
        for text in self._process.stderr:
            self.complaints.append(text.decode("utf-8", "replace").strip()[:300])

    def _watch(self) -> None:
        while not self._over.wait(1):
            if monotonic() - self._last > SILENT_SECONDS:
                self.silent = True
                self._process.kill()
                return

    def end(self) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        self._over.set()
        for thread in self._threads:
            thread.join()


def _fault(watched: _Watched, status: int) -> Unplayable:
    said = " | ".join(watched.complaints)[-800:]
    if watched.silent:
        return Unplayable(Fault.SLOW, said)
    if _NO_ROOM in said:
        return Unplayable(Fault.NO_ROOM, said)
    if status == -25 or "File too large" in said:  # SIGXFSZ
        return Unplayable(Fault.TOO_BIG, said)
    return Unplayable(Fault.BROKEN, said)

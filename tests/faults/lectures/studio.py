"""A running house that takes in what a camera sends: the product's own front, app and ingest, and encoders that are ffmpeg."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sixianghui.ingest import public as ingest
from sixianghui.ingest.boxes import Splitter
from sixianghui.project import supervisor
from tests.faults.house import House, post

ROOT = Path(__file__).resolve().parents[3]
_PIECE = re.compile(r"^[a-z2-9]{20}\.m4s", re.M)


def free_port() -> int:
    """A port that nobody has."""
    with supervisor.listen("127.0.0.1", 0) as found:
        return int(found.getsockname()[1])


class Studio(House):
    """`made` tells what was made: `lecture`, `stream`, `key`, `host` (a session), `stranger` (another)."""

    def __init__(self, environ: Mapping[str, str], *, closed: bool = False, **settings: str) -> None:
        ours = {
            "SIXIANGHUI_RTMP_PORT": str(free_port()),
            "SIXIANGHUI_SRT_PORT": str(free_port()),
            "SIXIANGHUI_SMALL_PICTURE": "off",
            "SIXIANGHUI_DISK_FLOOR_MB": "16",
            **environ,
            "PYTHONPATH": str(ROOT),
            **settings,
        }
        super().__init__(ours, ingest=True)
        self.made: dict[str, Any] = self.host("make=closed" if closed else "make")
        self.rtmp_port = int(ours["SIXIANGHUI_RTMP_PORT"])

    @property
    def folder(self) -> Path:
        """Where what comes in lies."""
        return Path(self.environ["SIXIANGHUI_DATA"], "media", "streams", f"live-{self.made['stream']}")

    def host(self, word: str) -> dict[str, Any]:
        """The host does something, in a process of its own: see `filming`."""
        done = subprocess.run(
            [sys.executable, "-m", "tests.faults.lectures.filming", word],
            env=self.environ, text=True, stdout=subprocess.PIPE, check=True,
        )  # fmt: skip
        told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return told

    # ---- what viewers get

    def ask(self, path: str, session: str = "") -> tuple[int, str]:
        """Status and text of something of the stream, as nobody or with a session."""
        headers = {"Cookie": f"sxh_session={session}"} if session else {}
        try:
            status, body = self.get(f"/streams/{self.made['stream']}/{path}", **headers)
        except (OSError, http.client.HTTPException):
            return 0, ""
        return status, body.decode("utf-8", "replace")

    def pieces(self, playlist: str = "live-picture.m3u8", session: str = "") -> list[str]:
        """The names of the pieces that a playlist tells of; nothing while there is none."""
        status, text = self.ask(playlist, session)
        return _PIECE.findall(text) if status == 200 else []

    def say(self, text: str, key: str) -> int:
        """Somebody writes a comment: the status of the answer, 0 when there was none."""
        path = f"/remarks/{self.made['comments']}/new/"
        try:
            return post(self.port, path, session=self.made["writer"], text=text, intent=key)[0]
        except (OSError, http.client.HTTPException):
            return 0

    def journal(self) -> ingest.Journal:
        """What has been laid down so far."""
        return ingest.Journal(self.folder).update()

    def status(self) -> dict[str, Any]:
        """What the ingest last said of the encoder; nothing while it has said nothing."""
        try:
            told: dict[str, Any] = json.loads((self.folder / ingest.STATUS).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return told

    def door_is_open(self) -> bool:
        """Whether somebody listens for encoders."""
        with socket.socket() as one:
            return one.connect_ex(("127.0.0.1", self.rtmp_port)) == 0

    def wait_for(self, what: Callable[[], Any], limit: float = 60.0) -> Any:
        """Ask until there is something; fails after `limit`."""
        until = time.monotonic() + limit
        while time.monotonic() < until:
            found = what()
            if found:
                return found
            time.sleep(0.1)
        raise AssertionError(f"nothing came within {limit:.0f} s: {self.fallen}")


class Page:
    """What a browser's page sends, laid down as `app` lays it down: ffmpeg makes it, as fast as it lasts."""

    def __init__(self, studio: Studio, program: str, *, seconds: int = 600, size: str = "640x360") -> None:
        told = studio.host("browser")
        self.feed, self._inbox = str(told["feed"]), Path(told["inbox"])
        self._over = threading.Event()
        self.process = subprocess.Popen(
            [
                program, *_picture(size), "-t", str(seconds), "-f", "mp4",
                "-movflags", "frag_keyframe+empty_moov+default_base_moof", "-flush_packets", "1", "-",
            ],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        )  # fmt: skip
        self._thread = threading.Thread(target=self._send, daemon=True)
        self._thread.start()

    def _send(self) -> None:
        """One piece of the page's recorder after the other, as browsers make them; again, while there is no room."""
        assert self.process.stdout is not None
        splitter, number = Splitter(), 0
        while not self._over.is_set() and (data := os.read(self.process.stdout.fileno(), 1024 * 1024)):
            for part in splitter.take(data):
                while not self._over.is_set() and not self._laid_down(number, part.data):
                    time.sleep(0.2)
                number += 1
        with contextlib.suppress(OSError):
            (self._inbox / ingest.LAST).touch()

    def _laid_down(self, number: int, data: bytes) -> bool:
        new = self._inbox / ".new"
        try:
            new.write_bytes(data)
        except OSError:
            return False
        new.rename(self._inbox / ingest.name_of(number))
        return True

    def __enter__(self) -> Page:
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self.process.kill()
        self.process.wait()
        self._thread.join()


def _picture(size: str) -> list[str]:
    return [
        "-v", "error", "-re", "-f", "lavfi", "-i", f"testsrc2=s={size}:r=25", "-re", "-f", "lavfi", "-i",
        "sine=440:r=44100", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "50",
        "-keyint_min", "50", "-sc_threshold", "0", "-b:v", "600k", "-maxrate", "600k", "-bufsize", "600k", "-c:a", "aac", "-b:a", "96k",
    ]  # fmt: skip


class Encoder:
    """ffmpeg sends a test picture and a tone to an address, as fast as it lasts. words: what else it is told."""

    def __init__(
        self,
        program: str,
        address: str,
        *,
        kind: str = "flv",
        seconds: int = 600,
        size: str = "640x360",
        words: Sequence[str] = (),
    ) -> None:
        self.process = subprocess.Popen(
            [
                program, *_picture(size), "-t", str(seconds), *words, "-f", kind, address,
            ],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def __enter__(self) -> Encoder:
        return self

    def __exit__(self, *_error: object) -> None:
        self.kill()

    def kill(self) -> None:
        """Pull its plug."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.communicate()

    def refused(self, limit: float = 20.0) -> bool:
        """Whether it gives up by itself, with an error."""
        try:
            return self.process.wait(limit) != 0
        except subprocess.TimeoutExpired:
            return False

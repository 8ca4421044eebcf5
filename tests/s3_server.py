"""An S3-type store of a test's own (moto's server), that may be stopped and killed. What it holds lives in its memory."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx

from sixianghui.common.s3 import S3Place

KEYS = ("test-id", "test-secret")


class S3Server:
    """`with S3Server(folder) as store:`; `store.place("bucket/prefix")`; `store.settings("OFFSITE", …)` for a product."""

    def __init__(self, folder: Path) -> None:
        self.key_file = folder / "s3_keys"
        self._process: subprocess.Popen[bytes] | None = None
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.endpoint = f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> S3Server:
        self.key_file.write_text("\n".join(KEYS))
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.go_on()
        self.kill()

    def start(self) -> None:
        """As after a crash: with nothing in memory."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(self.port)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until = time.monotonic() + 60
        while not self._answers():
            if time.monotonic() > until or self._process.poll() is not None:
                raise TimeoutError("the S3 server does not start")
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.endpoint}/moto-api/", timeout=2).status_code < 500
        except httpx.HTTPError:
            return False

    def place(self, path: str = "bucket") -> S3Place:
        """A place in it; its bucket is made."""
        place = S3Place.at(f"s3://{path}", endpoint=self.endpoint, region=None, key_file=self.key_file)
        place.client().create_bucket(Bucket=place.bucket)
        return place

    def settings(self, name: str, path: str = "bucket") -> dict[str, str]:
        """The settings by which a product finds a place in it: those that begin with `SIXIANGHUI_<name>_`."""
        self.place(path)
        start = f"SIXIANGHUI_{name}_"
        return {
            f"{start}URL": f"s3://{path}",
            f"{start}ENDPOINT": self.endpoint,
            f"{start}KEY_FILE": str(self.key_file),
        }

    def keys(self, place: S3Place) -> list[str]:
        """What is kept at a place, by key."""
        found: Any = place.client().list_objects_v2(Bucket=place.bucket, Prefix=place.prefix)
        return sorted(one["Key"] for one in found.get("Contents", ()))

    def kill(self) -> None:
        """It is gone, and what it held too."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def stop(self) -> None:
        """It answers nobody; its connections stay."""
        assert self._process is not None
        os.kill(self._process.pid, signal.SIGSTOP)

    def go_on(self) -> None:
        if self._process is not None:
            os.kill(self._process.pid, signal.SIGCONT)

"""A real nginx with a configuration from `deploy/`, for tests that try what operators are told."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
#: Debian's package makes this folder. Of the path of a cache nginx makes the last part alone, so none may lie deeper or
#: elsewhere (`tests/contract/test_deployment.py`): tests put a folder of their own in its place and would not notice.
KEEPS = "/var/lib/nginx"


def program() -> str:
    """Where nginx is; empty when it is not installed."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin") or ""


@contextlib.contextmanager
def nginx(folder: Path, name: str, changes: Mapping[str, str]) -> Iterator[None]:
    """Run `deploy/<name>`, in which each of `changes` is put in the place of a text that stands there, in `folder`.

    Raises `KeyError` for a text that does not stand there any more.
    """
    text = (DEPLOY / name).read_text(encoding="utf-8")
    for old, new in changes.items():
        if old not in text:
            raise KeyError(old)
        text = text.replace(old, new)
    (folder / "site.conf").write_text(text, encoding="utf-8")
    user = f"user {Path(folder).owner()};" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"{user} worker_processes 1; daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;\n"
        f"events {{ worker_connections 512; }}\nhttp {{ access_log off; include {folder}/site.conf; }}\n"
    )
    process = subprocess.Popen(
        [program(), "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]
    )
    try:
        _wait(process, folder)
        yield
    finally:
        process.terminate()
        process.wait()


def _wait(process: subprocess.Popen[bytes], folder: Path) -> None:
    until = time.monotonic() + 20
    while not (folder / "nginx.pid").exists() or not (folder / "nginx.pid").read_text().strip():
        if process.poll() is not None or time.monotonic() > until:
            raise RuntimeError((folder / "error.log").read_text())
        time.sleep(0.05)


def free_port() -> int:
    """A port that nobody has."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

"""A site of its own for a bench: the real `serve` with the replayed half-year, and an editor who saves once a second; or an empty one."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

_HERE = Path(__file__).resolve().parent
_ROOT = _HERE.parents[1]


@dataclass
class Site:
    """Where it answers, and how often its editor has saved (known once the bench is over)."""

    url: str
    process: int
    saves: list[int] = field(default_factory=list)


@contextlib.contextmanager
def site(*, editing: bool) -> Iterator[Site]:
    """Serve a replayed demo on a free port; with `editing`, one page is saved each second all the while."""
    with tempfile.TemporaryDirectory(prefix="bench-site-") as data:
        environ = {name: value for name, value in os.environ.items() if not name.startswith("SIXIANGHUI_")}
        environ |= {"SIXIANGHUI_DATA": data, "PYTHONPATH": str(_ROOT / "src")}
        command = [sys.executable, "-m", "sixianghui.project.cli", "serve", "--port", "0"]
        server = subprocess.Popen(
            command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        try:
            found = Site(_address(server), server.pid)
            with _editor(environ, found) if editing else contextlib.nullcontext():
                yield found
        finally:
            server.terminate()
            server.wait(20)


def _address(server: subprocess.Popen[str]) -> str:
    assert server.stdout is not None
    said = ""
    for line in server.stdout:
        said += line
        if "重放完成" in line:
            break
    address = re.search(r"思享汇已启动：(\S+)/", said)
    if address is None:
        raise SystemExit(f"the site did not start:\n{said}")
    return address[1]


@contextlib.contextmanager
def _editor(environ: dict[str, str], found: Site) -> Iterator[None]:
    process = subprocess.Popen(
        [sys.executable, str(_HERE / "editor.py")], env=environ, stdout=subprocess.PIPE, text=True
    )
    try:
        yield
    finally:
        process.terminate()
        found.saves.append(int(process.communicate(timeout=20)[0] or 0))


def prepared(data: Path, url: str) -> dict[str, str]:
    """Make an empty site in a folder; the environment in which a process works on it. url: its database, "" for SQLite."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("SIXIANGHUI_")}
    environ |= {
        "SIXIANGHUI_DATA": str(data),
        "SIXIANGHUI_ALLOWED_HOSTS": "testserver",
        "DJANGO_SETTINGS_MODULE": "sixianghui.project.settings",
        "PYTHONPATH": f"{_ROOT / 'src'}:{_ROOT}",
    }
    if url:
        environ["SIXIANGHUI_DATABASE_URL"] = url
    command = [sys.executable, "-m", "sixianghui.project.cli", "prepare", "--empty"]
    subprocess.run(command, env=environ, check=True, stdout=subprocess.DEVNULL)
    return environ


@contextlib.contextmanager
def database_of_its_own(kind: str, name: str, *, keep: bool = False) -> Iterator[str]:
    """The address of an empty database, or of one that was kept; "" for SQLite, which lies in the folder."""
    if kind == "sqlite":
        yield ""
        return
    import psycopg

    from tests.databases import server_url

    with psycopg.connect(server_url("postgres"), autocommit=True) as connection:
        there = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if there is None:
            connection.execute(f'CREATE DATABASE "{name}"'.encode())
        try:
            yield server_url(name)
        finally:
            if not keep:
                connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())

"""A PostgreSQL of a test's own, in a folder, that may be killed, stopped and started again. Holds a copy of the migrated template."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import psutil
import psycopg
import pytest

from tests import databases
from tests.factories.nginx import free_port


def programs() -> Path | None:
    """The folder of the server's programs; None where there are none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    which = shutil.which("initdb")
    return Path(which).resolve().parent if which else None


class PostgresServer:
    """`with PostgresServer() as server:`; as the product is told to run it: flushing, with checksums.

    is_lazy: as it must not be run, for a control: it says that something is written before it is.
    more: settings besides, as `name=value`.
    """

    def __init__(self, *, is_lazy: bool = False, more: Sequence[str] = ()) -> None:
        self._is_lazy = is_lazy
        self._more = [word for one in more for word in ("-c", one)]
        self.port = free_port()
        self.url = f"postgresql://postgres@127.0.0.1:{self.port}/site"
        # The server will not run as root.
        self._user = "postgres" if os.geteuid() == 0 else None

    def __enter__(self) -> PostgresServer:
        here = programs()
        if here is None or databases.postgres_answers():
            pytest.skip("no PostgreSQL programs on this machine")
        self._make_folder(here)
        self._run(
            "initdb",
            "-D",
            str(self.folder / "data"),
            "-A",
            "trust",
            "-U",
            "postgres",
            "-k",
            "-E",
            "UTF8",
            "--no-sync",
        )
        self.start()
        with psycopg.connect(self.url.replace("/site", "/postgres"), autocommit=True) as connection:
            connection.execute("CREATE DATABASE site")
        template = databases.server_url(databases.postgres_template())
        dump = subprocess.Popen([str(here / "pg_dump"), "--no-owner", template], stdout=subprocess.PIPE)
        subprocess.run(
            [str(here / "psql"), "-q", "-v", "ON_ERROR_STOP=1", self.url],
            stdin=dump.stdout, stdout=subprocess.DEVNULL, check=True,
        )  # fmt: skip
        assert dump.wait() == 0
        return self

    def _make_folder(self, here: Path) -> None:
        self._programs = here
        self.folder = Path(tempfile.mkdtemp(prefix="sixianghui-pg-"))
        if self._user is not None:
            known = pwd.getpwnam(self._user)
            os.chown(self.folder, known.pw_uid, known.pw_gid)

    def __exit__(self, *_: object) -> None:
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program: str, *words: str) -> None:
        subprocess.run(
            [str(self._programs / program), *words],
            user=self._user,
            check=True,
            cwd="/",
            stdout=subprocess.DEVNULL,
        )

    def start(self) -> None:
        """Until it takes connections; after a kill it first recovers."""
        self._process = subprocess.Popen(
            [
                str(self._programs / "postgres"), "-D", str(self.folder / "data"), "-p", str(self.port),
                "-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={self.folder}",
                "-c", f"synchronous_commit={'off' if self._is_lazy else 'on'}", "-c", "fsync=on",
                *self._more,
            ],
            user=self._user, cwd="/", start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        until = time.monotonic() + 60
        while True:
            with (
                contextlib.suppress(psycopg.Error),
                psycopg.connect(self.url.replace("/site", "/postgres"), connect_timeout=2),
            ):
                break
            assert time.monotonic() < until, "PostgreSQL does not start"
            assert self._process.poll() is None, "PostgreSQL fell"
            time.sleep(0.05)

    def hold_back(self) -> None:
        """A lazy one keeps in memory from now on what it acknowledges: the process that writes it does not come."""
        for child in psutil.Process(self._process.pid).children():
            with contextlib.suppress(psutil.NoSuchProcess):
                if "walwriter" in " ".join(child.cmdline()):
                    child.suspend()

    def stop(self) -> None:
        """It hangs: it answers nobody, and its connections stay."""
        for one in self._processes():
            with contextlib.suppress(psutil.NoSuchProcess):  # one that served a connection may just have gone
                one.suspend()

    def go_on(self) -> None:
        """After `stop`."""
        for one in self._processes():
            with contextlib.suppress(psutil.NoSuchProcess):
                one.resume()

    def _processes(self) -> list[psutil.Process]:
        server = psutil.Process(self._process.pid)
        return [server, *server.children(recursive=True)]

    def kill(self) -> None:
        """`kill -9` of the server and of everything that it runs: each of its processes leads a group of its own."""
        with contextlib.suppress(psutil.Error):
            for one in self._processes():
                with contextlib.suppress(psutil.Error):
                    one.kill()
        self._process.wait()
        time.sleep(0.2)  # the kernel lets go of the shared memory when the last one has gone

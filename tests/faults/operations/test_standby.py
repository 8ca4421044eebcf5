"""PostgreSQL with a standby, as `docs/guide/growing.md` has it: its machine is gone, the standby is told to take over."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable

import psutil
import psycopg
import pytest

from tests.faults.lectures.room import until
from tests.faults.operations.load import UNKEPT, Load, Node, Site
from tests.postgres_server import PostgresServer, programs

pytestmark = [pytest.mark.deep, pytest.mark.pg, pytest.mark.sqlite]


class Standby(PostgresServer):
    """`with Standby(first) as second:`; follows the first until it is told to take over."""

    def __init__(self, first: PostgresServer) -> None:
        super().__init__()
        self._first = first

    def __enter__(self) -> Standby:
        here = programs()
        assert here is not None  # or the first would not run
        self._make_folder(here)
        self._run(
            "pg_basebackup", "-D", str(self.folder / "data"), "-h", "127.0.0.1", "-p", str(self._first.port), "-U", "postgres",
            "-R", "-X", "stream", "-c", "fast", "--no-sync",
        )  # fmt: skip
        self.start()
        return self

    def take_over(self) -> None:
        """Until it takes writes."""
        assert _asked(self, "SELECT pg_promote()")

    def hear_nothing(self) -> None:
        """What the first writes from now on does not arrive."""
        for one in self._receivers():
            one.suspend()

    def forget_the_unheard(self) -> None:
        """What had arrived at this machine, and was not taken in, is gone. It recovers from that, and stands again."""
        for one in self._receivers():
            one.kill()
        self.go_on()
        until(self._answers)

    def _receivers(self) -> list[psutil.Process]:
        found = []
        for child in psutil.Process(self._process.pid).children():
            with contextlib.suppress(psutil.NoSuchProcess):
                if "walreceiver" in " ".join(child.cmdline()):
                    found.append(child)
        return found

    def _answers(self) -> bool:
        try:
            return _asked(self, "SELECT pg_is_in_recovery()") is True
        except psycopg.Error:
            return False


def _asked(server: PostgresServer, question: str) -> object:
    with psycopg.connect(server.url.replace("/site", "/postgres"), autocommit=True) as link:
        row = link.execute(question.encode()).fetchone()
    return row[0] if row else None


def _wait_for(first: PostgresServer) -> None:
    """From here on the first acknowledges nothing that the second has not written."""
    with psycopg.connect(first.url.replace("/site", "/postgres"), autocommit=True) as link:
        link.execute("ALTER SYSTEM SET synchronous_standby_names = '*'")
        link.execute("SELECT pg_reload_conf()")
    until(lambda: _asked(first, "SELECT sync_state FROM pg_stat_replication") == "sync")


def either(environ: dict[str, str], first: PostgresServer, second: PostgresServer) -> dict[str, str]:
    """The product told of both."""
    hosts = ",".join(f"127.0.0.1:{one.port}" for one in (first, second))
    url = f"postgresql://postgres@{hosts}/site?target_session_attrs=read-write"
    return {**environ, "SIXIANGHUI_DATABASE_URL": url}


def test_writers_when_the_standby_takes_over_then_nothing_acknowledged_is_lost_and_nobody_restarts_anything(
    product_environ: dict[str, str], record_property: Callable[[str, object], None]
) -> None:
    with PostgresServer() as first, Standby(first) as second:
        _wait_for(first)
        environ = either(product_environ, first, second)
        site = Site(environ, crowd=8)
        with Node(environ) as node:
            site.port = node.port
            before = node.children()
            with Load(site, retry=True, viewers=1) as load:
                first.kill()
                until(lambda: site.get(site.thread)[0] == 503)
                second.take_over()
                began = time.monotonic()
                until(lambda: site.get(UNKEPT)[0] == 200 and site.get(site.thread)[0] == 200)
                back = time.monotonic() - began
                load.go_on()
            lost = load.lost()
            assert node.children() == before
    record_property(
        "counted",
        f"standby took over: {len(load.taken)} acknowledged, {len(lost)} lost, back after {back:.1f} s",
    )
    assert lost == []


def test_writers_when_the_first_does_not_wait_for_the_standby_then_the_loss_is_seen(
    product_environ: dict[str, str],
) -> None:
    """The control."""
    with PostgresServer() as first, Standby(first) as second:
        environ = either(product_environ, first, second)
        site = Site(environ, crowd=8)
        with Node(environ) as node:
            site.port = node.port
            written = str(_asked(first, "SELECT pg_current_wal_lsn()"))
            until(lambda: bool(_asked(second, f"SELECT pg_last_wal_replay_lsn() >= '{written}'")))
            second.hear_nothing()
            with Load(site, retry=True, viewers=1) as load:
                first.kill()
                second.forget_the_unheard()
                second.take_over()
                until(lambda: site.get(site.thread)[0] == 200)
                load.go_on()
            assert load.lost() != []

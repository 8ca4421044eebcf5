"""PostgreSQL is killed under load, or hangs: words and 503 meanwhile, then all goes on by itself; what was acknowledged is
there."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from sixianghui.operations.views.ready import KEPT
from tests.faults.lectures.room import until
from tests.faults.operations.load import UNKEPT, Load, Node, Site
from tests.postgres_server import PostgresServer

pytestmark = [pytest.mark.deep, pytest.mark.pg, pytest.mark.sqlite]
SILENT = "数据库不回答"


def is_silent(site: Site) -> bool:
    """Whether a monitor is told that the database does not answer."""
    return SILENT in site.get("/readyz")[1].decode()


def test_writers_when_postgresql_is_killed_and_comes_back_then_nothing_acknowledged_is_lost_or_there_twice(
    product_environ: dict[str, str], tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    with PostgresServer() as server:
        environ = {**product_environ, "SIXIANGHUI_DATABASE_URL": server.url}
        site = Site(environ, crowd=8)
        with Node(environ) as node:
            site.port = node.port
            before = node.children()
            seconds = []
            with Load(site, retry=True, viewers=1) as load:
                for _ in range(2):
                    server.kill()
                    until(lambda: site.get(site.thread)[0] == 503)
                    status, body = site.get(site.thread)
                    assert status == 503
                    assert "请" in body.decode()
                    # The app answers still, and a load balancer goes on asking it; a monitor hears why not all is well.
                    # Whoever reads and writes presses on, so that one question may come too late for its turn.
                    until(lambda: site.get("/servingz")[0] == 200, 15)
                    until(lambda: is_silent(site), 15)
                    time.sleep(KEPT)  # from here on the database is asked anew
                    until(lambda: site.get("/servingz")[0] == 200, 15)
                    until(lambda: is_silent(site), 15)
                    server.start()
                    began = time.monotonic()
                    until(lambda: site.get(UNKEPT)[0] == 200 and site.get(site.thread)[0] == 200)
                    seconds.append(time.monotonic() - began)
                    load.go_on()
            lost = load.lost()
            assert node.children() == before
    statuses = {one.split(": ")[1].split(",")[0] for one in load.failed if one.startswith("GET")}
    record_property(
        "counted",
        f"PostgreSQL killed twice: {len(load.taken)} acknowledged, {len(lost)} lost, {load.pressed_again} pressed again,"
        f" {len(load.failed)} answers of 503 meanwhile; back after {', '.join(f'{one:.1f}' for one in seconds)} s",
    )
    assert lost == []
    assert statuses <= {"503"}
    assert load.pressed_again > 0


def test_monitors_when_postgresql_hangs_then_all_of_them_hear_of_it_and_the_app_answers_and_all_goes_on_afterwards(
    product_environ: dict[str, str], record_property: Callable[[str, object], None]
) -> None:
    """More of them than an app has threads: none waits behind another."""
    with PostgresServer() as server:
        # Each question that needs the database keeps a thread: one of a monitor, and now and then one of `ingest`.
        more = {"SIXIANGHUI_DATABASE_URL": server.url, "SIXIANGHUI_APP_THREADS": "8"}
        environ = {**product_environ, **more}
        site = Site(environ, crowd=1)
        with Node(environ) as node:
            site.port = node.port
            before = node.children()
            until(lambda: site.get(UNKEPT)[0] == 200)
            assert not is_silent(site)  # the control
            server.stop()
            began = time.monotonic()
            try:
                until(lambda: is_silent(site), 30)
                took = time.monotonic() - began
                # One question may come too late for its turn.
                for _ in range(12):
                    until(lambda: site.get("/servingz")[0] == 200, 15)
                    until(lambda: is_silent(site), 15)
                time.sleep(KEPT + 1)
                until(lambda: site.get("/servingz")[0] == 200, 15)
                until(lambda: is_silent(site), 15)
            finally:
                server.go_on()
            until(lambda: not is_silent(site))
            until(lambda: site.get(UNKEPT)[0] == 200)
            assert node.children() == before
    record_property(
        "counted", f"PostgreSQL stopped: said after {took:.1f} s to 14 monitors in a row; none waits for it"
    )


def test_writers_when_the_server_acknowledges_before_it_writes_then_the_loss_is_seen(
    product_environ: dict[str, str], tmp_path: Path
) -> None:
    """The control: what the test above would find."""
    with PostgresServer(is_lazy=True) as server:
        environ = {**product_environ, "SIXIANGHUI_DATABASE_URL": server.url}
        site = Site(environ, crowd=8)
        with Node(environ) as node:
            site.port = node.port
            time.sleep(1)  # what made the site is written
            server.hold_back()
            with Load(site, retry=True, viewers=1) as load:
                server.kill()
                server.start()
                until(lambda: site.get(site.thread)[0] == 200)
                load.go_on()
            assert load.lost() != []

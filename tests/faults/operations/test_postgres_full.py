"""T8: others have taken every connection that PostgreSQL has: words and 503, and all goes on when they let go."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from tests.faults.lectures.room import until
from tests.faults.operations.load import Node, Site
from tests.postgres_server import PostgresServer

pytestmark = [pytest.mark.deep, pytest.mark.pg, pytest.mark.sqlite]

_OTHERS = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE backend_type = 'client backend' AND NOT pid = ANY(%s)"""


class Greedy:
    """Takes every connection that there is, also those of others. `with Greedy(url) as greedy:`; afterwards all are free."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._held: list[psycopg.Connection] = []

    def __enter__(self) -> Greedy:
        return self

    def __exit__(self, *_: object) -> None:
        for one in self._held:
            one.close()

    def take(self) -> None:
        """Those that are free, then those of others, which end."""
        self._take_free()
        ours = [one.info.backend_pid for one in self._held]
        self._held[0].execute(_OTHERS, [ours])
        self._take_free()

    def _take_free(self) -> None:
        with contextlib.suppress(psycopg.OperationalError):
            while True:
                self._held.append(psycopg.connect(self._url, autocommit=True, connect_timeout=5))


def test_readers_when_every_connection_is_taken_then_get_words_and_pages_again_when_some_are_free(
    product_environ: dict[str, str], record_property: Callable[[str, object], None]
) -> None:
    with PostgresServer(more=["max_connections=30"]) as server:
        environ = {**product_environ, "SIXIANGHUI_DATABASE_URL": server.url}
        site = Site(environ, crowd=1)
        with Node(environ) as node:
            site.port = node.port
            before = node.children()

            def ask() -> tuple[int, bytes]:
                """A page of somebody signed in, which no front has kept."""
                return site.get("/me/", Cookie=f"sxh_session={site.made['crowd'][0]}")

            until(lambda: ask()[0] == 200)  # the control
            with Greedy(server.url) as greedy:

                def nothing_is_left() -> bool:
                    greedy.take()  # what the product took again in between too
                    return all(ask()[0] == 503 for _ in range(10))

                until(nothing_is_left)
                with ThreadPoolExecutor(20) as pool:
                    answers = list(pool.map(lambda _: ask(), range(60)))
            until(lambda: ask()[0] == 200)
            assert node.children() == before
    refused = [body.decode() for status, body in answers if status == 503]
    record_property("counted", f"no connection left: {len(refused)} of {len(answers)} readers told so")
    assert {status for status, _body in answers} <= {200, 503}
    assert len(refused) > 30
    assert all("再试" in body for body in refused)

"""Size L with everything that settings add at once, as far as one machine goes: nothing of the product is left on its default."""

from __future__ import annotations

import contextlib
import re
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from sixianghui.project import supervisor
from tests.factories.files import a_picture
from tests.factories.nginx import free_port, program
from tests.faults.house import CSRF, post
from tests.faults.lectures.room import until
from tests.faults.operations.load import Load
from tests.faults.operations.test_nodes import Fleet, a_copy
from tests.redis_server import RedisServer
from tests.s3_server import S3Server

#: Long: two nodes with two apps each, a store and a worker come up beside each other.
pytestmark = [
    pytest.mark.long,
    pytest.mark.pg,
    pytest.mark.redis,
    pytest.mark.sqlite,
    pytest.mark.xdist_group("nodes"),  # two sites of two nodes beside each other are too many for one machine
]
if not program():
    pytestmark.append(pytest.mark.skip("no nginx on this machine"))


@contextlib.contextmanager
def a_worker(environ: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """`sixianghui worker`, as the unit of its own starts it."""
    ours = {name: value for name, value in environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    process = subprocess.Popen(supervisor.python("worker"), env=ours, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def pictures_of(page: str) -> list[str]:
    """The addresses of pictures that we keep for people."""
    return re.findall(r'(?:src|href)="(/media/[^"]+)"', page)


def test_site_when_everything_is_elsewhere_then_each_node_gives_what_the_other_took_and_jobs_are_done_at_once(
    product_environ: dict[str, str], tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """PostgreSQL, Redis that wakes workers, a bucket, nginx, two nodes of two fronts and two apps, a worker of its own."""
    with contextlib.ExitStack() as stack:
        database = stack.enter_context(a_copy())
        redis = stack.enter_context(RedisServer(tmp_path))
        store = stack.enter_context(S3Server(tmp_path))
        fleet = Fleet(
            product_environ, tmp_path, database, redis.url,
            SIXIANGHUI_JOBS="redis", SIXIANGHUI_APP_PROCESSES="2", SIXIANGHUI_FRONT_PROCESSES="2",
            **store.settings("MEDIA", "bucket/site"),
        )  # fmt: skip
        for node in fleet.nodes:
            stack.enter_context(node)
        worker = stack.enter_context(a_worker(fleet.environ))
        one, two = fleet.nodes
        host, lecture = fleet.site.made["host"], fleet.site.made["lecture"]
        cookies = {"Cookie": f"sxh_session={host}; csrftoken={CSRF}"}

        sent = httpx.post(
            f"http://127.0.0.1:{one.port}/lectures/{lecture}/poster/",
            data={"csrfmiddlewaretoken": CSRF, "alt": "示例的海报", "agreed": "on"},
            files={"picture": ("poster.jpg", a_picture(size=(1600, 900)), "image/jpeg")},
            headers=cookies,
            timeout=60,
        )
        pages = [
            httpx.get(
                f"http://127.0.0.1:{node.port}/lectures/{lecture}/organising/", headers=cookies, timeout=60
            )
            for node in (one, two)
        ]
        found = pictures_of(pages[1].text)
        got = [
            httpx.get(f"http://127.0.0.1:{node.port}{found[0]}", headers=cookies, timeout=60)
            for node in (one, two)
        ]
        kept = store.keys(store.place("bucket/site"))
        on_disks = [path for node in (one, two) for path in (Path(node.data) / "media").rglob("*.*")]

        tls, plain = free_port(), free_port()
        with fleet.behind(tmp_path, tls=tls, plain=plain):
            fleet.site.port = plain
            with Load(fleet.site, retry=True) as load:
                began = time.monotonic()
                member, copy = fleet.site.made["crowd"][0], "/me/data/copy/"
                assert post(plain, copy, session=member)[0] == 302
                address = re.compile(r'href="(/me/data/copy/\w+/)"')
                session = {"Cookie": f"sxh_session={member}"}
                until(lambda: address.search(fleet.site.get(copy, **session)[1].decode()) is not None, 300)
                took = time.monotonic() - began
                load.go_on(10)
            lost = load.lost()
        still_at_work = worker.poll() is None

    record_property(
        "counted",
        f"size L by settings alone: {load.read} pages read, {len(load.failed)} failed; {len(load.taken)} written, {len(lost)}"
        f" lost; a copy asked for and made in {took:.1f} s; {len(kept)} objects in the bucket, {len(on_disks)} on the disks",
    )
    assert sent.status_code == 302, sent.text[:400]
    assert [page.status_code for page in pages] == [200, 200]
    assert [answer.status_code for answer in got] == [200, 200]
    assert got[0].content == got[1].content
    assert got[0].headers["content-type"].startswith("image/")
    assert kept and on_disks == []
    assert [one for one in load.failed if one.startswith("GET")] == []
    assert lost == []
    assert still_at_work

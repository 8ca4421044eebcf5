"""Two machines' worth of the product behind nginx as `deploy/` configures it: one falls, another is restarted, nobody notices."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
import ssl
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import psycopg
import pytest

from tests import databases
from tests.factories.nginx import KEEPS, free_port, nginx, program
from tests.faults.house import post
from tests.faults.lectures.room import until
from tests.faults.operations.load import Load, Node, Site
from tests.redis_server import RedisServer

#: Long: each of two nodes takes minutes to come up on a small machine, and waits of a minute are then too short.
pytestmark = [
    pytest.mark.long,
    pytest.mark.pg,
    pytest.mark.redis,
    pytest.mark.sqlite,
    pytest.mark.xdist_group("nodes"),  # two sites of two nodes beside each other are too many for one machine
]
if not program():
    pytestmark.append(pytest.mark.skip("no nginx on this machine"))


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate of the test's own, and its key."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1)).not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    paths = folder / "site.pem", folder / "site.key"
    paths[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.TraditionalOpenSSL,
            serialization.NoEncryption(),
        )
    )
    return paths


def changes(folder: Path, ports: tuple[int, int], *, tls: int, plain: int, addresses: tuple[str, str]) -> dict[str, str]:  # fmt: skip
    """What is put in the place of what an operator changes in the configuration."""
    pem, key = certificate(folder)
    return {
        f"{KEEPS}/sixianghui": str(folder / "pieces"),
        "/var/log/nginx/": f"{folder}/",
        f"server {addresses[0]} ": f"server 127.0.0.1:{ports[0]} ",
        f"server {addresses[1]} ": f"server 127.0.0.1:{ports[1]} ",
        "listen 80;": f"listen 127.0.0.1:{free_port()};",
        "listen 443 ssl;": f"listen 127.0.0.1:{tls} ssl; listen 127.0.0.1:{plain};",
        "/etc/nginx/tls/www.example.cn.pem": str(pem),
        "/etc/nginx/tls/www.example.cn.key": str(key),
    }


@contextlib.contextmanager
def a_copy() -> Iterator[str]:
    """The address of a migrated database."""
    why_not = databases.postgres_answers()
    if why_not:
        pytest.skip(why_not)
    copy = databases.PostgresCopy("nodes")
    try:
        yield databases.server_url(copy.name)
    finally:
        copy.drop()


#: What several machines share of the data folder (docs/guide/growing.md). The rest, `run`, `static` and `cache`, is their own.
SHARED = ("secrets", "media", "imports", "exports", "audit", "quarantine", "erased")


class Fleet:
    """Two nodes with data folders of their own, and what they share: database, Redis, folders."""

    def __init__(
        self, environ: Mapping[str, str], folder: Path, database: str, redis: str, **more: str
    ) -> None:
        shared = {
            **environ,
            **more,
            "SIXIANGHUI_DATABASE_URL": database,
            "SIXIANGHUI_REDIS_URL": redis,
            "SIXIANGHUI_TRUSTED_PROXIES": "127.0.0.1/32",
        }
        self.database = database
        self.nodes: list[Node] = []
        first = folder / "one"
        for name in ("one", "two"):
            (folder / name).mkdir(mode=0o700)
        self.environ = {**shared, "SIXIANGHUI_DATA": str(first)}
        self.site = Site(self.environ, crowd=8)
        # Keys are made when they are first needed: the folder itself is shared, not a copy of what it held at one time.
        for name in SHARED:
            (folder / "two" / name).symlink_to(first / name)
            if name != "erased":
                (first / name).mkdir(mode=0o700, exist_ok=True)
        for name in ("one", "two"):
            data = {**shared, "SIXIANGHUI_DATA": str(folder / name)}
            self.nodes.append(Node(data, port=free_port()))

    def behind(self, folder: Path, *, tls: int, plain: int) -> contextlib.AbstractContextManager[None]:
        """nginx before them, as `deploy/` has it for several machines."""
        one, two = self.nodes
        told = changes(
            folder, (one.port, two.port), tls=tls, plain=plain, addresses=("10.0.0.11:8000", "10.0.0.12:8000")
        )
        return nginx(folder, "nginx/sixianghui-l.conf", told)


@pytest.fixture
def fleet(product_environ: dict[str, str], tmp_path: Path) -> Iterator[Fleet]:
    with contextlib.ExitStack() as stack:
        database = stack.enter_context(a_copy())
        redis = stack.enter_context(RedisServer(tmp_path))
        made = Fleet(product_environ, tmp_path, database, redis.url)
        for node in made.nodes:
            stack.enter_context(node)
        yield made


def test_nodes_when_one_is_restarted_and_one_killed_under_load_then_no_reader_fails_and_nothing_is_lost_or_done_twice(
    fleet: Fleet, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    one, two = fleet.nodes
    tls, plain = free_port(), free_port()
    with fleet.behind(tmp_path, tls=tls, plain=plain):
        fleet.site.port = plain
        with Load(fleet.site, retry=True) as load:
            one.restart()
            load.go_on()
            two.kill()
            load.go_on(10)
            two.start()
            load.go_on()
        lost = load.lost()
        with psycopg.connect(fleet.database) as connection:
            twice = connection.execute(
                "SELECT text FROM remarks_words GROUP BY text HAVING count(*) > 1"
            ).fetchall()
        asset = next((Path(one.data) / "static" / "dist" / "assets").iterdir()).name
        checks = over_tls(tls, f"/static/dist/assets/{asset}"), over_tls(tls, "/units/")
    back = sum(viewer.came_back for viewer in load.viewers)
    record_property(
        "counted",
        f"2 nodes over PostgreSQL and Redis behind nginx, 1 rolling restart, 1 killed and back: {load.read} pages read,"
        f" {len(load.failed)} requests failed; {len(load.taken)} written, {load.pressed_again} pressed again,"
        f" {len(lost)} lost, {len(twice)} twice; streams came back {back} times",
    )
    assert [one for one in load.failed if one.startswith("GET")] == []
    assert lost == []
    assert twice == []
    assert [status for status, _headers in checks] == [200, 200]
    assert "immutable" in checks[0][1]["cache-control"]
    assert "max-age" in checks[1][1]["strict-transport-security"]


def test_copy_when_one_machine_made_it_then_each_of_them_gives_it(fleet: Fleet) -> None:
    """A job is done by any of the machines; what it made is there for all."""
    session = {"Cookie": f"sxh_session={fleet.site.made['crowd'][0]}"}
    fleet.site.port = fleet.nodes[0].port
    assert post(fleet.site.port, "/me/data/copy/", session=fleet.site.made["crowd"][0])[0] == 302
    address = re.compile(r'href="(/me/data/copy/\w+/)"')
    until(lambda: address.search(fleet.site.get("/me/data/copy/", **session)[1].decode()) is not None, 300)
    found = address.search(fleet.site.get("/me/data/copy/", **session)[1].decode())
    assert found is not None
    answers = []
    for node in fleet.nodes:
        fleet.site.port = node.port
        answers.append(fleet.site.get(found[1], **session))
    assert answers[0][0] == 200
    assert answers[0] == answers[1]


def over_tls(port: int, path: str) -> tuple[int, dict[str, str]]:
    """Status and headers of an answer through nginx's own certificate."""
    import http.client

    link = http.client.HTTPSConnection(
        "localhost", port, timeout=30, context=ssl._create_unverified_context()
    )
    try:
        link.request("GET", path)
        answer = link.getresponse()
        answer.read()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}
    finally:
        link.close()

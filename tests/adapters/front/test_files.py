"""Files that `app` names, and static files."""

from __future__ import annotations

import gzip
import random
import socket
import ssl
import subprocess
from collections.abc import Iterator

import pytest

from tests.adapters.front.harness import Client, House, house, open_descriptors, wait_for

CONTENT = random.Random(1).randbytes(3_000_000)


@pytest.fixture(scope="module")
def files(site: House) -> House:
    folder = site.folder / "files"
    (folder / "film.mp4").write_bytes(CONTENT)
    (folder / "短 文.txt").write_bytes(b"small")
    (folder / "empty").write_bytes(b"")
    (site.folder / "secret").write_bytes(b"secret")
    (folder / "link-out").symlink_to(site.folder / "secret")
    (folder / "link-in").symlink_to(folder / "film.mp4")
    (folder / "folder").mkdir()
    named = {
        "/film": folder / "film.mp4",
        "/small": folder / "%E7%9F%AD%20%E6%96%87.txt",
        "/empty": folder / "empty",
        "/in": folder / "link-in",
        "/out": folder / "link-out",
        "/up": folder / ".." / "secret",
        "/zero": f"{folder}/%00",
        "/relative": "film.mp4",
        "/folder": folder / "folder",
        "/missing": folder / "missing",
    }
    for path, target in named.items():
        site.app.views[path] = lambda environ, target=target: (
            200,
            {
                "Content-Type": "video/mp4",
                "Content-Disposition": "attachment",
                "Cache-Control": "private",
                "X-Sixianghui-File": str(target),
            },
            b"",
        )
    return site


def test_file_when_app_names_it_then_the_front_sends_it_with_the_headers_of_app(files: House) -> None:
    answer = files.front.ask("/film")
    assert (answer.status, answer.body == CONTENT) == (200, True)
    assert {name: answer[name] for name in ("Content-Type", "Content-Disposition", "Cache-Control")} == {
        "Content-Type": "video/mp4",
        "Content-Disposition": "attachment",
        "Cache-Control": "private",
    }
    assert (answer["Accept-Ranges"], answer["Content-Length"], answer.get("X-Sixianghui-File")) == (
        "bytes",
        "3000000",
        None,
    )
    assert files.front.ask("/small").body == b"small"
    assert files.front.ask("/empty").body == b""
    assert files.front.ask("/in").body == CONTENT


def test_file_when_many_are_asked_on_one_connection_then_bytes_stay_in_order(files: House) -> None:
    with files.front.client() as client:
        client.send(
            b"".join(
                b"GET %b HTTP/1.1\r\nHost: a\r\n\r\n" % path
                for path in (b"/film", b"/small", b"/film", b"/empty")
            )
        )
        assert [len(client.answer().body) for _ in range(4)] == [3_000_000, 5, 3_000_000, 0]


@pytest.mark.parametrize(
    ("asked", "status", "start", "end"),
    [
        ("bytes=0-0", 206, 0, 1),
        ("bytes=10-19", 206, 10, 20),
        ("bytes=2999990-", 206, 2_999_990, 3_000_000),
        ("bytes=-7", 206, 2_999_993, 3_000_000),
        ("bytes=-9999999", 206, 0, 3_000_000),
        ("bytes=100-9999999", 206, 100, 3_000_000),
        ("bytes=5-4", 200, 0, 3_000_000),
        ("bytes=a-b", 200, 0, 3_000_000),
        ("bytes=0-1,5-6", 200, 0, 3_000_000),
        ("pages=1-2", 200, 0, 3_000_000),
    ],
)
def test_range_when_asked_then_those_bytes(
    files: House, asked: str, status: int, start: int, end: int
) -> None:
    answer = files.front.ask("/film", headers={"Range": asked})
    assert (answer.status, answer.body == CONTENT[start:end]) == (status, True)
    expected = f"bytes {start}-{end - 1}/3000000" if status == 206 else None
    assert answer.get("Content-Range") == expected
    head = files.front.ask("/film", "HEAD", headers={"Range": asked})
    assert (head.status, head["Content-Length"], head.body) == (status, str(end - start), b"")


@pytest.mark.parametrize("asked", ["bytes=3000000-", "bytes=-0", "bytes=9999999-9999999"])
def test_range_when_beyond_the_end_then_416(files: House, asked: str) -> None:
    answer = files.front.ask("/film", headers={"Range": asked})
    assert (answer.status, answer["Content-Range"], answer.body) == (416, "bytes */3000000", b"")


def test_range_when_the_file_has_changed_since_then_all_of_it(files: House) -> None:
    full = files.front.ask("/film", "HEAD")
    conditions = {
        full["ETag"]: 206,
        full["Last-Modified"]: 206,
        '"other"': 200,
        "Sun, 06 Nov 1994 08:49:37 GMT": 200,
    }
    statuses = {
        condition: files.front.ask("/film", headers={"Range": "bytes=0-0", "If-Range": condition}).status
        for condition in conditions
    }
    assert statuses == conditions


def test_file_when_the_client_has_it_then_304(files: House) -> None:
    full = files.front.ask("/film", "HEAD")
    by_tag = files.front.ask("/film", headers={"If-None-Match": full["ETag"]})
    by_date = files.front.ask("/film", headers={"If-Modified-Since": full["Last-Modified"]})
    older = files.front.ask("/film", headers={"If-Modified-Since": "Sun, 06 Nov 1994 08:49:37 GMT"})
    assert (by_tag.status, by_date.status, older.status) == (304, 304, 200)


@pytest.mark.parametrize(
    ("path", "status"),
    [("/out", 502), ("/up", 502), ("/zero", 502), ("/relative", 502), ("/folder", 404), ("/missing", 404)],
)
def test_file_when_it_lies_outside_or_is_none_then_nothing_of_it(
    files: House, path: str, status: int
) -> None:
    answer = files.front.ask(path)
    assert (answer.status, b"secret" in answer.body) == (status, False)


def test_file_when_clients_leave_halfway_then_nothing_stays_open(files: House) -> None:
    wait_for(lambda: files.front.figure("connections") == 1)
    before = open_descriptors(files.front.running.pid)
    for _ in range(20):
        with files.front.client() as client:
            client.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            client.send(b"GET /film HTTP/1.1\r\nHost: a\r\n\r\n")
            client.socket.recv(1000)
    wait_for(lambda: files.front.figure("connections") == 1)
    wait_for(lambda: open_descriptors(files.front.running.pid) <= before + 1)


# ---- static files


@pytest.fixture(scope="module")
def static(site: House) -> House:
    root = site.folder / "static"
    (root / "app-B2x9_kQ1.css").write_text("body{}" * 500)
    (root / "datepicker-calendar.js").write_text("let x;" * 500)
    (root / "pixel.png").write_bytes(b"\x89PNG" + CONTENT[:2000])
    (root / "中文.txt").write_text("中文")
    (root / "big.bin").write_bytes(CONTENT)
    (root / "out").symlink_to("/etc/passwd")
    (root / "sub").mkdir()
    return site


def test_static_when_the_name_carries_a_hash_then_is_kept_for_ever(static: House) -> None:
    names = ["app-B2x9_kQ1.css", "datepicker-calendar.js"]
    assert [static.front.ask("/static/" + name)["Cache-Control"] for name in names] == [
        "public, max-age=31536000, immutable",
        "public, max-age=3600",
    ]


def test_static_when_text_then_is_compressed_and_others_are_not(static: House) -> None:
    packed = {"Accept-Encoding": "gzip"}
    for _ in range(2):
        css = static.front.ask("/static/app-B2x9_kQ1.css?v=1", headers=packed)
        assert (css["Content-Type"], gzip.decompress(css.body)) == (
            "text/css; charset=utf-8",
            b"body{}" * 500,
        )
        image = static.front.ask("/static/pixel.png", headers=packed)
        assert (image["Content-Type"], image.get("Content-Encoding"), len(image.body)) == (
            "image/png",
            None,
            2004,
        )
    assert css["X-Content-Type-Options"] == "nosniff"
    same = static.front.ask("/static/app-B2x9_kQ1.css", headers={**packed, "If-None-Match": css["ETag"]})
    assert same.status == 304


def test_static_when_a_session_comes_along_then_the_file_is_still_there(static: House) -> None:
    with static.front.client() as client:
        for _ in range(3):
            answer = client.ask("/static/pixel.png", headers={"Cookie": "sxh_session=1"})
            assert len(answer.body) == 2004


def test_static_when_the_name_is_chinese_or_the_file_big_then_is_sent(static: House) -> None:
    assert static.front.ask("/static/%E4%B8%AD%E6%96%87.txt").body.decode() == "中文"
    assert static.front.ask("/static/big.bin").body == CONTENT
    assert static.front.ask("/static/pixel.png", headers={"Range": "bytes=0-3"}).body == b"\x89PNG"


@pytest.mark.parametrize(
    "name",
    [
        "../secret",
        "%2e%2e/secret",
        "..%2fsecret",
        "..%5csecret",
        "sub/../../secret",
        "/etc/passwd",
        "%2fetc/passwd",
        "out",
        "sub",
        "",
        "none.css",
        "%00",
        "%ff",
        "app-B2x9_kQ1.css/",
        "app-B2x9_kQ1.css/..",
    ],
)
def test_static_when_the_path_leads_elsewhere_then_404(static: House, name: str) -> None:
    (static.folder / "secret").write_bytes(b"secret")
    answer = static.front.ask("/static/" + name)
    assert (answer.status, b"secret" in answer.body, b"root:" in answer.body) == (404, False, False)


def test_static_when_written_to_then_405(static: House) -> None:
    assert static.front.ask("/static/pixel.png", "POST").status == 405


# ---- TLS


@pytest.fixture(scope="module")
def secure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("tls")
    cert, key = folder / "cert.pem", folder / "key.pem"
    subprocess.run(
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1 -subj /CN=example.test"
        f" -keyout {key} -out {cert}".split(),
        check=True,
        capture_output=True,
    )
    with house(folder, tls_cert=cert, tls_key=key) as running:
        yield running


def tls_client(site: House) -> Client:
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.set_alpn_protocols(["h2", "http/1.1"])
    return Client(site.front.port, lambda link: context.wrap_socket(link, server_hostname="example.test"))


def test_tls_when_configured_then_pages_and_files_come_through_it(secure: House) -> None:
    folder = secure.folder / "files"
    (folder / "film").write_bytes(CONTENT)
    secure.app.views["/film"] = lambda environ: (200, {"X-Sixianghui-File": str(folder / "film")}, b"")
    secure.app.views["/scheme"] = lambda environ: (
        200,
        {"X-Sixianghui-Cache": "all"},
        environ["HTTP_X_SIXIANGHUI_SCHEME"].encode(),
    )
    with tls_client(secure) as client:
        assert client.socket.selected_alpn_protocol() == "http/1.1"  # type: ignore[attr-defined]
        assert [client.ask("/scheme").body for _ in range(3)] == [b"https"] * 3
        assert client.ask("/film").body == CONTENT
        assert client.ask("/film", headers={"Range": "bytes=5-"}).body == CONTENT[5:]
        assert client.ask("/scheme", headers={"Connection": "close"}).status == 200
        assert client.closed()


def test_tls_when_plain_http_comes_then_the_connection_ends(secure: House) -> None:
    with secure.front.client() as client:
        client.send(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        with pytest.raises(ConnectionError):
            client.answer()

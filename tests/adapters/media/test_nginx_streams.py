"""`deploy/nginx-streams.conf` with a real nginx before the real product: it sends the pieces, and nothing else."""

from __future__ import annotations

import contextlib
import http.client
import re
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sixianghui.media import ffmpeg
from tests import databases, demo
from tests.factories.nginx import KEEPS, nginx, program
from tests.faults.lectures.studio import Page, free_port
from tests.faults.media.hosting import Hosted

pytestmark = [pytest.mark.deep, pytest.mark.sqlite, pytest.mark.xdist_group("nginx-streams")]
if not program():
    pytestmark.append(pytest.mark.skip("no nginx on this machine"))


class Cached(Hosted):
    """A lecture on the air whose pieces are fetched from nginx at `cache`. `kept`: what it has kept."""

    cache = 0
    kept = Path()

    def fetch(self, path: str, **headers: str) -> tuple[int, http.client.HTTPMessage, bytes]:
        """What nginx answers."""
        link = http.client.HTTPConnection("127.0.0.1", self.cache, timeout=30)
        with contextlib.closing(link):
            link.request("GET", path, headers={"Host": "cdn.example.cn", **headers})
            answer = link.getresponse()
            return answer.status, answer.headers, answer.read()

    def told(self, session: str = "") -> list[str]:
        """What the playlist of the picture names now: heads and pieces, as it names them."""
        status, text = self.ask("live-picture.m3u8", session)
        return (
            re.findall(r'URI="([^"]+)"', text) + re.findall(r"^http\S+", text, re.M) if status == 200 else []
        )


@contextlib.contextmanager
def on_the_air_from_a_cache(folder: Path, environ: Mapping[str, str], *, closed: bool) -> Iterator[Cached]:
    """A lecture whose pieces are named where nginx has them; a page sends all the while."""
    cache = free_port()
    address = f"http://127.0.0.1:{cache}"
    with Cached(environ, closed=closed, SIXIANGHUI_STREAMS_URL=address) as house, Page(house, ffmpeg.find()):
        house.cache, house.kept = cache, folder / "kept"
        changes = {
            f"{KEEPS}/sixianghui-streams": str(house.kept),
            "server 127.0.0.1:8000;": f"server 127.0.0.1:{house.port};",
            "listen 80;": f"listen 127.0.0.1:{cache};",
            "www.example.cn": f"127.0.0.1:{house.port}",
        }
        with nginx(folder, "nginx-streams.conf", changes):
            house.host("begin")
            session = house.made["host"] if closed else ""
            house.wait_for(lambda: len(house.told(session)) > 2)
            yield house


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cached]:
    """For everybody."""
    folder = tmp_path_factory.mktemp("open")
    environ = demo.environ_of(databases.a_data_folder(folder))
    with on_the_air_from_a_cache(folder, environ, closed=False) as made:
        yield made


def _path(address: str) -> str:
    return "/" + address.split("/", 3)[3]


def test_playlist_when_pieces_lie_elsewhere_then_it_names_them_there_and_playlists_here(
    house: Cached,
) -> None:
    ref = house.made["stream"]
    told, (_status, master) = house.told(), house.ask("live-master.m3u8")
    assert all(one.startswith(f"http://127.0.0.1:{house.cache}/streams/{ref}/") for one in told), told
    assert [line for line in master.splitlines() if ".m3u8" in line] == [
        "live-picture.m3u8",
        "live-sound.m3u8",
    ]


def test_piece_when_fetched_from_the_cache_then_it_is_the_same_and_asked_for_once(house: Cached) -> None:
    path = _path(house.told()[-1])
    _own, whole = house.get(path)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(house.fetch, [path] * 8))
    part = house.fetch(path, Range="bytes=100-299")

    assert {(status, body == whole) for status, _headers, body in answers} == {(200, True)}
    assert Counter(headers["X-Cache"] for _status, headers, _body in answers) == {"MISS": 1, "HIT": 7}
    assert (part[0], part[2], part[1]["X-Cache"]) == (206, whole[100:300], "HIT")
    headers = answers[0][1]
    assert headers["Access-Control-Allow-Origin"] == f"http://127.0.0.1:{house.port}"
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert headers["Set-Cookie"] is None


def test_cache_when_asked_for_anything_else_then_it_has_nothing(house: Cached) -> None:
    start = f"/streams/{house.made['stream']}/"
    for path in (
        f"{start}live-master.m3u8", f"{start}live-picture.m3u8", f"{start}token.json", f"{start}film.mp4", start, "/",
        f"/lectures/{house.made['lecture']}/", "/healthz", f"{start}{'a' * 20}.m4s", f"{start}../journal",
        f"{start}%2e%2e/journal", "/media/x.jpg", "/static/x.js",
    ):  # fmt: skip
        assert house.fetch(path)[0] in {400, 404}, path


def test_page_when_pieces_lie_elsewhere_then_its_policy_names_that_place_and_others_do_not(
    house: Cached,
) -> None:
    link = http.client.HTTPConnection("127.0.0.1", house.port, timeout=30)
    policies = []
    for path in (f"/lectures/{house.made['lecture']}/", "/lectures/all/"):
        link.request("GET", path)
        answer = link.getresponse()
        policies.append(answer.headers["Content-Security-Policy"])
        answer.read()
    link.close()
    there = f"http://127.0.0.1:{house.cache}"
    assert f"media-src 'self' blob: {there};" in policies[0]
    assert f"connect-src 'self' {there};" in policies[0]
    assert there not in policies[1]


def test_picture_when_it_is_cut_then_only_what_the_cache_has_kept_is_left(house: Cached) -> None:
    before = house.told()
    kept = _path(before[-1])
    house.fetch(kept)
    never = _path(house.wait_for(lambda: set(house.told()) - set(before)).pop())
    house.host("cut")
    left = house.fetch(kept)

    assert house.get(kept)[0] == 404
    assert house.fetch(never)[0] == 404
    # What was fetched before stays until it is asked for again, for ten minutes at most: `deploy/streams.md`.
    assert left[0] == 200
    assert "s-maxage=600" in left[1]["Cache-Control"]
    for one in house.kept.iterdir():
        shutil.rmtree(one)
    assert house.fetch(kept)[0] == 404


def test_token_when_a_cache_sends_pieces_then_each_asks_with_a_good_one(tmp_path: Path) -> None:
    environ = demo.environ_of(databases.a_data_folder(tmp_path))
    with on_the_air_from_a_cache(tmp_path, environ, closed=True) as house:
        host = house.made["host"]
        path = _path(house.told(host)[-1])
        bare, _mark, token = path.partition("?t=")
        other = token[:-1] + ("0" if token[-1] != "0" else "1")
        good = [house.fetch(path) for _ in range(2)]

        assert [(one[0], one[1]["X-Cache"]) for one in good] == [(200, "MISS"), (200, "HIT")]
        assert re.fullmatch(r"public, max-age=[1-9]\d\d?", good[0][1]["Cache-Control"])
        assert {house.fetch(f"{bare}{end}")[0] for end in ("", "?t=", f"?t={other}", f"?x={token}")} == {404}
        assert house.fetch(bare, Cookie=f"sxh_session={host}")[0] == 404

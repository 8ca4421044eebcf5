"""T19: visits of every kind through the real front and app: exactly the reads are published, and a recount says the same."""

from __future__ import annotations

import datetime as dt
import http.client
import random
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sixianghui.common.time import SHANGHAI
from sixianghui.project import supervisor
from tests.conftest import Lane
from tests.faults.channel.test_reads_killed import BROWSER, Place

pytestmark = pytest.mark.sqlite
ADDRESS = "203.0."


@contextmanager
def connection(place: Place) -> Iterator[http.client.HTTPConnection]:
    link = http.client.HTTPConnection("127.0.0.1", place.port, timeout=30)
    try:
        yield link
    finally:
        link.close()


def stay_on_one_day(seconds: float) -> None:
    """Whoever reads again on another day is counted again: where midnight is so near, it is slept over."""
    now = dt.datetime.now(SHANGHAI)
    midnight = dt.datetime.combine(now.date() + dt.timedelta(days=1), dt.time(), SHANGHAI)
    left = (midnight - now).total_seconds()
    if left < seconds:
        time.sleep(left + 1)


def test_visits_when_of_readers_robots_browsers_ahead_of_time_and_editors_then_exactly_the_reads_are_published(
    product_environ: dict[str, str], lane: Lane
) -> None:
    chance = random.Random(19)
    many = lane.pick(600, 10_000, 50_000)
    expected: set[tuple[int, int]] = set()
    stay_on_one_day(90 + many / 50)
    with Place(product_environ) as place, connection(place) as link:
        origin = {"Origin": f"http://127.0.0.1:{place.port}", "Sec-Fetch-Site": "same-origin"}
        for _ in range(many):
            reader, piece = chance.randrange(many // 5), chance.choice(place.pieces)
            headers = {
                **origin,
                "User-Agent": BROWSER,
                "X-Forwarded-For": f"{ADDRESS}{reader // 250}.{reader % 250}",
            }
            kind = chance.choices(["reader", "robot", "ahead", "editor", "elsewhere"], [70, 10, 8, 8, 4])[0]
            if kind == "reader":
                expected.add((piece, reader))
            elif kind == "robot":
                headers["User-Agent"] = (
                    "Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)"
                )
            elif kind == "ahead":
                headers["Sec-Purpose"] = "prefetch"
            elif kind == "editor":
                headers["Cookie"] = f"sxh_session={place.editors_session}"
                headers["X-Forwarded-For"] = "198.51.100.7" if reader % 2 else "198.51.100.8"
            else:
                headers["Origin"] = "http://elsewhere.test"
            link.request("POST", "/reads/", str(piece), headers)
            answer = link.getresponse()
            assert (answer.read(), answer.status) == (
                b"",
                403 if kind == "elsewhere" else 204,
            ) or kind == "elsewhere"
        place.wait_written()
        assert place.written == len(expected)
        recounted = subprocess.run(
            supervisor.python("manage", "recount"),
            env=place.environ,
            text=True,
            capture_output=True,
            check=True,
        )
        assert f"channel.reads {len(expected):,}  逐行重数 {len(expected):,}" in recounted.stdout
        assert not [path for path in remembers(Path(product_environ["SIXIANGHUI_DATA"]), ADDRESS) if path]


def remembers(folder: Path, text: str) -> list[str]:
    """Files of the data folder in which a text stands, written out or as bytes."""
    return [str(path) for path in folder.rglob("*") if path.is_file() and text.encode() in path.read_bytes()]


def test_files_when_one_remembers_a_text_then_it_is_found(tmp_path: Path) -> None:
    """The control."""
    (tmp_path / "log").write_text(f"reader {ADDRESS}0.7")
    assert remembers(tmp_path, ADDRESS) == [str(tmp_path / "log")]

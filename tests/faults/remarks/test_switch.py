"""The switch of the whole site before the real front and the real app: open streams hear it, kept pages lose the remarks."""

from __future__ import annotations

import http.client
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from sixianghui.realtime.fronts import Fronts
from tests.adapters.front.listener import MESSAGE, Listener
from tests.faults.house import House

pytestmark = pytest.mark.sqlite
ROOT = Path(__file__).resolve().parents[3]
TEXT = "讲得很清楚，谢谢。"


class Place(House):
    """A house whose app has a thread, or forgets its kept pages."""

    def __init__(self, environ: dict[str, str], *words: str) -> None:
        super().__init__(
            {**environ, "PYTHONPATH": str(ROOT)},
            app=[sys.executable, "-m", "tests.faults.remarks_app", *words],
        )

    def do(self, what: str) -> dict[str, Any]:
        """Have app do something."""
        status, body = self.get(f"/probe/{what}")
        assert status == 200, body
        return json.loads(body)  # type: ignore[no-any-return]

    def post(self, path: str, session: str, **form: str) -> int:
        """As a browser with this session would."""
        token = "t" * 32
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"sxh_session={session}; csrftoken={token}",
        }
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request("POST", path, urlencode({"csrfmiddlewaretoken": token, **form}), headers)
        status = connection.getresponse().status
        connection.close()
        return status

    def shown(self, thread: str) -> bool:
        """Whether anybody's page of the thread holds the remark."""
        status, body = self.get(f"/remarks/{thread}/")
        assert status == 200
        return TEXT in body.decode()


def _switched(place: Place, record: Callable[[str, object], None]) -> tuple[int, bool, Any]:
    """Keep a page, open a stream, switch everything off: the answer, whether the page still shows it, what was heard."""
    made = place.do("prepare")
    assert [place.shown(made["thread"]) for _ in range(2)] == [True, True]
    cursor = Fronts(Path(place.environ["SIXIANGHUI_DATA"], "run")).cursor()
    with Listener(place.port, "remarks:site", f"remarks:{made['thread']}", cursor=cursor) as stream:
        stream.client.socket.settimeout(60)
        began = time.monotonic()
        status = place.post("/remarks/desk/switch/", made["chief"], reason="出了急事。")
        still = place.shown(made["thread"])
        heard = next(told for told in iter(stream.next, None) if told.kind == MESSAGE)
        seconds = time.monotonic() - began
    record("counted", f"remarks: off everywhere in {seconds:.2f} s")
    writes = place.post(f"/remarks/{made['thread']}/new/", made["lin"], text="还能发吗？", intent="one")
    assert (writes in {409, 422}, place.do("written")["remarks"]) == (True, 1)
    return status, still, heard.data


def test_switch_when_pressed_then_streams_hear_it_kept_pages_lose_the_remarks_and_nothing_is_written(
    product_environ: dict[str, str], record_property: Callable[[str, object], None]
) -> None:
    with Place(product_environ) as place:
        status, still, heard = _switched(place, record_property)
    assert (status, still) == (302, False)
    assert heard["event"] == {"what": "state"} if "event" in heard else heard == {"what": "state"}


def test_switch_when_it_forgets_the_kept_pages_then_they_go_on_showing_remarks(
    product_environ: dict[str, str], record_property: Callable[[str, object], None]
) -> None:
    """The control."""
    with Place(product_environ, "keeps") as place:
        status, still, _heard = _switched(place, record_property)
    assert (status, still) == (302, True)

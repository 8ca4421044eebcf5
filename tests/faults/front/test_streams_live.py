"""Streams of the real front before the real app: rights that end, an app that is killed, a front that is killed."""

from __future__ import annotations

import http.client
import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from sixianghui.realtime.fronts import Fronts
from tests.adapters.front.listener import CLOSED, END, GAP, Listener
from tests.faults.house import House

pytestmark = pytest.mark.sqlite
ROOT = Path(__file__).resolve().parents[3]
NewPlace = Callable[..., "Place"]


class Place(House):
    """A house whose app has topics of the tests' own, and whose front may be broken."""

    def __init__(self, environ: dict[str, str], *, forgets: bool = False, broken: str = "") -> None:
        python = [sys.executable, "-m"]
        super().__init__(
            {**environ, "PYTHONPATH": str(ROOT)},
            app=[*python, "tests.faults.streams_app", *(["forgets"] if forgets else [])],
            front=[*python, "tests.faults.broken_front", broken] if broken else (),
        )

    def do(self, what: str, **more: Any) -> dict[str, Any]:
        """Have app do something."""
        status, body = self.get(f"/probe/{what}?{urlencode(more)}")
        assert status == 200, body
        return json.loads(body)  # type: ignore[no-any-return]

    def sign_out(self, cookie: str) -> None:
        """As the button does it."""
        token = "t" * 32
        status, _ = self.post(
            "/sign-out/", {"csrfmiddlewaretoken": token}, f"sxh_session={cookie}; csrftoken={token}"
        )
        assert status == 200

    def post(self, path: str, form: dict[str, str], cookies: str) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookies}
        connection.request("POST", path, urlencode(form), headers)
        answer = connection.getresponse()
        return answer.status, answer.read()

    def say(self, number: int) -> None:
        self.do("say", n=number)

    def die_saying(self, number: int) -> None:
        """A row is committed, and app is killed before it can say so."""
        before = self.process_id("app-0")
        self.get(f"/probe/say?n={number}&die=1")
        while self.process_id("app-0") in {0, before}:
            time.sleep(0.01)
        self.wait_ready()

    @property
    def fronts(self) -> Fronts:
        return Fronts(Path(self.environ["SIXIANGHUI_DATA"], "run"))


@pytest.fixture
def place(product_environ: dict[str, str]) -> Iterator[NewPlace]:
    with ExitStack() as stack:
        yield lambda **more: stack.enter_context(Place(product_environ, **more))


def open_three(place: Place, who: dict[str, Any]) -> list[Listener]:
    """Three pages in two browsers of one secretary; what was said before they were made they hold already."""
    first, second = ({"Cookie": f"sxh_session={value}"} for value in who["cookies"])
    cursor = place.fronts.cursor()
    return [
        Listener(place.port, "probe-edit:1", headers=first, cursor=cursor).open(),
        Listener(place.port, "probe-edit:1", "probe-open:1", headers=first, cursor=cursor).open(),
        Listener(place.port, "probe-edit:1", headers=second, cursor=cursor).open(),
    ]


def test_secretary_when_the_post_ends_or_the_account_or_the_session_then_streams_end_at_once(
    place: NewPlace, record_property: Callable[[str, object], None]
) -> None:
    house = place()
    for what, left in (("demote", 0), ("disable", 0), ("sign out", 1)):
        who = house.do("prepare")
        streams = open_three(house, who)
        began = time.monotonic()
        house.sign_out(who["cookies"][0]) if what == "sign out" else house.do(what, **who)
        done = time.monotonic()
        house.fronts.publish("probe-edit:1", {"n": "secret"})
        gone, kept = streams[: 3 - left], streams[3 - left :]
        assert [stream.rest() for stream in gone] == [[CLOSED]] * len(gone)
        assert [stream.take(1) for stream in kept] == [[{"n": "secret"}]] * left
        record_property(
            "counted",
            f"{what}: {len(gone)} streams had ended {(time.monotonic() - done) * 1000:.0f} ms after the answer, "
            f"which took {(done - began) * 1000:.0f} ms",
        )


@pytest.mark.deep
def test_control_when_a_front_is_deaf_then_who_lost_the_post_goes_on_listening(place: NewPlace) -> None:
    house = place(broken="deaf")
    who = house.do("prepare")
    streams = open_three(house, who)
    house.do("demote", **who)
    house.fronts.publish("probe-edit:1", {"n": "secret"})
    assert [stream.take(1) for stream in streams] == [[{"n": "secret"}]] * 3


def heard_around_a_death(house: Place) -> list[Any]:
    """What a reader hears of five rows, the third of which app was killed over; everything is committed."""
    with Listener(house.port, "probe-open:1").open() as listener:
        house.say(1)
        house.say(2)
        house.die_saying(3)
        house.say(4)
        house.say(5)
        assert house.do("written") == {"rows": [1, 2, 3, 4, 5]}
        heard: list[Any] = []
        for one in listener.told():
            heard.append(one.data["event"]["n"] if one.kind == "message" else one.kind)
            if heard[-1] == 5:
                break
        return heard


@pytest.mark.deep
def test_reader_when_app_is_killed_before_it_has_said_what_it_wrote_then_is_told_of_a_gap(
    place: NewPlace,
) -> None:
    assert heard_around_a_death(place()) == [1, 2, GAP, 4, 5]


@pytest.mark.deep
def test_control_when_app_begins_as_if_nothing_was_lost_then_a_row_is_missed_in_silence(
    place: NewPlace,
) -> None:
    assert heard_around_a_death(place(forgets=True)) == [1, 2, 4, 5]


def heard_by_one_who_comes_back(house: Place) -> list[Any]:
    """What a reader hears whose front is killed, and who comes back by its last number."""
    with Listener(house.port, "probe-open:1").open() as listener:
        house.say(1)
        heard: list[Any] = [one["n"] for one in listener.take(1)]
        before = house.process_id("front-0")
        house.kill("front-0")
        assert listener.next().kind == END
        house.fronts.publish("probe-open:1", {"n": 2})  # nobody is there to hear it
        while house.process_id("front-0") in {0, before}:
            time.sleep(0.01)
        house.wait_ready()
    with Listener(house.port, "probe-open:1", last=listener.last) as again:
        house.say(3)
        for one in again.told():
            heard.append(one.data["event"]["n"] if one.kind == "message" else one.kind)
            if heard[-1] == 3:
                break
    return heard


@pytest.mark.deep
def test_reader_when_the_front_is_killed_then_comes_back_and_is_told_of_a_gap(place: NewPlace) -> None:
    assert heard_by_one_who_comes_back(place()) == [1, GAP, 3]


@pytest.mark.deep
def test_control_when_a_front_trusts_that_nothing_was_before_it_then_an_event_is_missed_in_silence(
    place: NewPlace,
) -> None:
    assert heard_by_one_who_comes_back(place(broken="trusting")) == [1, 3]


@pytest.mark.deep
def test_reader_when_the_front_is_killed_and_nothing_was_said_then_nothing_is_told(place: NewPlace) -> None:
    house = place()
    with Listener(house.port, "probe-open:1").open() as listener:
        house.say(1)
        assert listener.take(1) == [{"n": 1}]
        before = house.process_id("front-0")
        house.kill("front-0")
        while house.process_id("front-0") in {0, before}:
            time.sleep(0.01)
        house.wait_ready()
    with Listener(house.port, "probe-open:1", last=listener.last) as again:
        house.say(2)
        assert again.take(1) == [{"n": 2}]


@pytest.mark.deep
def test_page_when_what_is_asked_for_is_not_for_the_reader_then_is_that_of_any_missing_page(
    place: NewPlace,
) -> None:
    house = place()
    answers = [
        house.get(f"/events/?topic={topic}")
        for topic in ("probe-edit:1", "probe-edit:2", "nothing:1", "probe-open:1&topic=probe-edit:1")
    ]
    answers.append(house.get("/events/"))
    assert [status for status, _ in answers] == [404] * 5
    headline = house.get("/no-such-page/")[1].split(b"<h1>")[1].split(b"</h1>")[0]
    assert [body.split(b"<h1>")[1].split(b"</h1>")[0] for _, body in answers] == [headline] * 5

"""Streams that are asked for by whoever should not have them, and more said than anybody needs: refused, and memory stays."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from sixianghui.common import wire
from sixianghui.front.public import tell
from sixianghui.realtime.fronts import Fronts
from tests.adapters.front.harness import Client, Environ, Front, House, house, wait_for
from tests.adapters.front.listener import Listener, Refused
from tests.adapters.front.test_streams import Door, as_

NewHouse = Callable[..., House]
MIB = 1024 * 1024


class GetsOnly(Door):
    """As `app` is: it takes nothing that is sent to a stream."""

    def __call__(self, environ: Environ) -> tuple[int, dict[str, str], bytes]:
        return super().__call__(environ) if environ["REQUEST_METHOD"] == "GET" else (405, {}, b"")


@pytest.fixture
def site(new_house: NewHouse) -> House:
    """A house where `a:1` has just been allowed to everybody, so that the next is let in after a quick look."""
    place = new_house(control="front-0.control")
    place.app.views[wire.EVENTS] = GetsOnly()
    Listener(place.front.port, "a:1").open().__exit__()
    return place


def refused(site: House, **more: dict[str, str] | str) -> int:
    """The status of the refusal; 200 when there is none."""
    try:
        with Listener(site.front.port, "a:1", **more) as listener:  # type: ignore[arg-type]
            return listener.status
    except Refused as refusal:
        return refusal.status


def test_stream_when_allowed_to_everybody_then_still_not_to_other_sites_forged_sessions_and_strange_tokens(
    site: House,
) -> None:
    door = site.app.views[wire.EVENTS]
    assert isinstance(door, Door)
    door.shut = {"forged", "expired.1"}
    found = {
        "as it should be": refused(site),
        "with a token": refused(site, watch="w" * 22),
        "origin": refused(site, headers={"Origin": "https://elsewhere.test"}),
        "no origin": refused(site, headers={"Origin": "null"}),
        "cross-site": refused(site, headers={"Sec-Fetch-Site": "cross-site"}),
        "forged": refused(site, headers=as_("forged")),
        "expired": refused(site, headers=as_("expired.1")),
        "short token": refused(site, watch="w" * 15),
        "long token": refused(site, watch="w" * 41),
        "token of 3 KB": refused(site, watch="w" * 3000),
        "a header of 1 MB": refused(site, headers={"X-Long": "x" * MIB}),
    }
    assert found == {
        "as it should be": 200,
        "with a token": 200,
        "origin": 403,
        "no origin": 403,
        "cross-site": 403,
        "forged": 404,
        "expired": 404,
        "short token": 400,
        "long token": 400,
        "token of 3 KB": 400,
        "a header of 1 MB": 431,
    }


def flood(site: House, times: int) -> None:
    """Heads of 1 MB, bodies of 1 MB, and streams into which 1 MB is written."""
    for _ in range(times):
        with contextlib.suppress(OSError), site.front.client() as client:
            client.send(
                b"GET /events/?topic=a:1&watch=" + b"w" * MIB + b" HTTP/1.1\r\nHost: localhost\r\n\r\n"
            )
            client.answer()
        with contextlib.suppress(OSError), site.front.client() as client:
            head = b"POST /events/?topic=a:1 HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n" % MIB
            client.send(head + b"x" * MIB)
            client.answer()
        with contextlib.suppress(OSError), Listener(site.front.port, "a:1").open() as listener:
            listener.client.send(b"x" * MIB)


def test_megabytes_when_sent_to_streams_then_memory_stays_and_all_are_cut_off(
    site: House, record_property: Callable[..., None]
) -> None:
    flood(site, 5)
    before = site.front.memory
    flood(site, 40)
    grown = site.front.memory - before
    record_property(
        "counted", f"120 MB at streams that are only written to: the front grew by {grown // 1024} KB"
    )
    assert grown < 8 * MIB
    wait_for(lambda: site.front.figure("streams") == 0)


def test_thousand_events_a_second_when_published_then_a_reader_gets_all_in_order_and_memory_stays(
    site: House, record_property: Callable[..., None]
) -> None:
    fronts = Fronts(site.folder)
    with Listener(site.front.port, "a:1").open() as reader:

        def publish(many: int) -> list[int]:
            saying = threading.Thread(target=lambda: [fronts.publish("a:1", {"n": n}) for n in range(many)])
            saying.start()
            heard = [event["n"] for event in reader.take(many)]
            saying.join()
            return heard

        publish(300)  # the backlog is full
        before = site.front.memory
        began = time.monotonic()
        assert publish(3000) == list(range(3000))
        rate = 3000 / (time.monotonic() - began)
        grown = site.front.memory - before
    record_property(
        "counted", f"3,000 events at {rate:.0f}/s: all in order, the front grew by {grown // 1024} KB"
    )
    assert grown < 4 * MIB


class Slow(Front):
    """A front whose deliveries wait until a file says go."""

    patch = """
import asyncio, pathlib, sys
real = hub.Hub._hand_out
async def wait(self, *args):
    while not pathlib.Path(listening._GO).exists():
        await asyncio.sleep(0.01)
    await real(self, *args)
hub.Hub._hand_out = wait
"""


class Attentive(Slow):
    """The control: a front that acknowledges an event when everybody has it."""

    patch = (
        Slow.patch
        + """
async def publish(self, rest):
    number, topic, data = rest.split(" ", 2)
    self.hub.publish(int(number), topic, data)
    await self.hub._delivery
    return 1
listening.Listening._publish = publish
"""
    )


def acknowledged_before_delivered(folder: Path, kind: type[Slow]) -> bool:
    """Is an event acknowledged while its delivery still waits?"""
    go = folder / "go"
    broken = type(kind.__name__, (kind,), {"patch": f"listening._GO = {str(go)!r}\n{kind.patch}"})
    with house(folder, control="front-0.control", front=broken) as place:
        place.app.views[wire.EVENTS] = Door()
        client = Client(place.front.port)
        with Listener(place.front.port, "a:1", client=client).open() as listener:
            number = Fronts(folder).cursor() + 1
            first = tell([place.control], "publish", f'{number} a:1 {{"n":1}}').complete
            go.touch()
            assert listener.take(1) == [{"n": 1}]
            return bool(first)


def test_publisher_when_a_delivery_takes_long_then_does_not_wait_for_it(tmp_path: Path) -> None:
    assert acknowledged_before_delivered(tmp_path, Slow)


@pytest.mark.deep
def test_control_when_a_front_acknowledges_late_then_the_publisher_waits_in_vain(tmp_path: Path) -> None:
    assert not acknowledged_before_delivered(tmp_path, Attentive)

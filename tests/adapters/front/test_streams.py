"""Event streams of a real front. `app` says yes to whatever begins with `a:`, for the account in the cookie."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from urllib.parse import parse_qs

import pytest

from sixianghui.common import wire
from sixianghui.realtime.fronts import Fronts
from tests.adapters.front.harness import Environ, House, house, wait_for
from tests.adapters.front.listener import GAP, Listener, Refused


class Door:
    """The view of `app` that says who may listen."""

    def __init__(self) -> None:
        self.asked = 0
        self.shut: set[str] = set()
        self.wait = threading.Event()
        self.wait.set()

    def __call__(self, environ: Environ) -> tuple[int, dict[str, str], bytes]:
        self.asked += 1
        topics = parse_qs(environ["QUERY_STRING"]).get("topic", [])
        name = environ.get("HTTP_COOKIE", "").partition("sxh_session=")[2] or "-"
        yes = bool(topics) and name not in self.shut and all(topic.startswith("a:") for topic in topics)
        self.wait.wait(20)
        if not yes:
            return 404, {"Content-Type": "text/html"}, b"no such page"
        account = name.partition(".")[0]
        return 200, {wire.STREAM: f"{account} {name.replace('.', '')}", wire.TOPICS: " ".join(topics)}, b""


def as_(name: str) -> dict[str, str]:
    return {"Cookie": f"theme=dark; sxh_session={name}"}


@pytest.fixture
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house(tmp_path_factory.mktemp("house"), control="front-0.control") as running:
        running.app.views[wire.EVENTS] = Door()
        yield running


@pytest.fixture
def door(place: House) -> Door:
    view = place.app.views[wire.EVENTS]
    assert isinstance(view, Door)
    return view


@pytest.fixture
def fronts(place: House) -> Fronts:
    return Fronts(place.folder)


def test_stream_when_events_are_published_then_brings_those_of_its_topics_in_order(
    place: House, fronts: Fronts
) -> None:
    with (
        Listener(place.front.port, "a:1", "a:2").open() as both,
        Listener(place.front.port, "a:2").open() as one,
    ):
        for number, topic in enumerate(["a:1", "a:2", "a:3", "a:1", "a:2"]):
            fronts.publish(topic, {"n": number, "text": "比\n贡献"})
        fronts.publish("a:2", {"n": "last"})
        heard = [event["n"] for event in both.take(5)], [event["n"] for event in one.take(3)]
    assert heard == ([0, 1, 3, 4, "last"], [1, 4, "last"])


def test_stream_then_says_what_it_is_and_is_kept_by_nobody(place: House) -> None:
    with Listener(place.front.port, "a:1") as listener:
        listener.open()
        told = {name: listener.headers.get(name) for name in ("content-type", "cache-control", "connection")}
        hidden = [name for name in listener.headers if name.startswith("x-sixianghui")]
        assert (told, hidden, listener.retry > 0) == (
            {
                "content-type": "text/event-stream; charset=utf-8",
                "cache-control": "no-store",
                "connection": "close",
            },
            [],
            True,
        )


def test_reader_when_it_comes_back_then_gets_what_it_missed(place: House, fronts: Fronts) -> None:
    before = fronts.cursor()
    numbers = [fronts.publish("a:1", {"n": number}) for number in range(4)]
    with Listener(place.front.port, "a:1", cursor=before) as by_page:
        assert [event["n"] for event in by_page.take(4)] == [0, 1, 2, 3]
    with Listener(place.front.port, "a:1", cursor=before, last=numbers[1]) as by_header:
        assert [event["n"] for event in by_header.take(2)] == [2, 3]
    with Listener(place.front.port, "a:1", last=numbers[3]) as complete:
        complete.open()


def test_reader_when_too_much_was_said_meanwhile_then_is_told_of_the_gap(
    place: House, fronts: Fronts
) -> None:
    before = fronts.cursor()
    with Listener(place.front.port, "a:1").open() as prompt:
        for number in range(201):
            fronts.publish("a:1", {"n": number})
        assert [event["n"] for event in prompt.take(201)] == list(range(201))
    with Listener(place.front.port, "a:1", cursor=before) as late:
        assert late.take(1) == [GAP]
        late.open()
        fronts.publish("a:1", {"n": "after"})
        assert late.take(1) == [{"n": "after"}]
    with Listener(place.front.port, "a:1", cursor=fronts.cursor() + 5) as strange:
        assert strange.take(1) == [GAP]


def test_numbers_when_one_was_taken_and_never_told_then_every_reader_hears_of_a_gap(
    place: House, fronts: Fronts
) -> None:
    with Listener(place.front.port, "a:1").open() as listener:
        with fronts._sequence.next():
            pass  # its taker died here
        assert listener.take(1) == [GAP]  # found by the front itself
        with fronts._sequence.next():
            pass
        fronts.publish("a:2", {})
        assert listener.take(1) == [GAP]  # found by the next event, whatever its topic
        fronts.lose()
        assert listener.take(1) == [GAP]


def test_reader_when_app_says_no_then_gets_the_page_of_app(place: House) -> None:
    answers = []
    for topics in (["b:1"], ["a:1", "b:1"], [], ["no%20topic"], [f"a:{number}" for number in range(9)]):
        with pytest.raises(Refused) as refused:
            Listener(place.front.port, *topics)
        answers.append((refused.value.status, refused.value.body))
    # What no stream can carry the front leaves to app; a yes to it is no good answer.
    assert answers == [(404, b"no such page")] * 4 + [(502, answers[4][1])]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://elsewhere.test"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "https://localhost"}, 403),
        ({"Origin": "http://localhost:81"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}, 200),
        ({"Origin": "http://LOCALHOST:80"}, 200),
        ({"Sec-Fetch-Site": "none"}, 200),
    ],
)
def test_origin_when_foreign_then_is_refused_before_app_is_asked(
    place: House, door: Door, headers: dict[str, str], status: int
) -> None:
    try:
        with Listener(place.front.port, "a:1", headers=headers) as listener:
            found = listener.status
    except Refused as refused:
        found = refused.status
    assert (found, door.asked) == (status, int(status == 200))


def test_app_when_it_has_said_yes_then_is_not_asked_again_for_the_same(place: House, door: Door) -> None:
    for _ in range(3):
        Listener(place.front.port, "a:1").open().__exit__()
    Listener(place.front.port, "a:1", headers={"Cookie": "theme=dark"}).open().__exit__()
    assert door.asked == 1  # nobody is like nobody
    for name in ("zhang.1", "zhang.1", "zhang.2", "li.1"):
        Listener(place.front.port, "a:1", headers=as_(name)).open().__exit__()
    assert door.asked == 4


def test_app_when_many_come_at_once_then_is_asked_once(place: House, door: Door) -> None:
    door.wait.clear()
    clients = [place.front.client() for _ in range(30)]
    for client in clients:
        client.send(b"GET /events/?topic=a:1 HTTP/1.1\r\nHost: localhost\r\n\r\n")
    wait_for(lambda: place.front.figure("in_flight") == 31)
    door.wait.set()
    heads = [client.socket.recv(15) for client in clients]
    for client in clients:
        client.socket.close()
    assert (heads, door.asked) == ([b"HTTP/1.1 200 OK"] * 30, 1)


def test_app_when_the_first_to_ask_leaves_then_the_others_still_get_their_answer(
    place: House, door: Door
) -> None:
    door.wait.clear()
    first, *others = [place.front.client() for _ in range(5)]
    for client in (first, *others):
        client.send(b"GET /events/?topic=a:1 HTTP/1.1\r\nHost: localhost\r\n\r\n")
    wait_for(lambda: place.front.figure("in_flight") == 6)
    first.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    first.socket.close()  # not only silent: gone
    wait_for(lambda: place.front.figure("in_flight") == 5)
    door.wait.set()
    heads = [client.socket.recv(15) for client in others]
    for client in others:
        client.socket.close()
    assert (heads, door.asked) == ([b"HTTP/1.1 200 OK"] * 4, 1)


def test_session_when_it_has_eight_streams_then_the_ninth_is_refused_until_one_ends(place: House) -> None:
    mine = [Listener(place.front.port, f"a:{number % 3}", headers=as_("zhang.1")) for number in range(8)]
    with pytest.raises(Refused, match="429"):
        Listener(place.front.port, "a:1", headers=as_("zhang.1"))
    with Listener(place.front.port, "a:1", headers=as_("zhang.2")):
        assert place.front.figure("streams") == 9
    mine.pop().client.socket.close()
    wait_for(lambda: place.front.figure("streams") == 7)
    mine.append(Listener(place.front.port, "a:1", headers=as_("zhang.1")).open())
    for listener in mine:
        listener.client.socket.close()
    wait_for(lambda: place.front.figure("streams") == 0)


def test_front_when_it_has_enough_streams_then_pages_are_still_answered(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    with house(tmp_path_factory.mktemp("full"), control="front-0.control", max_streams=2) as place:
        place.app.views[wire.EVENTS] = Door()
        with Listener(place.front.port, "a:1"), Listener(place.front.port, "a:1"):
            with pytest.raises(Refused, match="503"):
                Listener(place.front.port, "a:1")
            assert place.front.ask("/healthz").body == b"ok\n"


def test_reader_who_says_something_more_then_is_cut_off(place: House) -> None:
    with Listener(place.front.port, "a:1").open() as listener:
        listener.client.send(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        wait_for(lambda: place.front.figure("streams") == 0)


def test_front_when_it_is_stopped_then_tells_each_reader_to_come_back(place: House) -> None:
    with Listener(place.front.port, "a:1").open() as listener:
        listener.retry = 0
        assert place.front.terminate() == 0
        assert (listener.rest(), listener.retry > 0) == ([], True)


def test_stream_when_nothing_happens_then_gives_a_sign_of_life_with_its_number(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    with house(tmp_path_factory.mktemp("beats"), control="front-0.control", stream_beat=0.05) as place:
        place.app.views[wire.EVENTS] = Door()
        with Listener(place.front.port, "a:1").open() as listener:
            number = Fronts(place.folder).publish(
                "a:2", {}
            )  # not its topic, but it knows how far it has come
            while listener.open().last < number:
                pass
            assert listener.open().open().last == number


def test_control_socket_when_told_nonsense_then_says_so_and_goes_on(place: House, fronts: Fronts) -> None:
    from sixianghui.front.public import tell

    answers = [
        tell([place.control], "publish", "twelve a:1 {}").complete,
        tell([place.control], "sing", "").complete,
        tell([place.control], "recheck", "nobody").complete,
    ]
    with Listener(place.front.port, "a:1").open() as listener:
        fronts.publish("a:1", {"n": 1})
        assert (answers, listener.take(1)) == ([False, False, True], [{"n": 1}])

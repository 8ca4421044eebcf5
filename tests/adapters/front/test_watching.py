"""Viewers at a real front: who counts, what they are told, and what `app` is told, once, whatever happens to it.

The house's own times are shortened in the front's process; the rules about them are tried in `tests/unit/front`.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from sixianghui.common import wire
from sixianghui.realtime.fronts import Fronts
from tests.adapters.front.harness import Environ, Front, House, house, wait_for
from tests.adapters.front.listener import END, MESSAGE, WATCHING, Listener, Refused

ROOM, AGAIN, HALL = "watch:7", "watch-again:7", "lecture:7"
ANN, BEN = "a" * 22, "b" * 22


class Quick(Front):
    """A front for which ten seconds are a moment, and thirty are one and a half."""

    patch = """
from sixianghui.front import presence
presence.LASTING, presence.BACK = 0.05, 1.5
hub.NUMBERS_WAIT = 0.3
"""


class Room:
    """The view of `app` that lets everybody listen."""

    def __call__(self, environ: Environ) -> tuple[int, dict[str, str], bytes]:
        asked = sorted(one.partition("=")[2] for one in environ["QUERY_STRING"].split("&"))
        return 200, {wire.STREAM: "- -", wire.TOPICS: " ".join(asked)}, b""


class Book:
    """The view of `app` that writes spans down, each batch once, and adds up what the fronts say."""

    def __init__(self) -> None:
        self.status = 200
        self.loses_answers = False
        self.came: list[str] = []
        self.bodies: list[bytes] = []
        self.spans: list[tuple[str, Any]] = []
        self.now: dict[str, dict[str, int]] = {}
        self._known: set[str] = set()
        self._lock = threading.Lock()

    def __call__(self, environ: Environ) -> tuple[int, dict[str, str], bytes]:
        with self._lock:
            name = environ["HTTP_X_SIXIANGHUI_WATCHING"]
            front = name.split()[0]
            self.came.append(name)
            self.bodies.append(environ["test.body"])
            if self.status != 200:
                return self.status, {}, b""
            said = json.loads(environ["test.body"])
            if name not in self._known:
                self._known.add(name)
                self.spans += [(front, span) for span in said["spans"]]
            self.now[front] = said["now"]
            if self.loses_answers:
                return 500, {}, b""
            topics = {topic for one in self.now.values() for topic in one}
            totals = {topic: sum(one.get(topic, 0) for one in self.now.values()) for topic in topics}
            return 200, {"Content-Type": "application/json"}, json.dumps(totals).encode()

    def ended(self) -> list[tuple[str, int]]:
        """Topic and viewer of each span that is over."""
        return [(span[1], span[2]) for _, span in self.spans if span[4] is not None]


@pytest.fixture
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house(tmp_path_factory.mktemp("house"), control="front-0.control", front=Quick) as running:
        running.app.views[wire.EVENTS] = Room()
        running.app.views[wire.WATCHING] = Book()
        yield running


@pytest.fixture
def book(place: House) -> Book:
    view = place.app.views[wire.WATCHING]
    assert isinstance(view, Book)
    return view


Watch = Callable[..., Listener]


@pytest.fixture
def watch(place: House) -> Iterator[Watch]:
    """Opens streams; all are closed in the end."""
    with ExitStack() as stack:
        yield lambda *topics, watch="", port=0: stack.enter_context(
            Listener(port or place.front.port, *topics, watch=watch)
        )


def close(*listeners: Listener) -> None:
    for one in listeners:
        one.client.socket.close()


def test_viewer_when_two_pages_are_open_then_is_one_until_both_are_closed(
    place: House, book: Book, watch: Watch
) -> None:
    first, second = watch(ROOM, watch=ANN), watch(HALL, ROOM, watch=ANN)
    third = watch(ROOM, watch=BEN)
    watch(HALL)  # the screen in the hall listens and does not count
    watch(ROOM)  # nor does who does not say who it is
    watch(HALL, watch=ANN)  # nor who watches nothing
    wait_for(lambda: list(book.now.values()) == [{ROOM: 2}])
    close(third, first)
    wait_for(lambda: list(book.now.values()) == [{ROOM: 1}])
    close(second)
    wait_for(lambda: list(book.now.values()) == [{}])
    assert place.front.figure("viewers") == 0


def test_span_when_the_viewer_leaves_and_is_soon_back_then_is_one(
    place: House, book: Book, watch: Watch
) -> None:
    page = watch(ROOM, watch=ANN)
    wait_for(lambda: book.spans)
    close(page)
    wait_for(lambda: not place.front.figure("viewers"))
    page = watch(ROOM, watch=ANN)
    other = watch(AGAIN, watch=ANN)
    wait_for(lambda: len(book.spans) == 2)
    close(page, other)
    wait_for(lambda: len(book.ended()) == 2)
    begun = [span for _, span in book.spans if span[4] is None]
    assert sorted(span[1] for span in begun) == sorted([AGAIN, ROOM])
    assert sorted(span[0] for span in begun) == [1, 2]
    assert sorted(book.ended()) == sorted((span[1], span[2]) for span in begun)


def test_app_when_it_is_told_of_viewers_then_learns_no_token(place: House, book: Book, watch: Watch) -> None:
    watch(HALL, ROOM, watch=ANN)
    wait_for(lambda: book.spans)
    seen = b"".join(book.bodies) + "".join(str(one) for one in place.app.seen).encode()
    assert (ANN.encode() in seen, b"127.0.0.1" in b"".join(book.bodies)) == (False, False)
    assert not [
        path for path in place.folder.rglob("*") if path.is_file() and ANN.encode() in path.read_bytes()
    ]


@pytest.mark.parametrize(
    "token", ["short", "x" * 41, "with.dots.and.more", "%00" * 16, "汉" * 16, "x" * 5000]
)
def test_token_when_it_is_none_then_the_stream_is_refused(place: House, book: Book, token: str) -> None:
    from urllib.parse import quote

    with pytest.raises(Refused, match="400"):
        Listener(place.front.port, ROOM, watch=quote(token, safe="%"))
    assert place.app.count(wire.EVENTS) == 0


def test_number_when_viewers_come_then_all_are_told_also_who_only_listens_to_the_lecture(
    place: House, watch: Watch
) -> None:
    hall = watch(HALL)
    assert hall.number(ROOM) == 0
    ann = watch(HALL, ROOM, watch=ANN)
    assert ann.number(ROOM) == 1
    ben = watch(ROOM, watch=BEN)
    assert ben.number(ROOM) == 2  # with its hello
    assert hall.number(ROOM) in (1, 2)
    while ann.numbers[ROOM] != 2 or hall.numbers[ROOM] != 2:  # nothing else is said: it goes alone
        (hall if hall.numbers[ROOM] != 2 else ann).number(ROOM)
    elsewhere = watch("watch:8", watch=BEN)
    assert elsewhere.number("watch:8") == 1


class Patient(Quick):
    """A front that never tells a number alone."""

    patch = Quick.patch + "hub.NUMBERS_WAIT = 1e9\n"


def test_number_when_an_event_goes_out_then_rides_with_it_and_is_not_kept(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    with house(tmp_path_factory.mktemp("house"), control="front-0.control", front=Patient) as place:
        place.app.views |= {wire.EVENTS: Room(), wire.WATCHING: Book()}
        fronts = Fronts(place.folder)
        before = fronts.cursor()
        with ExitStack() as stack:
            early = stack.enter_context(Listener(place.front.port, HALL))
            assert early.number(ROOM) == 0  # `app` has said that nobody watches elsewhere
            ann = stack.enter_context(Listener(place.front.port, HALL, ROOM, watch=ANN))
            ben = stack.enter_context(Listener(place.front.port, ROOM, watch=BEN))
            assert ben.number(ROOM) == 2
            number = fronts.publish(HALL, {"n": 1})
            while ann.next().kind != MESSAGE:
                assert ann.numbers.get(ROOM, 1) == 1
            assert (ann.next().kind, ann.numbers[ROOM], ann.last) == (WATCHING, 2, number)
            with Listener(place.front.port, HALL, cursor=before) as late:
                assert [late.next().kind for _ in range(2)] == [MESSAGE, "beat"]


def test_app_when_it_is_away_then_spans_wait_and_each_is_told_once(
    place: House, book: Book, watch: Watch
) -> None:
    book.status = 500
    page = watch(ROOM, watch=ANN)
    wait_for(lambda: len(book.came) > 1)
    assert set(book.came) == {book.came[0]}
    place.app.stop()
    close(page)
    wait_for(lambda: place.front.figure("spans_waiting") >= 2)
    book.status = 200
    place.app.start()
    wait_for(lambda: book.ended())
    wait_for(lambda: list(book.now.values()) == [{}])
    told = [span[4] is None for _, span in book.spans]
    assert told in ([True, False], [False])  # what began and ended meanwhile is one piece of news
    wait_for(lambda: not place.front.figure("spans_waiting"))


def test_app_when_its_answer_is_lost_then_gets_the_batch_again_under_its_number(
    place: House, book: Book, watch: Watch
) -> None:
    book.loses_answers = True
    page = watch(ROOM, watch=ANN)
    wait_for(lambda: len(book.came) >= 2 and book.spans)
    book.loses_answers = False
    close(page)
    wait_for(lambda: book.ended())
    assert [span[4] is None for _, span in book.spans] == [True, False]


def test_front_when_it_is_told_to_go_then_reports_every_end(place: House, book: Book, watch: Watch) -> None:
    pages = [watch(ROOM, watch=f"{number:020d}") for number in range(7)]
    wait_for(lambda: len(book.spans) == 7)
    assert place.front.terminate() == 0
    assert all(page.rest() == [] and page.next().kind == END for page in pages)
    assert len(set(book.ended())) == len(book.ended()) == 7
    assert list(book.now.values()) == [{}]


def test_fronts_when_there_are_several_then_each_adds_what_app_says_of_the_others(
    place: House, book: Book, watch: Watch
) -> None:
    with house(place.folder, app_running=False, control="front-1.control", front=Quick) as second:
        ann = watch(ROOM, watch=ANN)
        ben = watch(ROOM, watch=BEN, port=second.front.port)
        while ann.number(ROOM) != 2:
            pass
        while ben.number(ROOM) != 2:
            pass
        # A viewer is called the same everywhere on this machine.
        watch(ROOM, watch=ANN, port=second.front.port)
        wait_for(lambda: len(book.spans) == 3)
        assert len({span[2] for _, span in book.spans}) == 2
        assert len({front for front, _ in book.spans}) == 2


class Curious(Quick):
    """A front that asks often."""

    patch = Quick.patch + "from sixianghui.common import wire; wire.WATCHING_SECONDS = 0.2\n"


class Incurious(Curious):
    """The control: a front that asks only while it has viewers of its own, and takes what it has not heard for nobody."""

    patch = (
        Curious.patch
        + """
hub.Hub.tells_numbers = lambda self: False
listening.Watching.number = lambda self, topic: self.presence.here.get(topic, 0) + self._others.get(topic, 0)
"""
    )


@pytest.mark.parametrize(("kind", "first", "last"), [(Curious, 2, 3), (Incurious, 0, 0)])
def test_number_when_all_viewers_are_at_another_front_then_is_told_to_who_only_listens(
    place: House, book: Book, watch: Watch, kind: type[Front], first: int, last: int
) -> None:
    watch(ROOM, watch=ANN)
    watch(ROOM, watch=BEN)
    wait_for(lambda: list(book.now.values()) == [{ROOM: 2}])
    with house(place.folder, app_running=False, control="front-1.control", front=kind) as second:
        hall = watch(HALL, port=second.front.port)
        assert hall.number(ROOM) == first
        watch(ROOM, watch="c" * 22)
        wait_for(lambda: {ROOM: 3} in book.now.values())
        while kind is Curious and hall.number(ROOM) != last:
            pass
        late = watch(HALL, port=second.front.port)
        assert late.number(ROOM) == last


def test_number_when_app_has_not_said_who_watches_elsewhere_then_none_is_told(
    place: House, book: Book, watch: Watch
) -> None:
    book.status = 500
    hall, ann = watch(HALL), watch(HALL, ROOM, watch=ANN)
    wait_for(lambda: len(book.came) > 1)
    Fronts(place.folder).publish(HALL, {"n": 1})
    for one in (hall, ann):
        while one.next().kind != MESSAGE:
            pass
        assert one.numbers == {}
    book.status = 200
    assert (hall.number(ROOM), ann.number(ROOM)) == (1, 1)


def test_address_when_a_client_asks_for_it_then_there_is_no_such_page(place: House, book: Book) -> None:
    said = json.dumps({"spans": [[1, ROOM, 5, 100, None]], "now": {ROOM: 9999}}).encode()
    answer = place.front.ask("/watching/", "POST", {wire.WATCHING_BATCH: "forged 9"}, said)
    assert (answer.status, book.came) == (404, [])

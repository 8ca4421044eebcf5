"""T17: somebody writes as fast as they can, many write the same; meanwhile everybody else is answered."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import datetime

import pytest

from tests.faults.remarks.place import Place

pytestmark = pytest.mark.sqlite
NewPlace = Callable[..., Place]
FLOOD = 100


@pytest.fixture
def place(product_environ: dict[str, str]) -> Iterator[NewPlace]:
    with ExitStack() as stack:
        yield lambda **more: stack.enter_context(Place(product_environ, **more))


class Others(threading.Thread):
    """Somebody reads the article and another one the front page, until told to stop."""

    def __init__(self, place: Place) -> None:
        super().__init__(daemon=True)
        self.place, self.answers, self.over = place, Counter[int](), threading.Event()

    def run(self) -> None:
        while not self.over.is_set():
            for path in (self.place.made["url"], "/", f"{self.place.thread}new/"):
                headers = {"Cookie": f"sxh_session={self.place.made['zhou']}"} if "new" in path else {}
                self.answers[self.place.get(path, **headers)[0]] += 1

    def stop(self) -> Counter[int]:
        self.over.set()
        self.join()
        return self.answers


def flood(place: Place) -> list[tuple[int, str, str]]:
    """A hundred different texts by one person, four at a time."""
    texts = [
        f"第{number}句：{chr(0x4E00 + number * 131)}{chr(0x5E00 + number * 97)}。" for number in range(FLOOD)
    ]
    with ThreadPoolExecutor(4) as hands:
        return list(hands.map(lambda text: place.say(place.made["lin"], text), texts))


def moments(place: Place) -> list[datetime]:
    """When what was taken was taken, by the buckets' own clock."""
    rows = place.rows("SELECT recorded_at FROM remarks_remark ORDER BY recorded_at")
    return [datetime.fromisoformat(str(row[0])) for row in rows]


def test_person_when_writing_as_fast_as_possible_then_one_in_two_seconds_is_taken_and_the_rest_told_to_wait(
    place: NewPlace, record_property: Callable[..., None]
) -> None:
    house = place()
    others = Others(house)
    others.start()
    answers = flood(house)
    meanwhile = others.stop()
    taken = [status for status, _wait, _words in answers if status == 302]
    refused = [(wait, words) for status, wait, words in answers if status == 429]
    assert len(taken) + len(refused) == FLOOD
    assert all(int(wait) >= 1 and "写得太快了" in words for wait, words in refused)
    at = moments(house)
    assert len(at) == len(taken) >= 1
    # A turn is taken before the words are written, in one transaction: two of them lie apart by what the limit says.
    for number, first in enumerate(at):
        inside = [one for one in at[number:] if (one - first).total_seconds() < 60]
        assert len(inside) <= 21, "more than a minute's share"
    assert len(at) <= 1 + (at[-1] - at[0]).total_seconds() / 2 + 1
    assert set(meanwhile) == {200}
    record_property(
        "counted",
        f"flood: {FLOOD} sent by one person, {len(taken)} taken in {(at[-1] - at[0]).total_seconds():.0f} s, "
        f"{len(refused)} told to wait; {sum(meanwhile.values())} pages for others, all answered",
    )


def test_control_when_nothing_limits_then_all_of_a_flood_is_taken(place: NewPlace) -> None:
    house = place(fault="free")
    assert Counter(status for status, _wait, _words in flood(house)) == {302: FLOOD}
    assert len(moments(house)) == FLOOD


def test_people_when_two_hundred_write_the_same_then_one_waits_plain_and_the_others_are_marked(
    place: NewPlace, record_property: Callable[..., None]
) -> None:
    house = place(crowd=200)
    others = Others(house)
    others.start()
    text = "转发这一条，就能领到一份礼物"
    marks = ("", "！", "。", "~~", " ！！")
    said = [(session, text + marks[number % 5]) for number, session in enumerate(house.made["crowd"])]
    with ThreadPoolExecutor(8) as hands:
        answers = Counter(hands.map(lambda one: house.say(*one)[0], said))
    meanwhile = others.stop()
    assert answers == {302: 200}
    held = Counter(str(row[0]) for row in house.rows("SELECT holds FROM remarks_words"))
    assert held == {"": 1, "repeat": 199}
    assert text not in house.read(house.made["url"])
    assert set(meanwhile) == {200}
    record_property(
        "counted", f"repeats: 200 people, {held['repeat']} marked; {sum(meanwhile.values())} pages for others"
    )

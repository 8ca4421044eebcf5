"""Rights that change while streams are open: from the acknowledgement on, nothing more is sent before `app` says yes."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from sixianghui.common import wire
from sixianghui.realtime.fronts import Fronts
from sixianghui.realtime.keys import EVERYBODY
from tests.adapters.front.harness import Front, House, wait_for
from tests.adapters.front.listener import CLOSED, GAP, Listener, Refused
from tests.adapters.front.test_streams import Door, as_

NewHouse = Callable[..., House]


def heard_by_one_who_loses_a_right(site: House) -> list[object]:
    """Everything somebody hears whose right ends in the middle of events, while `app` takes its time to say so."""
    door = Door()
    site.app.views[wire.EVENTS] = door
    fronts = Fronts(site.folder)
    with (
        Listener(site.front.port, "a:1", headers=as_("zhang.1")).open() as listener,
        Listener(site.front.port, "a:1").open() as witness,
    ):
        fronts.publish("a:1", {"n": "before"})
        door.wait.clear()
        door.shut.add("zhang.1")
        fronts.recheck("zhang")
        fronts.publish("a:1", {"n": "after"})
        assert witness.take(2) == [{"n": "before"}, {"n": "after"}]
        door.wait.set()
        return listener.rest()


class Careless(Front):
    """The control: a front that asks first and is silent only when the answer is no."""

    patch = "listening.Listening._mute = lambda self, permit: (setattr(permit, 'again', True), self._engine.spawn(self._ask_in_silence(permit)))"


def test_reader_when_a_right_is_lost_then_hears_nothing_that_came_after_it(new_house: NewHouse) -> None:
    assert heard_by_one_who_loses_a_right(new_house(control="front-0.control")) == [{"n": "before"}, CLOSED]


def test_control_when_a_front_asks_before_it_is_silent_then_the_reader_hears_too_much(
    new_house: NewHouse,
) -> None:
    site = new_house(control="front-0.control", front=Careless)
    assert heard_by_one_who_loses_a_right(site) == [{"n": "before"}, {"n": "after"}, CLOSED]


def test_reader_when_the_right_is_still_there_then_gets_what_came_meanwhile(new_house: NewHouse) -> None:
    site = new_house(control="front-0.control")
    door = Door()
    site.app.views[wire.EVENTS] = door
    fronts = Fronts(site.folder)
    with (
        Listener(site.front.port, "a:1", headers=as_("zhang.1")).open() as mine,
        Listener(site.front.port, "a:1", headers=as_("li.1")).open() as other,
    ):
        for turn in range(20):
            door.wait.clear()
            fronts.publish("a:1", {"n": f"{turn} before"})
            fronts.recheck("zhang")
            fronts.publish("a:1", {"n": f"{turn} after"})
            door.wait.set()
        said = [{"n": f"{turn} {when}"} for turn in range(20) for when in ("before", "after")]
        assert (mine.take(40), other.take(40)) == (said, said)


def test_account_when_closed_then_all_its_streams_end_and_no_other(new_house: NewHouse) -> None:
    site = new_house(control="front-0.control")
    site.app.views[wire.EVENTS] = Door()
    fronts = Fronts(site.folder)
    mine = [Listener(site.front.port, f"a:{n % 2}", headers=as_(f"zhang.{n}")).open() for n in range(4)]
    with Listener(site.front.port, "a:1", headers=as_("li.1")).open() as other:
        fronts.close("zhang")
        assert [listener.rest() for listener in mine] == [[CLOSED]] * 4
        fronts.publish("a:1", {"n": 1})
        assert other.take(1) == [{"n": 1}]
    assert site.front.figure("streams_closed_total") == 4


def test_yes_when_it_was_said_before_the_change_then_does_not_count(new_house: NewHouse) -> None:
    site = new_house(control="front-0.control")
    door = Door()
    site.app.views[wire.EVENTS] = door
    fronts = Fronts(site.folder)
    door.wait.clear()
    answers: list[int] = []

    def come() -> None:
        try:
            Listener(site.front.port, "a:1", headers=as_("zhang.1")).client.socket.close()
            answers.append(200)
        except Refused as refused:
            answers.append(refused.status)

    early = threading.Thread(target=come)
    early.start()
    wait_for(lambda: door.asked == 1)  # app has decided and is slow to say it
    door.shut.add("zhang.1")
    fronts.recheck("zhang")
    door.wait.set()
    early.join()
    assert (answers, door.asked) == ([404], 2)


def test_everybody_when_all_may_have_changed_then_who_lost_the_right_ends_and_the_others_go_on(
    new_house: NewHouse,
) -> None:
    site = new_house(control="front-0.control")
    door = Door()
    site.app.views[wire.EVENTS] = door
    fronts = Fronts(site.folder)
    names = [f"name{number}.1" for number in range(30)]
    streams = [Listener(site.front.port, "a:1", headers=as_(name)).open() for name in names]
    door.shut.update(names[::3])
    fronts.recheck(EVERYBODY)
    assert [stream.rest() for stream in streams[::3]] == [[CLOSED]] * 10
    fronts.publish("a:1", {"n": 1})
    del streams[::3]
    assert [stream.take(1) for stream in streams] == [[{"n": 1}]] * 20
    with pytest.raises(Refused, match="404"):
        Listener(site.front.port, "a:1", headers=as_(names[0]))


def test_backstop_when_nobody_says_that_a_right_is_gone_then_the_front_finds_out(new_house: NewHouse) -> None:
    site = new_house(control="front-0.control", stream_recheck=0.2)
    door = Door()
    site.app.views[wire.EVENTS] = door
    with (
        Listener(site.front.port, "a:1", headers=as_("zhang.1")).open() as mine,
        Listener(site.front.port, "a:1").open() as other,
    ):
        door.shut.add("zhang.1")
        assert mine.rest() == [CLOSED]
        Fronts(site.folder).publish("a:1", {"n": 1})
        assert other.take(1) == [{"n": 1}]


def test_reader_when_app_is_away_during_a_recheck_then_waits_in_silence_and_goes_on(
    new_house: NewHouse,
) -> None:
    site = new_house(control="front-0.control", app_wait=0.2)
    door = Door()
    site.app.views[wire.EVENTS] = door
    fronts = Fronts(site.folder)
    with (
        Listener(site.front.port, "a:1", headers=as_("zhang.1")).open() as mine,
        Listener(site.front.port, "a:1").open() as other,
    ):
        site.app.stop()
        fronts.recheck("zhang")
        fronts.publish("a:1", {"n": 1})
        assert other.take(1) == [{"n": 1}]
        site.app.start()
        assert mine.take(1) == [{"n": 1}]


def test_reader_who_takes_nothing_then_is_dropped_and_the_others_lose_nothing(new_house: NewHouse) -> None:
    site = new_house(control="front-0.control", stream_stall=0.3)
    site.app.views[wire.EVENTS] = Door()
    fronts = Fronts(site.folder)
    idle = [Listener(site.front.port, "a:1", client=site.front.client(narrow=True)).open() for _ in range(20)]
    with Listener(site.front.port, "a:1").open() as reader:
        text = "贡" * 8000
        heard = 0
        for number in range(150):  # on one machine the kernel takes megabytes for a reader before it says no
            fronts.publish("a:1", {"n": number, "text": text})
            if number % 10 == 9:
                heard += len(reader.take(10))
        assert heard == 150
        wait_for(lambda: site.front.figure("streams") == 1)
        assert site.front.figure("streams_dropped_total") == 20
        late = Listener(site.front.port, "a:1", last=idle[0].last)
        assert late.take(1)[0] != GAP
        late.client.socket.close()

"""A lecture from a camera: whose key opens the door, who is in the way, and what a cut does."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from sixianghui.common import ids, time
from sixianghui.common.errors import Conflict, Refused
from sixianghui.lectures import commands
from sixianghui.media import commands as media
from sixianghui.media import queries
from sixianghui.media.intake import TurnedAway, Why, passphrase
from sixianghui.media.models import Feed, Intake, Stream
from tests.factories import an_account
from tests.unit.lectures.house import BEGIN, House, a_house

pytestmark = pytest.mark.django_db
INGEST = "node-first"


@pytest.fixture
def house(clock: time.ManualClock) -> House:
    one = a_house(clock)
    one.at(-60)
    return one


@pytest.fixture
def stage(house: House) -> Any:
    """A lecture that comes from a camera, an hour before it begins; its door is open."""
    lecture = house.lecture()
    commands.use_camera(lecture, by=house.host)
    key = commands.give_key(lecture, by=house.host)
    stream = commands.open_door(lecture, by=house.host)
    return lecture, stream, key


def turned_away(key: str) -> tuple[Why, str]:
    with pytest.raises(TurnedAway) as caught:
        media.admit_by_key(key, way="rtmp", house=INGEST)
    return caught.value.why, caught.value.feed


def admit(key: str, house: str = INGEST) -> str:
    return media.admit_by_key(key, way="rtmp", house=house).feed


def test_key_when_it_is_right_and_the_door_open_then_lets_in(stage: Any) -> None:
    _lecture, stream, key = stage
    admitted = media.admit_by_key(key, way="rtmp", house=INGEST)
    assert (admitted.stream, admitted.air) == (stream.ref, None)
    assert queries.running_feed(stream).ref == admitted.feed  # type: ignore[union-attr]


def test_key_when_kept_then_only_as_its_hash_and_it_is_not_the_name_to_watch_by(stage: Any) -> None:
    _lecture, stream, key = stage
    door = Intake.objects.get(stream=stream)
    assert door.key_hash == ids.digest_of(key)
    assert key not in str(list(Intake.objects.values())) + str(list(Stream.objects.values()))
    assert stream.ref not in key and key not in stream.ref


@pytest.mark.parametrize("key", ["", "wrong", "a" * 3000, "\x00", "密钥"])
def test_key_when_it_is_none_of_ours_then_is_turned_away(stage: Any, key: str) -> None:
    assert turned_away(key) == (Why.WRONG, "")
    assert not Feed.objects.exists()


def test_key_when_expired_then_is_turned_away(house: House, stage: Any) -> None:
    *_, key = stage
    house.clock.set(BEGIN + dt.timedelta(hours=15))
    assert turned_away(key)[0] is Why.EXPIRED


def test_key_when_a_new_one_is_made_then_the_old_one_is_void_and_who_sent_with_it_is_ended(
    house: House, stage: Any
) -> None:
    lecture, _stream, key = stage
    feed = admit(key)
    before = passphrase(lecture.ref, 1)
    new = commands.give_key(lecture, by=house.host)
    assert turned_away(key)[0] is Why.WRONG
    assert media.record_round(INGEST, [feed], {}) == {feed: "revoked"}
    assert admit(new) != feed
    assert passphrase(lecture.ref, 2) != before


def test_key_when_revoked_then_opens_nothing(house: House, stage: Any) -> None:
    lecture, _stream, key = stage
    commands.take_key(lecture, by=house.host)
    assert turned_away(key)[0] is Why.WRONG


def test_door_when_shut_then_the_right_key_is_turned_away(house: House, stage: Any) -> None:
    lecture, _stream, key = stage
    feed = admit(key)
    commands.shut_door(lecture, by=house.host)
    assert media.record_round(INGEST, [feed], {}) == {feed: "shut"}
    assert turned_away(key)[0] is Why.SHUT
    assert queries.armed() == []


def test_door_when_left_open_after_a_rehearsal_then_shuts_by_itself(house: House, stage: Any) -> None:
    *_, key = stage
    assert len(queries.armed()) == 1
    house.clock.set(BEGIN + dt.timedelta(hours=4))
    assert queries.armed() == []
    assert turned_away(key)[0] is Why.SHUT


def test_door_when_the_lecture_is_on_the_air_then_stays_open_to_its_end(house: House, stage: Any) -> None:
    lecture, _stream, key = stage
    house.at(0)
    commands.begin(lecture, by=house.host)
    house.at(6 * 60)
    assert admit(key)
    commands.end(lecture, by=house.host)
    assert queries.armed() == []
    assert turned_away(key)[0] is Why.SHUT


def test_encoder_when_another_sends_then_is_told_who_is_in_the_way(stage: Any) -> None:
    *_, key = stage
    first = admit(key)
    assert turned_away(key) == (Why.BUSY, first)


def test_encoder_when_the_ingest_of_the_first_is_not_heard_of_then_takes_its_place(
    house: House, stage: Any
) -> None:
    *_, key = stage
    first = admit(key)
    house.clock.set(time.now() + dt.timedelta(seconds=11))
    assert admit(key) != first


def test_feeds_when_their_ingest_began_anew_then_have_ended(stage: Any) -> None:
    *_, key = stage
    admit(key, "node-first")
    media.record_round("other-machine", [], {})
    assert turned_away(key)[0] is Why.BUSY
    media.record_round("node-second", [], {})
    assert admit(key, "node-second")


def test_feed_when_it_says_that_it_ended_then_the_next_one_may_come(stage: Any) -> None:
    *_, key = stage
    first = admit(key)
    assert media.record_round(INGEST, [], {first: "gone"}) == {}
    assert Feed.objects.get(ref=first).why == "gone"
    assert admit(key) != first


def test_picture_when_cut_then_nobody_may_see_or_send_and_it_can_be_put_back(
    house: House, stage: Any
) -> None:
    lecture, stream, key = stage
    house.at(0)
    commands.begin(lecture, by=house.host)
    feed = admit(key)
    stranger = an_account()
    assert queries.stream_access(stranger, stream).live
    commands.cut_picture(lecture, by=house.host)
    stream.refresh_from_db()
    access = queries.stream_access(stranger, stream)
    assert not (access.live or access.again or access.prepares or access.everybody)
    assert media.record_round(INGEST, [feed], {}) == {feed: "revoked"}
    assert turned_away(key)[0] is Why.WRONG
    with pytest.raises(Conflict):
        commands.cut_picture(lecture, by=house.host)
    commands.put_back(lecture, by=house.host)
    stream.refresh_from_db()
    assert queries.stream_access(stranger, stream).live
    assert turned_away(key)[0] is Why.WRONG
    assert admit(commands.give_key(lecture, by=house.host))


def test_rehearsal_when_a_stranger_asks_then_nothing_is_there_and_the_host_sees_it(
    house: House, stage: Any
) -> None:
    _lecture, stream, _key = stage
    access = queries.stream_access(an_account(), stream)
    assert not (access.live or access.again or access.prepares)
    assert queries.stream_access(house.host, stream).prepares


@pytest.mark.parametrize(
    "act", ["use_camera", "open_door", "shut_door", "give_key", "take_key", "cut_picture", "put_back"]
)
def test_acts_when_by_somebody_else_then_are_refused(stage: Any, act: str) -> None:
    lecture, *_ = stage
    with pytest.raises(Refused):
        getattr(commands, act)(lecture, by=an_account())


def test_passphrase_when_it_follows_from_the_key_then_is_kept_nowhere(stage: Any) -> None:
    _lecture, stream, _key = stage
    door = Intake.objects.get(stream=stream)
    word = passphrase(stream.ref, door.generation)
    assert len(word) == 26 and word not in str(list(Intake.objects.values()))
    assert media.admit_by_passphrase(stream.ref, house=INGEST).srt == word

"""What came in live becomes one recording: what the encoder did in between, what fails, and what stays for how long."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult

from sixianghui.common import time
from sixianghui.common.errors import Conflict
from sixianghui.media import commands, ffmpeg, films, shelf, shows, taken
from sixianghui.media.commands import arriving, joining
from sixianghui.media.models import Feed, Stream
from sixianghui.media.public import Show, fault_sentence, moment
from sixianghui.tasks import clock, leases
from tests.factories import an_account
from tests.factories.sent import Turn, lay_down
from tests.unit.media.test_streams import Shower

pytestmark = pytest.mark.django_db

BEGAN = time.shanghai(2018, 6, 5, 15)
AIR = BEGAN.timestamp()


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time.using(time.ManualClock(BEGAN + dt.timedelta(minutes=1))):
        yield


@pytest.fixture(autouse=True)
def _nobody_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shows, "_showers", [])


def over(*turns: Turn, seconds: float = 60) -> Stream:
    """A stream to which encoders sent that, from `BEGAN` on the air for so long; it has just ended."""
    one = commands.open_live(title="把专业做到群众心里", by=an_account())
    shows.register(Shower(Show(BEGAN, BEGAN + dt.timedelta(seconds=seconds), True), host=one.made_by))
    if turns:
        lay_down(taken.folder_of(one.ref), AIR, *turns)
    return one


def joined(*turns: Turn, seconds: float = 60) -> Stream:
    one = over(*turns, seconds=seconds)
    commands.finish_live(one, by=None)
    one.refresh_from_db()
    return one


def get(one: Stream, name: str) -> Any:
    return Client().get(f"/streams/{one.ref}/{name}")


def length(one: Stream) -> float:
    return ffmpeg.look(ffmpeg.find(), shelf.folder_of(one.ref) / "film.mp4").seconds


def test_live_when_it_ends_then_all_that_was_on_the_air_is_one_recording() -> None:
    one = joined(Turn(AIR - 6, 16))
    assert (one.state, one.fault, one.done, one.seconds) == ("ready", "", 100, 10)
    assert (one.width, one.height, one.has_picture, one.has_sound) == (320, 180, True, True)
    assert one.clock == [[0, 0, 10]]
    assert abs(length(one) - 10) < 0.1
    assert [get(one, name).status_code for name in ("master.m3u8", "film.mp4", "sound.m4a")] == [200] * 3


def test_live_when_the_encoder_dropped_and_came_back_then_gaps_are_left_out_and_moments_land() -> None:
    one = joined(Turn(AIR, 8), Turn(AIR + 20, 12))
    assert (one.state, one.seconds) == ("ready", 20)
    assert one.clock == [[0, 0, 8], [20, 8, 12]]
    assert abs(length(one) - 20) < 0.2
    assert [moment(one.clock, second) for second in (0, 5, 14, 20, 26, 90)] == [0, 5, 8, 8, 14, 20]
    text = get(one, "picture.m3u8").content.decode()
    assert "EXT-X-DISCONTINUITY" not in text and "EXT-X-ENDLIST" in text


@pytest.mark.parametrize(
    "turns",
    [
        (Turn(AIR, 4), Turn(AIR + 10, 8, "640x360")),
        (Turn(AIR, 6, sound=False), Turn(AIR + 10, 6)),
        (Turn(AIR, 6, None), Turn(AIR + 10, 6)),
    ],
    ids=["sizes", "no sound", "no picture"],
)
def test_live_when_turns_are_unlike_then_they_are_made_even_and_nothing_is_lost(
    turns: tuple[Turn, ...],
) -> None:
    one = joined(*turns)
    assert (one.state, one.fault, one.seconds, one.has_picture, one.has_sound) == (
        "ready",
        "",
        12,
        True,
        True,
    )
    assert (one.width, one.height) == ((640, 360) if turns[1].size == "640x360" else (320, 180))
    assert abs(length(one) - 12) < 0.2


def test_turns_when_their_decoders_are_set_up_alike_then_nothing_is_made_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(films, "evened", None)
    assert joined(Turn(AIR, 4), Turn(AIR + 10, 4)).state == "ready"


def test_live_when_only_sound_came_then_it_is_a_recording_of_sound() -> None:
    one = joined(Turn(AIR, 8, None))
    assert (one.state, one.has_picture, one.has_sound, one.seconds) == ("ready", False, True, 8)


def test_live_when_nothing_came_then_says_so_and_it_can_be_tried_again() -> None:
    one = joined()
    assert (one.state, one.fault) == ("live", "nothing_came")
    assert "没有画面和声音进来" in fault_sentence(one.fault)
    lay_down(taken.folder_of(one.ref), AIR, Turn(AIR, 4))
    commands.make_stream_again(one, by=an_account())
    one.refresh_from_db()
    assert (one.state, one.fault) == ("ready", "")


def test_live_when_it_cannot_be_joined_then_it_still_plays_as_it_came(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one = over(Turn(AIR, 4))
    with monkeypatch.context() as broken:
        broken.setattr(films, "making", lambda *_args, **_more: ["-map", "0:v:7", "film.mp4"])
        commands.finish_live(one, by=None)
    one.refresh_from_db()
    assert (one.state, one.fault) == ("live", "broken")
    assert get(one, "picture.m3u8").status_code == 200
    assert not shelf.begun(one.ref)
    commands.make_stream_again(one, by=an_account())
    one.refresh_from_db()
    assert one.state == "ready"
    with pytest.raises(Conflict):
        commands.make_stream_again(one, by=an_account())


def test_live_when_there_is_no_room_to_join_it_then_nothing_is_begun_and_words_say_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one = over(Turn(AIR, 4))
    with monkeypatch.context() as full:
        full.setattr(joining, "_COPIES", 10**12)
        commands.finish_live(one, by=None)
    one.refresh_from_db()
    assert (one.state, one.fault) == ("live", "no_room")
    assert get(one, "picture.m3u8").status_code == 200


def test_job_when_killed_in_the_middle_then_it_begins_anew_and_leaves_nothing_behind() -> None:
    one = over(Turn(AIR, 4))
    left = shelf.begin(one.ref)
    (left / "turn-0.mp4").write_bytes(b"half")
    commands.join_live.call(one.pk)
    one.refresh_from_db()
    assert one.state == "ready"
    assert sorted(path.name for path in shelf.streams().iterdir()) == sorted([one.ref, f"live-{one.ref}"])
    before = get(one, "picture.m3u8").content
    commands.join_live.call(one.pk)
    assert get(one, "picture.m3u8").content == before


def test_pieces_when_it_is_joined_then_players_go_on_for_a_day_with_what_came_in() -> None:
    one = over(Turn(AIR, 4))
    before = get(one, "picture.m3u8").content.decode().splitlines()
    name = next(line for line in before if line.endswith(".m4s"))
    commands.finish_live(one, by=None)
    folder = taken.folder_of(one.ref)
    assert get(one, name).status_code == 200
    assert not (folder / "reserve").exists()
    with time.using(time.ManualClock(time.now() + dt.timedelta(hours=25))):
        assert get(one, name).status_code == 404
        arriving.sweep()
    assert not folder.exists()
    assert get(one, "film.mp4").status_code == 200


def test_stream_when_taken_away_then_what_came_in_goes_with_it(settings: Any) -> None:
    one = over(Turn(AIR, 4))
    commands.remove_stream(one, by=None)
    Stream.objects.update(removed_at=dt.datetime(2018, 1, 1, tzinfo=dt.UTC))
    arriving.sweep()
    assert not Stream.objects.exists()
    assert list(shelf.streams().iterdir()) == []


# ---- the job


@pytest.fixture
def _jobs_wait(settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}


@pytest.mark.usefixtures("_jobs_wait")
def test_job_when_the_encoder_has_not_come_to_its_end_then_it_looks_again_soon() -> None:
    one = over(Turn(AIR, 4))
    feed = Feed.objects.create(stream=one, way="rtmp")
    commands.join_live.call(one.pk)
    again = DBTaskResult.objects.get()
    assert again.args_kwargs["args"] == [one.pk, 1]
    assert 0 < (again.run_after - clock.now()).total_seconds() <= 3
    assert not shelf.folder_of(one.ref).exists()
    # It is not waited for without an end.
    commands.join_live.call(one.pk, 40)
    one.refresh_from_db()
    assert (one.state, feed.ended_at) == ("ready", None)


@pytest.mark.usefixtures("_jobs_wait")
@pytest.mark.parametrize("live", [True, False])
def test_job_when_its_worker_dies_four_times_then_says_so_and_can_be_tried_again(live: bool) -> None:
    from tests.factories.films import a_film_file

    one = over(Turn(AIR, 4)) if live else commands.add_stream(a_film_file(), title="甲", by=None)
    if live:
        commands.finish_live(one, by=None)
    for worker in ("first", "second", "third", "fourth"):
        now = clock.now()
        assert leases.take(worker, now, long=True) is not None
        leases.reap(now + leases.HOLD)
    one.refresh_from_db()
    assert (one.state, one.fault) == ("live" if live else "failed", "gave_up")
    assert "再试一次" in fault_sentence(one.fault)
    commands.make_stream_again(one, by=an_account())
    assert DBTaskResult.objects.filter(status="READY").count() == 1

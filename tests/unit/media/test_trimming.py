"""The ends of a recording are trimmed: what is left is sent, what went is not, and the whole can be put back for a week."""

from __future__ import annotations

import datetime as dt
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from sixianghui.common import time
from sixianghui.common.errors import Conflict
from sixianghui.media import commands, ffmpeg, queries, shelf, shows, taken
from sixianghui.media.commands import arriving, shelving, trimming
from sixianghui.media.models import Stream, Trim
from sixianghui.media.public import Show, moment
from sixianghui.media.watching import captions_of
from tests.factories import an_account
from tests.factories.films import a_film_file
from tests.factories.sent import Turn, lay_down
from tests.unit.media.test_joining import AIR, BEGAN
from tests.unit.media.test_streams import Shower

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time.using(time.ManualClock(BEGAN + dt.timedelta(minutes=1))):
        yield


@pytest.fixture
def one(monkeypatch: pytest.MonkeyPatch) -> Stream:
    """Twenty seconds with key frames every two, that everybody may watch again."""
    monkeypatch.setattr(shows, "_showers", [])
    shows.register(Shower(Show(BEGAN, BEGAN + dt.timedelta(seconds=20), True)))
    made = commands.add_stream(a_film_file(seconds=20), title="甲", by=None)
    return Stream.objects.get(pk=made.pk)


def trimmed(one: Stream, begin: float, end: float) -> Stream:
    commands.trim(one, begin, end, by=an_account())
    one.refresh_from_db()
    return one


def names(one: Stream) -> set[str]:
    found = shelf.shelved(one.ref)
    assert found is not None
    return set(found.names)


def first_picture(path: Path, at: float = 0) -> bytes:
    words = ["-v", "error", "-ss", str(at), "-i", str(path), "-frames:v", "1", "-f", "rawvideo", "-"]
    return subprocess.run([ffmpeg.find(), *words], capture_output=True, check=True).stdout


def get(one: Stream, name: str) -> int:
    return int(Client().get(f"/streams/{one.ref}/{name}").status_code)


def test_recording_when_trimmed_then_it_begins_at_the_next_key_frame_and_shows_nothing_before(
    one: Stream,
) -> None:
    before = names(one)
    film = shelf.folder_of(one.ref) / "film.mp4"
    wanted, earlier = first_picture(film, 8), first_picture(film, 4)
    trimmed(one, 5, 15)
    assert (one.state, one.seconds, one.clock) == ("ready", 7, [[8, 0, 7]])
    assert [moment(one.clock, second) for second in (3, 8, 10, 19)] == [0, 0, 2, 7]
    now = shelf.folder_of(one.ref) / "film.mp4"
    assert first_picture(now) == wanted != earlier
    assert abs(ffmpeg.look(ffmpeg.find(), now).seconds - 7) < 0.3
    assert not before & names(one)
    assert {get(one, name) for name in before} == {404}
    assert get(one, "film.mp4") == get(one, "master.m3u8") == 200


def test_recording_when_put_back_then_it_is_the_very_same(one: Stream) -> None:
    before, seconds = names(one), one.seconds
    trimmed(one, 5, 15)
    commands.untrim(one, by=an_account())
    one.refresh_from_db()
    assert (names(one), one.seconds, one.clock) == (before, seconds, [])
    assert not Trim.objects.exists()
    with pytest.raises(Conflict, match="恢复不了"):
        commands.untrim(one, by=an_account())


def test_recording_when_trimmed_twice_then_seconds_are_those_one_sees_and_the_whole_stays_whole(
    one: Stream,
) -> None:
    before = names(one)
    trimmed(one, 4, 20)
    trimmed(one, 4, 12)
    assert one.clock == [[8, 0, 8]]
    commands.untrim(one, by=an_account())
    assert names(one) == before


def test_whole_when_a_week_is_over_then_it_is_gone_for_good(one: Stream) -> None:
    trimmed(one, 5, 15)
    whole = shelf.whole_of(one.ref)
    arriving.sweep()
    assert whole.exists()
    with time.using(time.ManualClock(time.now() + dt.timedelta(days=7, minutes=1))):
        arriving.sweep()
        assert not whole.exists()
        with pytest.raises(Conflict, match="恢复不了"):
            commands.untrim(one, by=an_account())
        trimmed(one, 0, 5)
    assert (one.seconds, one.clock) == (5, [[8, 0, 5]])


def test_whole_when_a_week_is_over_while_it_waits_to_be_trimmed_once_more_then_it_is_still_there(
    one: Stream,
) -> None:
    trimmed(one, 5, 15)
    Trim.objects.update(state=Trim.State.QUEUED)
    with time.using(time.ManualClock(time.now() + dt.timedelta(days=7, minutes=1))):
        arriving.sweep()
    known = Trim.objects.get()
    assert (shelf.whole_of(one.ref).exists(), known.begun, bool(known.before)) == (True, 8, True)


def test_recording_when_it_came_in_live_then_what_came_in_is_not_sent_any_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shows, "_showers", [])
    one = commands.open_live(title="甲", by=None)
    shows.register(Shower(Show(BEGAN, BEGAN + dt.timedelta(seconds=60), True)))
    lay_down(taken.folder_of(one.ref), AIR, Turn(AIR, 8), Turn(AIR + 20, 12))
    commands.finish_live(one, by=None)
    one.refresh_from_db()
    journal = taken.journal_of(one.ref)
    assert journal is not None
    piece = journal.pieces["picture"][0].name
    assert get(one, piece) == 200
    trimmed(one, 4, 16)
    assert one.clock == [[4, 0, 4], [20, 4, 8]]
    assert get(one, piece) == 404
    assert not taken.folder_of(one.ref).exists()


def test_transcript_when_the_film_is_trimmed_then_it_moves_with_it_and_comes_back(one: Stream) -> None:
    commands.write_transcript(one, "0:02 开场\n0:09 正题\n0:17 散场", by=None)
    before, address = queries.cues(one), captions_of(one)[0].src
    with time.using(time.ManualClock(time.now() + dt.timedelta(minutes=1))):
        trimmed(one, 5, 15)
    assert [(cue.begin, cue.text) for cue in queries.cues(one)] == [(1, "正题")]
    assert captions_of(one)[0].src != address
    assert "开场" not in Client().get(f"/streams/{one.ref}/transcript.vtt").content.decode()
    commands.untrim(one, by=an_account())
    assert [(cue.begin, cue.text) for cue in queries.cues(one)] == [(cue.begin, cue.text) for cue in before]


@pytest.mark.parametrize(("begin", "end"), [(0, 20), (10, 12), (15, 5), (30, 40)])
def test_trim_when_nothing_would_be_trimmed_or_left_then_says_so(
    one: Stream, begin: float, end: float
) -> None:
    with pytest.raises(Conflict):
        commands.trim(one, begin, end, by=an_account())
    assert not Trim.objects.exists()


def test_trim_when_it_fails_then_the_old_one_is_still_sent(
    one: Stream, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = names(one)
    with monkeypatch.context() as broken:
        broken.setattr(shelving.films, "making", lambda *_args, **_more: ["-map", "0:v:7", "film.mp4"])
        trimmed(one, 5, 15)
    known = Trim.objects.get()
    assert (known.state, known.fault, one.state, names(one)) == ("failed", "broken", "ready", before)
    trimmed(one, 5, 15)
    assert one.seconds == 7


def test_trim_when_killed_after_the_files_were_put_in_place_then_it_is_done_again(
    one: Stream, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def kill(*_args: Any, **_more: Any) -> None:
        raise Killed

    with monkeypatch.context() as dying:
        dying.setattr(trimming, "end", kill)
        commands.trim(one, 5, 15, by=an_account())
    assert (Trim.objects.get().state, one.seconds) == ("queued", 20)
    trimming.trim_stream.call(one.pk)
    one.refresh_from_db()
    assert (one.seconds, one.clock) == (7, [[8, 0, 7]])
    assert shelf.whole_of(one.ref).exists()

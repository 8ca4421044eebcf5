"""From a recording to something that can be watched: what is made, what is refused, who is sent what."""

from __future__ import annotations

import datetime as dt
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from sixianghui.access.public import Account
from sixianghui.common import time, wire
from sixianghui.common.errors import Conflict
from sixianghui.media import commands, ffmpeg, films, queries, shelf, shows
from sixianghui.media.commands import streaming
from sixianghui.media.models import Stream
from sixianghui.media.public import Show, fault_sentence, player_of
from tests.factories import an_account, signed_in
from tests.factories.files import named
from tests.factories.films import a_film, a_film_file

pytestmark = pytest.mark.django_db


def a_stream(by: Account | None = None, name: str = "党课录像.mp4", **more: Any) -> Stream:
    made = commands.add_stream(a_film_file(name, **more), title="把专业做到群众心里", by=by)
    return Stream.objects.get(pk=made.pk)


def pieces(one: Stream, rendition: str = "picture") -> list[str]:
    shelved = shelf.shelved(one.ref)
    assert shelved is not None
    found = shelved.renditions[rendition]
    return [found.head, *(piece.name for piece in found.pieces)]


class Shower:
    """A room that shows one stream as a test says."""

    def __init__(self, show: Show | None, *, sees: Account | None = None, host: Account | None = None):
        self.show, self.sees, self.host = show, sees, host

    def show_of(self, stream: Stream) -> Show | None:
        return self.show

    def may_see(self, person: Any, stream: Stream) -> bool:
        return self.sees is not None and person.pk == self.sees.pk

    def may_prepare(self, person: Any, stream: Stream) -> bool:
        return self.host is not None and person.pk == self.host.pk


@pytest.fixture(autouse=True)
def _nobody_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shows, "_showers", [])


# ---- making


def test_film_when_browsers_play_it_then_it_is_copied_and_the_source_goes(
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        one = a_stream(seconds=10)
    assert (one.state, one.fault, one.done) == ("ready", "", 100)
    assert (one.seconds, one.width, one.height, one.has_picture, one.has_sound) == (10, 320, 180, True, True)
    shelved = shelf.shelved(one.ref)
    assert shelved is not None
    assert set(shelved.renditions) == {"picture", "sound"}
    assert [round(piece.seconds) for piece in shelved.renditions["picture"].pieces] == [4, 4, 2]
    assert shelved.renditions["picture"].codecs.startswith("avc1.")
    assert shelved.renditions["sound"].codecs == "mp4a.40.2"
    assert shelved.files == {"film.mp4", "sound.m4a"}
    assert not Path(one.file.path).exists()
    assert [path.name for path in shelf.streams().iterdir()] == [one.ref]


def test_film_when_copied_then_its_picture_is_the_same_bits() -> None:
    one, film = a_stream(seconds=10), shelf.streams()
    source = film / "source.mp4"
    source.write_bytes(a_film(10))
    assert _bits(source) == _bits(shelf.folder_of(one.ref) / "film.mp4")


def _bits(path: Path) -> bytes:
    words = ["-v", "error", "-i", str(path), "-map", "0:v", "-c", "copy", "-f", "md5", "-"]
    return subprocess.run([ffmpeg.find(), *words], capture_output=True, check=True).stdout


@pytest.mark.parametrize(
    ("more", "what"),
    [
        ({"codec": "mpeg4", "ending": "avi", "name": "a.avi"}, (320, 180, True)),
        ({"size": "1920x1200", "seconds": 2}, (1152, 720, True)),
        ({"keys": 1000, "seconds": 20}, (320, 180, True)),
        ({"sound": False}, (320, 180, False)),
        ({"size": None, "ending": "mp3", "name": "a.mp3"}, (0, 0, True)),
    ],
)
def test_film_when_browsers_would_not_play_it_then_it_is_made_anew(
    more: dict[str, Any], what: tuple[int, int, bool]
) -> None:
    one = a_stream(**more)
    assert (one.state, one.width, one.height, one.has_sound) == ("ready", *what)
    shelved = shelf.shelved(one.ref)
    assert shelved is not None
    for rendition in shelved.renditions.values():
        assert max(piece.seconds for piece in rendition.pieces) < 4.2


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.mp4", b""),
        ("a.mp4", b"#EXTM3U\n#EXTINF:4,\nfile:///etc/passwd\n"),
        ("a.exe", a_film),
        ("a.mp4", b"MZ" + bytes(600)),
        ("a", a_film),
    ],
)
def test_upload_when_it_is_no_recording_then_refused_before_anything_is_kept(name: str, content: Any) -> None:
    data = content() if callable(content) else content
    with pytest.raises(Conflict):
        commands.add_stream(named(data, name), title="甲", by=None)
    assert not Stream.objects.exists()


def test_upload_when_it_is_cut_off_then_it_fails_in_plain_words() -> None:
    half = a_film(10)[:30_000]
    commands.add_stream(named(half, "a.mp4"), title="甲", by=None)
    one = Stream.objects.get()
    assert (one.state, one.fault) == ("failed", "unreadable")
    assert "先放一遍看看" in fault_sentence(one.fault)
    assert not shelf.streams().exists() or not list(shelf.streams().iterdir())
    assert player_of(one, live=False) is None


def test_source_when_it_was_not_deleted_after_its_film_was_made_then_the_sweep_deletes_it() -> None:
    one = a_stream()
    source = Path(one.file.path)
    assert (one.state, source.exists()) == ("ready", True)  # a test has no commit after which it would go
    streaming.sweep_streams(timezone.now() - dt.timedelta(days=1))
    assert source.exists()  # the control
    streaming.sweep_streams(timezone.now() + dt.timedelta(days=1))
    assert not source.exists()
    assert pieces(one)


def test_film_when_its_process_died_before_there_was_a_row_then_its_bytes_go_after_a_week() -> None:
    known = a_stream()
    dying = streaming.lay_film(a_film_file(), title="乙", by=None)
    laid = Path(dying.__enter__().file.path)  # and nothing after it ever runs
    tomorrow, yesterday = (timezone.now() + dt.timedelta(days=days) for days in (1, -1))
    streaming.sweep_laid(yesterday)
    assert laid.exists()  # the control: somebody may be in the middle of it
    streaming.sweep_laid(tomorrow)
    assert (laid.exists(), Path(known.file.path).exists()) == (False, True)


def test_ffmpeg_when_given_a_playlist_or_a_list_of_files_then_opens_none_of_them(tmp_path: Path) -> None:
    (tmp_path / "real.ts").write_bytes(a_film(4, ending="ts"))
    listed = {
        "playlist.mp4": "#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\nreal.ts\n#EXT-X-ENDLIST\n",
        "concat.mp4": f"ffconcat version 1.0\nfile '{tmp_path / 'real.ts'}'\n",
    }
    for name, text in listed.items():
        (tmp_path / name).write_text(text)
        with pytest.raises(films.Unplayable):
            ffmpeg.look(ffmpeg.find(), tmp_path / name)
    # The control: without our words ffmpeg follows such a list.
    words = [ffmpeg.find(), "-hide_banner", "-f", "concat", "-safe", "0", "-i", str(tmp_path / "concat.mp4")]
    assert b"Input #0" in subprocess.run(words, capture_output=True, check=False).stderr


def test_job_when_it_runs_again_then_nothing_is_made_again() -> None:
    one = a_stream()
    before = pieces(one)
    commands.make_stream.func(one.pk)
    assert pieces(one) == before


def test_job_when_killed_in_the_middle_then_it_begins_anew_and_leaves_nothing_behind() -> None:
    one = a_stream()
    shelf.remove(one.ref)
    left = shelf.begin(one.ref)
    (left / "film.mp4").write_bytes(b"half")
    Path(one.file.path).write_bytes(a_film(10))
    Stream.objects.filter(pk=one.pk).update(state="working", done=50)
    commands.make_stream.func(one.pk)
    one.refresh_from_db()
    assert one.state == "ready"
    assert [path.name for path in shelf.streams().iterdir()] == [one.ref]


def test_ffmpeg_when_none_is_found_then_says_who_can_help(settings: Any, tmp_path: Path) -> None:
    with pytest.raises(films.Unplayable) as found:
        ffmpeg.find(tmp_path / "nowhere")
    assert "没有 ffmpeg" in fault_sentence(found.value.fault)


# ---- who is sent what

BEGAN = time.shanghai(2018, 6, 5, 15)


def get(one: Stream, name: str, by: Account | None = None) -> Any:
    client = signed_in(by) if by else Client()
    return client.get(f"/streams/{one.ref}/{name}")


def statuses(one: Stream, by: Account | None = None) -> dict[str, int]:
    names = {
        "live": "live-master.m3u8",
        "live-picture": "live-picture.m3u8",
        "whole": "master.m3u8",
        "sound": "sound.m3u8",
        "film": "film.mp4",
        "piece": pieces(one)[1],
    }
    return {what: get(one, name, by).status_code for what, name in names.items()}


LIVE = {"live", "live-picture", "piece"}
AGAIN = {"whole", "sound", "film", "piece"}


def sent(one: Stream, by: Account | None = None) -> set[str]:
    found = statuses(one, by)
    assert set(found.values()) <= {200, 404}
    return {what for what, status in found.items() if status == 200}


def test_stream_when_nobody_shows_it_then_it_is_its_makers_alone() -> None:
    maker = an_account()
    one = a_stream(maker)
    assert (sent(one), sent(one, an_account()), sent(one, maker)) == (set(), set(), AGAIN)


@pytest.mark.parametrize("everybody", [True, False])
def test_stream_when_shown_then_each_is_sent_what_they_may_have(everybody: bool) -> None:
    host, member, stranger = an_account(), an_account(), an_account()
    one = a_stream()
    shower = Shower(Show(None, None, everybody), sees=member, host=host)
    shows.register(shower)
    with time.using(time.ManualClock(BEGAN + dt.timedelta(seconds=3))):
        assert [sent(one, who) for who in (None, stranger, member, host)] == [set(), set(), set(), AGAIN]
        shower.show = Show(BEGAN, None, everybody)
        anybody = LIVE if everybody else set()
        assert [sent(one, who) for who in (None, stranger, member)] == [anybody, anybody, LIVE]
        assert sent(one, host) == LIVE | AGAIN
        shower.show = Show(BEGAN, BEGAN + dt.timedelta(seconds=3), everybody)
        anybody = LIVE | AGAIN if everybody else set()
        assert [sent(one, who) for who in (None, stranger, member)] == [anybody, anybody, LIVE | AGAIN]


@pytest.mark.parametrize(
    "show", [Show(None, None, True), Show(BEGAN, None, False), Show(BEGAN, BEGAN, False)]
)
def test_stream_when_its_maker_organises_it_no_more_then_is_sent_what_anybody_is(show: Show) -> None:
    maker, stranger = an_account(), an_account()
    one = a_stream(maker)
    shower = Shower(show, host=maker)
    shows.register(shower)
    with time.using(time.ManualClock(BEGAN + dt.timedelta(seconds=3))):
        assert sent(one, maker) > set()
        assert queries.may_follow_stream(maker, one.ref)
        shower.host = None
        assert sent(one, maker) == sent(one, stranger) == set()
        assert not queries.may_follow_stream(maker, one.ref)


def test_picture_when_cut_then_its_maker_who_organises_it_no_more_sees_it_no_more() -> None:
    maker = an_account()
    one = a_stream(maker)
    one.cut_at = BEGAN
    shower = Shower(Show(BEGAN, BEGAN, True), host=maker)
    shows.register(shower)
    assert queries.stream_access(maker, one).prepares
    shower.host = None
    found = queries.stream_access(maker, one)
    assert (found.live, found.again, found.prepares) == (False, False, False)


def test_stream_when_taken_away_then_nobody_is_sent_anything() -> None:
    host = an_account()
    one = a_stream(host)
    shows.register(Shower(Show(BEGAN, BEGAN, True), host=host))
    assert sent(one) == LIVE | AGAIN
    commands.remove_stream(one, by=host)
    assert (sent(one), sent(one, host)) == (set(), set())


def test_answers_when_everybody_may_have_them_then_they_are_kept_for_a_while() -> None:
    one = a_stream()
    shower = Shower(Show(BEGAN, None, True, ("lecture:7",)))
    shows.register(shower)
    name = pieces(one)[1]
    with time.using(time.ManualClock(BEGAN)):
        playlist, piece = get(one, "live-picture.m3u8"), get(one, name)
        assert (playlist["Content-Type"], playlist[wire.CACHE_SECONDS]) == (
            "application/vnd.apple.mpegurl",
            "1",
        )
        assert set(playlist[wire.CACHE_TAGS].split()) == {"all", one.tag, "lecture:7"}
        assert "Vary" not in playlist or "Cookie" not in playlist["Vary"]
        assert piece["Content-Type"] == "video/iso.segment"
        assert piece[wire.FILE] == str(shelf.folder_of(one.ref) / name)
        assert piece["Cache-Control"] == "public, max-age=31536000, s-maxage=600, immutable"
        assert "Access-Control-Allow-Origin" not in piece
        shower.show = Show(BEGAN, None, False)
        shower.sees = an_account()
        for each in ("live-picture.m3u8", name):
            answer = get(one, each, shower.sees)
            assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")
            assert wire.CACHE_TAGS not in answer


def test_live_when_time_goes_on_then_the_playlist_moves_and_tells_nothing_ahead() -> None:
    one = a_stream(seconds=40)
    shows.register(Shower(Show(BEGAN, None, True)))
    told: list[set[str]] = []
    for second in (0, 16, 60):
        with time.using(time.ManualClock(BEGAN + dt.timedelta(seconds=second))):
            text = get(one, "live-picture.m3u8").content.decode()
            told.append({name for name in pieces(one)[1:] if name in text})
    order = pieces(one)[1:]
    assert told == [set(order[:2]), set(order[:6]), set(order[4:])]


def test_download_when_asked_for_then_it_has_a_name_that_says_what_it_is() -> None:
    one = a_stream()
    shows.register(Shower(Show(BEGAN, BEGAN, True)))
    answer = get(one, "film.mp4?download=1")
    assert answer["Content-Disposition"].startswith('attachment; filename="film.mp4"; filename*=UTF-8')
    assert "Content-Disposition" not in get(one, "film.mp4")


# ---- hostile names


def hostile(ref: str, name: str) -> list[str]:
    steps = [
        "..",
        "../..",
        "%2e%2e",
        "%2e%2e%2f%2e%2e",
        "..%2f..",
        "..%5c..",
        "....//",
        ".%00.",
        "..;",
        "%252e%252e",
    ]
    ends = ["etc/passwd", "index.json", "sixianghui.sqlite3", f"{ref}/index.json", name, "secret_key"]
    found = [f"/streams/{step}/{end}" for step in steps for end in ends]
    found += [f"/streams/{ref}/{step}/{end}" for step in steps for end in ends]
    found += [f"/streams/{ref}/{step}%2f{end}" for step in steps for end in ends]
    plain = [
        "",
        "/",
        "index.json",
        "list.m3u8",
        "head.mp4",
        "film.mp4.m4s",
        "pid",
        ".",
        "..",
        "*",
        "?",
        name.upper(),
    ]
    found += [f"/streams/{ref}/{end}" for end in plain]
    for tail in (
        "%00",
        "%0a",
        "%0d%0a",
        "%20",
        "/",
        ".",
        "%2f",
        ";",
        "~",
        ".m4s",
        "%ff",
        "%2e",
        "%5c",
        "\u2024",
        "：",
        "%c0%ae",
    ):
        found += [
            f"/streams/{ref}/{name}{tail}",
            f"/streams/{ref}{tail}/{name}",
            f"/streams/{tail}{ref}/{name}",
        ]
        found += [f"/streams/{ref}/{tail}{name}", f"/streams/{ref}/live-picture.m3u8{tail}"]
        found += [f"/streams/{ref}/{part}{tail}.m3u8" for part in ("master", "live-master", "sound")]
    found += [f"/streams/{ref[:-1]}{one}/{name}" for one in "01loILO_-.~!@$&'()*+,="]
    found += [f"/streams/{ref}/{name[:-5]}{one}.m4s" for one in "01loILO_-.~!@$&'()*+,="]
    found += [f"/streams/{one}{ref[1:]}/{name}" for one in "01loILO_-.~!@$&'()*+,="]
    found += [f"/streams/{'a' * many}/{name}" for many in (0, 1, 19, 21, 400)]
    found += [f"/streams/{ref}/{'a' * many}.m4s" for many in (0, 1, 19, 20, 21, 400)]
    found += [
        f"/{prefix}streams/{ref}/{end}"
        for prefix in ("en/", "media/", "static/../")
        for end in ("index.json", "film.mp4/")
    ]
    return [one for one in dict.fromkeys(found) if one != f"/streams/{ref}/{name}"]


def test_names_when_hostile_then_nothing_is_sent_and_nothing_breaks() -> None:
    one = a_stream()
    shows.register(Shower(Show(BEGAN, BEGAN, True)))
    name = pieces(one)[1]
    (shelf.streams() / "secret_key").write_text("secret")
    client = Client()
    assert client.get(f"/streams/{one.ref}/{name}").status_code == 200  # the control
    tried = hostile(one.ref, name)
    assert len(tried) >= 400
    for address in tried:
        answer = client.get(address, follow=False)
        assert answer.status_code in {301, 302, 400, 404}, address
        assert wire.FILE not in answer.headers, address
        if answer.status_code in {301, 302}:
            assert "passwd" not in answer["Location"] or answer["Location"].startswith("/"), address


def test_access_when_asked_then_the_topic_of_the_making_is_its_makers() -> None:
    maker = an_account()
    one = a_stream(maker)
    assert queries.may_follow_stream(maker, one.ref)
    assert not queries.may_follow_stream(an_account(), one.ref)

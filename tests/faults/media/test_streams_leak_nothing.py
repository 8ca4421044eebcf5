"""T29: names that are no names, what was before it began, the key in everything that is sent: nothing leaks."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sixianghui.ingest.boxes import Head
from sixianghui.ingest.store import Store
from sixianghui.media import ffmpeg
from tests.faults.lectures.studio import Page, Studio
from tests.faults.media import probes
from tests.faults.media.airing import Air, Watching, on_the_air
from tests.faults.media.viewing import Overheard, crawl, files_below, raw, refused, samples

pytestmark = [pytest.mark.deep, pytest.mark.sqlite, pytest.mark.xdist_group("streams-leak")]
CANARY = b"canary-of-a-file-that-nobody-may-have"
Record = Callable[[str, object], None]


@pytest.fixture(scope="module")
def air(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Air]:
    """A lecture for everybody."""
    with on_the_air(tmp_path_factory.mktemp("open"), closed=False) as made:
        yield made


# ---- names that are no names


def _lay_canaries(studio: Studio) -> tuple[tuple[str, str], list[str]]:
    """Files that nobody may have, around those that are sent: another stream with a piece, and names to ask for."""
    other = studio.host("second")["stream"]
    folder = studio.folder.with_name(f"live-{other}")
    store = Store(folder, floor=0, reserve=0)
    store.begin("feed", "rtmp", time.time())
    store.head("picture", Head(CANARY, "avc1.640028", 320, 180))
    name = store.piece("picture", CANARY, at=time.time(), seconds=2)
    data = Path(studio.environ["SIXIANGHUI_DATA"])
    unlisted = f"{'a' * 20}.m4s"
    inbox = next(studio.folder.glob("inbox-*"))
    laid = [
        studio.folder / unlisted, studio.folder / "index.json", inbox / "canary", studio.folder / "reserve",
        studio.folder.parent / "canary.m4s", data / "media" / "canary.mp4", data / "canary", data.parent / "canary",
    ]  # fmt: skip
    for path in laid:
        path.write_bytes(CANARY)
    goals = [
        "journal", "status.json", "reserve", "index.json", unlisted, f"{inbox.name}/00000000", f"{inbox.name}/canary",
        inbox.name, "canary.m4s", "canary.mp4", "canary", f"live-{other}/{name}", f"live-{other}/journal",
        "sixianghui.sqlite3", "data/sixianghui.sqlite3", "run/ingest.json", "etc/passwd", "JOURNAL", "Status.JSON",
    ]  # fmt: skip
    return (other, name), goals


def test_names_when_four_hundred_are_made_up_then_not_a_byte_of_a_file_comes_back(
    air: Air, record_property: Record
) -> None:
    studio = air.studio
    other, goals = _lay_canaries(studio)
    piece = air.newest()
    targets = probes.probes(studio.made["stream"], piece, other=other, goals=goals)
    data = Path(studio.environ["SIXIANGHUI_DATA"])
    never = {CANARY, b"SQLite format 3", b"root:x:0:", *(b'{"is":"', b'"feed":')}
    for path, held in files_below(data / "media"):
        never.update(samples(held) if path.suffix != ".m3u8" else [])

    odd, said = [], 0
    for target in targets:
        for session in ("", studio.made["host"]):
            is_refused, answer = refused(studio.port, target, session)
            said += len(answer)
            # Its host may see the other stream by its right address; that is no way round.
            right = session and target.startswith(f"/streams/{other[0]}/") and target.count("/") == 3
            if not right and (not is_refused or any(one in answer for one in never)):
                odd.append((target, answer[:60]))

    assert odd == []
    assert len(targets) == probes.COUNT
    record_property(
        "counted", f"T29: {len(targets)} made-up names, 2 askers each, 0 bytes of a file ({said} looked at)"
    )


def test_control_when_names_are_right_then_they_are_found_by_the_same_look(air: Air) -> None:
    studio = air.studio
    name = air.newest()
    held = (studio.folder / name).read_bytes()
    is_refused, answer = refused(studio.port, f"/streams/{studio.made['stream']}/{name}")
    assert not is_refused
    assert answer.endswith(held)
    assert all(one in answer for one in samples(held))
    # A percent sign says nothing else than the letter it stands for.
    assert raw(studio.port, f"/streams/{studio.made['stream']}/%{ord(name[0]):x}{name[1:]}")[0] == 200


# ---- before it begins


def test_rehearsal_when_others_ask_for_it_then_the_host_alone_gets_it(air: Air) -> None:
    assert air.to_host == 200
    assert set(air.to_others.values()) == {404}, air.to_others


def test_rehearsal_when_it_has_begun_then_nothing_of_before_is_told_or_sent(air: Air) -> None:
    studio = air.studio
    told = {name for playlist in ("live-picture.m3u8", "live-sound.m3u8") for name in studio.pieces(playlist)}
    journal = studio.journal()
    known = {one.name: one for pieces in journal.pieces.values() for one in pieces}
    before = [one for one in known.values() if one.at + one.seconds / 2 < air.began]
    assert told
    assert set(air.rehearsed) & {one.name for one in before}
    assert not told & {one.name for one in before}
    for session in ("", studio.made["stranger"]):
        assert {studio.ask(one.name, session)[0] for one in before} == {404}
    assert studio.ask(before[-1].name, studio.made["host"])[0] in {
        200,
        404,
    }  # of its window, only a minute stays


# ---- the key


def test_key_when_everything_sent_said_and_kept_is_searched_then_it_is_nowhere(
    air: Air, record_property: Record
) -> None:
    studio, made = air.studio, air.studio.made
    topics = f"watch:{made['lecture']}", f"lecture:{made['lecture']}"
    with (
        Overheard(studio.port, topics) as nobody,
        Overheard(studio.port, (*topics, f"stream:{made['stream']}"), made["host"]) as host,
    ):
        studio.wait_for(lambda: b"\r\n\r\n" in nobody.said and b"\r\n\r\n" in host.said)
        keys = [made["key"], studio.host("key")["key"]]
        hidden = studio.host("secrets")
        studio.wait_for(lambda: b"door" in host.said)
        lecture, stream = f"/lectures/{made['lecture']}/", f"/streams/{made['stream']}/"
        begin = [
            "/", "/en/", lecture, f"/en{lecture}", f"{lecture}questions/", f"{lecture}lecture.ics", "/lectures/all/",
            "/watching/", "/sitemap.xml", "/sitemaps/lectures.xml", "/robots.txt", "/feed/", "/nothing/here/", "/%00",
            f"{stream}live-master.m3u8", f"{stream}master.m3u8", f"{stream}token.json", f"{stream}nothing",
            f"{stream}{'a' * 20}.m4s", "/healthz", "/metrics",
        ]  # fmt: skip
        answers = {
            who: crawl(studio, session, begin)
            for who, session in (("nobody", ""), ("stranger", made["stranger"]), ("host", made["host"]))
        }
        heard = {"events to nobody": nobody.said, "events to the host": host.said}
    sent = {
        f"{address} to {who}": said for who, some in answers.items() for address, said in some.items()
    } | heard
    data = Path(studio.environ["SIXIANGHUI_DATA"])
    kept = {str(path.relative_to(data)): held for path, held in files_below(data)}
    logs = {"logs": air.logs.read_bytes()}
    database = b"".join(held for name, held in kept.items() if name.startswith("sixianghui.sqlite3"))

    assert _where(keys, sent | kept | logs) == []
    assert (
        _where(
            [hidden["hash"], hidden["passphrase"]], answers_of("nobody", sent) | answers_of("stranger", sent)
        )
        == []
    )
    assert _where([hidden["hash"], hidden["passphrase"]], heard | logs) == []
    assert _where([hidden["passphrase"]], kept) == []
    assert hidden["hash"].encode() in database
    assert [name for name in kept if any(one in name for one in (*keys, *hidden.values()))] == []
    # The control: the answer to the host who asks for a key is found by the same search.
    again = str(studio.host("key"))
    assert _where([again.split("'")[3]], {"the answer": again.encode()}) == ["the answer"]
    # And what was searched is what there is: pieces, playlists, pages, words of all three processes.
    assert any(b"video/iso.segment" in said for said in sent.values())
    assert any(name.startswith("media/streams/live-") and name.endswith("journal") for name in kept)
    size = sum(map(len, (sent | kept | logs).values()))
    record_property(
        "counted",
        f"T29: key, hash and passphrase in {len(sent)} answers and {len(kept)} files, {size} bytes: 0",
    )


def answers_of(who: str, sent: dict[str, bytes]) -> dict[str, bytes]:
    return {name: said for name, said in sent.items() if name.endswith(f" to {who}")}


def _where(words: list[str], things: dict[str, bytes]) -> list[str]:
    return [name for name, held in things.items() if any(word.encode() in held for word in words)]


# ---- taken off the air


def test_picture_when_it_is_cut_then_nobody_gets_anything_of_it(air: Air, record_property: Record) -> None:
    studio, stranger = air.studio, air.studio.made["stranger"]
    before = set(studio.pieces())
    with Page(studio, ffmpeg.find()):
        names = studio.wait_for(lambda: (found := studio.pieces()) and set(found) - before and found)
        asked = ["live-master.m3u8", "live-picture.m3u8", "live-sound.m3u8", *names]
        with Watching(studio, asked) as watching:
            studio.wait_for(lambda: watching.sent > len(asked))
            studio.host("cut")
            # Whoever asks after the host was told that it is done.
            after = {f"{name} to {who}": studio.ask(name, who)[0] for name in asked for who in ("", stranger)}
    seconds = watching.last - studio.host("times")["cut"]
    back = studio.host("restore")

    assert set(after.values()) == {404}, after
    assert back == {}
    assert {studio.ask(name)[0] for name in names} == {200}, "the control: they lie there all the same"
    record_property(
        "counted", f"cut: the last byte of {watching.sent} answers went {seconds:+.2f} s after it"
    )

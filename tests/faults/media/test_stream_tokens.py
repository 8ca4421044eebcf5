"""Tokens of a lecture that is not for everybody: what they open, and when they open nothing any more."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest

from sixianghui.media import ffmpeg
from tests.faults.lectures.studio import Page
from tests.faults.media.airing import Air, Watching, on_the_air

pytestmark = [pytest.mark.deep, pytest.mark.sqlite, pytest.mark.xdist_group("stream-tokens")]
Record = Callable[[str, object], None]
_HEAD = re.compile(r'URI="([^"?]+)')


@pytest.fixture(scope="module")
def air(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Air]:
    with on_the_air(tmp_path_factory.mktemp("closed"), closed=True) as made:
        yield made


def test_rehearsal_when_others_ask_for_it_with_the_hosts_token_then_they_get_nothing(air: Air) -> None:
    assert air.to_host == 200
    assert set(air.to_others.values()) == {404}, air.to_others


def test_playlist_when_there_is_no_session_then_there_is_none_and_no_token(air: Air) -> None:
    studio = air.studio
    for session in ("", studio.made["stranger"]):
        for name in ("live-master.m3u8", "live-picture.m3u8", "live-sound.m3u8", "master.m3u8", "token.json"):
            assert studio.ask(name, session)[0] == 404, name
    assert studio.ask("token.json", studio.made["host"])[0] == 200


def test_piece_when_it_is_asked_for_with_its_token_then_it_comes_whoever_asks(air: Air) -> None:
    studio = air.studio
    status, text = studio.ask("live-picture.m3u8", studio.made["host"])
    newest, head = air.newest(), _HEAD.findall(text)[-1]
    # The host's playlist also names what was before it began; a token does not.
    assert status == 200
    for name in (newest, head):
        for session in ("", studio.made["stranger"]):
            assert studio.ask(f"{name}?t={air.token()}", session)[0] == 200
            assert studio.ask(name, session)[0] == 404
    for name in set(air.rehearsed) - set(air.told()):
        assert studio.ask(f"{name}?t={air.token()}")[0] == 404


def test_token_when_it_is_over_of_another_stream_or_changed_then_it_opens_nothing(air: Air) -> None:
    studio = air.studio
    newest = air.newest()
    told = studio.host("tokens")
    good, over = told["good"], told["over"]
    until, signature = good.split("-")
    later = f"{int(until, 16) + 3600:x}"
    false = [
        over, told["other"], "", "-", until, f"{until}-", f"-{signature}", f"{later}-{signature}", f"{until}-{'0' * 32}",
        f"{until}-{signature[:-1]}", f"{until}-{signature}0", f"{until}-{signature[::-1]}", f"{until}-{signature.upper()}",
        f"-{good}", f"{'f' * 4000}-{signature}", f"{over.split('-')[0]}-{signature}", f"{until}-{over.split('-')[1]}",
        f"%00{good}", f"{good}%00", f"{until}-%EF%BC%90{signature[1:]}", "none", f"{good}&t={over}",
    ]  # fmt: skip
    said = {token[:80]: studio.ask(f"{newest}?t={token}")[0] for token in false}

    assert {token: status for token, status in said.items() if status not in {400, 404}} == {}
    assert studio.ask(f"{newest}?t={good}")[0] == 200, "the control: a good one, asked for in the same way"


def test_token_when_the_picture_is_cut_then_it_opens_nothing_any_more(
    air: Air, record_property: Record
) -> None:
    studio, host = air.studio, air.studio.made["host"]
    newest = air.newest()
    asked = [f"{newest}?t={air.token()}"]
    with Watching(studio, asked) as watching:
        studio.wait_for(lambda: watching.sent > 3)
        studio.host("cut")
        after = {studio.ask(name, who)[0] for name in asked for who in ("", studio.made["stranger"])}
    seconds = watching.last - studio.host("times")["cut"]

    assert after == {404}
    assert studio.ask(newest, host)[0] == 200, "the control: who holds it still looks at it"
    record_property("counted", f"cut: the last byte behind a token went {seconds:+.2f} s after it")


def test_token_when_the_recording_is_taken_away_then_it_opens_nothing_any_more(air: Air) -> None:
    studio, host = air.studio, air.studio.made["host"]
    studio.host("restore")
    known = air.told()
    with Page(studio, ffmpeg.find()):
        studio.wait_for(lambda: set(air.told()) - set(known))
        asked = [f"{air.newest()}?t={air.token()}"]
        before = studio.ask(asked[0])[0]
        studio.host("end")
        kept = studio.ask(asked[0])[0]
        studio.host("remove")
        after = {studio.ask(name, who)[0] for name in asked for who in ("", studio.made["stranger"], host)}

    assert before == kept == 200, "the control: it ended, and who was let in may see it again"
    assert after == {404}

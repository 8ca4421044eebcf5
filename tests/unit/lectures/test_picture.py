"""A recording that is played as live: who brings it, who sees it when, and when it is taken back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from sixianghui.access.public import Account
from sixianghui.activities.public import call_off
from sixianghui.common.errors import Conflict, Refused
from sixianghui.lectures import commands
from sixianghui.lectures.models import Lecture
from sixianghui.media.models import Stream
from sixianghui.media.storage import Kept
from tests.factories import an_account, signed_in
from tests.factories.films import a_film, a_film_file
from tests.unit.lectures.house import House


@pytest.fixture(autouse=True)
def _a_media_folder(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def brought(house: House, lecture: Lecture, **more: Any) -> Stream:
    commands.bring_picture(lecture, a_film_file(**more), by=house.host)
    lecture.refresh_from_db()
    assert lecture.stream is not None
    return Stream.objects.get(pk=lecture.stream.pk)


def found(stream: Stream, *names: str, by: Account | None = None) -> list[int]:
    client = signed_in(by) if by else Client()
    return [client.get(f"/streams/{stream.ref}/{name}").status_code for name in names]


WAYS = ("live-master.m3u8", "live-picture.m3u8", "master.m3u8", "film.mp4")


def test_picture_when_the_lecture_goes_on_then_everybody_sees_it_live_and_then_again(house: House) -> None:
    lecture = house.lecture()
    stream = brought(house, lecture)
    assert found(stream, *WAYS) == [404, 404, 404, 404]
    assert found(stream, *WAYS, by=house.host) == [404, 404, 200, 200]
    house.at(0)
    commands.begin(lecture, by=house.host)
    assert found(stream, *WAYS) == [200, 200, 404, 404]
    house.at(60)
    commands.end(lecture, by=house.host)
    assert found(stream, *WAYS) == [200, 200, 200, 200]


def test_picture_when_the_lecture_is_not_open_then_a_stranger_finds_nothing(house: House) -> None:
    lecture = house.on_air(open=False)
    stream = brought(house, lecture)
    assert found(stream, *WAYS) == found(stream, *WAYS, by=an_account()) == [404] * 4
    assert found(stream, *WAYS, by=house.host) == [200] * 4


def test_picture_when_live_then_the_playlist_says_what_is_now(house: House) -> None:
    lecture = house.on_air()
    stream = brought(house, lecture, seconds=40)
    client, numbers = Client(), []
    for minutes in (0, 0.5, 5):
        house.at(minutes)
        text = client.get(f"/streams/{stream.ref}/live-picture.m3u8").content.decode()
        numbers.append((text.count("#EXTINF"), "#EXT-X-ENDLIST" in text))
    assert numbers == [(2, False), (6, False), (6, True)]


def test_page_when_on_air_then_it_holds_the_player_and_may_play_what_it_loads(house: House) -> None:
    lecture = house.on_air()
    address = f"/lectures/{lecture.ref}/"
    before = Client().get(address)
    # It comes into the open page when there is something to play, so that page may play from the beginning.
    assert "<lecture-player" not in before.content.decode()
    assert before["Content-Security-Policy"].startswith("media-src 'self' blob:; default-src 'self';")
    assert "media-src" not in Client().get("/")["Content-Security-Policy"]
    stream = brought(house, lecture)
    page = Client().get(address)
    html = page.content.decode()
    assert f'<lecture-player class="lp" address="/streams/{stream.ref}/live-master.m3u8"' in html
    assert (
        f'<source src="/streams/{stream.ref}/live-master.m3u8" type="application/vnd.apple.mpegurl">' in html
    )
    assert page["Content-Security-Policy"].startswith("media-src 'self' blob:; default-src 'self';")
    house.at(60)
    commands.end(lecture, by=house.host)
    html = Client().get(address).content.decode()
    assert f'<source src="/streams/{stream.ref}/film.mp4" type="video/mp4">' in html
    assert " live>" not in html


def test_picture_when_replaced_then_the_old_one_is_gone_and_the_page_stays(house: House) -> None:
    lecture = house.on_air()
    first = brought(house, lecture)
    with pytest.raises(Conflict, match="正在直播"):
        commands.bring_picture(lecture, a_film_file(), by=house.host)
    house.at(60)
    commands.end(lecture, by=house.host)
    second = brought(house, lecture, seconds=12)
    assert found(first, "master.m3u8") == [404]
    assert found(second, "master.m3u8") == [200]
    commands.set_stream(lecture, None, by=house.host)
    assert found(second, "master.m3u8", by=house.host) == [404]


def test_picture_when_somebody_else_brings_one_then_refused(house: House) -> None:
    with pytest.raises(Refused):
        commands.bring_picture(house.lecture(), a_film_file(), by=an_account())
    assert not Stream.objects.exists()


def test_page_when_a_recording_is_uploaded_then_it_is_made_and_shown(house: House) -> None:
    lecture = house.lecture()
    client, address = signed_in(house.host), f"/lectures/{lecture.ref}/picture/"
    assert client.get(address).status_code == 200
    bad = client.post(address, {"file": SimpleUploadedFile("a.mp4", b"no film")})
    assert (bad.status_code, "这不是能收的录像" in bad.content.decode()) == (422, True)
    good = client.post(address, {"file": SimpleUploadedFile("a.mp4", a_film(10))})
    assert (good.status_code, good["Location"]) == (302, address)
    html = client.get(address).content.decode()
    assert "lecture-player" in html and "现在只有主办的人看得到" in html
    assert client.get(f"{address}progress/").json() == {
        "done": 100, "total": 100, "stage": "making", "finished": True,
    }  # fmt: skip


def test_page_when_the_recording_cannot_be_made_then_says_what_to_do(house: House) -> None:
    lecture = house.lecture()
    brought_half = SimpleUploadedFile("a.mp4", a_film(10)[:30_000])
    client, address = signed_in(house.host), f"/lectures/{lecture.ref}/picture/"
    client.post(address, {"file": brought_half})
    html = client.get(address).content.decode()
    assert "没有做成" in html and "先放一遍看看" in html and "lecture-player" not in html


def test_picture_when_nobody_of_its_organisers_asks_for_its_page_then_there_is_none(house: House) -> None:
    from sixianghui.access.public import Post
    from tests.factories import a_unit, someone_with

    lecture = house.lecture()
    other = someone_with(Post.SECRETARY, a_unit(name="另一个党支部", short_name="另一支部"))
    assert signed_in(other).get(f"/lectures/{lecture.ref}/picture/").status_code == 404


def while_copying(monkeypatch: pytest.MonkeyPatch, act: Callable[[], Any]) -> None:
    """`act` whenever bytes are being laid in the media folder."""
    save = Kept._save

    def watched(self: Kept, name: str, content: Any) -> str:
        act()
        return save(self, name, content)

    monkeypatch.setattr(Kept, "_save", watched)


@pytest.mark.django_db(transaction=True)
def test_page_when_a_recording_is_uploaded_then_no_transaction_is_open_while_it_is_copied(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    lecture = house.lecture()
    was_open: list[bool] = []
    while_copying(monkeypatch, lambda: was_open.append(connection.in_atomic_block))
    film = a_film(10)
    sent = {"file": SimpleUploadedFile("a.mp4", film), "intent": "k" * 20}
    address = f"/lectures/{lecture.ref}/picture/"
    assert signed_in(house.host).post(address, sent)["Location"] == address
    assert was_open == [False]
    lecture.refresh_from_db()
    assert lecture.stream is not None
    assert (lecture.stream.state, lecture.stream.file_size) == ("ready", len(film))


def test_page_when_a_recording_is_sent_twice_then_the_second_takes_the_place_of_the_first(
    house: House,
) -> None:
    lecture = house.lecture()
    client, address = signed_in(house.host), f"/lectures/{lecture.ref}/picture/"
    for _ in range(2):
        assert client.post(address, {"file": SimpleUploadedFile("a.mp4", a_film(10))}).status_code == 302
    lecture.refresh_from_db()
    assert Stream.objects.get(removed_at=None) == lecture.stream


def test_picture_when_the_lecture_is_called_off_while_it_is_copied_then_its_bytes_go(
    house: House, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    lecture = house.lecture()
    laid = tmp_path / "media" / "stream_sources"
    brought(house, lecture)  # the control: what is kept lies there
    assert len(list(laid.iterdir())) == 1
    other = house.lecture(title="另一堂课")
    while_copying(monkeypatch, lambda: call_off(other.activity, by=house.host))
    with pytest.raises(Conflict, match="已经取消"):
        commands.bring_picture(other, a_film_file(), by=house.host)
    assert len(list(laid.iterdir())) == Stream.objects.count() == 1

"""Sending from a browser, asked as its page asks: begin, lay down numbered pieces, ask what is wanted, end."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from sixianghui.access.public import Post
from sixianghui.lectures import commands
from sixianghui.lectures.models import Lecture
from sixianghui.media import queries
from sixianghui.media.models import Feed
from tests.factories import signed_in, someone_with
from tests.unit.lectures.filmed import camera_of, comes
from tests.unit.lectures.house import House

SAYS = {"kind": "webm", "picture": "h264", "sound": "opus"}


@pytest.fixture(autouse=True)
def _a_media_folder(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def lecture(house: House) -> Lecture:
    made = house.lecture()
    house.at(-30)
    commands.use_camera(made, by=house.host)
    return made


def address(lecture: Lecture, *more: object) -> str:
    return f"/lectures/{lecture.ref}/live/browser/" + "".join(f"{one}/" for one in more)


def begun(client: Client, lecture: Lecture) -> str:
    return str(client.post(address(lecture), SAYS).json()["feed"])


def laid(client: Client, lecture: Lecture, feed: str, number: int, data: bytes = b"piece") -> tuple[int, Any]:
    answer = client.post(address(lecture, feed, number), data, content_type="application/octet-stream")
    return answer.status_code, answer.json()


def test_page_when_it_begins_then_the_door_is_opened_and_its_feed_told(
    house: House, lecture: Lecture
) -> None:
    client = signed_in(house.host)
    feed = Feed.objects.get(ref=begun(client, lecture))
    assert (feed.way, feed.by, feed.about) == (Feed.Way.BROWSER, house.host, SAYS)
    assert queries.is_armed(camera_of(lecture))
    assert client.get(address(lecture, feed.ref)).json() == {"next": 0}


def test_pieces_when_laid_down_then_each_answer_says_what_is_wanted(house: House, lecture: Lecture) -> None:
    client = signed_in(house.host)
    feed = begun(client, lecture)
    assert laid(client, lecture, feed, 0, b"head") == (200, {"next": 1})
    assert laid(client, lecture, feed, 0, b"head") == (200, {"next": 1})
    assert laid(client, lecture, feed, 3) == (409, {"next": 1})
    assert laid(client, lecture, feed, 1, b"x" * (4 * 1024 * 1024 + 1)) == (413, {"next": 1})
    assert laid(client, lecture, feed, 1, b"") == (400, {"next": 1})
    assert laid(client, lecture, feed, 1, b"one") == (200, {"next": 2})
    assert client.get(address(lecture, feed)).json() == {"next": 2}
    inbox = queries.inbox_of(Feed.objects.get())
    assert [path.read_bytes() for path in sorted(inbox.iterdir())] == [b"head", b"one"]
    assert client.post(address(lecture, feed, "end")).status_code == 200
    assert (inbox / "last").exists()


def test_pieces_when_nobody_reads_them_then_the_page_is_to_wait(house: House, lecture: Lecture) -> None:
    client = signed_in(house.host)
    feed = begun(client, lecture)
    answers = [laid(client, lecture, feed, number) for number in range(33)]
    assert answers[30] == (200, {"next": 31}) and answers[31] == (429, {"next": 31})


def test_pieces_when_the_feed_is_over_then_the_page_is_told_why(house: House, lecture: Lecture) -> None:
    client = signed_in(house.host)
    first = begun(client, lecture)
    second = begun(client, lecture)
    assert laid(client, lecture, first, 0) == (410, {"why": "replaced"})
    commands.shut_door(lecture, by=house.host)
    assert laid(client, lecture, second, 0) == (410, {"why": "shut"})
    third = begun(client, lecture)
    commands.cut_picture(lecture, by=house.host)
    assert laid(client, lecture, third, 0) == (410, {"why": "revoked"})
    cut = client.post(address(lecture), SAYS)
    assert (cut.status_code, "请先恢复画面" in cut.json()["says"]) == (409, True)


def test_page_when_an_encoder_sends_then_is_told_that_it_is_in_the_way(
    house: House, lecture: Lecture
) -> None:
    commands.open_door(lecture, by=house.host)
    comes(lecture, commands.give_key(lecture, by=house.host))
    answer = signed_in(house.host).post(address(lecture), SAYS)
    assert (answer.status_code, "已经有一路画面" in answer.json()["says"]) == (409, True)


@pytest.mark.parametrize("wrong", [{"kind": "flv"}, {"picture": "hevc"}, {"picture": "", "sound": ""}])
def test_page_when_it_records_what_cannot_be_played_then_is_refused(
    house: House, lecture: Lecture, wrong: dict[str, str]
) -> None:
    answer = signed_in(house.host).post(address(lecture), SAYS | wrong)
    assert (answer.status_code, "请换新版" in answer.json()["says"]) == (409, True)
    assert not Feed.objects.exists()


def test_feed_when_another_of_the_same_unit_asks_then_it_is_not_there(house: House, lecture: Lecture) -> None:
    feed = begun(signed_in(house.host), lecture)
    other = signed_in(someone_with(Post.DEPUTY_SECRETARY, house.unit))
    assert other.get(address(lecture, feed)).status_code == 404
    assert (
        other.post(address(lecture, feed, 0), b"x", content_type="application/octet-stream").status_code
        == 404
    )
    assert other.post(address(lecture, feed, "end")).status_code == 404


def test_page_when_it_has_no_token_then_nothing_is_taken(house: House, lecture: Lecture) -> None:
    feed = begun(signed_in(house.host), lecture)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = signed_in(house.host).cookies
    data = {"data": b"x", "content_type": "application/octet-stream"}
    assert strict.post(address(lecture, feed, 0), **data).status_code == 403
    assert queries.next_piece(Feed.objects.get()) == 0

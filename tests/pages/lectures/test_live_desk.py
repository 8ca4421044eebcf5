"""The control desk of a lecture that comes from a camera: open it, the key, what comes in, going on air, cutting it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from sixianghui.access.public import Post
from sixianghui.ingest.public import SILENT_DB
from sixianghui.lectures import commands
from sixianghui.lectures.models import Lecture
from sixianghui.media.models import Feed, Intake
from tests.factories import a_unit, an_account, signed_in, someone_with
from tests.pages.polls.reading import words
from tests.unit.lectures.filmed import begins, camera_of, comes, sends
from tests.unit.lectures.house import BEGIN, House


@pytest.fixture(autouse=True)
def _a_media_folder(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def desk(lecture: Lecture, path: str = "") -> str:
    return f"/lectures/{lecture.ref}/live/{path}"


def opened(house: House, **more: Any) -> tuple[Lecture, str]:
    """A lecture from a camera whose door is open, shortly before it begins; and its key."""
    lecture = house.lecture(**more)
    house.at(-30)
    commands.use_camera(lecture, by=house.host)
    commands.open_door(lecture, by=house.host)
    return lecture, commands.give_key(lecture, by=house.host)


def status(house: House, lecture: Lecture) -> dict[str, Any]:
    found: dict[str, Any] = signed_in(house.host).get(desk(lecture, "status/")).json()
    return found


def test_desk_when_the_lecture_has_no_camera_then_offers_both_ways_and_opens_one(house: House) -> None:
    lecture, host = house.lecture(), signed_in(house.host)
    assert "开通现场直播" in words(host.get(desk(lecture)))
    assert f"/lectures/{lecture.ref}/picture/" in host.get(desk(lecture)).content.decode()
    sent = host.post(desk(lecture, "opening/"), {"back": "live"})
    assert (sent.status_code, sent["Location"]) == (302, desk(lecture))
    page = words(host.get(desk(lecture)))
    assert "打开接收" in page and "用这台电脑的摄像头" in page and "先打开接收，这里就有服务器地址" in page


def test_desk_when_the_door_is_opened_then_says_until_when_and_where_to_send(
    house: House, settings: Any
) -> None:
    lecture, host = house.lecture(), signed_in(house.host)
    house.at(-60)
    commands.use_camera(lecture, by=house.host)
    host.post(desk(lecture, "door/"), {"do": "open", "back": "live"})
    run = settings.CONFIG.run
    run.mkdir(parents=True, exist_ok=True)
    (run / "ingest.json").write_text(f'{{"rtmp": 1936, "srt": {{"{camera_of(lecture).ref}": 8891}}}}')
    page = words(host.get(desk(lecture)))
    (run / "ingest.json").unlink()
    assert "开着，到 18:00 自己关上" in page and "rtmp://testserver:1936/live" in page
    assert "还没有密钥" in page and "关键帧间隔" in page
    host.post(desk(lecture, "door/"), {"do": "shut", "back": "live"})
    assert "关着：谁也推不进来" in words(host.get(desk(lecture)))


def test_key_when_made_then_it_is_shown_once_and_nowhere_else(house: House) -> None:
    lecture, before = opened(house)
    host = signed_in(house.host)
    seen = Intake.objects.get().generation
    made = host.post(desk(lecture, "key/"), {"seen": str(seen)})
    assert made.status_code == 200 and "no-store" in made["Cache-Control"]
    key = made.content.decode().partition("推流码（密钥）")[2].partition("<code>")[2].partition("</code>")[0]
    assert len(key) > 20 and key != before
    assert comes(lecture, key).way == Feed.Way.RTMP
    for path in ("", "status/", "camera/"):
        assert key not in host.get(desk(lecture, path)).content.decode()
    assert key not in str(dict(host.session)) and key not in str(made.headers)
    # The answer loaded anew while somebody sends with it does not send them away.
    again = host.post(desk(lecture, "key/"), {"seen": str(seen)})
    assert (again.status_code, "已经在用了" in words(again)) == (409, True)
    assert "密钥给过了" in words(host.get(desk(lecture)))


def test_key_when_made_void_then_whoever_sends_is_sent_away(house: House) -> None:
    lecture, key = opened(house)
    feed = comes(lecture, key)
    signed_in(house.host).post(desk(lecture, "key/"), {"do": "void", "back": "live"})
    feed.refresh_from_db()
    assert feed.why == "revoked"
    assert "还没有密钥" in words(signed_in(house.host).get(desk(lecture)))


def test_desk_when_somebody_else_asks_then_nothing_is_there(house: House) -> None:
    lecture, _key = opened(house, open=False)
    other = someone_with(Post.SECRETARY, a_unit(name="另一个党支部", short_name="另一支部"))
    gets, posts = ("", "status/", "camera/"), ("opening/", "door/", "key/", "cut/", "browser/")
    for client in (signed_in(other),):
        assert {client.get(desk(lecture, path)).status_code for path in gets} == {404}
        assert {client.post(desk(lecture, path)).status_code for path in posts} == {404}
    assert signed_in(an_account()).get(desk(lecture)).status_code == 403
    assert Client().get(desk(lecture)).status_code in {302, 403}


def test_status_when_nothing_comes_then_says_what_is_waited_for(house: House) -> None:
    lecture, key = opened(house)
    assert status(house, lecture)["line"] == "接收开着，等画面进来。"
    comes(lecture, key)
    assert status(house, lecture)["line"] == "连上了，画面马上就来。"
    commands.shut_door(lecture, by=house.host)
    assert status(house, lecture)["line"] == "接收关着，谁也推不进来。"


def test_status_when_a_good_picture_comes_then_says_so_in_words(house: House) -> None:
    lecture, key = opened(house)
    sends(comes(lecture, key))
    said = status(house, lecture)
    assert (said["state"], said["line"], said["loud"]) == ("flows", "画面正常，从 14:30:00 起。", "声音正好")
    assert said["facts"] == {
        "size": "1280×720", "rate": "2,100 kbit/s", "small": "没有：服务器没有空闲的核", "kept": "彩排不录",
    }  # fmt: skip
    assert (said["advice"], said["level"], said["full"]) == ([], 65, "")
    page = signed_in(house.host).get(desk(lecture))
    assert "<lecture-player" in page.content.decode() and "只有办课的人看得到" in words(page)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"keys": 8.3}, "“关键帧间隔”改成 2 秒"),
        ({"height": 2160, "width": 3840}, "改成 1280×720"),
        ({"rate": 9000}, "2000 到 2500 kbit/s"),
        ({"sound": "", "level": None, "loudest": None}, "没有声音。请加上麦克风"),
        ({"loudest": SILENT_DB - 10, "since": BEGIN.timestamp() - 3600}, "十秒没有听到声音了"),
        ({"picture": "hevc"}, "改成 H.264"),
        ({"trouble": ["busy"]}, "服务器来不及处理"),
        ({"at": BEGIN.timestamp() - 1800 - 6}, "收不到数据了"),
    ],
)
def test_status_when_the_encoder_is_set_wrong_then_says_what_to_change(
    house: House, told: dict[str, Any], said: str
) -> None:
    lecture, key = opened(house)
    sends(comes(lecture, key), **told)
    advice = status(house, lecture)["advice"]
    assert len(advice) == 1 and said in advice[0]
    assert said in words(signed_in(house.host).get(desk(lecture)))


def test_status_when_the_picture_leaves_while_on_air_then_says_for_how_long(house: House) -> None:
    lecture, key = opened(house)
    house.at(0)
    commands.begin(lecture, by=house.host)
    sends(comes(lecture, key))
    house.clock.set(BEGIN + dt.timedelta(seconds=12))
    said = status(house, lecture)
    assert (said["line"], said["gone"]) == ("画面断了，正在等它接上。", "断了 12 秒")


def test_status_when_the_disk_is_full_then_live_goes_on_and_it_says_since_when_nothing_is_kept(
    house: House,
) -> None:
    lecture, key = opened(house)
    house.at(0)
    commands.begin(lecture, by=house.host)
    sends(comes(lecture, key), full=True)
    said = status(house, lecture)
    assert said["state"] == "flows" and said["facts"]["kept"] == ""
    assert said["full"] == "直播继续，从 15:00:00 起不录了。请管理员腾出磁盘空间，腾出来会自己接着录。"


def test_going_on_air_when_nothing_comes_yet_then_asks_first(house: House) -> None:
    lecture, key = opened(house)
    host = signed_in(house.host)
    assert "照样开播" in words(host.get(desk(lecture)))
    sends(comes(lecture, key))
    page = words(host.get(desk(lecture)))
    assert "照样开播" not in page and "一按大家就看到" in page
    sent = host.post(f"/lectures/{lecture.ref}/desk/air/", {"do": "begin", "back": "live"})
    assert (sent.status_code, sent["Location"]) == (302, desk(lecture))
    page = words(host.get(desk(lecture)))
    assert "正在直播" in page and "切断画面" in page and "结束直播" in page


def test_cut_when_a_moderator_presses_then_nobody_sees_it_and_only_the_organiser_puts_it_back(
    house: House,
) -> None:
    moderator = an_account(name="林样例")
    lecture, key = opened(house, moderators=(moderator,))
    house.at(0)
    commands.begin(lecture, by=house.host)
    house.clock.set(BEGIN + dt.timedelta(seconds=3))
    feed = comes(lecture, key)
    sends(feed)
    room, aside = f"/lectures/{lecture.ref}/", signed_in(moderator)
    assert "<lecture-player" in Client().get(room).content.decode()
    assert "画面正常" in words(aside.get(f"{room}desk/"))
    sent = aside.post(desk(lecture, "cut/"), {"do": "cut", "back": "moderating"})
    assert (sent.status_code, sent["Location"]) == (302, f"{room}desk/")
    feed.refresh_from_db()
    assert feed.why == "revoked"
    assert "<lecture-player" not in Client().get(room).content.decode()
    assert "画面暂时切断了" in words(Client().get(room))
    assert "画面切断了，从 15:00:03 起" in words(aside.get(f"{room}desk/"))
    aside.post(desk(lecture, "cut/"), {"do": "back", "back": "moderating"})
    assert camera_of(lecture).cut_at is not None
    host = signed_in(house.host)
    assert "恢复画面" in words(host.get(desk(lecture)))
    host.post(desk(lecture, "cut/"), {"do": "back", "back": "live"})
    assert camera_of(lecture).cut_at is None
    assert signed_in(an_account()).post(desk(lecture, "cut/"), {"do": "cut"}).status_code == 404


def test_stage_when_nothing_has_come_then_says_that_it_comes_and_rehearsals_are_no_picture(
    house: House,
) -> None:
    lecture, key = opened(house)
    feed = comes(lecture, key)
    sends(feed)
    house.at(0)
    commands.begin(lecture, by=house.host)
    room = f"/lectures/{lecture.ref}/"
    assert "画面马上就来" in words(Client().get(room))
    before = Feed.objects.get().flows_at
    house.clock.set(BEGIN + dt.timedelta(seconds=3))
    sends(feed)
    assert Feed.objects.get().flows_at != before  # viewers are told of the first that is theirs
    assert "<lecture-player" in Client().get(room).content.decode()


def test_organisers_page_when_opened_then_leads_to_the_desk(house: House) -> None:
    lecture = house.lecture()
    host = signed_in(house.host)
    for path in ("organising/", "picture/"):
        assert desk(lecture) in host.get(f"/lectures/{lecture.ref}/{path}").content.decode()


def test_filming_when_asked_of_pages_then_only_that_of_the_camera_may(house: House) -> None:
    lecture, _key = opened(house)
    host = signed_in(house.host)
    assert (
        "camera=(self), microphone=(self), display-capture=(self)"
        in host.get(desk(lecture, "camera/"))["Permissions-Policy"]
    )
    assert "camera=(), microphone=(), display-capture=()" in host.get(desk(lecture))["Permissions-Policy"]


def test_picture_when_put_back_then_what_was_cut_is_not_seen_again(house: House) -> None:
    lecture, key = opened(house)
    house.at(0)
    commands.begin(lecture, by=house.host)
    house.clock.set(BEGIN + dt.timedelta(seconds=3))
    sends(comes(lecture, key))
    room, playlist = f"/lectures/{lecture.ref}/", f"/streams/{camera_of(lecture).ref}/live-picture.m3u8"
    before = Client().get(playlist).content.decode()
    commands.cut_picture(lecture, by=house.host)
    house.clock.set(BEGIN + dt.timedelta(seconds=20))
    commands.put_back(lecture, by=house.host)
    assert "画面马上就来" in words(Client().get(room)) and Client().get(playlist).status_code == 404
    house.clock.set(BEGIN + dt.timedelta(seconds=26))
    sends(comes(lecture, commands.give_key(lecture, by=house.host)))
    assert "<lecture-player" in Client().get(room).content.decode()
    after = Client().get(playlist).content.decode()
    names = [{line for line in text.splitlines() if line.endswith(".m4s")} for text in (before, after)]
    assert [len(one) for one in names] == [1, 1] and not names[0] & names[1]


def test_picture_when_an_encoder_has_just_come_back_then_players_are_not_sent_away(house: House) -> None:
    lecture, key = opened(house)
    house.at(0)
    commands.begin(lecture, by=house.host)
    house.clock.set(BEGIN + dt.timedelta(seconds=3))
    feed = comes(lecture, key)
    sends(feed)
    begins(feed)  # it has said nothing of what it sends
    base = f"/streams/{camera_of(lecture).ref}/"
    for name in ("live-master", "live-picture"):
        assert Client().get(f"{base}{name}.m3u8").status_code == 200

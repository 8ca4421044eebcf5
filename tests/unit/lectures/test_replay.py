"""The replay of a lecture: moments, another recording in its place, what is said in it, how long it is kept, its record."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sixianghui.audit.public import AuditEvent
from sixianghui.common import time
from sixianghui.common.errors import Conflict
from sixianghui.lectures import commands, queries, receivers, rules, search
from sixianghui.lectures.models import Lecture
from sixianghui.media import public as media
from sixianghui.media import shelf, taken
from sixianghui.media.models import Stream
from sixianghui.notify.models import Message
from sixianghui.project.config import Config
from sixianghui.remarks import public as remarks
from tests.factories import an_account, signed_in
from tests.factories.films import a_film, a_film_file
from tests.factories.sent import Turn, lay_down
from tests.unit.lectures.house import BEGIN, House


@pytest.fixture(autouse=True)
def _a_media_folder(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def filmed(house: House, *turns: Turn) -> Lecture:
    """A lecture from a camera, an hour long, in which encoders sent that; it has just ended."""
    lecture = house.lecture(agenda=("开场", "正题"))
    stream = commands.use_camera(lecture, by=house.host)
    house.at(0)
    commands.begin(lecture, by=house.host)
    air = BEGIN.timestamp()
    lay_down(taken.folder_of(stream.ref), air, *(turns or (Turn(air, 8), Turn(air + 20, 12))))
    return lecture


def ended(house: House, lecture: Lecture) -> Stream:
    house.at(1)
    commands.end(lecture, by=house.host)
    lecture.refresh_from_db()
    assert lecture.stream is not None
    return Stream.objects.get(pk=lecture.stream.pk)


def recorded(house: House) -> Lecture:
    """One with a recording that ended."""
    lecture = house.on_air()
    commands.bring_picture(lecture, a_film_file(seconds=20), by=house.host)
    ended(house, lecture)
    return lecture


def a_writer(shown: str, **more: Any) -> Any:
    made = an_account(**more)
    remarks.choose_name(made, shown)
    return made


def html_of(lecture: Lecture, more: str = "") -> str:
    return Client().get(f"/lectures/{lecture.ref}/{more}").content.decode()


def test_replay_when_the_encoder_had_dropped_then_chapters_and_comments_lead_to_where_they_are(
    house: House,
) -> None:
    lecture = filmed(house)
    for number, second in ((1, 0), (2, 25)):
        house.at(second / 60)
        commands.come_to(lecture, lecture.agenda.get(number=number), by=house.host)
    house.at(26 / 60)
    said = remarks.write(lecture.comments, "讲得好", by=a_writer("小满"), nonce="甲")
    remarks.judge(said, remarks.Outcome.SHOWN, by=house.host)
    stream = ended(house, lecture)
    assert (stream.state, stream.seconds) == ("ready", 20)
    html = html_of(lecture)
    assert 'data-seek="13" href="#t=13"' in html  # 25 seconds after the beginning, 12 of them are missing
    assert '<li data-at="14">' in html and "0:00:14" in html


def test_moments_when_it_is_not_joined_yet_then_they_fit_what_is_played(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    lecture = filmed(house)
    monkeypatch.setattr(media, "finish_live", lambda one, by: media.disarm(one, by=by, why="over"))
    stream = ended(house, lecture)
    assert stream.state == "live"
    assert media.film_clock(stream) == [[0, 0, 8], [20, 8, 12]]


def test_room_when_it_ended_then_whoever_is_in_it_watches_again_only_while_there_is_a_film(
    house: House,
) -> None:
    nobody = AnonymousUser()
    lecture = house.on_air()
    house.at(1)
    commands.end(lecture, by=house.host)
    without = queries.room_of(queries.lecture_for(nobody, lecture.ref), nobody).topics
    refused = receivers.may_watch_again(nobody, lecture.ref)
    commands.bring_picture(lecture, a_film_file(seconds=20), by=house.host)
    film = queries.room_of(queries.lecture_for(nobody, lecture.ref), nobody).topics
    assert (without, refused) == (lecture.topic, False)
    assert film.split() == [lecture.topic, f"watch-again:{lecture.ref}"]
    assert receivers.may_watch_again(nobody, lecture.ref)
    assert not receivers.may_watch(nobody, lecture.ref)


# ---- another one in its place


def test_picture_when_another_is_brought_then_the_old_one_plays_until_it_is_ready(
    house: House, settings: Any
) -> None:
    lecture = recorded(house)
    before = lecture.stream
    assert before is not None
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
    made = commands.bring_picture(lecture, a_film_file(seconds=12), by=house.host)
    lecture.refresh_from_db()
    assert (lecture.stream, lecture.next_stream) == (before, made)
    address = f"/lectures/{lecture.ref}/picture/"
    page = signed_in(house.host).get(address).content.decode()
    assert "大家看到的还是原来那一段" in page and before.ref in page
    assert Client().get(f"/streams/{before.ref}/master.m3u8").status_code == 200
    from sixianghui.media.commands import make_stream

    make_stream.call(made.pk)
    lecture.refresh_from_db()
    assert (lecture.stream, lecture.next_stream) == (made, None)
    assert Client().get(f"/streams/{before.ref}/master.m3u8").status_code == 404
    assert Client().get(f"/streams/{made.ref}/master.m3u8").status_code == 200
    assert made.ref in html_of(lecture)


def test_picture_when_the_other_is_ready_while_the_lecture_is_on_then_it_waits_for_the_end(
    house: House, settings: Any
) -> None:
    lecture = house.lecture()
    commands.bring_picture(lecture, a_film_file(seconds=20), by=house.host)
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
    made = commands.bring_picture(lecture, a_film_file(seconds=12), by=house.host)
    lecture.refresh_from_db()
    before = lecture.stream
    assert before is not None and lecture.next_stream == made
    house.at(0)
    commands.begin(lecture, by=house.host)
    from sixianghui.media.commands import make_stream

    make_stream.call(made.pk)
    lecture.refresh_from_db()
    assert (lecture.stream, lecture.next_stream) == (before, made)
    assert Client().get(f"/streams/{before.ref}/live-master.m3u8").status_code == 200
    page = signed_in(house.host).get(f"/lectures/{lecture.ref}/picture/").content.decode()
    assert "讲完自己换上" in page
    assert ended(house, lecture) == made
    assert lecture.next_stream is None
    assert Client().get(f"/streams/{made.ref}/master.m3u8").status_code == 200
    assert (
        "讲完自己换上" not in signed_in(house.host).get(f"/lectures/{lecture.ref}/picture/").content.decode()
    )


def test_picture_when_the_other_cannot_be_made_then_the_old_one_stays(house: House) -> None:
    lecture = recorded(house)
    before = lecture.stream
    assert before is not None
    half = SimpleUploadedFile("a.mp4", a_film(10)[:30_000])
    client, address = signed_in(house.host), f"/lectures/{lecture.ref}/picture/"
    client.post(address, {"file": half})
    lecture.refresh_from_db()
    assert lecture.stream == before and lecture.next_stream is not None
    page = client.get(address).content.decode()
    assert "新录像没有做成" in page and "先放一遍看看" in page and "lecture-player" in page
    assert Client().get(f"/streams/{before.ref}/master.m3u8").status_code == 200
    client.post(f"{address}next/removal/")
    lecture.refresh_from_db()
    assert (lecture.stream, lecture.next_stream) == (before, None)
    assert "新录像没有做成" not in client.get(address).content.decode()


# ---- what is said


def test_transcript_when_written_then_read_found_and_shown_as_captions(house: House) -> None:
    lecture = recorded(house)
    client, address = signed_in(house.host), f"/lectures/{lecture.ref}/picture/transcript/"
    bad = client.post(address, {"text": "0:01 好\n\n0:00 早了 <b>"})
    assert (
        bad.status_code == 422
        and "第 3 行" in bad.content.decode()
        and "早了 &lt;b&gt;" in bad.content.decode()
    )
    said = "0:01 专业就是信任\n0:05 <script>alert(1)</script>写信的人\n"
    assert client.post(address, {"text": said}).status_code == 302
    assert lecture.stream is not None
    served = Client().get(f"/streams/{lecture.stream.ref}/transcript.vtt")
    assert served["Content-Type"] == "text/vtt; charset=utf-8"
    assert served.content.decode().startswith("WEBVTT\n\n00:00:01.000 --> 00:00:05.000\n专业就是信任")
    html = html_of(lecture)
    assert "<track" in html and "专业就是信任" in html and "<script>alert" not in html
    found = html_of(lecture, "?q=写信")
    assert "写信的人" in found and "专业就是信任" not in found.partition("lr-transcript")[2]
    document = search._doc(queries.lectures().get(pk=lecture.pk), [])
    assert "专业就是信任" in document.body
    file = SimpleUploadedFile("字幕.srt", "1\n00:00:02,000 --> 00:00:03,000\n换过的\n".encode("gb18030"))
    client.post(address, {"file": file, "text": ""})
    assert "换过的" in html_of(lecture) and "专业就是信任" not in html_of(lecture)
    client.post(address, {"text": ""})
    assert "lr-transcript" not in html_of(lecture)
    assert Client().get(f"/streams/{lecture.stream.ref}/transcript.vtt").status_code == 404


def test_transcript_when_the_lecture_is_not_open_then_it_is_for_its_own(house: House) -> None:
    lecture = house.on_air(open=False)
    commands.bring_picture(lecture, a_film_file(seconds=10), by=house.host)
    stream = ended(house, lecture)
    commands.write_transcript(lecture, "0:01 自己人说的", by=house.host)
    address = f"/streams/{stream.ref}/transcript.vtt"
    got = [
        client.get(address).status_code
        for client in (Client(), signed_in(an_account()), signed_in(house.host))
    ]
    assert got == [404, 404, 200]


# ---- trimming


def test_trim_when_asked_for_on_its_page_then_the_replay_is_shorter_and_can_be_put_back(house: House) -> None:
    lecture = recorded(house)
    client, address = signed_in(house.host), f"/lectures/{lecture.ref}/picture/trim/"
    assert 'value="0:00:20"' in client.get(address).content.decode()
    bad = client.post(address, {"begin": "半分钟", "end": "0:00:15"})
    assert (bad.status_code, "时:分:秒" in bad.content.decode(), "半分钟" in bad.content.decode()) == (
        422,
        True,
        True,
    )
    assert client.post(address, {"begin": "0:00:05", "end": "15"}).status_code == 302
    page = client.get(address).content.decode()
    assert "0:00:08" in page and "恢复原样" in page
    lecture.refresh_from_db()
    assert lecture.stream is not None and lecture.stream.seconds == 7
    client.post(f"{address}undo/")
    lecture.stream.refresh_from_db()
    assert lecture.stream.seconds == 20


# ---- how long it is kept


def told() -> list[str]:
    return [str(one.title) for one in Message.objects.filter(kind="lectures.recordings")]


def test_recording_when_its_time_is_over_then_it_is_told_before_and_goes(
    house: House, django_capture_on_commit_callbacks: Any
) -> None:
    lecture = recorded(house)
    commands.write_transcript(lecture, "0:01 好", by=house.host)
    stream = lecture.stream
    assert stream is not None
    ends = rules.months_after(BEGIN.date(), 36)
    house.clock.set(time.shanghai(ends.year, ends.month, ends.day) - dt.timedelta(days=31))
    assert (commands.end_recordings(), told()) == (0, [])
    house.clock.set(time.shanghai(ends.year, ends.month, ends.day) - dt.timedelta(days=29))
    for _again in range(2):
        assert (commands.end_recordings(), len(told())) == (0, 1)
    house.clock.set(time.shanghai(ends.year, ends.month, ends.day, 23))
    assert commands.end_recordings() == 0
    assert Client().get(f"/streams/{stream.ref}/film.mp4").status_code == 200
    house.clock.set(time.shanghai(ends.year, ends.month, ends.day) + dt.timedelta(days=1))
    with django_capture_on_commit_callbacks(execute=True):
        assert (commands.end_recordings(), commands.end_recordings()) == (1, 0)
    names = ("film.mp4", "sound.m4a", "master.m3u8", "transcript.vtt")
    assert {Client().get(f"/streams/{stream.ref}/{name}").status_code for name in names} == {404}
    assert not shelf.folder_of(stream.ref).exists()
    html = html_of(lecture)
    assert "回放到期了" in html and "录像2021年6月6日删了" in html
    assert "到期，已经删了" in signed_in(house.host).get(f"/lectures/{lecture.ref}/picture/").content.decode()
    commands.bring_picture(lecture, a_film_file(), by=house.host)
    assert commands.end_recordings() == 0  # what is brought now has its own time


def test_recording_when_somebody_has_a_reason_then_it_is_kept_longer(house: House) -> None:
    lecture = recorded(house)
    ends = rules.months_after(BEGIN.date(), 36)
    house.clock.set(time.shanghai(ends.year, ends.month, ends.day) - dt.timedelta(days=30))
    commands.end_recordings()
    client, address = signed_in(house.host), f"/lectures/{lecture.ref}/picture/keeping/"
    assert client.post(address, {"months": "12", "reason": ""}).status_code == 422
    assert client.post(address, {"months": "12", "reason": "新党员培训要用"}).status_code == 302
    assert "新党员培训要用" in client.get(address).content.decode()
    house.clock.set(time.shanghai(ends.year, ends.month, ends.day) + dt.timedelta(days=200))
    assert commands.end_recordings() == 0
    later = rules.months_after(ends, 12)
    house.clock.set(time.shanghai(later.year, later.month, later.day) - dt.timedelta(days=30))
    assert commands.end_recordings() == 0
    house.clock.set(time.shanghai(later.year, later.month, later.day) + dt.timedelta(days=1))
    assert commands.end_recordings() == 1
    with pytest.raises(Conflict, match="没有录像可以留"):
        commands.keep_longer(lecture, 12, "还想留", by=house.host)


def test_recording_when_its_time_was_made_shorter_then_it_goes_a_month_after_that_was_told(
    house: House, settings: Any
) -> None:
    recorded(house)
    house.clock.set(BEGIN + dt.timedelta(days=800))
    assert (commands.end_recordings(), told()) == (0, [])
    settings.CONFIG = Config({**settings.CONFIG.values, "RECORDING_MONTHS": 12})
    for _again in range(2):
        assert (commands.end_recordings(), len(told())) == (0, 1)
    house.clock.set(BEGIN + dt.timedelta(days=829))
    assert "留到2020年9月11日" in Message.objects.get(kind="lectures.recordings").text
    assert commands.end_recordings() == 0
    house.clock.set(BEGIN + dt.timedelta(days=830))
    assert commands.end_recordings() == 1


def test_recording_when_its_time_was_made_longer_after_it_was_told_then_is_told_again(
    house: House, settings: Any
) -> None:
    recorded(house)
    ends = rules.months_after(BEGIN.date(), 36)
    house.clock.set(time.shanghai(ends.year, ends.month, ends.day))
    assert (commands.end_recordings(), len(told())) == (0, 1)
    settings.CONFIG = Config({**settings.CONFIG.values, "RECORDING_MONTHS": 48})
    later = rules.months_after(ends, 12)
    house.clock.set(time.shanghai(later.year, later.month, later.day) + dt.timedelta(days=9))
    assert (commands.end_recordings(), len(told())) == (0, 2)


def test_recording_when_the_lecture_is_struck_then_only_its_organisers_see_it_and_it_goes_all_the_same(
    house: House,
) -> None:
    from sixianghui.activities.commands import strike_activity

    lecture = recorded(house)
    stream = lecture.stream
    assert stream is not None
    strike_activity(lecture.activity, by=house.host, reason="只是试播")
    assert Client().get(f"/streams/{stream.ref}/master.m3u8").status_code == 404
    assert signed_in(house.host).get(f"/streams/{stream.ref}/master.m3u8").status_code == 200
    ends = rules.months_after(BEGIN.date(), 36)
    house.clock.set(time.shanghai(ends.year, ends.month, ends.day) - dt.timedelta(days=30))
    assert (commands.end_recordings(), len(told())) == (0, 1)
    page = signed_in(house.host).get(f"/lectures/{lecture.ref}/picture/").content.decode()
    assert f'href="/lectures/{lecture.ref}/picture/keeping/"' in page
    house.clock.set(time.shanghai(ends.year, ends.month, ends.day) + dt.timedelta(days=1))
    assert commands.end_recordings() == 1


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        (dt.date(2018, 6, 5), 36, dt.date(2021, 6, 5)),
        (dt.date(2018, 1, 31), 1, dt.date(2018, 2, 28)),
        (dt.date(2017, 12, 31), 2, dt.date(2018, 2, 28)),
        (dt.date(2018, 12, 1), 1, dt.date(2019, 1, 1)),
    ],
)
def test_months_when_added_then_the_day_stays_or_is_the_last(
    day: dt.date, months: int, after: dt.date
) -> None:
    assert rules.months_after(day, months) == after


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("1:02:15", 3735), ("2:15", 135), ("135", 135), ("0：05", 5), ("1:60", None), ("", None), ("一", None), ("1::2", None), ("-5", None)],
)  # fmt: skip
def test_moment_when_written_then_its_seconds(text: str, seconds: int | None) -> None:
    assert rules.seconds_of(text) == seconds


# ---- its record


def test_record_when_taken_along_then_it_has_all_that_was_said_and_nobodys_account(house: House) -> None:
    lecture = filmed(house)
    stream = lecture.__class__.objects.get(pk=lecture.pk).stream
    assert stream is not None
    writer = a_writer("一片叶", name="林小满")
    said = remarks.write(lecture.comments, "=讲得好", by=writer, nonce="甲")
    refused = remarks.write(lecture.comments, "广告", by=writer, nonce="乙")
    remarks.judge(said, remarks.Outcome.SHOWN, by=house.host)
    remarks.judge(refused, remarks.Outcome.REFUSED, reason="和这堂课没有关系", by=house.host)
    commands.say_notice(lecture, "先听讲，后提问", by=house.host)
    media.Feed.objects.create(stream=stream, way="rtmp")
    commands.cut_picture(lecture, by=house.host)
    commands.put_back(lecture, by=house.host)
    ended(house, lecture)
    client = signed_in(house.host)
    answer = client.get(f"/lectures/{lecture.ref}/record.csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    rows = list(csv.reader(io.StringIO(text)))
    what = {row[1] for row in rows[1:]}
    assert {"评论", "开播", "结束", "主持人的话", "推流进来了", "推流断了", "切断画面", "恢复画面"} <= what
    assert any(row[3] == "'=讲得好" for row in rows) and any(row[3] == "广告" for row in rows)
    assert "林小满" not in text and writer.username not in text
    assert AuditEvent.objects.filter(action="lecture:export").count() == 1
    assert signed_in(an_account()).get(f"/lectures/{lecture.ref}/record.csv").status_code in {403, 404}

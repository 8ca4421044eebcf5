"""What foreign servers are answered that take encoders in: by their token, by the key, and not for long to who guesses."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from sixianghui.common import time
from sixianghui.media import commands, queries
from sixianghui.media.commands.live import admit
from sixianghui.media.intake import TurnedAway
from sixianghui.media.models import Feed, Stream
from sixianghui.media.views import hooks
from tests.factories import an_account

pytestmark = pytest.mark.django_db
TOKEN = "a-token"
NGINX, SRS = "/ingest/hooks/nginx-rtmp/", "/ingest/hooks/srs/"


def set_token(settings: Any, path: Path | None) -> None:
    changed = {**settings.CONFIG.values, "HOOK_TOKEN_FILE": path}
    settings.CONFIG = dataclasses.replace(settings.CONFIG, values=changed)


@pytest.fixture(autouse=True)
def _token(tmp_path: Path, settings: Any) -> None:
    (tmp_path / "token").write_text(f"{TOKEN}\n", encoding="utf-8")
    set_token(settings, tmp_path / "token")
    cache.clear()


@pytest.fixture
def stream() -> Stream:
    by = an_account()
    made = commands.open_live(title="把专业做到群众心里", by=by)
    commands.arm(made, by=by)
    return made


@pytest.fixture
def key(stream: Stream) -> str:
    return commands.new_key(stream, by=an_account(), expires=time.now() + dt.timedelta(hours=1))


def nginx(call: str, name: str, token: str = TOKEN, **more: str) -> Any:
    said = {"app": "live", "addr": "192.0.2.1", "clientid": "1", "call": call, "name": name, **more}
    return Client().post(f"{NGINX}?token={token}", said)


def srs(action: str, param: str, stream: str = "party-lecture", **more: str) -> Any:
    said = {"action": action, "ip": "192.0.2.1", "client_id": "c1", "stream": stream, "param": param, **more}
    return Client().post(f"{SRS}?token={TOKEN}", said, content_type="application/json")


def test_hooks_when_the_token_is_missing_or_wrong_or_not_set_then_there_is_no_such_address(
    key: str, settings: Any
) -> None:
    assert nginx("publish", key, token="another").status_code == 404
    assert Client().post(SRS, {}, content_type="application/json").status_code == 404
    set_token(settings, None)
    assert nginx("publish", key).status_code == 404
    assert nginx("publish", key, token="").status_code == 404
    assert not Feed.objects.exists()


def test_nginx_when_the_key_is_right_then_the_feed_has_another_name_and_one_house_fetches_it(
    stream: Stream, key: str
) -> None:
    answer = nginx("publish", key)
    feed = Feed.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, feed.ref)
    assert (feed.way, feed.house) == (Feed.Way.PULL, "")
    commands.record_round("node1-a", [], {})
    commands.record_round("node2-b", [], {})
    feed.refresh_from_db()
    assert feed.house == "node1-a"
    commands.record_round("node1-c", [], {})  # the process was killed; another one goes on
    feed.refresh_from_db()
    assert (feed.house, feed.ended_at) == ("node1-c", None)


def test_nginx_when_another_comes_or_leaves_with_the_same_key_then_the_first_goes_on(key: str) -> None:
    nginx("publish", key)
    assert nginx("publish", key, clientid="2").status_code == 403
    assert nginx("publish_done", key, clientid="2").status_code == 204
    assert Feed.objects.get().ended_at is None
    nginx("publish_done", key)
    assert Feed.objects.get().ended_at is not None


def test_nginx_when_the_picture_is_cut_then_who_sends_and_who_fetches_is_hung_up_on(
    stream: Stream, key: str
) -> None:
    ref = nginx("publish", key).headers["Location"]
    assert [nginx("update_publish", key).status_code, nginx("update_play", ref).status_code] == [204, 204]
    commands.cut(stream, by=an_account())
    assert [nginx("update_publish", key).status_code, nginx("update_play", ref).status_code] == [403, 403]


@pytest.mark.parametrize("call", ["play", "record_done", ""])
def test_nginx_when_it_asks_for_anything_else_then_no(key: str, call: str) -> None:
    assert nginx(call, key).status_code == 403


def test_keys_when_many_wrong_ones_come_from_one_place_then_even_the_right_one_has_to_wait(key: str) -> None:
    for _time in range(10):
        assert nginx("publish", "wrong").status_code == 403
    assert nginx("publish", key).status_code == 403
    assert nginx("publish", key, addr="192.0.2.2").status_code == 302


def test_keys_when_the_wrong_ones_were_a_while_ago_then_the_right_one_is_taken_again(
    key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hooks, "_WRONG_SECONDS", 1)
    for _time in range(10):
        nginx("publish", "wrong")
    until = monotonic() + 30
    while nginx("publish", key).status_code != 302:
        assert monotonic() < until, "it waits for longer than it is told to"
        sleep(0.1)


@pytest.mark.parametrize(
    ("meanwhile", "why"), [(commands.revoke_key, "wrong"), (commands.disarm, "shut"), (commands.cut, "shut")]
)
def test_encoder_when_the_key_or_the_door_was_taken_away_just_then_is_turned_away(
    stream: Stream, key: str, meanwhile: Any, why: str
) -> None:
    door = queries.door_with(key)
    meanwhile(stream, by=an_account())
    with pytest.raises(TurnedAway) as away:
        admit(door.stream, way=Feed.Way.PULL, house="", shown=door.key_hash)
    assert (away.value.why, Feed.objects.count()) == (why, 0)


def test_srs_when_the_key_stands_behind_the_name_then_the_name_is_fetched_and_the_key_is_not_kept(
    stream: Stream, key: str
) -> None:
    assert srs("on_publish", "?key=wrong").status_code == 403
    assert srs("on_publish", "").status_code == 403
    answer = srs("on_publish", f"?key={key}")
    assert (answer.status_code, answer.json()) == (200, {"code": 0})
    feed = queries.running_feed(stream)
    assert feed is not None
    assert feed.about == {"client": "c1", "name": "party-lecture"}
    srs("on_unpublish", f"?key={key}", client_id="another")
    assert queries.running_feed(stream) is not None
    srs("on_unpublish", f"?key={key}")
    assert queries.running_feed(stream) is None


@pytest.mark.parametrize("name", ["", "../live", "a'b", "a b", "x" * 65, "名字"])
def test_srs_when_the_name_is_none_that_can_be_fetched_then_no(key: str, name: str) -> None:
    assert srs("on_publish", f"?key={key}", stream=name).status_code == 403
    assert not Feed.objects.exists()


@pytest.mark.parametrize("body", ["", "[]", "1", '{"action":', '"x"'])
def test_srs_when_it_sends_nonsense_then_there_is_no_such_address(body: str) -> None:
    assert Client().post(f"{SRS}?token={TOKEN}", body, content_type="application/json").status_code == 404

"""Panoramas: kept, made, marked, walked through."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from sixianghui.access.public import Account, Post
from sixianghui.common.errors import Conflict, Refused
from sixianghui.media import commands, queries
from sixianghui.media.commands import making
from sixianghui.media.models import Hotspot, Panorama
from sixianghui.media.public import may_be_published, view_of
from sixianghui.tasks import jobs
from tests.factories import signed_in, someone_with
from tests.factories.files import a_panorama_picture, a_picture, named, uploaded
from tests.together import at_once

pytestmark = pytest.mark.django_db
WORDS = {"title": "样例大厅", "alt": "一间有格子的大厅", "consent": "drawing", "heading": "0"}


@pytest.fixture
def editor() -> Account:
    return someone_with(Post.EDITOR)


def a_panorama(by: Account, width: int = 2048, **more: Any) -> Panorama:
    values: dict[str, Any] = {"title": "样例大厅", "alt": "一间有格子的大厅", "consent": "drawing"}
    made = commands.add_panorama(named(a_panorama_picture(width), "p.jpg"), by=by, **{**values, **more})
    return Panorama.objects.get(pk=made.pk)


def test_panorama_when_added_then_its_sizes_and_stills_are_made(editor: Account) -> None:
    one = a_panorama(editor, 4096)
    assert one.state == Panorama.State.READY
    sizes = {name: (piece.width, piece.height) for name, piece in queries.pieces_of(one).items()}
    assert sizes == {
        "preview.jpg": (1200, 600), "2048.jpg": (2048, 1024), "2048.webp": (2048, 1024),
        "4096.jpg": (4096, 2048), "4096.webp": (4096, 2048),
    }  # fmt: skip
    spot = commands.add_hotspot(one, yaw=30, pitch=-10, label="前台", by=editor)
    spot.refresh_from_db()
    assert (spot.still_of, bool(spot.still)) == ("30.0,-10.0", True)
    assert may_be_published(one)


def test_panorama_when_made_twice_then_nothing_is_made_again(editor: Account) -> None:
    one = a_panorama(editor)
    before = {name: piece.file.name for name, piece in queries.pieces_of(one).items()}
    commands.make_panorama.func(one.pk)
    assert {name: piece.file.name for name, piece in queries.pieces_of(one).items()} == before


def test_panorama_when_the_form_is_sent_twice_then_there_is_one(editor: Account) -> None:
    assert a_panorama(editor).pk == a_panorama(editor).pk


@pytest.mark.django_db(transaction=True)
def test_panorama_when_two_bring_the_same_at_once_then_there_is_one(settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
    data = a_panorama_picture(2048)

    def bring(by: Account) -> int:
        file = named(data, "p.jpg")
        made = commands.add_panorama(file, title="样例大厅", alt="一间有格子的大厅", consent="drawing", by=by)
        return int(made.pk)

    people = [someone_with(Post.EDITOR) for _ in range(2)]
    assert set(at_once(*(partial(bring, by) for by in people))) == {Panorama.objects.get().pk}


def test_spot_when_moved_then_its_still_is_made_anew_and_the_old_one_is_gone(editor: Account) -> None:
    one = a_panorama(editor)
    spot = commands.add_hotspot(one, yaw=0, pitch=0, label="前台", by=editor)
    spot.refresh_from_db()
    before = spot.still.name
    commands.change_hotspot(spot, yaw=90, pitch=0, label="前台", by=editor)
    spot.refresh_from_db()
    assert spot.still.name != before
    assert not spot.still.storage.exists(before)
    same = spot.still.name
    commands.change_hotspot(spot, yaw=90, pitch=0, label="改了名字", by=editor)
    spot.refresh_from_db()
    assert spot.still.name == same


def test_still_when_its_spot_was_moved_while_it_was_made_then_the_newer_one_stays(editor: Account) -> None:
    spot = commands.add_hotspot(a_panorama(editor), yaw=0, pitch=0, label="前台", by=editor)
    before = Hotspot.objects.get(pk=spot.pk)
    commands.change_hotspot(spot, yaw=90, pitch=0, label="前台", by=editor)
    spot.refresh_from_db()
    kept, files = spot.still.name, spot.still.storage.listdir("panoramas")
    making._keep_still(before, Image.new("RGB", (8, 6)))
    spot.refresh_from_db()
    assert (spot.still.name, spot.still_of) == (kept, "90.0,0.0")
    assert spot.still.storage.listdir("panoramas") == files


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        pytest.param(a_picture("jpeg", (2048, 1000)), "a.jpg", "宽要正好是高的两倍", id="not-two-to-one"),
        pytest.param(a_panorama_picture(1024), "a.jpg", "全景图太小", id="small"),
        pytest.param(a_panorama_picture(2048), "a.png", "扩展名对不上", id="name-lies"),
    ],
)
def test_panorama_when_it_is_none_then_a_sentence_says_what_one_is(
    editor: Account, data: bytes, name: str, said: str
) -> None:
    with pytest.raises(Conflict, match=said):
        commands.add_panorama(named(data, name), title="x", alt="样例全景", by=editor, consent="drawing")


def test_panorama_when_somebody_without_a_desk_adds_one_then_is_refused() -> None:
    with pytest.raises(Refused):
        a_panorama(someone_with(Post.SECRETARY))


@pytest.mark.parametrize("link", ["javascript:alert(1)", "//evil.example", "/\\evil.example", "ftp://x", "data:text/html,x", "/\t/evil.example", "http://[", "https:evil.example"])  # fmt: skip
def test_spot_when_its_link_would_run_or_lead_astray_then_is_refused(editor: Account, link: str) -> None:
    one = a_panorama(editor)
    with pytest.raises(Conflict, match="链接要以"):
        commands.add_hotspot(one, yaw=0, pitch=0, label="x", by=editor, link=link)


def test_spots_when_ordered_taken_out_and_put_back_then_the_view_follows(editor: Account) -> None:
    one = a_panorama(editor)
    names = ["甲", "乙", "丙"]
    spots = [
        commands.add_hotspot(one, yaw=at * 10, pitch=0, label=name, by=editor)
        for at, name in enumerate(names)
    ]

    def shown() -> list[str]:
        return [spot.label for spot in view_of(one).spots]

    commands.move_hotspot(spots[2], earlier=True, by=editor)
    assert shown() == ["甲", "丙", "乙"]
    commands.remove_hotspot(spots[2], by=editor)
    assert shown() == ["甲", "乙"]
    commands.return_hotspot(spots[2], by=editor)
    assert shown() == ["甲", "丙", "乙"]


def test_panorama_when_thrown_away_then_readers_get_nothing_and_spots_no_longer_lead_there(
    editor: Account,
) -> None:
    one, other = a_panorama(editor), a_panorama(editor, 2100)
    commands.add_hotspot(one, yaw=0, pitch=0, label="门", target=other, by=editor)
    piece = other.renditions.first()
    assert piece is not None
    assert Client().get(piece.file.url).status_code == 200
    assert view_of(one, url_of=lambda at: f"/x/{at.ref}/").spots[0].href == f"/x/{other.ref}/"
    commands.remove_panorama(other, by=editor)
    assert Client().get(piece.file.url).status_code == 404
    assert view_of(one, url_of=lambda at: f"/x/{at.ref}/").spots[0].href == ""
    commands.return_panorama(other, by=editor)
    assert Client().get(piece.file.url).status_code == 200


def test_tour_when_made_then_its_stops_are_in_order(editor: Account) -> None:
    one, other = a_panorama(editor), a_panorama(editor, 2100)
    tour = commands.make_tour(title="走一圈", stops=[other, one], by=editor)
    assert queries.stops(tour) == [other, one]
    commands.change_tour(tour, title="走一圈", stops=[one, other], by=editor)
    assert queries.stops(tour) == [one, other]
    with pytest.raises(Conflict, match="每张只走一次"):
        commands.make_tour(title="原地转", stops=[one, one], by=editor)


def test_screens_when_an_editor_goes_through_them_without_scripts_then_all_is_done(editor: Account) -> None:
    client = signed_in(editor)
    sent = client.post("/panoramas/", {**WORDS, "file": uploaded(a_panorama_picture(), "p.jpg")})
    one = Panorama.objects.get()
    assert sent["Location"] == f"/panoramas/{one.ref}/"
    page = client.get(f"/panoramas/{one.ref}/").content.decode()
    assert "标一个点" in page and "style=" not in page.partition("<main")[2].partition("</main")[0]
    spot = {"yaw": "12.5", "pitch": "-3", "label": "前台", "text": "问路在这里", "target": "", "link": ""}
    assert client.post(f"/panoramas/{one.ref}/spots/", spot).status_code == 302
    made = Hotspot.objects.get()
    assert (float(made.yaw), float(made.pitch), made.label) == (12.5, -3.0, "前台")
    changed = client.post(f"/panoramas/{one.ref}/spots/{made.ref}/", {**spot, "yaw": "20"})
    assert changed.status_code == 302
    wrong = client.post(f"/panoramas/{one.ref}/spots/", {**spot, "yaw": "400", "label": "没存上"})
    assert (wrong.status_code, "没存上" in wrong.content.decode()) == (400, True)
    shown = client.get(f"/panoramas/{one.ref}/preview/").content.decode()
    assert "问路在这里" in shown and f'id="spots-{one.ref}"' in shown
    assert client.post(f"/panoramas/{one.ref}/spots/{made.ref}/removal/").status_code == 302
    assert "问路在这里" not in client.get(f"/panoramas/{one.ref}/preview/").content.decode()
    assert client.post(f"/panoramas/{one.ref}/spots/{made.ref}/removal/undo/").status_code == 302
    assert (
        client.post("/panoramas/tours/", {"title": "一站", "summary": "", f"stop-{one.ref}": "1"}).status_code
        == 302
    )
    assert "一站" in client.get("/panoramas/").content.decode()
    assert client.get("/en/panoramas/").status_code == 200


def test_upload_when_not_right_then_the_words_are_still_there(editor: Account) -> None:
    answer = signed_in(editor).post("/panoramas/", {**WORDS, "file": uploaded(a_picture(), "p.jpg")})
    assert answer.status_code == 400
    assert "一间有格子的大厅" in answer.content.decode() and "宽要正好是高的两倍" in answer.content.decode()
    assert Panorama.objects.count() == 0


def test_panorama_when_no_worker_could_make_it_then_says_so_and_may_be_made_again(editor: Account) -> None:
    one = a_panorama(editor)
    for state, after in (("working", "failed"), ("queued", "failed"), ("ready", "ready")):
        Panorama.objects.filter(pk=one.pk).update(state=state)
        jobs.lost_of(commands.make_panorama)(one.pk)  # type: ignore[misc]
        one.refresh_from_db()
        assert one.state == after
    one.renditions.all().delete()
    Panorama.objects.filter(pk=one.pk).update(state=Panorama.State.FAILED)
    commands.make_again(one, by=editor)
    one.refresh_from_db()
    assert one.state == Panorama.State.READY

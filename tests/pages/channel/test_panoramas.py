"""Pages to look around in: one panorama or a walk, with the list of spots for whoever cannot see it."""

from __future__ import annotations

import pytest
from django.test import Client

from sixianghui.access.public import Account, Post
from sixianghui.channel.public import ColumnFace, PanoramaPage, set_lead, submit_article, write_draft
from sixianghui.common import wire
from sixianghui.media.public import Consent, add_hotspot, make_tour
from tests.factories import someone_with
from tests.pages.channel.pieces import a_panorama, put_out
from tests.unit.channel.desk import DeskOfTests, open_desk, passed

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> DeskOfTests:
    return open_desk(ColumnFace.PANORAMA)


@pytest.fixture
def editor() -> Account:
    return someone_with(Post.EDITOR)


def test_page_of_one_panorama_then_has_its_spots_as_a_list(desk: DeskOfTests, editor: Account) -> None:
    panorama = a_panorama(editor)
    add_hotspot(panorama, yaw=10, pitch=0, label="靠窗的椅子", by=editor, text="下午三点有太阳。")
    piece = put_out(desk.column, "读书角那把椅子", panorama=panorama)
    answer = Client().get(piece.url)
    page = answer.content.decode()
    assert (f'id="pano-{panorama.ref}"' in page, "靠窗的椅子" in page, "下午三点有太阳。" in page) == (
        True,
        True,
        True,
    )
    assert f"panorama-{panorama.ref}" in answer[wire.CACHE_TAGS].split()


def test_walk_then_shows_its_stops_in_order_and_spots_lead_between_them(
    desk: DeskOfTests, editor: Account
) -> None:
    hall, corner = a_panorama(editor, "大厅"), a_panorama(editor, "读书角")
    add_hotspot(hall, yaw=0, pitch=0, label="往里走", by=editor, target=corner)
    tour = make_tour(title="转一圈", stops=[hall, corner], by=editor)
    piece = put_out(desk.column, "在基地转一圈", tour=tour)
    answer = Client().get(piece.url)
    page = answer.content.decode()
    assert page.index(f'id="pano-{hall.ref}"') < page.index(f'id="pano-{corner.ref}"')
    assert f'#pano-{corner.ref}" data-way' in page
    assert {f"tour-{tour.ref}", f"panorama-{hall.ref}"} <= set(answer[wire.CACHE_TAGS].split())


def test_page_when_its_panorama_may_not_be_shown_then_says_so_and_keeps_its_text(
    desk: DeskOfTests, editor: Account
) -> None:
    panorama = a_panorama(editor, consent=Consent.NOT_ASKED)
    piece = put_out(desk.column, "宣誓墙", panorama=panorama, body=[("text", "<p>墙前站三排。</p>")])
    page = Client().get(piece.url).content.decode()
    assert ("全景现在不能看" in page, "墙前站三排" in page, "<panorama-view" in page) == (True, True, False)


def test_column_then_begins_with_the_newest_panorama_and_its_spots(
    desk: DeskOfTests, editor: Account
) -> None:
    panorama = a_panorama(editor)
    add_hotspot(panorama, yaw=10, pitch=0, label="靠窗的椅子", by=editor)
    put_out(desk.column, "读书角那把椅子", panorama=panorama)
    set_lead(desk.home, title="别的事", by=desk.chief)
    page = Client().get("/news/").content.decode()
    assert ("走进去看" in page, "靠窗的椅子" in page) == (True, True)
    assert "读书角，一圈墙" in Client().get("/").content.decode()


def test_panorama_page_then_goes_through_the_three_reviews(desk: DeskOfTests, editor: Account) -> None:
    draft = write_draft(
        desk.column, PanoramaPage(title="读书角", panorama=a_panorama(editor)), by=desk.writer
    )
    submit_article(draft, by=desk.writer)
    for person in (desk.editor, desk.head, desk.chief):
        passed(PanoramaPage.objects.get(pk=draft.pk), by=person)
    assert PanoramaPage.objects.get(pk=draft.pk).live

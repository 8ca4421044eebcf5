"""What a change takes back: every page that shows it, and no other. What is left is byte for byte what the site answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.core.files.base import ContentFile

from sixianghui.access.public import Account, Post
from sixianghui.channel.commands import retire_column
from sixianghui.channel.public import (
    ArticlePage,
    ColumnFace,
    ColumnPage,
    PanoramaPage,
    Piece,
    open_column,
    set_lead,
    withdraw_article,
)
from sixianghui.directory.commands import show_card
from sixianghui.directory.commands.roster_writing import write_plan
from sixianghui.directory.models import Unit, UnitKind
from sixianghui.directory.public import begin_term, register_unit
from sixianghui.directory.roster.plan import Plan, RenamedUnit
from sixianghui.media.public import (
    Consent,
    Panorama,
    add_hotspot,
    change_tour,
    make_tour,
    save_file,
)
from tests.factories import a_person, a_unit, an_account, an_enterprise, someone_with
from tests.pages.channel.pieces import a_panorama, a_picture, put_out
from tests.pages.channel.reading import corrected
from tests.pages.channel.shelf import Shelf
from tests.unit.channel.desk import DeskOfTests, open_desk

pytestmark = pytest.mark.django_db


@dataclass
class World:
    """A news column with pieces, a column to look around in, another with one piece of its own, and two units."""

    desk: DeskOfTests
    first: ArticlePage
    second: ArticlePage
    third: ArticlePage
    walks: ColumnPage
    walk: PanoramaPage
    room: Panorama
    other: ColumnPage
    lonely: Piece
    unit: Unit
    far: Unit
    editor: Account

    @property
    def site(self) -> set[str]:
        """Every address that may be kept."""
        columns = {"/news/", "/walks/", "/other/"}
        pieces = {one.url for one in (self.first, self.second, self.third, self.walk, self.lonely)}
        lists = {"/columns/news/list.csv", "/columns/other/list.csv", "/feeds/news.xml", "/feeds/other.xml"}
        machines = {"/feed.xml", "/sitemap.xml", "/sitemaps/pages.xml", "/sitemaps/1.xml", "/robots.txt"}
        units = {"/units/", f"/units/{self.unit.slug}/", f"/units/{self.far.slug}/"}
        return {"/", "/en/", *columns, *pieces, *lists, *machines, *units, "/figures/", "/about/permissions/"}


#: What shows a piece of the column `news` in a list, or when it last changed.
LISTS = {
    "/",
    "/en/",
    "/news/",
    "/columns/news/list.csv",
    "/feeds/news.xml",
    "/feed.xml",
    "/sitemap.xml",
    "/sitemaps/1.xml",
}


@pytest.fixture
def world() -> World:
    desk = open_desk()
    editor = someone_with(Post.EDITOR)
    walks, other = (
        open_column(desk.home, title=name, short_title=name, face=face, promise="。", slug=slug, by=desk.chief)
        for name, slug, face in (("走一走", "walks", ColumnFace.PANORAMA), ("别的", "other", ColumnFace.SHOWCASE))
    )  # fmt: skip
    firm = an_enterprise()
    above = a_unit(kind=UnitKind.GENERAL_BRANCH, enterprise=firm)
    unit = a_unit(name="长安街支部", parent=above, enterprise=firm)
    first = desk.released("夜班值守组的十四天", kicker="值守", unit=unit, source="")
    second = desk.released("植树日来了六十人", kicker="植树")
    third = desk.released("夜班值守组交接工单", kicker="值守")
    room = a_panorama(editor)
    walk = put_out(walks, "读书角那把椅子", panorama=room)
    assert isinstance(walk, PanoramaPage)
    return World(
        desk, first, second, third, walks, walk, room, other,
        put_out(other, "一个人的一篇"), unit, a_unit(name="远处支部"), editor,
    )  # fmt: skip


def change(world: World, what: Callable[[], object]) -> set[str]:
    """What a change takes back. Nothing that is left may differ from what the site answers now."""
    shelf = Shelf(world.site)
    what()
    gone = shelf.taken_back()
    assert shelf.stale() == set()
    return gone


def test_piece_when_put_right_then_its_lists_and_the_pages_that_name_it_are_fresh_and_no_other(
    world: World,
) -> None:
    gone = change(
        world, lambda: corrected(world.desk, world.second, "标题写错了", title="植树日来了六十一人")
    )
    near = {world.first.url, world.second.url, world.third.url}
    assert gone == {*LISTS, *near, "/figures/"}


def test_piece_when_it_comes_out_then_its_neighbour_and_those_like_it_are_fresh(world: World) -> None:
    gone = change(world, lambda: world.desk.released("夜班值守组添椅子", kicker="值守"))
    assert gone == {*LISTS, world.first.url, world.third.url, "/figures/"}


def test_piece_when_taken_back_then_is_gone_from_every_page(world: World) -> None:
    gone = change(world, lambda: withdraw_article(world.third, by=world.desk.chief, reason="写重了"))
    assert gone == {*LISTS, world.third.url, world.first.url, world.second.url, "/figures/"}


def test_lead_when_set_then_only_the_front_page_is_made_anew(world: World) -> None:
    gone = change(world, lambda: set_lead(world.desk.home, title="头条", by=world.desk.chief))
    assert gone == {"/", "/en/", "/feed.xml", "/sitemaps/pages.xml"}


def test_column_when_it_gets_another_name_then_every_page_is_made_anew(world: World) -> None:
    def rename() -> None:
        world.other.title = world.other.short_title = "另一个"
        world.other.save_revision(user=world.desk.chief).publish(user=world.desk.chief)

    assert change(world, rename) == world.site - {"/sitemap.xml", "/robots.txt"}


def test_column_when_retired_then_no_page_names_it(world: World) -> None:
    gone = change(world, lambda: retire_column(world.other, by=world.desk.chief))
    assert {"/", "/news/", "/other/", "/units/", world.first.url, "/sitemaps/pages.xml"} <= gone


def test_piece_when_moved_to_another_column_then_both_columns_and_its_new_neighbours_are_fresh(
    world: World,
) -> None:
    def move() -> None:
        piece = ArticlePage.objects.get(pk=world.third.pk)
        piece.move(ColumnPage.objects.get(pk=world.other.pk), pos="last-child")

    gone = change(world, move)
    assert {*LISTS, "/other/", "/columns/other/list.csv", world.second.url, world.lonely.url} <= gone
    assert not gone & {"/walks/", "/units/", world.walk.url, "/robots.txt", "/about/permissions/"}


def test_unit_when_it_is_renamed_then_only_pages_that_name_it_are_made_anew(world: World) -> None:
    def rename() -> None:
        Unit.objects.filter(pk=world.unit.pk).update(name="长安街第一支部")
        plan = Plan(renamed_units=[RenamedUnit(1, world.unit.pk, "长安街支部", "样例", "长一")])
        write_plan(plan, by=world.editor, tell=lambda done, total: None)

    gone = change(world, rename)
    assert gone == {
        "/", "/en/", "/news/", "/columns/news/list.csv", "/columns/other/list.csv", "/units/", f"/units/{world.unit.slug}/"
    }  # fmt: skip


def test_unit_when_another_is_entered_then_articles_and_columns_stay(world: World) -> None:
    clerk = someone_with(Post.COMMITTEE_CLERK, a_unit(kind=UnitKind.INDUSTRY_COMMITTEE))
    gone = change(
        world,
        lambda: register_unit(
            kind=UnitKind.BRANCH, name="新支部", short_name="新支", slug="fresh", by=clerk,
            superior=None, enterprise=world.unit.enterprise,
        ),
    )  # fmt: skip
    assert gone == {"/units/", "/columns/news/list.csv", "/columns/other/list.csv"}


def test_unit_when_somebody_shows_a_card_or_a_term_begins_then_only_its_own_page(world: World) -> None:
    account = an_account()
    a_person(world.unit, account=account)
    assert change(world, lambda: show_card(line="有事找我", by=account)) == {f"/units/{world.unit.slug}/"}
    secretary = someone_with(Post.COMMITTEE_CLERK, world.far)
    gone = change(world, lambda: begin_term(world.far, began_on=dt.date(2018, 1, 1), by=secretary))
    assert gone == {f"/units/{world.far.slug}/"}


def test_picture_when_it_may_no_longer_be_shown_then_lists_and_pages_with_it_are_fresh(world: World) -> None:
    picture = a_picture()
    earlier = world.second.first_published_at - dt.timedelta(hours=1)
    ArticlePage.objects.filter(pk=world.second.pk).update(lead_picture=picture, first_published_at=earlier)

    def take_back() -> None:
        picture.consent = Consent.NOT_ASKED
        picture.save()

    gone = change(world, take_back)
    later = {world.first.url, world.third.url}
    assert gone == {"/", "/en/", "/news/", world.second.url, *later}


def test_file_when_it_gets_another_name_then_only_the_pages_that_offer_it(world: World) -> None:
    paper = save_file(ContentFile(b"%PDF-1.4\n%%EOF", name="paper.pdf"), title="报名表", by=world.editor)
    world.first.body.append(("file", {"file": paper, "label": ""}))
    world.first.save()

    def rename() -> None:
        paper.title = "新的报名表"
        paper.save()

    assert change(world, rename) == {world.first.url}


def test_panorama_when_a_spot_is_added_then_its_page_its_column_and_the_front_page(world: World) -> None:
    gone = change(world, lambda: add_hotspot(world.room, yaw=1, pitch=0, label="椅子", by=world.editor))
    assert gone == {"/", "/en/", "/walks/", world.walk.url}


def test_walk_when_its_stops_change_then_its_page_its_column_and_the_front_page(world: World) -> None:
    hall = a_panorama(world.editor, "大厅")
    tour = make_tour(title="转一圈", stops=[world.room], by=world.editor)
    PanoramaPage.objects.filter(pk=world.walk.pk).update(tour=tour)
    gone = change(world, lambda: change_tour(tour, title="转一圈", stops=[hall, world.room], by=world.editor))
    assert gone == {"/", "/en/", "/walks/", world.walk.url}


def test_control_when_a_column_does_not_say_which_walk_it_shows_then_it_is_found_stale(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PanoramaPage, "places_tags", lambda self: ())
    shelf = Shelf(world.site)
    add_hotspot(world.room, yaw=1, pitch=0, label="椅子", by=world.editor)
    assert (shelf.taken_back(), shelf.stale()) == (set(), {"/walks/", world.walk.url})

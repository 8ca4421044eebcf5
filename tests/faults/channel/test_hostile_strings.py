"""A thousand hostile strings through every field of the channel: nothing acts, breaks, or is lost."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from sixianghui.channel.models import ArticleNote, ArticlePage, ColumnPage, GuidePage, HomePage
from sixianghui.channel.public import submit_article, write_draft
from sixianghui.media.public import save_file, save_picture
from tests.conftest import Lane
from tests.factories import signed_in
from tests.factories.files import a_pdf, a_picture, named
from tests.faults.channel.hostile import COUNT, Hostile, strings
from tests.faults.channel.streams import StreamDoor, leaf_of
from tests.faults.channel.walking import Book, Door, walk
from tests.pages.complaints.reading import an_old_slip
from tests.unit.channel.desk import DeskOfTests, open_desk, passed

pytestmark = pytest.mark.django_db
#: By how much memory may grow after the first third.
FLAT = 100_000_000
#: The places from which notes come: each place may write only so often.
_place = itertools.count(1)


@pytest.fixture
def desk() -> DeskOfTests:
    return open_desk()


@pytest.fixture
def them(lane: Lane) -> tuple[Hostile, ...]:
    return strings(lane.pick(150, COUNT, COUNT))


def from_another_place() -> dict[str, str]:
    number = next(_place)
    return {"REMOTE_ADDR": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"}


def said(book: Book, name: str, record_property: Callable[..., None]) -> None:
    record_property("counted", book.line(name))
    assert book.wrong == [], "\n".join(book.wrong[:40])
    assert book.counted["taken"] > 0
    assert book.grown < FLAT


def test_note_to_the_editors_when_hostile_then_is_kept_as_typed_and_inert(
    desk: DeskOfTests, them: tuple[Hostile, ...], lane: Lane, record_property: Callable[..., None]
) -> None:
    piece = desk.released()
    reader = signed_in(desk.editor)
    path = f"/notes/{piece.pk}/"

    def kept() -> dict[str, str]:
        note = ArticleNote.objects.latest("pk")
        return {"text": note.text, "contact": note.contact}

    door = Door(
        "note", Client(), path, has="text", stored=kept, shown=lambda: [(reader, "/notes/")],
        always=lambda: {"slip": an_old_slip()}, not_typed=("website",),
        plain={"text": "第二段的日子不对。"}, more=from_another_place,
        reset=lambda: ArticleNote.objects.all().delete() and None,
    )  # fmt: skip
    assert door.typed == ["text", "contact"]
    said(walk(door, them, every_field=lane.name == "long"), "notes to the editors", record_property)


@pytest.mark.parametrize("what", ["column", "home"])
def test_page_of_the_chief_editor_when_hostile_then_comes_back_as_typed_and_inert(
    desk: DeskOfTests, them: tuple[Hostile, ...], lane: Lane, record_property: Callable[..., None], what: str
) -> None:
    page: Any = desk.column if what == "column" else desk.home
    model = ColumnPage if what == "column" else HomePage

    def kept() -> dict[str, str]:
        fresh: Any = model.objects.get(pk=page.pk)
        latest = fresh.get_latest_revision_as_object()
        latest.live = True
        latest.slug = page.slug
        latest.save()
        return {
            name: getattr(latest, name)
            for name in door.typed
            if name not in ("go_live_at", "expire_at", "slug")
        }

    chief = signed_in(desk.chief)
    door = Door(
        what, chief, f"/cms/pages/{page.pk}/edit/", has="title", stored=kept,
        shown=lambda: [(Client(), url) for url in ("/", "/en/", "/news/", "/feed.xml", "/sitemap.xml", "/sitemaps/pages.xml")],
        plain={"title": page.title, "slug": page.slug, "short_title": "短名", "promise": "这里会有。"},
    )  # fmt: skip
    said(walk(door, them, every_field=lane.name == "long"), f"the {what}", record_property)


@pytest.mark.parametrize("model", [ArticlePage, GuidePage], ids=["article", "guide"])
def test_piece_on_the_desk_when_hostile_then_comes_back_as_typed_and_is_inert_wherever_it_is_read(
    desk: DeskOfTests, them: tuple[Hostile, ...], lane: Lane, record_property: Callable[..., None],
    model: type[Any], settings: Any, tmp_path: Any,
) -> None:  # fmt: skip
    settings.MEDIA_ROOT = tmp_path
    chosen = {
        ImageChooserBlock: save_picture(
            named(a_picture(), "a.jpg"), title="图", alt="两块颜色", by=desk.editor, consent="nobody"
        ).pk,
        DocumentChooserBlock: save_file(named(a_pdf(), "a.pdf"), title="文件", by=desk.editor).pk,
    }
    pieces = [_out(desk, model, number) for number in range(lane.pick(2, 8, 8))]
    turn = itertools.count()
    editor = signed_in(desk.editor)
    current: list[Any] = [pieces[0]]

    def next_piece() -> None:
        current[0] = pieces[next(turn) % len(pieces)]
        door.path = f"/cms/pages/{current[0].pk}/edit/"

    def kept() -> dict[str, str]:
        """What was stored; it is shown to readers besides, as if three people had passed it."""
        latest = model.objects.get(pk=current[0].pk).get_latest_revision_as_object()
        latest.live, latest.slug = True, current[0].slug
        latest.save()
        plain = {name: getattr(latest, name) for name in door.typed if name in _FIELDS}
        return plain | {
            path: leaf_of(latest, where, path in door.rich) for path, where in door.leaves.items()
        }

    def shown() -> Any:
        yield Client(), current[0].url
        yield editor, door.path
        if current[0] is pieces[-1]:
            yield from ((Client(), url) for url in _READ_BY_ALL)
            yield from ((signed_in(desk.chief), url) for url in _READ_AT_THE_DESK)

    door = StreamDoor(
        model.__name__, editor, f"/cms/pages/{pieces[0].pk}/edit/", has="title", stored=kept, shown=shown,
        reset=next_piece, plain={"title": "十四天", "slug": "fourteen"}, streams=_streams(model), chosen=chosen,
        not_typed=("lead_picture",),
    )  # fmt: skip
    said(walk(door, them, every_field=lane.name == "long"), model.__name__, record_property)


_FIELDS = (
    "title",
    "summary",
    "kicker",
    "source",
    "byline",
    "lead_caption",
    "correction",
    "quote",
    "person",
    "role",
    "needs",
)
_READ_BY_ALL = (
    "/",
    "/news/",
    "/columns/news/list.csv",
    "/en/news/",
    "/feed.xml",
    "/feeds/news.xml",
    "/sitemap.xml",
    "/sitemaps/1.xml",
    "/news-sitemap.xml",
    "/search/?q=zq",
)
_READ_AT_THE_DESK = (
    "/cms/", "/cms/pages/", "/cms/reports/site-history/", "/cms/reports/aging-pages/",
    "/cms/reports/site-history/?export=csv", "/cms/reports/aging-pages/?export=csv", "/cms/reports/locked/?export=csv", "/cms/reports/site-history/?export=xlsx",
    "/cms/reports/aging-pages/?export=xlsx",
)  # fmt: skip


def _streams(model: type[Any]) -> dict[str, Any]:
    names = ("body", "steps") if model is GuidePage else ("body",)
    return {name: model._meta.get_field(name).stream_block for name in names}


def _out(desk: DeskOfTests, model: type[Any], number: int) -> Any:
    piece = write_draft(desk.column, model(title=f"第{number}篇", slug=f"p{number}"), by=desk.writer)
    submit_article(piece, by=desk.writer)
    for person in (desk.editor, desk.head, desk.chief):
        passed(model.objects.get(pk=piece.pk), by=person)
    return model.objects.get(pk=piece.pk)

"""The other doors of the channel: articles from branches, words about a draft, reasons, remarks in the margin, pictures,
panoramas, the site's own words."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Comment, CommentReply

from sixianghui.access.public import Post
from sixianghui.channel import commands
from sixianghui.channel.models import (
    ArticlePage,
    ColumnPage,
    OutsideRemark,
    Review,
    ReviewLink,
    Withdrawal,
    WordList,
)
from sixianghui.channel.public import ColumnFace, submit_article
from sixianghui.channel.queries import state_of
from sixianghui.media.models import File, Hotspot, Panorama, Picture, Tour
from sixianghui.media.public import save_file, save_picture
from tests.conftest import Lane
from tests.factories import a_unit, signed_in, someone_with
from tests.factories.files import a_pdf, a_picture, named, uploaded
from tests.faults.channel.hostile import COUNT, Hostile, strings
from tests.faults.channel.streams import words_of
from tests.faults.channel.test_hostile_strings import from_another_place, said
from tests.faults.channel.walking import Door, walk
from tests.pages.complaints.reading import an_old_slip
from tests.unit.channel.desk import DeskOfTests, open_desk
from tests.unit.media.test_panoramas import a_panorama

pytestmark = pytest.mark.django_db
XHR = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}
Build = Callable[[DeskOfTests], Door]


def of(model: type[Any], *names: str, **others: str) -> Callable[[], Mapping[str, str]]:
    """What the newest row keeps: field of the form to field of the row."""
    wanted = {name: name for name in names} | others

    def kept() -> dict[str, str]:
        row = model.objects.latest("pk")
        return {field: str(getattr(row, name)) for field, name in wanted.items()}

    return kept


def contribution(desk: DeskOfTests) -> Door:
    ColumnPage.objects.filter(pk=desk.column.pk).update(face=ColumnFace.SHOWCASE)
    unit = a_unit(name="样例支部", short_name="样例支部")
    client = signed_in(someone_with(Post.PUBLICITY_MEMBER, unit))

    def kept() -> dict[str, str]:
        page = ArticlePage.objects.latest("pk")
        text = "\n\n".join(words_of(block.value.source) for block in page.body if block.block_type == "text")
        alts = Picture.objects.order_by("-pk")[:3]
        shown = {f"alt_{3 - place}": one.description for place, one in enumerate(alts)}
        return {
            "text": text,
            **{name: getattr(page, name) for name in ("title", "person", "role", "quote")},
            **shown,
        }

    return Door(
        "contribution", client, "/contributions/new/", has="title", stored=kept, undo=True,
        always=lambda: {"person_agreed": "on", "pictures_agreed": "on", "unit": unit.pk, "column": desk.column.slug},
        files=lambda: {f"picture_{place}": uploaded(a_picture(colour=(place, 9, 9)), f"{place}.jpg") for place in (1, 2, 3)},
        plain={"title": "修手机也修耐心", "text": "四月二十一日，我们在社区摆了四张桌子。一下午来了三十一位街坊，修好的都拿走了，修不好的写了条子，下个月再来一次。", **{f"alt_{n}": "一张桌子" for n in (1, 2, 3)}},
        shown=lambda: [(client, "/contributions/"), (client, f"/contributions/{ArticlePage.objects.latest('pk').pk}/"), (signed_in(desk.editor), "/cms/")],
    )  # fmt: skip


def remark(desk: DeskOfTests) -> Door:
    piece = desk.draft()
    token = commands.make_link(piece, invited="王老师（示例）", days=3, by=desk.editor)
    editor = signed_in(desk.editor)
    return Door(
        "remark by a link", Client(), f"/review/{token}/remarks/", has="text", undo=True, stored=of(OutsideRemark, "who", "text"),
        always=lambda: {"slip": an_old_slip()}, not_typed=("website",), more=from_another_place, plain={"who": "王老师（示例）", "text": "第二段不对。"},
        shown=lambda: [(editor, f"/desk/pieces/{piece.pk}/links/"), (editor, f"/desk/pieces/{piece.pk}/story/")],
    )  # fmt: skip


def link(desk: DeskOfTests) -> Door:
    piece = desk.draft()
    editor = signed_in(desk.editor)
    path = f"/desk/pieces/{piece.pk}/links/"
    return Door(
        "link for a reader", editor, path, has="invited", undo=True, stored=of(ReviewLink, "invited"), plain={"invited": "王老师（示例）", "days": "3"},
        shown=lambda: [(editor, path), (editor, f"/desk/pieces/{piece.pk}/story/")],
    )  # fmt: skip


def word_list(desk: DeskOfTests) -> Door:
    chief = signed_in(desk.chief)
    piece = submit_article(desk.draft(), by=desk.writer)
    return Door(
        "own words", chief, "/desk/words/", has="text", undo=True, stored=of(WordList, "text"), plain={"text": "某某"},
        shown=lambda: [(chief, "/desk/words/"), (signed_in(desk.editor), f"/cms/pages/{piece.pk}/edit/")],
    )  # fmt: skip


def returning(desk: DeskOfTests) -> Door:
    piece = submit_article(desk.draft(), by=desk.writer)
    state = state_of(piece)
    assert state is not None
    writer = signed_in(desk.writer)
    return Door(
        "why it comes back", signed_in(desk.editor), reverse("wagtailadmin_pages:workflow_action", args=[piece.pk, "reject", state.pk]), has="comment", typed=["comment"],
        undo=True, stored=of(Review, comment="reason"), more=lambda: XHR, plain={"comment": "人数对不上。"},
        shown=lambda: [(writer, f"/cms/pages/{piece.pk}/edit/"), (writer, f"/desk/pieces/{piece.pk}/story/"), (writer, "/cms/")],
    )  # fmt: skip


def withdrawing(desk: DeskOfTests) -> Door:
    piece = desk.released()
    chief = signed_in(desk.chief)
    return Door(
        "why it is taken back", chief, f"/cms/pages/{piece.pk}/unpublish/", has="reason", undo=True, stored=of(Withdrawal, "reason"), plain={"reason": "写重了。"},
        shown=lambda: [(chief, f"/desk/pieces/{piece.pk}/story/"), (chief, f"/cms/pages/{piece.pk}/edit/")],
    )  # fmt: skip


def copying(desk: DeskOfTests) -> Door:
    piece = desk.released()
    editor = signed_in(desk.editor)
    return Door(
        "copy", editor, f"/cms/pages/{piece.pk}/copy/", has="new_title", undo=True, stored=of(ArticlePage, new_title="title"),
        plain={"new_title": "抄来的", "new_slug": "copied"}, shown=lambda: [(editor, f"/cms/pages/{desk.column.pk}/")],
    )  # fmt: skip


def margin(desk: DeskOfTests) -> Door:
    piece = desk.draft()
    writer = signed_in(desk.writer)
    path = f"/cms/pages/{piece.pk}/edit/"

    def kept() -> dict[str, str]:
        return {
            "comments-0-text": Comment.objects.latest("pk").text,
            "comments-0-replies-0-text": CommentReply.objects.latest("pk").text,
        }

    return Door(
        "comment in the margin", writer, path, has="title", undo=True, typed=["comments-0-text", "comments-0-replies-0-text"], stored=kept,
        always=lambda: {
            "title": piece.title, "slug": piece.slug, "body-count": "0", "comments-TOTAL_FORMS": "1", "comments-INITIAL_FORMS": "0", "comments-0-contentpath": "title", "comments-0-position": "",
            "comments-0-id": "", "comments-0-DELETE": "", "comments-0-resolved": "0", "comments-0-replies-TOTAL_FORMS": "1", "comments-0-replies-INITIAL_FORMS": "0", "comments-0-replies-0-id": "", "comments-0-replies-0-DELETE": "",
        },
        plain={"comments-0-text": "看这里。", "comments-0-replies-0-text": "好。"}, shown=lambda: [(writer, path)],
    )  # fmt: skip


def picture(desk: DeskOfTests) -> Door:
    made = save_picture(
        named(a_picture(), "a.jpg"), title="图", alt="两块颜色", by=desk.chief, consent="nobody"
    )
    piece = desk.released(body=[("picture", {"picture": made, "caption": ""})], lead_picture=made)
    chief = signed_in(desk.chief)
    return Door(
        "picture", chief, f"/cms/images/{made.pk}/", has="title", undo=True, stored=of(Picture, "title", "description"),
        plain={"title": "图", "description": "两块颜色"}, not_typed=("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height"),
        shown=lambda: [(chief, "/cms/images/"), (chief, "/cms/images/chooser/"), (Client(), piece.url), (Client(), "/")],
    )  # fmt: skip


def document(desk: DeskOfTests) -> Door:
    made = save_file(named(a_pdf(), "a.pdf"), title="文件", by=desk.chief)
    piece = desk.released(body=[("file", {"file": made, "label": ""})])
    chief = signed_in(desk.chief)
    return Door(
        "file", chief, f"/cms/documents/edit/{made.pk}/", has="title", undo=True, stored=of(File, "title"), plain={"title": "文件"},
        shown=lambda: [(chief, "/cms/documents/"), (Client(), piece.url), (Client(), made.url)],
    )  # fmt: skip


def panorama(desk: DeskOfTests) -> Door:
    made = a_panorama(desk.editor)
    editor = signed_in(desk.editor)
    page = f"/panoramas/{made.ref}/"
    return Door(
        "panorama", editor, page, to=f"{page}words/", has="alt", undo=True, stored=of(Panorama, "title", "alt", "consent_note", "credit"),
        plain={"title": "大厅", "alt": "一间大厅", "heading": "0"}, shown=lambda: [(editor, page), (editor, "/panoramas/"), (editor, f"{page}preview/")],
    )  # fmt: skip


def spot(desk: DeskOfTests) -> Door:
    made = a_panorama(desk.editor)
    editor = signed_in(desk.editor)
    page = f"/panoramas/{made.ref}/"
    return Door(
        "spot", editor, page, to=f"{page}spots/", has="label", undo=True, stored=of(Hotspot, "label", "text", "link"),
        plain={"label": "前台", "yaw": "10", "pitch": "0"}, shown=lambda: [(editor, page), (editor, f"{page}preview/")],
    )  # fmt: skip


def tour(desk: DeskOfTests) -> Door:
    made = a_panorama(desk.editor)
    editor = signed_in(desk.editor)
    return Door(
        "walk", editor, "/panoramas/tours/", has="title", undo=True, stored=of(Tour, "title", "summary"),
        plain={"title": "走一圈", f"stop-{made.ref}": "1"}, shown=lambda: [(editor, "/panoramas/")],
    )  # fmt: skip


DOORS: tuple[Build, ...] = (
    contribution, remark, link, word_list, returning, withdrawing, copying, margin, picture, document, panorama, spot, tour,
)  # fmt: skip


@pytest.mark.parametrize("build", DOORS, ids=lambda build: re.sub("_", " ", build.__name__))
def test_door_when_hostile_strings_come_through_it_then_they_are_kept_as_typed_and_inert(
    build: Build, lane: Lane, record_property: Callable[..., None], settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    door = build(open_desk())
    # Each string through some field of each door; through each of its fields when there are hours.
    some: tuple[Hostile, ...] = strings(lane.pick(30, COUNT, COUNT))
    said(walk(door, some, every_field=lane.name == "long"), door.name, record_property)


def test_doors_when_counted_then_every_form_of_the_channel_is_among_them() -> None:
    """A form that nobody has put here is found."""
    from sixianghui.channel import desk_forms, forms
    from sixianghui.media import forms as of_media

    known = {
        "SlipForm", "NoteForm", "ContributionForm", "LinkForm", "RemarkForm", "WordsForm", "DeskForm", "PieceForm", "ColumnForm", "WithdrawForm", "CopyPieceForm",
        "PictureForm", "FileForm", "PanoramaWords", "PanoramaUpload", "Spot", "TourForm",
    }  # fmt: skip
    there = {
        name
        for module in (forms, desk_forms, of_media)
        for name, one in vars(module).items()
        if isinstance(one, type) and one.__module__ == module.__name__ and hasattr(one, "base_fields")
    }
    assert there == known
    assert len(list(itertools.chain(DOORS))) == 13

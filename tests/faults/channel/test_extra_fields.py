"""Fields that no form offers, sent with one that does: the server alone says who, when, and in which state (A4)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from sixianghui.channel.models import ArticleNote, ArticlePage, BasePage, ColumnPage, Release, Review
from tests.factories import an_account, signed_in
from tests.pages.complaints.reading import an_old_slip
from tests.unit.channel.desk import DeskOfTests, open_desk

pytestmark = pytest.mark.django_db

#: Fields of a page that the desk writes by itself; `title` and what an editor writes are not among them.
OWN = (
    "id", "pk", "path", "depth", "numchild", "translation_key", "locale", "latest_revision", "live", "has_unpublished_changes", "first_published_at", "last_published_at",
    "live_revision", "expired", "locked", "locked_at", "locked_by", "content_type", "url_path", "owner", "draft_title", "latest_revision_created_at", "alias_of",
    "contributor", "is_sample", "basepage_ptr", "search_description", "wagtail_admin_comments",
)  # fmt: skip
_EDITING = {
    "body-count": "1", "body-0-type": "heading", "body-0-order": "0", "body-0-deleted": "", "body-0-id": "", "body-0-value": "小标题", "comments-TOTAL_FORMS": "0",
    "comments-INITIAL_FORMS": "0",
}  # fmt: skip


@pytest.fixture
def desk() -> DeskOfTests:
    return open_desk()


def extra(desk: DeskOfTests) -> dict[str, str]:
    """Everything at once, with values that would matter."""
    other = an_account()
    people, moments = (
        ("owner", "contributor", "locked_by"),
        ("first_published_at", "last_published_at", "locked_at"),
    )
    found = dict.fromkeys(OWN, "1")
    found |= dict.fromkeys(people, str(other.pk)) | dict.fromkeys(moments, "2001-01-01 00:00")
    for name in OWN:
        found[f"{name}_id"] = found[name]
    return found | {
        "path": "0001",
        "url_path": "/",
        "live": "on",
        "is_sample": "on",
        "alias_of": str(desk.home.pk),
    }


def as_it_is(page: BasePage) -> dict[str, Any]:
    row = type(page).objects.filter(pk=page.pk).values().get()
    changed = {
        "latest_revision_id",
        "latest_revision_created_at",
        "title",
        "draft_title",
        "has_unpublished_changes",
    }
    return {name: value for name, value in row.items() if name not in changed}


def people_and_pages(desk: DeskOfTests) -> Iterator[tuple[str, Client, BasePage]]:
    yield "a draft by its writer", signed_in(desk.writer), desk.draft("一份草稿", slug="draft")
    yield "one that is out", signed_in(desk.editor), desk.released("发布了的", slug="out")
    yield "one that is out, by the chief", signed_in(desk.chief), desk.released("也发布了", slug="out-too")


def test_page_when_saved_with_fields_that_nobody_offers_then_only_a_new_version_is_there(
    desk: DeskOfTests, record_property: Callable[..., None]
) -> None:
    tried = 0
    for name, client, page in people_and_pages(desk):
        before = as_it_is(page)
        hidden = page.get_latest_revision_as_object()
        kept = {
            one: getattr(hidden, one)
            for one in (
                "owner_id",
                "contributor_id",
                "is_sample",
                "translation_key",
                "live",
                "first_published_at",
            )
        }
        answer = client.post(
            f"/cms/pages/{page.pk}/edit/",
            {**extra(desk), "title": "改过的标题", "slug": page.slug, **_EDITING},
        )
        assert answer.status_code == 302, name
        tried += len(extra(desk))
        after = as_it_is(page)
        same = ("body", "kicker", "summary")
        assert {k: v for k, v in after.items() if k not in same} == {k: v for k, v in before.items() if k not in same}, name  # fmt: skip
        latest = ArticlePage.objects.get(pk=page.pk).get_latest_revision_as_object()
        assert latest.title == "改过的标题", name
        assert {one: getattr(latest, one) for one in kept} == kept, name
    assert Release.objects.count() == 2
    record_property("counted", f"fields that nobody offers: {tried} sent with pages, none taken")


def test_new_page_when_made_with_fields_that_nobody_offers_then_is_a_draft_of_its_maker(
    desk: DeskOfTests,
) -> None:
    client = signed_in(desk.editor)
    answer = client.post(
        f"/cms/pages/add/channel/articlepage/{desk.column.pk}/",
        {**extra(desk), "title": "新的一篇", "slug": "new", **_EDITING},
    )
    assert answer.status_code == 302
    made = ArticlePage.objects.get(slug="new")
    assert (made.live, made.owner_id, made.contributor_id, made.is_sample, made.locked) == (
        False, desk.editor.pk, None, False, False,
    )  # fmt: skip
    assert (made.first_published_at, made.get_parent().pk, made.alias_of_id) == (None, desk.column.pk, None)
    assert not Review.objects.exists()


def test_column_when_saved_with_fields_that_nobody_offers_then_stays_where_and_what_it_is(
    desk: DeskOfTests,
) -> None:
    before = as_it_is(desk.column)
    client = signed_in(desk.chief)
    answer = client.post(
        f"/cms/pages/{desk.column.pk}/edit/",
        {
            **extra(desk), "title": "改过的栏目", "slug": "news", "short_title": "栏目", "face": "news", "promise": "这里会有。", "summary": "",
            "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0",
        },
    )  # fmt: skip
    assert answer.status_code == 302
    after = as_it_is(ColumnPage.objects.get(pk=desk.column.pk))
    offered = {"short_title", "promise", "head_id", "face", "summary"}
    assert {k: v for k, v in after.items() if k not in offered} == {
        k: v for k, v in before.items() if k not in offered
    }


def test_note_when_sent_with_fields_that_nobody_offers_then_is_new_and_waits(desk: DeskOfTests) -> None:
    piece = desk.released()
    other = desk.released("另一篇", slug="other")
    answer = Client().post(
        f"/notes/{piece.pk}/",
        {
            "kind": "error", "text": "第二段的日子不对。", "contact": "", "slip": an_old_slip(), "website": "", "ref": "chosen", "page": other.pk, "page_id": other.pk,
            "at": "2001-01-01", "settled_at": "2001-01-01", "settled_by": desk.editor.pk, "nonce": "a", "id": "77",
        },
    )  # fmt: skip
    assert answer.status_code == 200
    note = ArticleNote.objects.get()
    assert (note.page_id, note.settled_at, note.settled_by_id) == (piece.pk, None, None)
    assert note.ref != "chosen"
    assert note.nonce != "a"
    assert note.pk != 77

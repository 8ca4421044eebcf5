"""Every other way round Wagtail's screens, with things that are really there: none leads past the reviews.

Wagtail's holes were mostly here, on the paths that nobody thinks of first: bulk actions, copies, old versions, its
interface for programs.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import PageViewRestriction

from sixianghui.access.public import Account, Post
from sixianghui.channel.commands import make_link
from sixianghui.channel.models import ArticlePage, BasePage, ColumnPage, Correction, Release, Review
from sixianghui.channel.public import return_article, revise, submit_article
from sixianghui.channel.queries import state_of
from sixianghui.channel.tasks import publish_due
from sixianghui.common import time
from sixianghui.common.errors import Conflict
from sixianghui.media.public import Consent, File, Picture, save_file, save_picture
from tests.contract.test_roles import entered
from tests.factories import signed_in, someone_with
from tests.pages.channel.reading import corrected
from tests.pages.channel.screens import XHR, Screens, at_the_desk, form_of, ticked
from tests.unit.channel.desk import DeskOfTests, open_desk, passed
from tools.addresses import NOBODY_SIGNED_IN, addresses

pytestmark = pytest.mark.django_db
#: Posts that have nothing to do at the desk.
OUTSIDE = sorted(set(Post) - {Post.EDITOR, Post.COLUMN_HEAD, Post.CHIEF_EDITOR})
#: Who is asked for in the fast lane.
FEW = (NOBODY_SIGNED_IN, Post.MEMBER)


@dataclass
class World:
    """One of each: a draft of somebody else's, a returned piece, one in its second review, one that is out, a picture."""

    desk: DeskOfTests
    draft: ArticlePage
    returned: ArticlePage
    second: ArticlePage
    live: ArticlePage
    other_column: ColumnPage
    picture: Picture
    file: File

    def pages(self) -> tuple[BasePage, ...]:
        return (self.draft, self.returned, self.second, self.live, self.desk.column, self.desk.home)

    def is_as_it_was(self) -> list[str]:
        """What has happened that must not have; empty when nothing has."""
        found = []
        for name in ("draft", "returned", "second", "live"):
            page = ArticlePage.objects.filter(pk=getattr(self, name).pk).first()
            if page is None:
                found.append(f"{name} is gone")
                continue
            if page.live != (name == "live"):
                found.append(f"{name}: live is {page.live}")
            if page.get_parent().pk != self.desk.column.pk:
                found.append(f"{name} was moved")
        if not ColumnPage.objects.get(pk=self.desk.column.pk).live:
            found.append("the column is gone")
        if Release.objects.count() != 1:
            found.append(f"releases: {Release.objects.count()}")
        if BasePage.objects.exclude(alias_of=None).exists():
            found.append("an alias was made")
        if ArticlePage.objects.exclude(pk=self.live.pk).filter(live=True).exists():
            found.append("something else is out")
        if PageViewRestriction.objects.exists():
            found.append("a page was made private")
        if Review.objects.filter(page_id=self.second.pk, level=2).exists():
            found.append("the second review was passed")
        return found


@pytest.fixture
def world(settings: Any, tmp_path: Any) -> World:
    from sixianghui.channel.public import ColumnFace, open_column

    settings.MEDIA_ROOT = tmp_path
    desk = open_desk()
    other = open_column(
        desk.home,
        title="十九大",
        short_title="十九大",
        face=ColumnFace.COLLECTION,
        promise="专题。",
        slug="t",
        by=desk.chief,
    )
    returned = submit_article(desk.draft("退回的一篇"), by=desk.writer)
    return_article(returned, by=desk.editor, reason="人数和名单对不上。")
    second = submit_article(desk.draft("在二审的一篇"), by=desk.writer)
    passed(second, by=desk.editor)
    live = desk.released("发布了的一篇")
    picture, file = a_picture(desk.writer, "别人的图"), a_file(desk.writer)
    return World(desk, desk.draft("别人的草稿"), returned, second, live, other, picture, file)


def a_picture(owner: Account, title: str, consent: Consent = Consent.DRAWING) -> Picture:
    return save_picture(get_test_image_file(), title=title, alt="一块样例图", by=owner, consent=consent)


def a_file(owner: Account) -> File:
    return save_file(SimpleUploadedFile("a.txt", "一句话。".encode()), title="别人的文件", by=owner)


_PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)")


def filled(route: str, world: World, page: BasePage) -> str:
    """A route with the ids of things that are there."""
    state = state_of(page.specific) if isinstance(page, ArticlePage) else None
    values: dict[str, Any] = {
        "image_id": world.picture.pk, "document_id": world.file.pk, "doc_id": world.file.pk, "pk": page.pk,
        "revision_id": page.latest_revision_id, "revision_id_a": "earliest", "revision_id_b": "latest",
        "destination_id": world.other_column.pk, "action_name": "approve",
        "task_state_id": state.pk if state else 1, "task_id": state.task_id if state else 1, "workflow_state_id": 1,
        "content_type_app_name": "channel", "content_type_model_name": "articlepage", "app_label": "channel",
        "model_name": "basepage", "action": "publish", "parent_page_id": world.desk.column.pk, "object_id": page.pk,
    }  # fmt: skip
    path = _PARAMETER.sub(lambda found: str(values.get(found[1] or found[2], page.pk)), route)
    return "/" + path.replace("^", "").replace("$", "").replace("\\", "").replace(".*", "x")


def desk_routes() -> Iterator[str]:
    return (one.route for one in addresses() if one.route.startswith("cms/") and not one.open)


@pytest.mark.parametrize(
    "who",
    [
        who if who in FEW else pytest.param(who, marks=pytest.mark.deep)
        for who in (NOBODY_SIGNED_IN, *OUTSIDE)
    ],
)
def test_desk_when_somebody_without_a_post_there_asks_then_nothing_opens(
    world: World, who: str, record_property: Callable[..., None]
) -> None:
    client = Client(raise_request_exception=False)
    if who != NOBODY_SIGNED_IN:
        client = signed_in(someone_with(Post(who)))
    opened, calls = [], 0
    for route in desk_routes():
        several = world.pages() if "<int:p" in route or "page_id" in route else (world.draft,)
        for page in several:
            path = filled(route, world, page)
            for answer in (client.get(path), client.post(path, {"action-publish": "1", "comment": "x"})):
                calls += 1
                if entered(answer) and answer.status_code != 404:
                    opened.append(f"{path}: {answer.status_code}")
    record_property("counted", f"desk paths: {calls} calls as {who}, {len(opened)} opened")
    assert opened == []
    assert world.is_as_it_was() == []


def attempts(world: World) -> Iterator[tuple[str, Callable[[Screens], Any]]]:
    """Ways to publish, to withdraw, to take away, to pass, that are no reviews."""
    draft, live, second = world.draft, world.live, world.second
    column = world.desk.column

    def bulk(action: str, page: BasePage, **data: Any) -> Callable[[Screens], Any]:
        path = reverse("wagtail_bulk_action", args=["channel", "basepage", action])
        return lambda who: who.client.post(f"{path}?id={page.pk}", {"include_descendants": "on", **data})

    def api(action: str, page: BasePage, **data: Any) -> Callable[[Screens], Any]:
        return lambda who: who.client.post(
            f"/cms/api/main/pages/{page.pk}/action/{action}/",
            json.dumps(data),
            content_type="application/json",
        )

    for page in (draft, world.returned, second):
        yield f"publish button {page.title}", lambda who, page=page: who.save(page, "publish")
        yield (
            f"revert and publish {page.title}",
            lambda who, page=page: who.client.post(
                reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, page.latest_revision_id]),
                form_of(page, "publish"),
            ),
        )
        yield f"bulk publish {page.title}", bulk("publish", page)
        yield f"api publish {page.title}", api("publish", page)
        yield (
            f"time in the past {page.title}",
            lambda who, page=page: who.save(page, "", go_live_at="2018-01-01 08:00", live="on"),
        )
    yield (
        "add and publish",
        lambda who: who.post(
            "wagtailadmin_pages:add",
            "channel",
            "articlepage",
            column.pk,
            data=form_of(None, "publish", title="新的"),
        ),
    )
    yield "bulk publish the column with all below", bulk("publish", column)
    yield "bulk unpublish", bulk("unpublish", live)
    yield "bulk unpublish the front page", bulk("unpublish", world.desk.home)
    yield "bulk delete", bulk("delete", live)
    yield "bulk delete one in review", bulk("delete", second)
    yield "bulk move", bulk("move", live, chooser=str(world.other_column.pk))
    yield "api unpublish", api("unpublish", live)
    yield "api delete", api("delete", live)
    yield "api move", api("move", live, destination_page_id=world.other_column.pk)
    yield "api copy live", api("copy", live, keep_live=True, recursive=True)
    yield "api alias", api("create_alias", live)
    yield "api revert", api("revert_to_page_revision", second, revision_id=second.latest_revision_id)
    for flag in ("publish_copies", "alias", "copy_subpages"):
        yield (
            f"copy with {flag}",
            lambda who, flag=flag: who.post(
                "wagtailadmin_pages:copy", live.pk,
                data={"new_title": "抄来的", "new_slug": f"copy-{flag.replace('_', '-')}", "new_parent_page": column.pk, flag: "on"},
            ),
        )  # fmt: skip
    yield "delete one that is out", lambda who: who.post("wagtailadmin_pages:delete", live.pk)
    yield "delete one in review", lambda who: who.post("wagtailadmin_pages:delete", second.pk)
    yield (
        "move one that is out",
        lambda who: who.post("wagtailadmin_pages:move_confirm", live.pk, world.other_column.pk),
    )
    yield (
        "make private",
        lambda who: who.post("wagtailadmin_pages:set_privacy", live.pk, data={"restriction_type": "login"}),
    )
    yield "convert alias", lambda who: who.post("wagtailadmin_pages:convert_alias", live.pk)
    yield "unpublish without a reason", lambda who: who.post("wagtailadmin_pages:unpublish", live.pk)
    yield "set a piece in order", lambda who: who.post("wagtailadmin_pages:set_page_position", live.pk)


@pytest.mark.parametrize("post", [Post.EDITOR, Post.CHIEF_EDITOR])
def test_desk_when_somebody_tries_another_way_then_nothing_has_happened(world: World, post: Post) -> None:
    """The chief editor too: a piece comes out by its final review and goes by a command that asks why."""
    who = at_the_desk(someone_with(post))
    who.client.raise_request_exception = False
    went_wrong = []
    for name, attempt in attempts(world):
        answer = attempt(who)
        publish_due()
        went_wrong += [f"{name}: {fault}" for fault in world.is_as_it_was()]
        if answer.status_code >= 500:
            went_wrong.append(f"{name}: {answer.status_code}")
    assert went_wrong == []


def test_attempts_when_they_are_allowed_then_do_something(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: with permissions as Wagtail gives them, most of these ways do lead somewhere."""
    from wagtail.models import PagePermissionTester

    chief = world.desk.chief
    chief.is_superuser = True
    chief.save()
    for kind in (ArticlePage, ColumnPage, BasePage):
        monkeypatch.setattr(kind, "tester", PagePermissionTester)
    who = at_the_desk(chief)
    who.save(world.draft, "publish")
    assert "draft: live is True" in world.is_as_it_was()


def test_editor_when_the_second_review_then_cannot_pass_it_by_any_address(world: World) -> None:
    who = at_the_desk(someone_with(Post.EDITOR))
    state = state_of(world.second)
    assert state is not None
    other = submit_article(world.desk.draft("一审的"), by=world.desk.writer)
    for path, page in (
        ("workflow_action", world.second),
        ("collect_workflow_action_data", world.second),
        ("workflow_action", other),
    ):
        for more in ({}, XHR):
            answer = who.client.post(
                reverse(f"wagtailadmin_pages:{path}", args=[page.pk, "approve", state.pk]),
                {"comment": "x"},
                **more,
            )
            assert answer.status_code in {302, 403, 404}, (path, page.title, answer.content.decode()[:300])
    who.save(world.second, "workflow-action", **{"workflow-action-name": "approve"})
    assert world.is_as_it_was() == []


def test_reviewer_when_the_review_on_the_screen_is_over_then_is_told_and_passes_nothing_else(
    world: World,
) -> None:
    page = submit_article(world.desk.draft("两级都能审的人"), by=world.desk.writer)
    first = state_of(page)
    assert first is not None
    head = at_the_desk(world.desk.head)
    passed(page, by=world.desk.editor)
    answer = head.client.post(
        reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", first.pk]),
        {"comment": "", **ticked(page)},
        **XHR,
    )
    assert "已经有人审过了" in json.loads(answer.content)["html"]
    assert Review.objects.filter(page_id=page.pk).count() == 1


@pytest.mark.parametrize("name", ["view_draft", "history", "preview_on_edit", "workflow_history", "usage"])
def test_editor_when_a_piece_is_somebody_elses_then_may_look_at_it(world: World, name: str) -> None:
    """Editors work on one desk: they read each other's drafts, their history, and what changed."""
    who = at_the_desk(someone_with(Post.EDITOR))
    assert who.get(f"wagtailadmin_pages:{name}", world.draft.pk).status_code == 200
    assert (
        who.get("wagtailadmin_pages:revisions_compare", world.draft.pk, "earliest", "latest").status_code
        == 200
    )


def test_copy_when_made_then_is_a_draft_of_whoever_copied_with_nothing_of_the_others_reviews(
    world: World,
) -> None:
    account = someone_with(Post.EDITOR)
    world.live.contributor = world.desk.writer
    world.live.save()
    answer = at_the_desk(account).post(
        "wagtailadmin_pages:copy",
        world.live.pk,
        data={"new_title": "抄来的", "new_slug": "copied", "new_parent_page": world.other_column.pk},
    )
    assert (answer.status_code, "/edit/" in answer["Location"]) == (302, True)
    made = ArticlePage.objects.get(slug="copied")
    latest = made.get_latest_revision_as_object()
    assert (made.live, made.owner, made.contributor, latest.contributor, made.column) == (
        False,
        account,
        None,
        None,
        world.other_column,
    )
    assert (
        made.reviews.count(),
        made.releases.count(),
        made.workflow_states.count(),
        made.revisions.count(),
    ) == (0, 0, 0, 1)


def test_revert_when_done_then_is_a_new_draft_and_the_piece_stays_as_it_is(world: World) -> None:
    who = at_the_desk(world.desk.writer)
    first = world.live.revisions.order_by("pk").first()
    who.save(world.live, "", title="改过的题目")
    answer = who.client.post(
        reverse("wagtailadmin_pages:revisions_revert", args=[world.live.pk, first.pk]),
        form_of(world.live, "submit", title="发布了的一篇", correction="改回原来的题目。"),
    )
    page = ArticlePage.objects.get(pk=world.live.pk)
    assert (answer.status_code, page.live, page.title, page.workflow_in_progress) == (
        302,
        True,
        "发布了的一篇",
        False,
    )
    assert page.revisions.count() == world.live.revisions.count()


def test_picture_when_it_is_somebody_elses_then_an_editor_may_choose_it_and_not_change_it(
    world: World,
) -> None:
    who = at_the_desk(someone_with(Post.EDITOR))
    assert who.get("wagtailimages_chooser:chosen", world.picture.pk).status_code == 200
    assert who.get("wagtaildocs_chooser:chosen", world.file.pk).status_code == 200
    for path in (
        reverse("wagtailimages:edit", args=[world.picture.pk]),
        reverse("wagtailimages:delete", args=[world.picture.pk]),
        reverse("wagtaildocs:edit", args=[world.file.pk]),
        reverse("wagtaildocs:delete", args=[world.file.pk]),
    ):
        for answer in (who.client.get(path), who.client.post(path, {"title": "我的了"})):
            assert answer.status_code in {302, 403}, path
    world.picture.refresh_from_db()
    assert (world.picture.title, Picture.objects.count(), File.objects.count()) == ("别人的图", 1, 1)
    own = a_picture(account_of(who), "我的图")
    assert who.client.get(reverse("wagtailimages:edit", args=[own.pk])).status_code == 200


def test_picture_when_a_branch_sent_it_then_the_chief_takes_back_the_consent_and_it_is_sent_no_more(
    world: World,
) -> None:
    sent = a_picture(someone_with(Post.SECRETARY), "支部送来的图", Consent.AGREED)
    rendition, file = sent.get_rendition("max-50x50"), sent.file.name
    assert Client().get(rendition.url).status_code == 200
    words = {"title": "支部送来的图", "description": "一块样例图", "consent": "not_asked", "collection": "1"}
    path = reverse("wagtailimages:edit", args=[sent.pk])
    at_the_desk(someone_with(Post.EDITOR)).client.post(path, words)
    assert Client().get(rendition.url).status_code == 200
    chief = at_the_desk(world.desk.chief)
    form = chief.client.get(path).content.decode()
    assert ('name="consent"' in form, 'name="file"' in form) == (True, False)
    assert chief.client.post(path, {**words, "file": get_test_image_file()}).status_code == 302
    sent.refresh_from_db()
    assert (sent.consent, sent.file.name) == (Consent.NOT_ASKED, file)
    assert Client().get(rendition.url).status_code == 404
    for route in ("wagtaildocs:edit", "wagtaildocs:delete"):
        assert chief.get(route, world.file.pk).status_code in {302, 403}


def account_of(who: Screens) -> Account:
    return Account.objects.get(pk=who.client.session["_auth_user_id"])


@pytest.mark.parametrize("post", [Post.EDITOR, Post.COLUMN_HEAD, Post.CHIEF_EDITOR])
def test_reviews_when_somebody_at_the_desk_wants_to_change_them_then_cannot(world: World, post: Post) -> None:
    who = at_the_desk(someone_with(post))
    for route in desk_routes():
        if route.startswith(("cms/workflows/", "cms/collections/", "cms/embeds/")):
            answer = who.client.post(filled(route, world, world.draft), {"name": "x"})
            assert not entered(answer), route


def test_time_when_set_on_the_screen_then_comes_out_then_and_may_be_taken_back_by_the_chief(
    world: World, clock: time.ManualClock
) -> None:
    desk = world.desk
    writer, chief = at_the_desk(desk.writer), at_the_desk(desk.chief)
    page = desk.draft("定时的一篇")
    at = (time.now() + dt.timedelta(hours=3)).astimezone(time.SHANGHAI)
    writer.save(page, "submit", go_live_at=at.strftime("%Y-%m-%d %H:%M"))
    for person in (desk.editor, desk.head, desk.chief):
        passed(ArticlePage.objects.get(pk=page.pk), by=person)
    page = ArticlePage.objects.get(pk=page.pk)
    revision = page.scheduled_revision
    assert (page.live, revision is not None) == (False, True)
    assert writer.post("wagtailadmin_pages:revisions_unschedule", page.pk, revision.pk).status_code in {
        302,
        403,
    }
    assert ArticlePage.objects.get(pk=page.pk).scheduled_revision is not None
    chief.post("wagtailadmin_pages:revisions_unschedule", page.pk, revision.pk)
    assert ArticlePage.objects.get(pk=page.pk).scheduled_revision is None
    clock.set(time.now() + dt.timedelta(hours=4))
    publish_due()
    assert not ArticlePage.objects.get(pk=page.pk).live


def test_hand_in_when_those_in_a_picture_were_not_asked_then_says_so_at_the_field(world: World) -> None:
    who = at_the_desk(world.desk.writer)
    picture = a_picture(world.desk.writer, "合影", Consent.NOT_ASKED)
    answer = who.save(world.draft, "submit", lead_picture=str(picture.pk))
    assert list(answer.context["form"].errors) == ["lead_picture"]
    assert who.save(world.draft, "", lead_picture=str(picture.pk)).status_code == 302
    with pytest.raises(Conflict, match="合影"):
        submit_article(ArticlePage.objects.get(pk=world.draft.pk), by=world.desk.writer)


def test_version_when_its_picture_was_deleted_then_is_compared_taken_up_again_and_read_without_it(
    world: World,
) -> None:
    desk = world.desk
    before, after = (a_picture(desk.writer, title) for title in ("先放的图", "后放的图"))
    live = desk.released("有图的一篇", lead_picture=before, lead_caption="图")
    first = live.latest_revision
    corrected(desk, live, "图换成了后来的一张。", lead_picture=after)
    revise(world.draft, by=desk.writer, lead_picture=before)
    link = make_link(world.draft, invited="王老师（示例）", days=3, by=desk.editor)
    revise(world.draft, by=desk.writer, lead_picture=after)
    before.delete()
    chief = at_the_desk(desk.chief)
    assert chief.get("wagtailadmin_pages:revisions_compare", live.pk, first.pk, "latest").status_code == 200
    assert chief.get("wagtailadmin_pages:revisions_revert", live.pk, first.pk).status_code == 200
    assert Client().get(f"/review/{link}/").status_code == 200


def test_version_when_it_waits_for_its_time_and_its_picture_was_deleted_then_comes_out_without_it(
    world: World, clock: time.ManualClock
) -> None:
    desk = world.desk
    picture = a_picture(desk.writer, "要删的图")
    corrected(
        desk, world.live, "加了一张图。", lead_picture=picture, go_live_at=time.now() + dt.timedelta(hours=3)
    )
    assert ArticlePage.objects.get(pk=world.live.pk).scheduled_revision is not None
    picture.delete()
    assert at_the_desk(desk.chief).client.get(f"/cms/pages/{world.live.pk}/edit/").status_code == 200
    clock.set(time.now() + dt.timedelta(hours=4))
    publish_due()
    page = ArticlePage.objects.get(pk=world.live.pk)
    assert (page.live, page.lead_picture, page.scheduled_revision) == (True, None, None)
    assert Correction.objects.get(release__page=page).what == "加了一张图。"

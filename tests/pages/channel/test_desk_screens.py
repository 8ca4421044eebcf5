"""Three reviews on Wagtail's own screens: what each person is offered, refused and told."""

from __future__ import annotations

import json

import pytest

from sixianghui.access.public import Post
from sixianghui.audit.public import AuditEvent
from sixianghui.channel.models import ArticlePage, Release, Review, Withdrawal
from sixianghui.channel.public import revise, submit_article
from sixianghui.channel.queries import state_of
from tests.factories import someone_with
from tests.pages.channel.screens import XHR, Screens, at_the_desk, extra, form_of, ticked
from tests.unit.channel.desk import DeskOfTests, open_desk, passed

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> DeskOfTests:
    return open_desk()


@pytest.fixture
def writer(desk: DeskOfTests) -> Screens:
    return at_the_desk(desk.writer)


@pytest.fixture
def editor(desk: DeskOfTests) -> Screens:
    return at_the_desk(desk.editor)


@pytest.fixture
def head(desk: DeskOfTests) -> Screens:
    return at_the_desk(desk.head)


@pytest.fixture
def chief(desk: DeskOfTests) -> Screens:
    return at_the_desk(desk.chief)


def again(page: ArticlePage) -> ArticlePage:
    return ArticlePage.objects.get(pk=page.pk)


def body_of(screens: Screens, page: ArticlePage) -> str:
    return screens.client.get(screens.edit(page)).content.decode()


def acts(action: str) -> int:
    return AuditEvent.objects.filter(action=action).count()


def test_article_when_written_handed_in_and_passed_on_the_screens_then_comes_out(
    desk: DeskOfTests, writer: Screens, editor: Screens, head: Screens, chief: Screens
) -> None:
    made = writer.post(
        "wagtailadmin_pages:add", "channel", "articlepage", desk.column.pk, data=form_of(None, "submit")
    )
    assert made.status_code == 302, made.context["form"].errors
    page = ArticlePage.objects.get()
    assert (page.owner, page.live, acts("article:submit")) == (desk.writer, False, 1)
    for person in (editor, head, chief):
        answer = person.judge(page, "approve")
        assert json.loads(answer.content)["step"] == "success"
    assert (again(page).live, Release.objects.get().actor, acts("page:publish")) == (True, desk.chief, 3)
    assert list(Review.objects.order_by("level").values_list("actor_id", flat=True)) == [
        desk.editor.pk,
        desk.head.pk,
        desk.chief.pk,
    ]
    assert AuditEvent.objects.filter(action="page:publish", actor=desk.chief.pk).count() == 3


def test_menu_when_a_draft_then_offers_saving_and_handing_in_and_no_publishing(
    desk: DeskOfTests, writer: Screens, chief: Screens
) -> None:
    page = desk.draft()
    for person in (writer, chief):
        body = body_of(person, page)
        assert ("action-submit" in body, "action-publish" in body, "action-unpublish" in body) == (
            True,
            False,
            False,
        )


def test_menu_when_in_review_then_only_whoever_may_review_it_is_offered_a_verdict(
    desk: DeskOfTests, writer: Screens, editor: Screens, chief: Screens
) -> None:
    page = submit_article(desk.draft(), by=desk.writer)
    offered = {
        name: "workflow-action-name" in body_of(who, page)
        or 'data-workflow-action-name="approve"' in body_of(who, page)
        for name, who in (("writer", writer), ("editor", editor), ("chief", chief))
    }
    assert offered == {"writer": False, "editor": True, "chief": False}
    assert "action-cancel-workflow" in body_of(writer, page)
    assert "action-cancel-workflow" not in body_of(editor, page)


def test_return_when_without_a_reason_then_the_window_stays_open_and_says_so(
    desk: DeskOfTests, editor: Screens
) -> None:
    page = submit_article(desk.draft(), by=desk.writer)
    answer = editor.judge(page, "reject", "  ")
    assert "请写明为什么退回" in json.loads(answer.content)["html"]
    assert Review.objects.count() == 0


def test_pass_when_the_reviewer_empties_the_sentence_for_readers_on_the_screen_then_is_refused_there(
    desk: DeskOfTests, editor: Screens
) -> None:
    page = desk.released()
    revise(page, by=desk.writer, correction="改了一个字。")
    submit_article(ArticlePage.objects.get(pk=page.pk), by=desk.writer)
    page = ArticlePage.objects.get(pk=page.pk)
    data = {"comment": "", **ticked(page)}
    answer = editor.save(
        page,
        "workflow-action",
        correction="",
        **{"workflow-action-name": "approve", "workflow-action-extra-data": json.dumps(data)},
    )
    assert "请在“这次改了什么”里写一句" in answer.content.decode()
    assert not Review.objects.filter(page=page, revision__gt=page.latest_revision_id).exists()


def test_return_when_it_is_on_the_screen_then_the_writer_reads_why_and_hands_in_again(
    desk: DeskOfTests, writer: Screens, editor: Screens, head: Screens
) -> None:
    page = submit_article(desk.draft(), by=desk.writer)
    editor.judge(page, "approve")
    answer = head.save(
        page, "workflow-action", **{"workflow-action-name": "reject"}, **extra("第二段的人数和名单对不上。")
    )
    assert answer.status_code == 302
    assert "第二段的人数和名单对不上。" in body_of(writer, page)
    writer.save(page, "submit")
    assert [(one.level, one.verdict) for one in Review.objects.order_by("pk")] == [
        (1, "passed"),
        (2, "returned"),
    ]
    assert "workflow-action" not in body_of(head, page) or head.judge(page, "approve").status_code in (
        200,
        403,
    )


def test_screen_when_a_verdict_is_refused_then_what_was_typed_is_still_there(
    desk: DeskOfTests, editor: Screens
) -> None:
    page = submit_article(desk.draft(), by=desk.writer)
    answer = editor.save(
        page,
        "workflow-action",
        title="改过的题目",
        **{"workflow-action-name": "reject", "workflow-action-extra-data": '{"comment": ""}'},
    )
    body = answer.content.decode()
    assert (answer.status_code, "请写明为什么退回" in body, "改过的题目" in body) == (200, True, True)
    assert (again(page).get_latest_revision_as_object().title, Review.objects.count()) == (page.title, 0)


def test_screen_when_the_review_of_its_window_is_over_meanwhile_then_says_so_and_passes_nothing(
    desk: DeskOfTests, chief: Screens
) -> None:
    page = submit_article(desk.draft(), by=desk.writer)
    passed(again(page), by=desk.editor)
    second = state_of(again(page))
    assert second is not None
    window = chief.post(
        "wagtailadmin_pages:collect_workflow_action_data", page.pk, "approve", second.pk,
        data={"comment": "", **ticked(page)}, **XHR,
    )  # fmt: skip
    said = json.dumps(json.loads(window.content)["cleaned_data"])
    passed(again(page), by=someone_with(Post.CHIEF_EDITOR))
    pressed = {"workflow-action-name": "approve", "workflow-action-extra-data": said}
    answer = chief.save(again(page), "workflow-action", **pressed)
    assert (answer.status_code, "已经有人审过了" in answer.content.decode()) == (200, True)
    assert (Review.objects.count(), again(page).live) == (2, False)


@pytest.mark.parametrize("said", ["[]", "null", "{", '{"comment": ["x"]}', '{"comment": {"a": 1}}', '"x"'])
def test_screen_when_the_window_hands_back_nonsense_then_is_an_error_of_the_form(
    desk: DeskOfTests, editor: Screens, said: str
) -> None:
    page = submit_article(desk.draft(), by=desk.writer)
    answer = editor.save(
        page, "workflow-action", **{"workflow-action-name": "reject", "workflow-action-extra-data": said}
    )
    assert answer.status_code in {200, 302}


def test_hand_in_when_a_person_has_not_agreed_then_says_so_at_the_field(
    desk: DeskOfTests, writer: Screens
) -> None:
    page = desk.draft()
    answer = writer.save(page, "submit", person="苏晓（示例）")
    assert list(answer.context["form"].errors) == ["person_agreed"]
    assert "苏晓（示例）" in answer.content.decode()
    assert again(page).current_workflow_state is None
    assert writer.save(page, "", person="苏晓（示例）").status_code == 302


def test_hand_in_when_a_live_piece_lacks_its_word_on_what_changed_then_says_so_at_the_field(
    desk: DeskOfTests, writer: Screens
) -> None:
    page = desk.released()
    answer = writer.save(page, "submit", title="夜班值守组的十五天")
    assert list(answer.context["form"].errors) == ["correction"]
    answer = writer.save(page, "submit", title="夜班值守组的十五天", correction="“十四”应为“十五”。")
    assert answer.status_code == 302


def test_take_back_when_the_writer_wants_to_go_on_then_is_a_draft_and_begins_anew(
    desk: DeskOfTests, writer: Screens, editor: Screens
) -> None:
    page = submit_article(desk.draft(), by=desk.writer)
    editor.save(page, "cancel-workflow")
    assert again(page).workflow_in_progress
    writer.save(page, "cancel-workflow")
    assert (again(page).workflow_in_progress, acts("article:take_back")) == (False, 1)
    writer.save(page, "submit")
    assert again(page).workflow_in_progress


def test_withdraw_when_on_the_screen_then_asks_why_and_leaves_one_fact(
    desk: DeskOfTests, editor: Screens, chief: Screens
) -> None:
    page = desk.released()
    assert editor.get("wagtailadmin_pages:unpublish", page.pk).status_code in {302, 403}
    asked = chief.get("wagtailadmin_pages:unpublish", page.pk)
    assert "为什么撤下" in asked.content.decode()
    assert "请写明为什么撤下" in chief.post("wagtailadmin_pages:unpublish", page.pk).content.decode()
    chief.post("wagtailadmin_pages:unpublish", page.pk, data={"reason": "写到的人收回了同意。"})
    one = Withdrawal.objects.get()
    assert (one.reason, one.actor, again(page).live) == ("写到的人收回了同意。", desk.chief, False)
    assert AuditEvent.objects.filter(action="page:withdraw", actor=desk.chief.pk).count() == 1

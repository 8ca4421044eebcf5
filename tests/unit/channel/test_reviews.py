"""Three reviews by three people; a release, a correction and a withdrawal each leave a fact and an audit row."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from wagtail.models import Revision
from wagtail.signals import page_published

from sixianghui.access.public import Post
from sixianghui.audit.public import AuditEvent
from sixianghui.channel import queries
from sixianghui.channel.models import ArticlePage, Correction, Release, Review, Withdrawal
from sixianghui.channel.public import return_article, revise, submit_article, withdraw_article
from sixianghui.channel.rules import ReviewFault
from sixianghui.channel.tasks import publish_due
from sixianghui.common import time
from sixianghui.common.errors import Conflict, Refused
from sixianghui.directory.public import Appointment
from sixianghui.ledger.public import WHOLE, value_of
from sixianghui.notify.public import Message
from tests.factories import someone_with
from tests.pages.channel.reading import corrected
from tests.unit.channel.desk import DeskOfTests, open_desk, passed

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> DeskOfTests:
    return open_desk()


def again(piece: ArticlePage) -> ArticlePage:
    return ArticlePage.objects.get(pk=piece.pk)


def articles() -> int:
    return value_of("channel.articles", WHOLE)


def test_article_when_three_people_passed_it_then_is_out_and_counted(desk: DeskOfTests) -> None:
    piece = desk.released()
    answer = Client().get(piece.url)
    assert (answer.status_code, "没有留过夜的工单" in answer.content.decode()) == (200, True)
    assert [(one.level, one.verdict, one.actor) for one in Review.objects.order_by("level")] == [
        (1, "passed", desk.editor),
        (2, "passed", desk.head),
        (3, "passed", desk.chief),
    ]
    assert (articles(), Release.objects.get().actor, piece.first_published_at) == (1, desk.chief, time.now())


def test_article_when_not_all_passed_then_is_not_there(desk: DeskOfTests) -> None:
    piece = submit_article(desk.draft(), by=desk.writer)
    passed(again(piece), by=desk.editor)
    passed(again(piece), by=desk.head)
    assert (Client().get(piece.url).status_code, articles()) == (404, 0)


def test_person_when_they_passed_one_level_then_cannot_pass_another(desk: DeskOfTests) -> None:
    piece = submit_article(desk.draft(), by=desk.writer)
    passed(again(piece), by=desk.head)
    with pytest.raises(Refused, match="三审要三个人"):
        passed(again(piece), by=desk.head)
    one = Review.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.create(
            page=piece,
            round=one.round,
            level=2,
            verdict="passed",
            revision=one.revision,
            actor=desk.head,
            at=time.now(),
        )


def test_writer_when_an_editor_too_then_cannot_review_their_own(desk: DeskOfTests) -> None:
    piece = submit_article(desk.draft(), by=desk.writer)
    with pytest.raises(Refused, match="要请别人来审"):
        passed(again(piece), by=desk.writer)
    assert Review.objects.count() == 0


def test_editor_when_they_wrote_in_it_and_somebody_else_handed_it_in_then_cannot_review_it(
    desk: DeskOfTests,
) -> None:
    piece = desk.draft()
    revise(piece, by=desk.editor, title="夜班值守组的十五天")
    submit_article(again(piece), by=desk.writer)
    assert [(one.piece.pk, one.fault) for one in queries.waiting_at(desk.editor)] == [
        (piece.pk, ReviewFault.OWN)
    ]
    with pytest.raises(Refused, match="要请别人来审"):
        passed(again(piece), by=desk.editor)
    passed(again(piece), by=someone_with(Post.EDITOR))


def test_editor_when_they_wrote_in_it_as_a_reviewer_or_before_it_came_out_then_may_review_it(
    desk: DeskOfTests, clock: time.ManualClock
) -> None:
    piece = submit_article(desk.draft(), by=desk.writer)
    clock.set(time.now() + dt.timedelta(minutes=1))
    revise(again(piece), by=desk.editor, title="夜班值守组的十五天")
    return_article(again(piece), by=desk.editor, reason="天数改了，请对一对。")
    clock.set(time.now() + dt.timedelta(minutes=1))
    revise(again(piece), by=desk.head, summary="五个人，十五天。")
    submit_article(again(piece), by=desk.writer)
    passed(again(piece), by=desk.editor)
    with pytest.raises(Refused, match="要请别人来审"):
        passed(again(piece), by=desk.head)
    for person in (someone_with(Post.COLUMN_HEAD), desk.chief):
        passed(again(piece), by=person)
    revise(again(piece), by=desk.writer, correction="天数又改回来了。")
    submit_article(again(piece), by=desk.writer)
    for person in (desk.editor, desk.head, desk.chief):
        passed(again(piece), by=person)
    assert Correction.objects.count() == 1


@pytest.mark.parametrize("passed_before", [False, True])
def test_editor_when_what_they_wrote_in_was_taken_back_and_handed_in_again_then_cannot_review_it(
    desk: DeskOfTests, clock: time.ManualClock, passed_before: bool
) -> None:
    piece, other = desk.draft(), someone_with(Post.EDITOR)
    revise(piece, by=desk.editor, title="夜班值守组的十五天")
    submit_article(again(piece), by=desk.writer)
    clock.set(time.now() + dt.timedelta(minutes=1))
    revise(again(piece), by=other, summary="五个人，十五天。")
    if passed_before:
        passed(again(piece), by=other)
    for _time in range(2):
        clock.set(time.now() + dt.timedelta(minutes=1))
        running = again(piece).current_workflow_state
        assert running is not None
        running.cancel(user=desk.writer)
        submit_article(again(piece), by=desk.writer)
    [waits] = queries.waiting_at(desk.editor)
    assert waits.fault is ReviewFault.OWN
    with pytest.raises(Refused, match="要请别人来审"):
        passed(again(piece), by=desk.editor)
    passed(again(piece), by=other)  # what they saved as a reviewer stays a reviewer's work


def test_editor_when_what_they_wrote_in_was_withdrawn_then_may_review_it_again(
    desk: DeskOfTests, clock: time.ManualClock
) -> None:
    piece = desk.draft()
    revise(piece, by=desk.editor, title="夜班值守组的十五天")
    submit_article(again(piece), by=desk.writer)
    for person in (someone_with(Post.EDITOR), desk.head, desk.chief):
        passed(again(piece), by=person)
    withdraw_article(again(piece), by=desk.chief, reason="来源有误。")
    clock.set(time.now() + dt.timedelta(minutes=1))
    revise(again(piece), by=desk.writer, summary="五个人，十五天。")
    submit_article(again(piece), by=desk.writer)
    passed(again(piece), by=desk.editor)


def test_editor_when_it_is_the_second_review_then_is_refused(desk: DeskOfTests) -> None:
    piece = submit_article(desk.draft(), by=desk.writer)
    passed(again(piece), by=desk.editor)
    with pytest.raises(Refused):
        passed(again(piece), by=someone_with(Post.EDITOR))


def test_column_when_it_has_a_head_then_another_head_does_not_pass_its_second_review(
    desk: DeskOfTests,
) -> None:
    desk.column.head = desk.head
    desk.column.save()
    piece = submit_article(desk.draft(), by=desk.writer)
    passed(again(piece), by=desk.editor)
    with pytest.raises(Refused, match="归栏目负责人"):
        passed(again(piece), by=someone_with(Post.COLUMN_HEAD))
    passed(again(piece), by=desk.head)
    assert Review.objects.filter(level=2).count() == 1


def test_column_when_its_head_no_longer_holds_the_post_then_any_head_passes_its_second_review(
    desk: DeskOfTests,
) -> None:
    desk.column.head = desk.head
    desk.column.save()
    Appointment.objects.filter(person__account=desk.head).update(until=time.today())
    other = someone_with(Post.COLUMN_HEAD)
    piece = submit_article(desk.draft(), by=desk.writer)
    passed(again(piece), by=desk.editor)
    assert [one.piece.pk for one in queries.reviews_for(other)] == [piece.pk]
    passed(again(piece), by=other)
    assert Review.objects.filter(level=2, actor=other).count() == 1


def test_return_when_without_a_reason_then_asks_for_one(desk: DeskOfTests) -> None:
    piece = submit_article(desk.draft(), by=desk.writer)
    with pytest.raises(Conflict, match="为什么退回"):
        return_article(again(piece), by=desk.editor, reason="  ")


def test_article_when_returned_at_the_last_review_then_all_three_begin_again(desk: DeskOfTests) -> None:
    piece = submit_article(desk.draft(), by=desk.writer)
    passed(again(piece), by=desk.editor)
    passed(again(piece), by=desk.head)
    return_article(again(piece), by=desk.chief, reason="第二段的人数和名单对不上。")
    submit_article(again(piece), by=desk.writer)
    with pytest.raises(Refused):
        passed(again(piece), by=desk.chief)
    desk.pass_all(piece)
    assert [(one.level, one.verdict) for one in Review.objects.order_by("pk")] == [
        (1, "passed"), (2, "passed"), (3, "returned"), (1, "passed"), (2, "passed"), (3, "passed"),
    ]  # fmt: skip
    assert again(piece).live


def test_article_when_it_names_its_time_then_comes_out_at_that_time(
    desk: DeskOfTests, clock: time.ManualClock
) -> None:
    piece = desk.draft(go_live_at=time.now() + dt.timedelta(hours=3))
    desk.pass_all(submit_article(piece, by=desk.writer))
    publish_due()
    assert (again(piece).live, articles()) == (False, 0)
    clock.set(time.now() + dt.timedelta(hours=3))
    publish_due()
    assert (again(piece).live, articles(), again(piece).first_published_at) == (True, 1, time.now())
    assert Release.objects.get().actor == desk.chief


def test_article_when_its_time_is_taken_away_while_others_come_out_then_stays_in(
    desk: DeskOfTests, clock: time.ManualClock
) -> None:
    pieces = [
        desk.draft(title=f"第{number}篇", go_live_at=time.now() + dt.timedelta(hours=3)) for number in (1, 2)
    ]
    for piece in pieces:
        desk.pass_all(submit_article(piece, by=desk.writer))
    clock.set(time.now() + dt.timedelta(hours=3))

    def unschedule(**_more: object) -> None:
        Revision.objects.filter(approved_go_live_at__isnull=False).update(approved_go_live_at=None)

    page_published.connect(unschedule)
    try:
        publish_due()
    finally:
        page_published.disconnect(unschedule)
    assert [again(piece).live for piece in pieces] == [True, False]


def test_article_when_its_address_was_taken_meanwhile_then_is_a_draft_again_and_the_others_come_out(
    desk: DeskOfTests, clock: time.ManualClock
) -> None:
    late, other = desk.released("第一篇", slug="first"), desk.draft(title="第二篇")
    late.slug, late.correction = "taken", "换了网址。"
    for piece in (late, other):
        piece.go_live_at = time.now() + dt.timedelta(hours=3)
        piece.save_revision(user=desk.writer)
        desk.pass_all(submit_article(again(piece), by=desk.writer))
    desk.draft(title="第三篇", slug="taken")
    clock.set(time.now() + dt.timedelta(hours=3))
    publish_due()
    assert (again(late).slug, again(other).live) == ("first", True)
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()
    assert AuditEvent.objects.filter(action="page:unschedule").count() == 1
    told = {one.account for one in Message.objects.all() if one.title == "《第一篇》到了时间没能发布"}
    assert told == {desk.writer, desk.chief}


def test_article_when_a_fault_keeps_it_in_then_the_others_come_out_and_it_is_tried_again(
    desk: DeskOfTests, clock: time.ManualClock
) -> None:
    pieces = [
        desk.draft(title=f"第{number}篇", go_live_at=time.now() + dt.timedelta(hours=3)) for number in (1, 2)
    ]
    for piece in pieces:
        desk.pass_all(submit_article(piece, by=desk.writer))
    clock.set(time.now() + dt.timedelta(hours=3))

    def fail(instance: object, **_more: object) -> None:
        if instance == pieces[0]:
            raise RuntimeError("a fault of the site")

    page_published.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            publish_due()
    finally:
        page_published.disconnect(fail)
    assert [again(piece).live for piece in pieces] == [False, True]
    publish_due()
    assert again(pieces[0]).live


def test_article_when_it_expires_then_is_taken_back_with_a_fact(
    desk: DeskOfTests, clock: time.ManualClock
) -> None:
    piece = desk.released(expire_at=time.now() + dt.timedelta(days=1))
    clock.set(time.now() + dt.timedelta(days=2))
    publish_due()
    assert (again(piece).live, articles(), Withdrawal.objects.get().expired) == (False, 0, True)


def test_article_when_it_is_out_then_a_change_needs_a_word_on_what_changed(desk: DeskOfTests) -> None:
    piece = desk.released()
    piece.title = "夜班值守组的十五天"
    piece.save_revision(user=desk.writer)
    with pytest.raises(Conflict, match="这次改了什么"):
        submit_article(again(piece), by=desk.writer)
    piece.correction = "标题里的“十四天”应为“十五天”。"
    piece.save_revision(user=desk.writer)
    submit_article(again(piece), by=desk.writer)
    desk.pass_all(piece)
    assert (Correction.objects.get().what, again(piece).correction, articles()) == (
        "标题里的“十四天”应为“十五天”。",
        "",
        1,
    )


def test_article_when_it_is_changed_once_more_then_what_was_told_before_is_no_word_on_it(
    desk: DeskOfTests,
) -> None:
    piece = desk.released()
    corrected(desk, piece, "标题里的“十四天”应为“十五天”。", title="夜班值守组的十五天")
    latest = again(piece).get_latest_revision_as_object()
    assert latest.correction == ""
    latest.title = "夜班值守组的十六天"
    latest.save_revision(user=desk.writer)
    with pytest.raises(Conflict, match="这次改了什么"):
        submit_article(again(piece), by=desk.writer)
    assert Correction.objects.count() == 1


def test_article_when_the_sentence_told_before_still_stands_in_it_then_asks_for_a_new_one(
    desk: DeskOfTests,
) -> None:
    piece = desk.released()
    corrected(desk, piece, "标题里的“十四天”应为“十五天”。", title="夜班值守组的十五天")
    # As in a version begun before the correction came out, and in one gone back to.
    told = " 标题里的“十四天”应为“十五天”。"
    revise(again(piece), by=desk.writer, title="夜班值守组的十六天", correction=told)
    with pytest.raises(Conflict, match="还是上回更正的那句"):
        submit_article(again(piece), by=desk.writer)
    revise(again(piece), by=desk.writer, correction="“十五天”应为“十六天”。")
    desk.pass_all(submit_article(again(piece), by=desk.writer))
    assert Correction.objects.count() == 2


def test_article_when_a_version_was_begun_before_the_correction_came_out_then_does_not_say_it_again(
    desk: DeskOfTests, clock: time.ManualClock
) -> None:
    piece = desk.released()
    corrected(desk, piece, "改了一个字。", go_live_at=time.now() + dt.timedelta(hours=3))
    waiting = again(piece).get_latest_revision_as_object()
    waiting.go_live_at = None
    waiting.save_revision(user=desk.writer)
    clock.set(time.now() + dt.timedelta(hours=4))
    publish_due()
    assert Correction.objects.get().what == "改了一个字。"
    assert again(piece).get_latest_revision_as_object().correction == ""


def test_review_when_the_sentence_was_emptied_or_the_person_no_longer_agrees_then_is_not_passed(
    desk: DeskOfTests,
) -> None:
    piece = desk.released()
    revise(piece, by=desk.writer, title="夜班值守组的十五天", correction="“十四天”应为“十五天”。")
    submit_article(again(piece), by=desk.writer)
    revise(again(piece), by=desk.editor, correction="")
    with pytest.raises(Conflict, match="这次改了什么"):
        passed(again(piece), by=desk.editor)
    other = submit_article(desk.draft(person="苏晓（示例）", person_agreed=True), by=desk.writer)
    revise(again(other), by=desk.editor, person_agreed=False)
    with pytest.raises(Conflict, match="还没有点头"):
        passed(again(other), by=desk.editor)
    return_article(again(other), by=desk.editor, reason="请先给本人看过。")


def test_article_when_withdrawn_then_is_gone_with_its_reason_and_no_longer_counted(desk: DeskOfTests) -> None:
    piece = desk.released()
    with pytest.raises(Refused):
        withdraw_article(piece, by=desk.editor, reason="不想要了")
    withdraw_article(piece, by=desk.chief, reason="写到的人收回了同意。")
    assert (Client().get(piece.url).status_code, articles()) == (410, 0)
    one = Withdrawal.objects.get()
    assert (one.reason, one.actor) == ("写到的人收回了同意。", desk.chief)
    assert AuditEvent.objects.filter(action="page:withdraw", actor=desk.chief.pk).count() == 1


def test_person_written_about_when_they_have_not_agreed_then_the_piece_is_not_handed_in(
    desk: DeskOfTests,
) -> None:
    piece = desk.draft(person="苏晓（示例）")
    with pytest.raises(Conflict, match="还没有点头"):
        submit_article(piece, by=desk.writer)


def test_chief_when_on_wagtails_own_screen_then_cannot_publish_past_the_reviews(desk: DeskOfTests) -> None:
    piece = desk.draft()
    assert not piece.permissions_for_user(desk.chief).can_publish()


def test_drafts_when_two_have_the_same_title_then_each_has_an_address_in_pinyin(desk: DeskOfTests) -> None:
    slugs = [desk.draft().slug, desk.draft().slug]
    assert slugs == ["ye-ban-zhi-shou-zu-de-shi-si-tian", "ye-ban-zhi-shou-zu-de-shi-si-tian-2"]

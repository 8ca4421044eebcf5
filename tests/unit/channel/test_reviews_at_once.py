"""Two people at one review: what is said of it is never taken for the next one."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import Future, ThreadPoolExecutor, wait
from functools import partial

import pytest
from django.db import connections
from wagtail.models import TaskState
from wagtail.signals import page_published

from sixianghui.access.public import Account, Post
from sixianghui.audit.public import AuditEvent
from sixianghui.channel import commands
from sixianghui.channel.models import ArticlePage, Review, Withdrawal
from sixianghui.channel.public import all_confirmed, submit_article
from sixianghui.channel.queries import state_of
from sixianghui.common import time
from sixianghui.common.errors import Conflict
from tests.factories import someone_with
from tests.together import at_once
from tests.unit.channel.desk import DeskOfTests, open_desk, passed

pytestmark = pytest.mark.django_db
OVER = "这一审已经有人审过了。刷新一下再看。"


def again(piece: ArticlePage) -> ArticlePage:
    return ArticlePage.objects.get(pk=piece.pk)


def in_second_review(desk: DeskOfTests) -> tuple[ArticlePage, TaskState]:
    """A piece, and the review of it that everybody has on the screen."""
    piece = submit_article(desk.draft(), by=desk.writer)
    passed(again(piece), by=desk.editor)
    state = state_of(again(piece))
    assert state is not None
    return piece, state


@pytest.mark.parametrize("action", ["approve", "reject"])
def test_verdict_when_its_review_is_over_then_is_not_taken_for_the_next_one(action: str) -> None:
    desk = open_desk()
    piece, seen = in_second_review(desk)
    passed(again(piece), by=someone_with(Post.CHIEF_EDITOR))
    checks = all_confirmed(again(piece))
    with pytest.raises(Conflict, match=OVER):
        commands.check(seen, action, by=desk.chief, comment="第二段再核一遍。")
    with pytest.raises(Conflict, match=OVER):
        commands.act(seen, action, by=desk.chief, comment="第二段再核一遍。", checks=checks)
    assert (Review.objects.count(), again(piece).live) == (2, False)


def test_verdict_when_its_review_is_the_one_in_which_the_piece_stands_then_counts() -> None:
    """The control: whoever may do two levels does the one they saw."""
    desk = open_desk()
    piece, seen = in_second_review(desk)
    commands.act(seen, "approve", by=desk.chief, comment="", checks=all_confirmed(again(piece)))
    assert [one.level for one in Review.objects.filter(actor=desk.chief)] == [2]


@pytest.mark.django_db(transaction=True)
def test_second_review_when_two_chiefs_pass_it_at_once_then_one_is_told_and_nothing_comes_out() -> None:
    desk = open_desk()
    piece, seen = in_second_review(desk)
    checks = all_confirmed(again(piece))

    def press(by: Account, state: TaskState) -> str:
        commands.act(state, "approve", by=by, comment="", checks=checks)
        return "done"

    chiefs = [desk.chief, someone_with(Post.CHIEF_EDITOR)]
    told = at_once(*(partial(press, by, TaskState.objects.get(pk=seen.pk)) for by in chiefs))
    assert sorted(told) == ["done", OVER]
    assert ([one.level for one in Review.objects.order_by("level")], again(piece).live) == ([1, 2], False)


@pytest.mark.django_db(transaction=True)
def test_piece_when_two_take_it_back_at_once_then_one_is_told_that_it_is_not_out() -> None:
    desk = open_desk()
    piece = desk.released()

    def press(by: Account, mine: ArticlePage) -> str:
        commands.withdraw_article(mine, by=by, reason="写到的人收回了同意。")
        return "done"

    chiefs = [desk.chief, someone_with(Post.CHIEF_EDITOR)]
    told = at_once(*(partial(press, by, again(piece)) for by in chiefs))
    assert sorted(told) == ["done", "这篇稿子没有发布，不用撤。"]
    assert (Withdrawal.objects.count(), again(piece).live) == (1, False)


@pytest.mark.django_db(transaction=True)
def test_time_when_taken_away_while_the_piece_comes_out_then_is_told_that_there_is_none(
    clock: time.ManualClock,
) -> None:
    desk = open_desk()
    piece = desk.draft(go_live_at=time.now() + dt.timedelta(hours=3))
    desk.pass_all(submit_article(piece, by=desk.writer))
    clock.set(time.now() + dt.timedelta(hours=3))

    def press() -> str:
        try:
            commands.unschedule(again(piece), by=Account.objects.get(pk=desk.chief.pk))
        except Conflict as conflict:
            return str(conflict)
        finally:
            connections.close_all()
        return "done"

    asked: list[Future[str]] = []
    with ThreadPoolExecutor(1) as pool:

        def somebody_presses(**_more: object) -> None:
            asked.append(pool.submit(press))
            wait(asked, timeout=1)  # they have looked, and wait for us: the piece comes out after that

        page_published.connect(somebody_presses)
        try:
            commands.publish_due()
        finally:
            page_published.disconnect(somebody_presses)
        assert [one.result(60) for one in asked] == ["这篇稿子没有定时发布。"]
    assert again(piece).live
    assert not AuditEvent.objects.filter(action="page:unschedule").exists()

"""Handing in, passing and returning."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from wagtail.models import TaskState, Workflow, WorkflowPage, WorkflowState, WorkflowTask

from sixianghui.access.public import Account, require
from sixianghui.audit import public as audit
from sixianghui.channel import desk_clock, proof_words, proofing, queries
from sixianghui.channel.acting import acting
from sixianghui.channel.actions import REVIEWS, Action
from sixianghui.channel.models import BasePage, HomePage, Piece, Review, ReviewTask
from sixianghui.channel.rules import REASON_LENGTH, Level, ReviewFault, Verdict
from sixianghui.channel.signals import piece_returned
from sixianghui.common import time
from sixianghui.common.errors import Conflict, Refused

_NAMES = {Level.FIRST: "一审", Level.SECOND: "二审", Level.FINAL: "终审"}


def set_up_reviews(home: HomePage) -> Workflow:
    """Make the three reviews Wagtail's workflow for everything below the front page; nothing when they are there."""
    found = WorkflowPage.objects.filter(page_id=home.pk).select_related("workflow").first()
    if found is not None:
        return found.workflow
    workflow = Workflow.objects.create(name="三审")
    for level in Level:
        task, _new = ReviewTask.objects.get_or_create(level=level, defaults={"name": _NAMES[level]})
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=level)
    WorkflowPage.objects.create(workflow=workflow, page=home)
    return workflow


def submit_article(piece: Piece, *, by: Account) -> Piece:
    """Hand a draft in for its three reviews. Raises `Conflict` when it is in review already or not ready."""
    require(by, Action.EDIT_PAGE)
    return hand_in(piece, by=by)


def hand_in(piece: Piece, *, by: Account) -> Piece:
    """Start or start again the reviews of a piece, whoever's it is; the caller has asked whether they may."""
    if queries.state_of(piece) is not None:
        raise Conflict(_("这篇稿子已经在审了。"))
    with transaction.atomic(), desk_clock.our_time():
        state = piece.current_workflow_state
        if state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
            state.resume(user=by)
        else:
            workflow = piece.get_workflow()
            if workflow is None:
                raise Conflict(_("三审还没有设好，请找总编辑。"))
            workflow.start(piece, by)
    return piece


def begin_reviews(piece: Piece, by: Account | None) -> None:
    """The first review of a round begins, on whatever screen it was asked for: record who handed the piece in.

    Raises `Conflict` with a sentence when it may not be handed in yet.
    """
    if not isinstance(piece, Piece):
        raise Conflict(_("这一页不用三审，由总编辑直接发布。"))
    _require_ready(piece)
    with transaction.atomic():
        audit.record("article:submit", actor=by, thing=piece)


def _require_ready(piece: Piece) -> None:
    """Raise the first of what stands in the way: of handing in, and of passing what a reviewer has written in."""
    for _field, sentence in queries.not_ready(piece.get_latest_revision_as_object()):
        raise Conflict(sentence)


def reviews_ended(state: WorkflowState, *, by: Account | None) -> None:
    """The reviews of a piece were ended before the last one: whoever handed it in wants to go on writing."""
    piece = state.content_object
    if piece is not None:
        with transaction.atomic():
            audit.record("article:take_back", actor=by, thing=piece.specific)


def pass_review(piece: Piece, *, by: Account, note: str = "", checks: dict[str, Any] | None = None) -> Review:
    """Pass the review in which a piece stands. The final one releases it, or sets it down for its time.

    checks: what the reviewer confirmed of the proofs, as `queries.all_confirmed` makes it of somebody who has looked
    at everything. Raises `Conflict` for the first thing that was not confirmed.
    """
    return _review(piece, Verdict.PASSED, by=by, reason=note, checks=checks or {})


def return_article(piece: Piece, *, by: Account, reason: str) -> Review:
    """Send a piece back to whoever handed it in, with the reason."""
    return _review(piece, Verdict.RETURNED, by=by, reason=reason, checks={})


def act(state: TaskState, action: str, *, by: Account, comment: str, checks: dict[str, Any]) -> None:
    """What Wagtail's own screens do: the same commands.

    `state` is the review that was on the screen. When it is over, somebody else has been there first.
    """
    piece, verdict = _asked(state, action)
    _review(
        piece,
        verdict,
        by=by,
        reason=comment,
        checks=checks if verdict is Verdict.PASSED else {},
        on_screen=state,
    )


def check(state: TaskState, action: str, *, by: Account, comment: str) -> None:
    """Raise what `act` would raise, and do nothing."""
    piece, verdict = _asked(state, action)
    _judge(piece, verdict, by=by, reason=comment, on_screen=state)


def hold_review(piece: Piece, on_screen: object) -> None:
    """Within a transaction, before a screen saves a piece and judges it at once: nobody else judges it until that ends.

    on_screen: the number of the review that was on the screen, None where the screen names none. Raises `Conflict`
    when it is over.
    """
    _hold(piece)
    state = queries.state_of(piece)
    if state is None or on_screen not in (None, state.pk):
        raise _been_here()


def _asked(state: TaskState, action: str) -> tuple[Piece, Verdict]:
    verdict = {"approve": Verdict.PASSED, "reject": Verdict.RETURNED}.get(action)
    if verdict is None:
        raise Conflict(_("没有这个动作。"))
    return state.workflow_state.content_object.specific, verdict


def _judge(
    piece: Piece, verdict: Verdict, *, by: Account, reason: str, on_screen: TaskState | None
) -> tuple[TaskState, Level]:
    """The review in which the piece stands, if this person may pass this verdict on it now.

    on_screen: the review that they saw, where they saw one: what they say of it is never taken for the next one.
    """
    state = queries.state_of(piece)
    if on_screen is not None and (state is None or state.pk != on_screen.pk):
        raise _been_here()
    level = queries.level_of(state) if state is not None else None
    if state is None or level is None:
        raise Conflict(_("这篇稿子现在不在审。刷新一下，看看是不是别人已经审过了。"))
    require(by, REVIEWS[level])
    fault = queries.fault_of(by, piece, state)
    if fault is not None:
        raise Refused(sentence_of(fault))
    if verdict is Verdict.RETURNED and not reason.strip():
        raise Conflict(_("请写明为什么退回、怎么改，作者才好动手。"))
    if len(reason.strip()) > REASON_LENGTH:
        raise Conflict(_("意见请控制在 %(length)d 字以内。") % {"length": REASON_LENGTH})
    return state, level


def _review(
    piece: Piece,
    verdict: Verdict,
    *,
    by: Account,
    reason: str,
    checks: dict[str, Any],
    on_screen: TaskState | None = None,
) -> Review:
    with transaction.atomic(), desk_clock.our_time(), acting(by):
        _hold(piece)
        state, level = _judge(piece, verdict, by=by, reason=reason, on_screen=on_screen)
        if verdict is Verdict.PASSED:
            _require_ready(piece)
            checks = confirm(piece, checks)
        review = _record(piece, state, level, verdict, by=by, reason=reason.strip(), checks=checks)
        audit.record(f"article:{verdict}", actor=by, thing=piece, detail={"level": int(level)})
        if verdict is Verdict.PASSED:
            state.approve(user=by, comment=reason.strip())
        else:
            state.reject(user=by, comment=reason.strip())
            piece_returned.send(sender=type(piece), page=piece, review=review)
    return review


def _record(
    piece: Piece,
    state: TaskState,
    level: Level,
    verdict: Verdict,
    *,
    by: Account,
    reason: str,
    checks: dict[str, Any],
) -> Review:
    round_ = queries.round_of(state)
    try:
        with transaction.atomic():
            return Review.objects.create(
                page=piece, round=round_, level=level, verdict=verdict,
                revision=piece.latest_revision_id or state.revision_id, reason=reason, checks=checks,
                at=time.now(), actor=by, unit_id=piece.unit_id,
            )  # fmt: skip
    except IntegrityError as error:
        raise _been_here() from error


def _hold(piece: Piece) -> None:
    """Until the transaction ends: its sender may take it back, and another reviewer be here at the same moment."""
    BasePage.objects.select_for_update(of=("self",), no_key=True).filter(pk=piece.pk).first()


def _been_here() -> Conflict:
    return Conflict(_("这一审已经有人审过了。刷新一下再看。"))


def confirm(piece: Piece, given: dict[str, Any]) -> dict[str, Any]:
    """What is kept of the proofs with a review. Raises `Conflict` when something has not been looked at."""
    try:
        return proofing.accept(queries.findings_of(piece), given)
    except proofing.CheckFault as fault:
        raise Conflict(proof_words.fault_sentence(fault)) from fault


def sentence_of(fault: ReviewFault) -> str:
    """Why somebody may not review a piece, in words."""
    return {
        ReviewFault.OWN: _("自己写的、自己送的稿子，要请别人来审。"),
        ReviewFault.TWICE: _("这一轮你已经审过一级了。三审要三个人，下一级请别人来。"),
        ReviewFault.OTHER_HEAD: _("这个栏目的二审归栏目负责人。"),
    }[fault]

"""Coming out, being put right, being taken back."""

from __future__ import annotations

import logging
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Revision, WorkflowState

from sixianghui.access.public import Account, require
from sixianghui.audit import public as audit
from sixianghui.channel import desk_clock, notices, queries, search
from sixianghui.channel.acting import acting
from sixianghui.channel.actions import Action
from sixianghui.channel.commands.talk import close_talk, follow_column, open_talk
from sixianghui.channel.models import BasePage, ColumnPage, Correction, Piece, Release, Withdrawal
from sixianghui.channel.rules import REASON_LENGTH
from sixianghui.channel.signals import piece_corrected, piece_released, piece_withdrawn
from sixianghui.common import time
from sixianghui.common.errors import Conflict
from sixianghui.ui import public as ui

log = logging.getLogger(__name__)


def finish_reviews(state: WorkflowState, user: Account | None = None) -> None:
    """The final review has passed: release the piece, or set it down for the time it names.

    Wagtail's permission to publish is not asked: three reviews were.
    """
    with desk_clock.our_time(), acting(user):
        state.content_object.specific.get_latest_revision().publish(user=user, skip_permission_checks=True)


def page_published(page: BasePage, *, by: Account | None) -> None:
    """A page came out, by whatever path: write the facts of a piece, audit it, take back what shows it.

    Wagtail says the same of a page that was only set down for a time to come.
    """
    with transaction.atomic():
        if not page.live:
            audit.record("page:schedule", actor=by, thing=page)
            return
        if isinstance(page, Piece):
            _piece_published(page)
            open_talk(page)
        elif isinstance(page, ColumnPage):
            follow_column(page)
        search.show(page)
        audit.record("page:publish", actor=by, thing=page)
        ui.purge(*tags_of(page))


def _piece_published(piece: Piece) -> None:
    actor = queries.releaser_of(piece)
    release = queries.release_of(piece)
    if release is None:
        number = Release.objects.filter(page_id=piece.pk).count() + 1
        release = Release.objects.create(
            page=piece, number=number, column=piece.column, title=piece.title,
            at=time.now(), actor=actor, unit_id=piece.unit_id,
        )  # fmt: skip
        piece_released.send(sender=type(piece), page=piece, release=release)
    elif piece.correction.strip():
        correction = Correction.objects.create(
            release=release, revision=piece.live_revision_id or 0, what=piece.correction.strip(),
            at=time.now(), actor=actor, unit_id=piece.unit_id,
        )  # fmt: skip
        piece_corrected.send(sender=type(piece), page=piece, correction=correction)
    if piece.correction:
        _let_go_of_sentence(piece)


def _let_go_of_sentence(piece: Piece) -> None:
    """What readers have now been told is no sentence for the next change, also not in the versions from which the desk
    goes on: the one that came out, and those written since."""
    told, piece.correction = piece.correction, ""
    type(piece).objects.filter(pk=piece.pk).update(correction="")
    for revision in piece.revisions.filter(pk__gte=piece.live_revision_id or 0):
        if revision.content.get("correction") == told:
            content = {**revision.content, "correction": ""}
            Revision.objects.filter(pk=revision.pk).update(content=content)


def page_withdrawn(page: BasePage, *, by: Account | None, reason: str = "", expired: bool = False) -> None:
    """A page was taken back, by whatever path: write the fact, audit it, take back what shows it."""
    if type(page) is BasePage:
        return  # the page that a new Wagtail site starts with, as it goes
    with transaction.atomic():
        release = queries.release_of(page) if isinstance(page, Piece) else None
        if release is not None:
            withdrawal = Withdrawal.objects.create(
                release=release, reason=reason or _("到期撤下"), expired=expired,
                at=time.now(), actor=by, unit_id=release.unit_id,
            )  # fmt: skip
            piece_withdrawn.send(sender=type(page), page=page, withdrawal=withdrawal)
            close_talk(page)
        search.hide([page.pk])
        audit.record("page:withdraw", actor=by, thing=page)
        ui.purge(*tags_of(page))


def withdraw_article(piece: Piece, *, by: Account, reason: str) -> Withdrawal:
    """Take a piece back and say why. Raises `Conflict` when it is not out or no reason is given."""
    require(by, Action.WITHDRAW)
    if not reason.strip():
        raise Conflict(_("请写明为什么撤下。原因会留在修订记录里。"))
    if len(reason.strip()) > REASON_LENGTH:
        raise Conflict(_("意见请控制在 %(length)d 字以内。") % {"length": REASON_LENGTH})
    with transaction.atomic(), desk_clock.our_time(), acting(by):
        # Somebody else may be taking it back, or passing its last review, at the same moment.
        BasePage.objects.select_for_update(of=("self",), no_key=True).get(pk=piece.pk)
        piece = type(piece).objects.get(pk=piece.pk)
        release = queries.release_of(piece)
        if not piece.live or release is None:
            raise Conflict(_("这篇稿子没有发布，不用撤。"))
        running = piece.current_workflow_state
        if running is not None:
            running.cancel(user=by)  # or the last review would bring it out again behind this back
        piece._withdrawn = by, reason.strip()  # read by the receiver of Wagtail's signal
        UnpublishPageAction(piece, user=by).execute(skip_permission_checks=True)
    return release.withdrawals.get(struck_at__isnull=True)


def unschedule(piece: Piece, *, by: Account) -> Piece:
    """Take back the time for which a piece was set down; it is a draft again, and is handed in anew."""
    require(by, Action.REVIEW_FINAL)
    with transaction.atomic(), desk_clock.our_time():
        # One that is coming out at this moment is waited for: then it waits no longer, and is no draft.
        found = piece.revisions.filter(approved_go_live_at__isnull=False).select_for_update(
            of=("self",), no_key=True
        )
        waiting = list(found)
        if not waiting:
            raise Conflict(_("这篇稿子没有定时发布。"))
        for revision in waiting:
            _take_time_away(revision, by=by)
        audit.record("page:unschedule", actor=by, thing=piece)
    return piece


def _take_time_away(revision: Revision, *, by: Account | None) -> None:
    revision.approved_go_live_at = None
    revision.save(update_fields=["approved_go_live_at"], user=by)


def tags_of(page: BasePage) -> tuple[str, ...]:
    """What shows a page: itself, its column, the front page, the feeds, and the figures that count it. Every page names
    the columns; only the front page names itself."""
    if isinstance(page, Piece):
        talk = (f"thread:{key}" for key in queries.threads_below(page))
        return (page.tag, page.column.tag, "home", "feeds", "figures", *talk)
    return (page.tag, "home", *(("columns",) if isinstance(page, ColumnPage) else ()))


def remember(page: Any) -> tuple[Account | None, str]:
    """Who takes a page back and why, as the command left it for the receiver."""
    found: tuple[Account | None, str] = getattr(page, "_withdrawn", (None, ""))
    return found


def publish_due() -> int:
    """Release what is due and take back what has expired, by the domain's clock. Returns how many pages changed.

    Each page in a transaction of its own: one that cannot come out does not hold up the others. A version that the
    site no longer takes is a draft again, and its people are told; anything else is tried again a minute later, and
    raised at the end, so that the routine is seen to fail.
    """
    changed, now = 0, time.now()
    failed: list[Exception] = []
    due = Revision.objects.filter(approved_go_live_at__lte=now)
    for number in list(due.order_by("approved_go_live_at", "pk").values_list("pk", flat=True)):
        try:
            changed += _publish_one(due.filter(pk=number))
        except Exception as error:
            log.exception("revision %s was due and could not come out", number)
            failed.append(error)
    over = BasePage.objects.live().filter(expire_at__lte=now)
    for number in list(over.values_list("pk", flat=True)):
        try:
            with transaction.atomic(), desk_clock.our_time(), acting(None):
                page = over.select_for_update(of=("self",), no_key=True).filter(pk=number).first()
                if page is not None:
                    page.specific.unpublish(set_expired=True)
                    changed += 1
        except Exception as error:
            log.exception("page %s has expired and could not be taken back", number)
            failed.append(error)
    if failed:
        raise failed[0]
    return changed


def _publish_one(due: QuerySet[Revision]) -> int:
    """Release the one version that is due, or make it a draft again when its page is no longer sound."""
    try:
        with transaction.atomic(), desk_clock.our_time(), acting(None):
            # Somebody may have taken the time away while others came out.
            revision = due.select_for_update(of=("self",), no_key=True).first()
            if revision is None:
                return 0
            revision.publish(user=None, skip_permission_checks=True)
    except ValidationError as error:
        with transaction.atomic(), desk_clock.our_time(), acting(None):
            revision = due.select_for_update(of=("self",), no_key=True).first()
            if revision is not None:
                piece = revision.as_object()
                _take_time_away(revision, by=None)
                audit.record("page:unschedule", actor=None, thing=piece)
                notices.not_released(piece, queries.releaser_of(piece), "".join(error.messages))
        return 0
    return 1

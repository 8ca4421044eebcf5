"""What people are told about posts and handovers. Each text says everything; nobody must sign in to understand it."""

from __future__ import annotations

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from sixianghui.access.public import Account, post_label
from sixianghui.directory import queries
from sixianghui.directory.models import Appointment, AppointmentRequest, Handover
from sixianghui.notify.public import register_kind, tell

KIND = "directory.post"


def register() -> None:
    """Tell `notify` what kind of messages these are."""
    register_kind(KIND, _("任职和交接"), _("你的职务有变动，或者你提出、经手的任职有了结果。"))


def _post(thing: Appointment | AppointmentRequest) -> object:
    return format_lazy("{unit}{post}", unit=thing.unit.short_name, post=post_label(thing.post))


def offered(handover: Handover) -> None:
    """To the successor."""
    _tell(
        handover.successor.account,
        format_lazy(
            _("{who}想把{post}交给你"), who=handover.appointment.person.name, post=_post(handover.appointment)
        ),
        format_lazy(_("你点“接手”以后生效，没办完的事会一起过来；不接也可以。{note}"), note=handover.note),
        reverse("directory:handover", args=[handover.ref]),
    )


def taken(handover: Handover, moved: int) -> None:
    """To whoever held the post, and to the committee's staff who see to the unit."""
    who, post = handover.successor.name, _post(handover.appointment)
    text = (
        format_lazy(
            _("{who}今天接手了{post}，{moved} 件没办完的事已经转过去。"), who=who, post=post, moved=moved
        )
        if moved
        else format_lazy(_("{who}今天接手了{post}。"), who=who, post=post)
    )
    told = {handover.successor.account_id}
    for account in (handover.appointment.person.account, *queries.overseers(handover.appointment.unit)):
        if account is not None and account.pk not in told:
            told.add(account.pk)
            _tell(account, format_lazy(_("{post}换人了"), post=post), text, "")


def declined(handover: Handover) -> None:
    """To whoever offered."""
    _tell(
        handover.appointment.person.account,
        format_lazy(
            _("{who}这次没有接{post}"), who=handover.successor.name, post=_post(handover.appointment)
        ),
        _("职务还在你这里。可以另选一位接手的人。"),
        reverse("directory:own-posts"),
    )


def decided(request: AppointmentRequest) -> None:
    """To whoever asked, and to the person who now holds the post."""
    post, name = _post(request), request.person.name
    if request.outcome == AppointmentRequest.Outcome.APPROVED:
        title = format_lazy(_("{name}担任{post}，已批准"), name=name, post=post)
        _tell(request.asked_by, title, _("从登记的那天起生效。"), reverse("directory:requests"))
        _tell(
            request.person.account,
            format_lazy(_("你现在是{post}了"), post=post),
            format_lazy(
                _("依据：{reason}。每个职务能做什么，写在“谁能做什么”那一页。"), reason=request.reason
            ),
            reverse("access:permissions"),
        )
    else:
        title = format_lazy(_("{name}担任{post}，没有批准"), name=name, post=post)
        _tell(
            request.asked_by,
            title,
            format_lazy(_("答复：{answer}"), answer=request.answer),
            reverse("directory:requests"),
        )


def ended(appointment: Appointment) -> None:
    """To whoever held the post."""
    _tell(
        appointment.person.account,
        format_lazy(_("你不再担任{post}"), post=_post(appointment)),
        _("从登记的那天起，这个职务的权限已经收回。有疑问请找提出的人。"),
        "",
    )


def _tell(account: Account | None, title: object, text: object, url: str) -> None:
    if account is not None:
        tell(account, kind=KIND, title=title, text=text, url=url)  # type: ignore[arg-type]

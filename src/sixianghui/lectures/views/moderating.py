"""The moderator's page and what is pressed there; the same presses serve the lectern."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sixianghui.common.errors import HouseError
from sixianghui.common.policy import signed_in
from sixianghui.lectures import commands, queries
from sixianghui.lectures.forms.deciding import NoticeForm, OneDecision
from sixianghui.lectures.models import Helper
from sixianghui.lectures.rules import State
from sixianghui.lectures.signal import Signal, signal_of
from sixianghui.lectures.views.pressing import mine, press
from sixianghui.media import public as media
from sixianghui.realtime import public as realtime
from sixianghui.remarks import public as remarks

_MODERATOR = Helper.Part.MODERATOR
#: Seconds between two of one person that the desk offers.
SLOW = (0, 30, 60)


@signed_in
@never_cache
@require_safe
def desk(request: HttpRequest, ref: str) -> HttpResponse:
    """What waits, the questions, what is said to everybody, the agenda, how the talk is run."""
    cursor = realtime.cursor()
    row = mine(request, ref, _MODERATOR)
    room = queries.room_of(row, request.user)
    threads = queries.threads_of(row)
    topics = [row.topic, *(one.topic for one in threads), *(f"{remarks.DESK}:{one.ref}" for one in threads)]
    context = {
        "room": room,
        "lecture": row,
        "cursor": cursor,
        "topics": " ".join(topics),
        "waiting": queries.waiting(row, request.user),
        "run": queries.run(row),
        "slow": SLOW,
        "ready": remarks.READY,
        "notice_form": NoticeForm(),
        "may_run": queries.may_run(request.user, row),
        "signal": _signal(row) if room.state in {State.COMING, State.LIVE} else None,
        "back": "moderating",
    }
    return render(request, "lectures/desk.html", context)


@signed_in
@require_POST
def decision(request: HttpRequest, ref: str) -> HttpResponse:
    """Let one through, or refuse it, in one press."""
    row = mine(request, ref, _MODERATOR)
    form = OneDecision(request.POST)

    def act() -> str:
        if not form.is_valid():
            raise HouseError(_("这一页旧了，请刷新再来。"))
        which, seen = form.cleaned_data["seen"]
        outcome, _words = form.cleaned_data["do"]
        found = remarks.to_judge_in(request.user, queries.threads_of(row), [which])
        if not found:
            raise Http404
        remarks.judge(found[0], outcome, by=_me(request), reason=form.why, seen=seen)
        return _("放出来了。") if outcome is remarks.Outcome.SHOWN else _("没有放，理由告诉对方了。")

    return press(request, ref, act)


@signed_in
@require_POST
def notice(request: HttpRequest, ref: str) -> HttpResponse:
    """Say something to everybody, or take it back."""
    row = mine(request, ref, _MODERATOR)

    def act() -> str:
        if request.POST.get("do") == "back":
            commands.take_back_notice(row, by=_me(request))
            return _("收回了。")
        form = NoticeForm(request.POST)
        if not form.is_valid():
            raise HouseError(next(iter(form.errors.values()))[0])
        commands.say_notice(row, form.cleaned_data["text"], by=_me(request))
        return _("大家都看到了。")

    return press(request, ref, act)


@signed_in
@require_POST
def talk(request: HttpRequest, ref: str, name: str) -> HttpResponse:
    """Turn comments or questions off or on, slow them, take no more."""
    row = mine(request, ref, _MODERATOR)
    found = next((one for one in queries.run(row) if one.name == name), None)
    if found is None:
        raise Http404
    do, by = request.POST.get("do", ""), _me(request)

    def act() -> str:
        if do == "off":
            remarks.switch_off(found.thread, _("主持人在直播间里关的。"), by=by)
            return _("关掉了：谁也看不到，谁也不能写。")
        if do == "on" and found.off is not None:
            remarks.switch_on(found.off, by=by)
            return _("打开了，原来放出来的又看得到了。")
        slow = {f"slow-{seconds}": seconds for seconds in SLOW}.get(do)
        if slow is None and do not in {"close", "open"}:
            raise HouseError(_("这一页旧了，请刷新再来。"))
        closed = {"close": True, "open": False}.get(do)
        remarks.set_thread(found.thread, by=by, slow=slow, closed=closed)
        return _("存好了，马上管用。")

    return press(request, ref, act)


@signed_in
@require_POST
def air(request: HttpRequest, ref: str) -> HttpResponse:
    """Go on air, or end it."""
    row = mine(request, ref, _MODERATOR)

    def act() -> str:
        if request.POST.get("do") == "end":
            commands.end(row, by=_me(request))
            return _("结束了。直播间会一直在这个地址。")
        commands.begin(row, by=_me(request))
        return _("开播了。")

    return press(request, ref, act)


@signed_in
@require_POST
def agenda(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """The lecture has come to this point."""
    row = mine(request, ref)
    item = get_object_or_404(row.agenda, number=number)

    def act() -> str:
        commands.come_to(row, item, by=_me(request))
        return _("记下了。")

    return press(request, ref, act)


@signed_in
@require_POST
def answer(request: HttpRequest, ref: str, question: str) -> HttpResponse:
    """A question is taken up, its answer is over, or it was not answered after all."""
    row = mine(request, ref)
    found = queries.question(row, question)
    if found is None:
        raise Http404
    acts = {"take": commands.mark_answered, "done": commands.finish_answer, "unmark": commands.unmark}
    chosen = acts.get(request.POST.get("do", ""))

    def act() -> str:
        if chosen is None:
            raise HouseError(_("这一页旧了，请刷新再来。"))
        chosen(row, found, by=_me(request))
        return _("记下了。")

    return press(request, ref, act)


def _signal(row: Any) -> Signal | None:
    """How the picture stands; None where none comes from a camera."""
    camera = queries.camera_of(row)
    return signal_of(media.incoming(camera), queries.standing_of(row)) if camera is not None else None


def _me(request: HttpRequest) -> Any:
    return request.user

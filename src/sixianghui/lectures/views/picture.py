"""The picture of a lecture, for those who hold it: upload a recording, see how far it has come, look at it before others."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sixianghui.common.errors import NotThere
from sixianghui.common.policy import requires
from sixianghui.lectures import commands, queries
from sixianghui.lectures.actions import Action
from sixianghui.lectures.forms import RecordingForm
from sixianghui.lectures.rules import State
from sixianghui.lectures.views.finding import done, me, own, status
from sixianghui.media import public as media
from sixianghui.realtime import public as realtime
from sixianghui.ui import public as ui


@requires(Action.RUN)
@require_http_methods(["GET", "HEAD", "POST"])
def picture(request: HttpRequest, ref: str) -> HttpResponse:
    """What there is, and a form for a recording. Not by `once`, whose transaction would be open while a film is copied."""
    cursor = realtime.cursor()
    one = own(request, ref)
    sent = request.method == "POST"
    form = RecordingForm(request.POST, request.FILES) if sent else RecordingForm()
    if sent and done(
        form, lambda: commands.bring_picture(one, form.cleaned_data["file"], by=me(request)), at="file"
    ):
        return redirect("lectures:picture", one.ref)
    stands, stream = queries.standing_of(one), one.stream
    coming = one.next_stream or stream
    context: dict[str, Any] = {
        "one": one,
        "form": form,
        "stands": stands,
        "cursor": cursor,
        "stream": stream,
        "camera": queries.camera_of(one) is not None and stands.state is not State.ENDED,
        "coming": coming,
        "making": coming is not None and media.is_being_made(coming),
        "fault": media.fault_sentence(coming.fault) if coming is not None and coming.fault else "",
        "transcript": media.transcript(stream) if stream is not None else None,
        "trim": media.trim_of(stream) if stream is not None else None,
        "until": queries.kept_until(one),
        "player": media.player_of(stream, live=False) if stream is not None else None,
        "may_change": stands.state in {State.COMING, State.ENDED} or (stands.live and stream is None),
    }
    return render(request, "lectures/picture.html", context, status=status(form))


@requires(Action.RUN)
@require_safe
def progress(request: HttpRequest, ref: str) -> HttpResponse:
    """How far it has come, for the page that waits."""
    one = own(request, ref)
    stream = one.next_stream or one.stream
    if stream is None:
        raise NotThere(_("还没有录像。"))
    finished = not (media.is_being_made(stream) or media.is_being_trimmed(stream))
    return JsonResponse({"done": stream.done, "total": 100, "stage": "making", "finished": finished})


@requires(Action.RUN)
@require_POST
def again(request: HttpRequest, ref: str) -> HttpResponse:
    """Try again what could not be made."""
    one = own(request, ref)
    stream = one.next_stream or one.stream
    if stream is None:
        raise NotThere(_("还没有录像。"))
    media.make_stream_again(stream, by=me(request))
    return redirect("lectures:picture", one.ref)


@requires(Action.RUN)
@require_POST
def remove(request: HttpRequest, ref: str) -> HttpResponse:
    """Take it away."""
    one = own(request, ref)
    commands.set_stream(one, None, by=me(request))
    ui.toast(request, _("录像拿掉了。"))
    return redirect("lectures:picture", one.ref)

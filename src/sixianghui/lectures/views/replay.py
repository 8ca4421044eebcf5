"""The replay, for those who hold the lecture: its ends, what is said in it, how long it is kept, its record as a file."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sixianghui.common.errors import Conflict
from sixianghui.common.policy import requires
from sixianghui.lectures import commands, exports, queries
from sixianghui.lectures.actions import Action
from sixianghui.lectures.forms import KeepForm, TranscriptForm, TrimForm
from sixianghui.lectures.rules import State, clock
from sixianghui.lectures.views.finding import done, me, own, status
from sixianghui.media import public as media
from sixianghui.realtime import public as realtime
from sixianghui.ui import public as ui


def _replayed(request: HttpRequest, ref: str) -> tuple[Any, media.Stream, media.PlayerView]:
    """A lecture that one organises, its recording and the player of it. Raises `Conflict` while there is none."""
    one = own(request, ref)
    player = media.player_of(one.stream, live=False) if one.stream is not None else None
    if player is None or queries.standing_of(one).state is not State.ENDED:
        raise Conflict(_("还没有能回看的录像。"))
    return one, one.stream, player


@requires(Action.RUN)
@require_http_methods(["GET", "HEAD", "POST"])
@ui.once
def trim(request: HttpRequest, ref: str) -> HttpResponse:
    """From where to where it stays."""
    cursor = realtime.cursor()
    one, stream, player = _replayed(request, ref)
    known = media.trim_of(stream)
    sent = request.method == "POST"
    form = TrimForm(request.POST) if sent else TrimForm({"begin": clock(0), "end": clock(stream.seconds)})
    if sent and done(
        form, lambda: media.trim(stream, form.cleaned_data["begin"], form.cleaned_data["end"], by=me(request))
    ):
        return redirect("lectures:picture-trim", one.ref)
    context: dict[str, Any] = {
        "one": one,
        "stream": stream,
        "player": player,
        "form": form,
        "trim": known,
        "queued": media.Trim.State.QUEUED,
        "fault": media.fault_sentence(known.fault) if known is not None and known.fault else "",
        "cursor": cursor,
    }
    return render(request, "lectures/trim.html", context, status=status(form))


@requires(Action.RUN)
@require_POST
def untrim(request: HttpRequest, ref: str) -> HttpResponse:
    """The whole again."""
    one, stream, _player = _replayed(request, ref)
    media.untrim(stream, by=me(request))
    ui.toast(request, _("恢复原样了，大家看到的又是整段。"))
    return redirect("lectures:picture-trim", one.ref)


@requires(Action.RUN)
@require_http_methods(["GET", "HEAD", "POST"])
@ui.once
def transcript(request: HttpRequest, ref: str) -> HttpResponse:
    """What is said in it: typed, or brought as a file."""
    one, stream, player = _replayed(request, ref)
    known = media.transcript(stream)
    sent = request.method == "POST"
    form = (
        TranscriptForm(request.POST, request.FILES)
        if sent
        else TranscriptForm(initial={"text": known.text if known is not None else ""})
    )
    if sent and done(
        form,
        lambda: (
            commands.write_transcript(
                one, form.cleaned_data["file"] or form.cleaned_data["text"], by=me(request)
            ),
        ),
        at="text",
    ):
        ui.toast(request, _("文字稿存好了。"))
        return redirect("lectures:picture-transcript", one.ref)
    context = {"one": one, "player": player, "form": form, "known": known}
    return render(request, "lectures/transcript.html", context, status=status(form))


@requires(Action.RUN)
@require_http_methods(["GET", "HEAD", "POST"])
@ui.once
def keeping(request: HttpRequest, ref: str) -> HttpResponse:
    """How long it is kept, and longer for a reason."""
    one = own(request, ref)
    sent = request.method == "POST"
    form = KeepForm(request.POST) if sent else KeepForm(initial={"months": 12})
    until = sent and done(
        form,
        lambda: commands.keep_longer(
            one, form.cleaned_data["months"], form.cleaned_data["reason"], by=me(request)
        ),
        at="reason",
    )
    if until:
        ui.toast(request, _("录像留到%(day)s。") % {"day": ui.long_date(until)})
        return redirect("lectures:picture-keeping", one.ref)
    context = {"one": one, "form": form, "until": queries.kept_until(one), "months": queries.months_kept()}
    return render(request, "lectures/keeping.html", context, status=status(form))


@requires(Action.RUN)
@require_POST
def keep_old(request: HttpRequest, ref: str) -> HttpResponse:
    """The one that was to take its place is taken away."""
    one = own(request, ref)
    commands.keep_old_picture(one, by=me(request))
    ui.toast(request, _("不换了，还放原来的。"))
    return redirect("lectures:picture", one.ref)


@requires(Action.RUN)
@require_safe
def record_csv(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Comments, questions, notices, cuts and encoders with their times; that somebody took it stands in the chain."""
    one = own(request, ref)
    commands.note_export(one, by=me(request))
    response = StreamingHttpResponse(exports.csv_lines(one), content_type="text/csv; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return ui.attached(response, _("%(title)s 记录") % {"title": one.activity.title}, "csv", plain="record")

"""Rosters in and out: the upload, its preview, the import, the export."""

from __future__ import annotations

import tempfile
from typing import IO

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sixianghui.common import time
from sixianghui.common.errors import Conflict
from sixianghui.common.policy import requires
from sixianghui.directory import commands, queries
from sixianghui.directory.actions import Action
from sixianghui.directory.forms import Columns, RosterUpload
from sixianghui.directory.models import RosterImport
from sixianghui.directory.roster import marking, staging, wording, writing
from sixianghui.directory.roster.opening import Refusal, Unreadable
from sixianghui.directory.roster.showing import show
from sixianghui.realtime import public as realtime
from sixianghui.ui import public as ui

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SHOWN = 5
State = RosterImport.State


@requires(Action.IMPORT_ROSTER)
@require_http_methods(["GET", "POST"])
def rosters(request: HttpRequest) -> HttpResponse:
    """Take the template, upload a roster, or take the present one along."""
    asked = request.method == "POST"
    form = RosterUpload(request.POST, request.FILES) if asked else RosterUpload()
    if asked and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            made = commands.upload_roster(file.file, name=file.name, by=request.user)  # type: ignore[arg-type]
        except Conflict as error:
            form.add_error("file", str(error))
        else:
            return redirect("directory:roster", made.ref)
    roots = list(queries.roots_of_reach(request.user)[: _SHOWN + 1])
    context = {
        "form": form,
        "roots": roots[:_SHOWN],
        "more_roots": len(roots) > _SHOWN,
        "private": queries.private_columns(),
        "uploads": queries.own_imports(request.user)[:_SHOWN],
    }
    return render(request, "directory/rosters.html", context, status=400 if form.errors else 200)


@requires(Action.IMPORT_ROSTER)
@require_safe
def template(request: HttpRequest) -> HttpResponseBase:
    """An empty roster with the units within reach."""
    target = tempfile.TemporaryFile()  # noqa: SIM115  (the response closes it)
    units = queries.roster_units(request.user)
    writing.write(target, units=units, allowed=queries.private_columns(), guide=True)
    return _attached(target, "名册模板")


@requires(Action.EXPORT_ROSTER)
@require_POST
def export(request: HttpRequest) -> HttpResponseBase:
    """Everybody within reach, in the columns of the template but the private ones.

    It holds personal data, so it leaves a row in the chain.
    """
    out = queries.roster_out(request.user)
    commands.note_export(len(out.people), by=request.user)  # type: ignore[arg-type]
    target = tempfile.TemporaryFile()  # noqa: SIM115
    writing.write(target, people=out.people, units=out.units)
    return _attached(target, f"名册_{time.today():%Y%m%d}")


@requires(Action.IMPORT_ROSTER)
@require_safe
def roster(request: HttpRequest, ref: str) -> HttpResponse:
    """An uploaded roster: being read, its preview, being imported, or what became of it."""
    cursor = realtime.cursor()
    one = _own(request, ref)
    if one.state in (State.READING, State.IMPORTING):
        context = {
            "one": one,
            "cursor": cursor,
            "topic": f"import:{one.ref}",
            "now": staging.progress(one.ref),
        }
        return render(request, "directory/roster_progress.html", context)
    preview = staging.preview(one.ref) if one.state == State.READY else None
    if preview is None:
        return render(request, "directory/roster_end.html", {"one": one, "why": _why(one)})
    return render(request, "directory/roster_preview.html", _preview_page(request, one, preview))


@requires(Action.IMPORT_ROSTER)
@require_safe
def progress(request: HttpRequest, ref: str) -> HttpResponse:
    """How far it has come, for the page that waits."""
    one = _own(request, ref)
    finished = one.state not in (State.READING, State.IMPORTING)
    return JsonResponse({**staging.progress(one.ref), "finished": finished})


@requires(Action.IMPORT_ROSTER)
@require_safe
def marked(request: HttpRequest, ref: str) -> HttpResponseBase:
    """The uploaded file with its faults marked in place."""
    one = _own(request, ref)
    preview = staging.preview(one.ref) if one.state == State.READY else None
    if preview is None:
        raise Http404
    faults, safe = preview.faults, staging.folder(one.ref) / staging.SAFE
    try:
        file = staging.marked(
            one.ref, get_language() or "", lambda target: marking.mark(safe, target, faults)
        )
    except Unreadable as error:
        raise Conflict(
            _("这个文件的格式坏了一些，标不上去。请照着预览里列的，在你自己的文件里改。")
        ) from error
    return _attached(file, one.file_name.removesuffix(".xlsx") + _("_标好问题"))


@requires(Action.IMPORT_ROSTER)
@require_POST
def columns(request: HttpRequest, ref: str) -> HttpResponse:
    """Say by hand which column is what."""
    one = _own(request, ref)
    preview = staging.preview(one.ref)
    if preview is None:
        return redirect("directory:roster", one.ref)
    form = Columns(request.POST, sheets=preview.sheets, allowed=queries.private_columns())
    if form.is_valid():
        commands.map_roster(one, form.mapping(), by=request.user)  # type: ignore[arg-type]
    return redirect("directory:roster", one.ref)


@requires(Action.IMPORT_ROSTER)
@require_POST
def start(request: HttpRequest, ref: str) -> HttpResponse:
    """Write what the preview shows."""
    one = _own(request, ref)
    commands.start_import(one, by=request.user)  # type: ignore[arg-type]
    return redirect("directory:roster", one.ref)


@requires(Action.IMPORT_ROSTER)
@require_POST
def discard(request: HttpRequest, ref: str) -> HttpResponse:
    """Let an uploaded roster go."""
    commands.discard_roster(_own(request, ref), by=request.user)  # type: ignore[arg-type]
    ui.toast(request, _("丢掉了，什么都没有变。"))
    return redirect("directory:rosters")


def _own(request: HttpRequest, ref: str) -> RosterImport:
    found = queries.own_import(request.user, ref)
    if found is None:
        raise Http404
    return found


def _why(one: RosterImport) -> str:
    """Why a roster was not kept, in words."""
    if one.state != State.REFUSED:
        return ""
    return wording.refusal(Unreadable(Refusal(one.refusal), one.refusal_words))


def _preview_page(request: HttpRequest, one: RosterImport, preview: staging.Preview) -> dict[str, object]:
    counts = one.counts
    return {
        "one": one,
        "counts": counts,
        "writes": counts["new"] + counts["changed"] + counts["units_new"] + counts["units_renamed"],
        "shown": show(preview, request.GET.dict()),
        "form": Columns(sheets=preview.sheets, allowed=queries.private_columns()),
    }


def _attached(file: IO[bytes], name: str) -> HttpResponseBase:
    file.seek(0)
    response = FileResponse(file, content_type=_XLSX)
    return ui.attached(response, f"{name}.xlsx", "xlsx", plain="roster")

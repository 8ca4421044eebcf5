"""What readers write about a piece, and the page on which editors find it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sixianghui.channel import commands, queries
from sixianghui.channel.actions import Action
from sixianghui.channel.forms import NoteForm
from sixianghui.channel.models import BasePage, NoteKind
from sixianghui.common.errors import Conflict
from sixianghui.common.policy import open_to_all, requires
from sixianghui.complaints.public import Limit, has_to_wait, note_attempt
from sixianghui.ui import public as ui


@open_to_all
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HttpRequest, number: int) -> HttpResponse:
    """The form for a note on a piece that is out; no signing in."""
    piece = queries.piece_out(number)
    if piece is None:
        raise Http404
    form = NoteForm(request.POST or None, initial={"kind": _asked(request)})
    if request.method != "POST":
        return _form(request, form, piece)
    place = str(request.META["REMOTE_ADDR"])
    if has_to_wait(Limit.NOTES, place):
        return _form(request, form, piece, status=429)
    if not form.is_valid():
        return _form(request, form, piece, status=422)
    try:
        commands.write_note(
            piece,
            NoteKind(form.cleaned_data["kind"]),
            form.cleaned_data["text"],
            contact=form.cleaned_data["contact"],
            nonce=form.nonce,
        )
    except Conflict as error:
        form.add_error(None, str(error))
        return _form(request, form, piece, status=409)
    note_attempt(Limit.NOTES, place)
    return render(request, "channel/piece/note_thanks.html", {"piece": piece})


def _form(request: HttpRequest, form: NoteForm, piece: BasePage, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "piece": piece, "must_wait": status == 429}
    return render(request, "channel/piece/note.html", context, status=status)


def _asked(request: HttpRequest) -> str:
    kind = request.GET.get("kind", "")
    return kind if kind in NoteKind.values else NoteKind.ERROR.value


@requires(Action.EDIT_PAGE)
@require_safe
def notes(request: HttpRequest) -> HttpResponse:
    """What readers wrote, for whoever edits."""
    context = {"waiting": queries.notes_waiting(), "settled": queries.notes_settled()}
    return render(request, "channel/piece/notes.html", context)


@requires(Action.EDIT_PAGE)
@require_POST
def settlement(request: HttpRequest, ref: str) -> HttpResponse:
    """Somebody has dealt with one."""
    found = queries.note_called(ref)
    if found is None:
        raise Http404
    commands.settle_note(found, by=request.user)  # type: ignore[arg-type]
    ui.toast(request, _("记下了：已经处理。联系方式已经删去。"))
    return redirect("channel:notes")

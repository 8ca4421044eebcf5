"""Panoramas: the list with its upload, one with its words and spots, how it will look."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sixianghui.common.errors import Conflict
from sixianghui.common.policy import requires
from sixianghui.media import commands, public, queries
from sixianghui.media.actions import Action
from sixianghui.media.forms import PanoramaUpload, PanoramaWords, Spot
from sixianghui.media.models import Panorama
from sixianghui.realtime import public as realtime
from sixianghui.ui import public as ui

State = Panorama.State


@requires(Action.EDIT_PANORAMA)
@require_http_methods(["GET", "POST"])
def panoramas(request: HttpRequest) -> HttpResponse:
    """What there is, and a form for one more."""
    asked = request.method == "POST"
    form = PanoramaUpload(request.POST, request.FILES) if asked else PanoramaUpload()
    if asked and form.is_valid():
        try:
            made = commands.add_panorama(form.cleaned_data["file"], by=request.user, **form.words())  # type: ignore[arg-type]
        except Conflict as error:
            form.add_error("file", str(error))
        else:
            return redirect("media:panorama", made.ref)
    shown = [(one, public.view_of(one)) for one in queries.panoramas()[:60]]
    context = {"form": form, "shown": shown, "tours": queries.tours()[:12]}
    return render(request, "media/panoramas.html", context, status=400 if form.errors else 200)


@requires(Action.EDIT_PANORAMA)
@require_safe
def panorama(request: HttpRequest, ref: str) -> HttpResponse:
    """While it is being made, how far; then the editor of its spots."""
    cursor = realtime.cursor()
    one = there(ref)
    if one.state in (State.QUEUED, State.WORKING) and one.scan != "refused":
        context = {"one": one, "cursor": cursor, "topic": f"{queries.TOPIC}:{one.ref}"}
        return render(request, "media/panorama_progress.html", context)
    return editor(request, one)


@requires(Action.EDIT_PANORAMA)
@require_safe
def progress(request: HttpRequest, ref: str) -> HttpResponse:
    """How far it has come, for the page that waits."""
    one = there(ref)
    finished = one.state not in (State.QUEUED, State.WORKING) or one.scan == "refused"
    return JsonResponse({"done": one.done, "total": one.total, "stage": "sizes", "finished": finished})


@requires(Action.EDIT_PANORAMA)
@require_POST
def words(request: HttpRequest, ref: str) -> HttpResponse:
    """Other words, another consent."""
    one = there(ref)
    form = PanoramaWords(request.POST)
    if not form.is_valid():
        return editor(request, one, words=form, status=400)
    try:
        commands.change_panorama(one, by=request.user, **form.words())  # type: ignore[arg-type]
    except Conflict as error:
        form.add_error("alt", str(error))
        return editor(request, one, words=form, status=400)
    ui.toast(request, _("改好了。"))
    return redirect("media:panorama", one.ref)


@requires(Action.EDIT_PANORAMA)
@require_POST
def again(request: HttpRequest, ref: str) -> HttpResponse:
    """Try again what could not be made."""
    one = there(ref)
    commands.make_again(one, by=request.user)  # type: ignore[arg-type]
    return redirect("media:panorama", one.ref)


@requires(Action.EDIT_PANORAMA)
@require_safe
def preview(request: HttpRequest, ref: str) -> HttpResponse:
    """As readers will see it."""
    one = there(ref)
    view = public.view_of(one, url_of=lambda other: reverse("media:panorama-preview", args=[other.ref]))
    context = {"one": one, "view": view, "may": public.may_be_published(one)}
    return render(request, "media/panorama_preview.html", context)


@requires(Action.EDIT_PANORAMA)
@require_POST
def remove(request: HttpRequest, ref: str) -> HttpResponse:
    """Throw it away."""
    one = there(ref)
    commands.remove_panorama(one, by=request.user)  # type: ignore[arg-type]
    ui.toast(request, _("丢掉了，一周之内可以找回。"), undo=reverse("media:panorama-return", args=[one.ref]))
    return redirect("media:panoramas")


@requires(Action.EDIT_PANORAMA)
@require_POST
def put_back(request: HttpRequest, ref: str) -> HttpResponse:
    """Take it back."""
    one = queries.any_panorama(ref)
    if one is None:
        raise Http404
    commands.return_panorama(one, by=request.user)  # type: ignore[arg-type]
    ui.toast(request, _("找回来了。"))
    return redirect("media:panorama", one.ref)


def there(ref: str) -> Panorama:
    """The panorama of that ref, or nothing."""
    found = queries.panorama(ref)
    if found is None:
        raise Http404
    return found


def editor(
    request: HttpRequest,
    one: Panorama,
    *,
    words: PanoramaWords | None = None,
    spot: Spot | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page on which spots are set, with whichever form was not right."""
    initial = {
        "title": one.title,
        "alt": one.alt,
        "consent": one.consent,
        "consent_note": one.consent_note,
        "credit": one.credit,
        "heading": one.heading,
    }
    context = {
        "one": one,
        "view": public.view_of(one),
        "may": public.may_be_published(one),
        "words": words or PanoramaWords(initial=initial),
        "words_open": words is not None,
        "spot_form": spot or Spot(panorama=one),
    }
    return render(request, "media/panorama.html", context, status=status)

"""Pages for those who keep the operators' own list of words."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sixianghui.common.errors import HouseError
from sixianghui.common.policy import requires
from sixianghui.remarks import commands, queries
from sixianghui.remarks.actions import Action
from sixianghui.remarks.forms.desk import WordFile, WordForm
from sixianghui.remarks.views.desk import around
from sixianghui.ui import public as ui

#: Words of one page.
PAGE = 200


@requires(Action.WORDS)
@require_http_methods(["GET", "HEAD", "POST"])
@ui.once
def words(request: HttpRequest) -> HttpResponse:
    """The list, and one word more."""
    form = WordForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            commands.add_word(form.cleaned_data["word"], form.cleaned_data["note"], by=request.user)  # type: ignore[arg-type]
        except HouseError as error:
            form.add_error("word", str(error))
        else:
            ui.toast(request, _("加上了。从现在起，写到它的先看再放。"))
            return redirect("remarks:words")
    return _words(request, form, WordFile(auto_id="file_%s"))


@requires(Action.WORDS)
@require_POST
@ui.once
def imported(request: HttpRequest) -> HttpResponse:
    """Many words from a text file, one a line."""
    form = WordFile(request.POST, request.FILES, auto_id="file_%s")
    if not form.is_valid():
        return _words(request, WordForm(), form)
    added = commands.add_words(form.cleaned_data["file"], by=request.user)  # type: ignore[arg-type]
    said = _("加了 %(added)d 个；另有 %(known)d 个本来就有，或者不像一个词。")
    ui.toast(request, said % {"added": added, "known": len(form.cleaned_data["file"]) - added})
    return redirect("remarks:words")


@requires(Action.WORDS)
@require_POST
@ui.once
def removal(request: HttpRequest, number: int) -> HttpResponse:
    """Take a word off."""
    found = queries.held_word(number)
    if found is None:
        raise Http404
    commands.remove_word(found, by=request.user)  # type: ignore[arg-type]
    ui.toast(request, _("拿掉了。"))
    page = request.GET.get("page", "1")
    return redirect(reverse("remarks:words") + (f"?page={page}" if page.isascii() and page.isdigit() else ""))


def _words(request: HttpRequest, form: WordForm, file: WordFile) -> HttpResponse:
    person: Any = request.user
    page = Paginator(queries.held_words(), PAGE).get_page(request.GET.get("page"))
    words = queries.with_waiting(page.object_list)
    context = {"page": page, "words": words, "form": form, "file": file, **around(request, "words")}
    context["may_moderate"] = queries.may_moderate(person)
    return render(
        request, "remarks/desk/words.html", context, status=422 if form.errors or file.errors else 200
    )

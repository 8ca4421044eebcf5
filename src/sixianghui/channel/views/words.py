"""The site's own word list for the proofs."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sixianghui.channel import commands, queries
from sixianghui.channel.actions import Action
from sixianghui.channel.forms import WordsForm
from sixianghui.common.errors import Conflict
from sixianghui.common.policy import requires
from sixianghui.ui import public as ui


@requires(Action.PUBLISH_PAGE)
@require_http_methods(["GET", "HEAD", "POST"])
@ui.once
def words(request: HttpRequest) -> HttpResponse:
    """See it, change it, or put in another."""
    known = queries.word_list()
    form = WordsForm(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        initial={"text": known.text if known is not None else ""},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = commands.keep_words(form.cleaned_data["text"], by=request.user)  # type: ignore[arg-type]
        except Conflict as error:
            form.add_error("file" if form.cleaned_data.get("file") else "text", str(error))
        else:
            ui.toast(request, _("存好了，一共 %(count)d 个词。下一次三校就用它。") % {"count": made.count})
            return redirect("channel:words")
    context = {"form": form, "known": known, "of_file": len(queries.words_of_file())}
    return render(request, "channel/desk/words.html", context, status=422 if form.errors else 200)

"""Cards that people show to everybody, and one's own."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sixianghui.common.errors import Conflict
from sixianghui.common.policy import open_to_all, requires
from sixianghui.directory import commands, queries
from sixianghui.directory.forms import CardLine
from sixianghui.directory.rules import CARD_CONSENT
from sixianghui.ui import public as ui
from sixianghui.vault import public as vault


@open_to_all
@require_safe
def card(request: HttpRequest, ref: str) -> HttpResponse:
    """A card, as long as its owner agrees."""
    page = queries.card_page(ref)
    if page is None:
        raise Http404
    response = render(request, "directory/card.html", {"page": page})
    return ui.keep(request, response, f"card:{page.person.pk}", *(f"unit:{one.pk}" for one in page.units))


@requires("week:see")
@require_http_methods(["GET", "POST"])
def own(request: HttpRequest) -> HttpResponse:
    """Show one's own card, or see it as others do."""
    person = queries.person_of(request.user)
    if person is None:
        raise Http404
    mine = queries.own_card(request.user.pk or 0)
    form = CardLine(request.POST or None, initial={"line": mine.line if mine else ""})
    if request.method == "POST" and form.is_valid():
        try:
            commands.show_card(line=form.cleaned_data["line"], by=request.user)  # type: ignore[arg-type]
        except Conflict as error:
            form.add_error(None, str(error))
        else:
            ui.toast(request, _("身份卡亮出来了，随时可以收回。"))
            return redirect("directory:own-card")
    context = {
        "form": form,
        "card": mine,
        "shown": vault.consented(request.user.pk or 0, CARD_CONSENT),
        "may_show": queries.may_show_card(person),
        "person": person,
    }
    return render(request, "directory/own_card.html", context, status=422 if form.errors else 200)


@requires("week:see")
@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    """Take it back."""
    commands.take_card_back(by=request.user)  # type: ignore[arg-type]
    ui.toast(request, _("收回了，从现在起谁都看不到。"))
    return redirect("directory:own-card")

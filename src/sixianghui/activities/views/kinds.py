"""Kinds and rules, for the committee's staff."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sixianghui.activities import commands, queries
from sixianghui.activities.actions import Action
from sixianghui.activities.forms import KindForm
from sixianghui.activities.views.finding import me
from sixianghui.common.errors import HouseError
from sixianghui.common.policy import requires
from sixianghui.ui import public as ui


@requires(Action.KINDS)
@require_http_methods(["GET", "HEAD", "POST"])
@ui.once
def kinds(request: HttpRequest) -> HttpResponse:
    """Every kind with how often it was used, every rule; a form for a new kind."""
    form = KindForm(request.POST or None, initial={"open_at_first": True})
    if request.method == "POST" and form.is_valid():
        try:
            commands.add_kind(**form.cleaned_data, by=me(request))
        except HouseError as error:
            form.add_error("name", str(error))
        else:
            ui.toast(request, _("加上了。"))
            return redirect("activities:kinds")
    context = {"form": form, "kinds": queries.all_kinds(), "rules": queries.all_rules()}
    return render(request, "activities/kinds.html", context, status=422 if form.errors else 200)


@requires(Action.KINDS)
@require_http_methods(["GET", "HEAD", "POST"])
def kind(request: HttpRequest, code: str) -> HttpResponse:
    """Rename one, or change what is usual for it."""
    found = queries.kind_of(code)
    form = KindForm(request.POST or None, initial={"name": found.name, "open_at_first": found.open_at_first})
    if request.method == "POST" and form.is_valid():
        try:
            commands.change_kind(found, **form.cleaned_data, by=me(request))
        except HouseError as error:
            form.add_error("name", str(error))
        else:
            ui.toast(request, _("改好了。"))
            return redirect("activities:kinds")
    context = {"form": form, "kind": found}
    return render(request, "activities/kind.html", context, status=422 if form.errors else 200)


@requires(Action.KINDS)
@require_POST
@ui.once
def retirement(request: HttpRequest, code: str) -> HttpResponse:
    """Retire a kind, or use it again."""
    found = queries.kind_of(code)
    if found.in_use:
        commands.retire_kind(found, by=me(request))
        ui.toast(
            request,
            _("停用了。以前办的还在。"),
            undo=reverse("activities:kind-retirement", args=[found.code]),
        )
    else:
        commands.return_kind(found, by=me(request))
        ui.toast(request, _("又能用了。"))
    return redirect("activities:kinds")


@requires(Action.KINDS)
@require_POST
def confirmation(request: HttpRequest, code: str) -> HttpResponse:
    """Say that a rule was read in its own text."""
    commands.confirm_rule(queries.rule_of(code), by=me(request))
    ui.toast(request, _("核实过了，“待核实”去掉了。"))
    return redirect("activities:kinds")

"""Pages for those who send articles in."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sixianghui.channel import commands, queries
from sixianghui.channel.actions import Action
from sixianghui.channel.forms import ContributionForm
from sixianghui.channel.queries import Contribution
from sixianghui.common.errors import HouseError
from sixianghui.common.policy import requires
from sixianghui.ui import public as ui


@requires(Action.CONTRIBUTE)
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What I have sent in, and how far each has come."""
    return render(request, "channel/contributions.html", {"found": queries.contributions_of(_me(request))})


@requires(Action.CONTRIBUTE)
@require_http_methods(["GET", "HEAD", "POST"])
@ui.once
def new(request: HttpRequest) -> HttpResponse:
    """Write one and send it in."""
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ContributionForm(*posted, sender=_me(request))
    if form.is_valid():
        try:
            commands.send_in(
                form.cleaned_data, form.sent_pictures, units=form.units, columns=form.columns, by=_me(request)
            )
        except HouseError as error:
            form.add_error(None, str(error))
        else:
            ui.toast(request, _("稿子送到编辑部了。审到哪一步，这里看得到。"))
            return redirect("channel:contributions")
    return render(
        request, "channel/contribution_form.html", {"form": form}, status=400 if form.errors else 200
    )


@requires(Action.CONTRIBUTE)
@require_http_methods(["GET", "HEAD", "POST"])
@ui.once
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One of mine: where it stands; what came back can be changed and handed in again."""
    found = _found(request, pk)
    if not found.may_change:
        return render(
            request, "channel/contribution.html", {"one": found, "text": queries.text_of(found.page)}
        )
    latest = found.page.get_latest_revision_as_object()
    initial = {name: getattr(latest, name) for name in ("title", "person", "role", "quote", "person_agreed")}
    initial["text"] = queries.text_of(found.page)
    form = ContributionForm(request.POST or None, sender=_me(request), changing=True, initial=initial)
    if request.method == "POST" and form.is_valid():
        wanted = {name: form.cleaned_data[name] for name in ("title", "text", "person", "role", "quote")}
        try:
            commands.change_contribution(found.page, **wanted, by=_me(request))
        except HouseError as error:
            form.add_error(None, str(error))
        else:
            ui.toast(request, _("改好的稿子又送去审了。"))
            return redirect("channel:contributions")
    status = 400 if form.errors else 200
    return render(request, "channel/contribution_form.html", {"form": form, "one": found}, status=status)


@requires(Action.CONTRIBUTE)
@require_POST
def taking_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it back."""
    found = _found(request, pk)
    try:
        commands.take_back_contribution(found.page, by=_me(request))
        ui.toast(request, _("收回来了。编辑不再看它，你可以改了再送。"))
    except HouseError as error:
        ui.refused(request, str(error))
    return redirect("channel:contribution", pk=found.page.pk)


def _me(request: HttpRequest) -> Any:
    return request.user


def _found(request: HttpRequest, pk: int) -> Contribution:
    page = queries.sent_by(_me(request), pk)
    if page is None:
        raise Http404
    return queries.contribution(page)

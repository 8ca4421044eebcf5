"""Running campaigns: making one, changing it, opening and ending it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sixianghui.campaigns import commands, queries
from sixianghui.campaigns.actions import Action
from sixianghui.campaigns.forms.campaigns import CampaignForm, ClosingForm
from sixianghui.common.errors import HouseError, Refused
from sixianghui.common.policy import requires
from sixianghui.ui import public as ui


def campaign_of(request: HttpRequest, ref: str) -> Any:
    """A campaign that this person runs, or the usual 404."""
    found = queries.run_by_one(request.user, ref)
    if found is None:
        raise Http404
    return found


@requires(Action.RUN)
@require_http_methods(["GET", "HEAD", "POST"])
@ui.once
def new(request: HttpRequest) -> HttpResponse:
    """A campaign that nobody else sees until it is opened."""
    committee = queries.committees_of(request.user).first()
    if committee is None:
        raise Refused(_("这件事要由行业党委的工作人员来做。"))
    form = CampaignForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = commands.make_campaign(form.words, unit=committee, by=request.user)  # type: ignore[arg-type]
        except HouseError as error:
            form.add_error(None, str(error))
        else:
            ui.toast(request, _("存好了。看一看没有错，就可以启动。"))
            return redirect("campaigns:progress", made.ref)
    context = {"form": form, "title": _("办一个主题活动"), "back": queries.LIST}
    return render(request, "campaigns/campaign_form.html", context, status=422 if form.errors else 200)


@requires(Action.RUN)
@require_http_methods(["GET", "HEAD", "POST"])
@ui.once
def change(request: HttpRequest, ref: str) -> HttpResponse:
    """Change what it says of itself."""
    found = campaign_of(request, ref)
    form = CampaignForm(request.POST or None, told=queries.told(found))
    if request.method == "POST" and form.is_valid():
        try:
            commands.change_campaign(found, form.words, by=request.user)  # type: ignore[arg-type]
        except HouseError as error:
            form.add_error(None, str(error))
        else:
            ui.toast(request, _("改好了。"))
            return redirect("campaigns:progress", found.ref)
    context = {"form": form, "title": _("改“%(title)s”") % {"title": found.title}, "campaign": found}
    return render(request, "campaigns/campaign_form.html", context, status=422 if form.errors else 200)


@requires(Action.RUN)
@require_POST
@ui.once
def opening(request: HttpRequest, ref: str) -> HttpResponse:
    """Open it."""
    found = campaign_of(request, ref)
    commands.open_campaign(found, by=request.user)  # type: ignore[arg-type]
    ui.toast(request, _("启动了。大家都看得到了，可以在它下面发通知。"))
    return redirect("campaigns:progress", found.ref)


@requires(Action.RUN)
@require_http_methods(["GET", "HEAD", "POST"])
@ui.once
def closing(request: HttpRequest, ref: str) -> HttpResponse:
    """End it before its last day."""
    found = campaign_of(request, ref)
    form = ClosingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            commands.close_campaign(found, reason=form.cleaned_data["reason"], by=request.user)  # type: ignore[arg-type]
        except HouseError as error:
            form.add_error(None, str(error))
        else:
            ui.toast(request, _("结束了。已经记下的都在，还能补记结束以前的活动。"))
            return redirect("campaigns:progress", found.ref)
    context = {"form": form, "campaign": found}
    return render(request, "campaigns/closing_form.html", context, status=422 if form.errors else 200)


@requires(Action.RUN)
@require_http_methods(["GET", "HEAD"])
def progress(request: HttpRequest, ref: str) -> HttpResponse:
    """Planned against happened, by carrier and by unit in the order of the tree. No order of who did more."""
    found = campaign_of(request, ref)
    page = queries.progress(found, page=request.GET.get("page", ""))
    return render(request, "campaigns/progress.html", {"page": page, "campaign": found})

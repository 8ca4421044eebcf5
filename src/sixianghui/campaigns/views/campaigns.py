"""Campaigns as everybody reads of them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from sixianghui.access.public import may
from sixianghui.activities import public as activities
from sixianghui.campaigns import queries
from sixianghui.campaigns.actions import Action
from sixianghui.common.policy import open_to_all
from sixianghui.ui import public as ui


@open_to_all
@require_safe
def campaigns(request: HttpRequest) -> HttpResponse:
    """What is on, what was."""
    runs = request.user.is_authenticated and may(request.user, Action.RUN)
    drafts = [one for one in queries.run_by(request.user) if one.opened_at is None] if runs else []
    context = {"listed": queries.listed(), "runs": runs, "drafts": drafts}
    return ui.keep(request, render(request, "campaigns/campaigns.html", context), queries.LIST)


@open_to_all
@require_safe
def campaign(request: HttpRequest, ref: str) -> HttpResponse:
    """One campaign: who called for it, by what it is carried, what has happened so far."""
    found = queries.public_page(ref)
    if found is None:
        raise Http404
    if found.told.campaign.slug != ref:
        return redirect(queries.url_of_campaign(found.told.campaign), permanent=True)
    campaign = found.told.campaign
    runs = request.user.is_authenticated and may(request.user, Action.RUN, campaign)
    context = {"page": found, "campaign": campaign, "runs": runs}
    response = render(request, "campaigns/campaign.html", context)
    return ui.keep(request, response, *found.tags)


@open_to_all
@require_safe
def calendar(request: HttpRequest, ref: str) -> HttpResponse:
    """The campaign's activities that everybody may see, as a calendar to subscribe to."""
    found = queries.named(ref)
    if found is None or not queries.state_of(found).is_public:
        raise Http404
    text = activities.as_ical(queries.activities_of(found), name=found.title)
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    return ui.keep(request, response, queries.tag_of(found), "figures")

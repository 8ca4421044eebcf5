"""Campaigns as everybody reads of them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from sixianghui.campaigns import queries
from sixianghui.common.policy import open_to_all
from sixianghui.ui import public as ui


@open_to_all
@require_safe
def campaigns(request: HttpRequest) -> HttpResponse:
    """What is on, what was."""
    return ui.keep(
        request, render(request, "campaigns/campaigns.html", {"listed": queries.listed()}), queries.LIST
    )


@open_to_all
@require_safe
def campaign(request: HttpRequest, ref: str) -> HttpResponse:
    """One campaign: who called for it, by what it is carried, what has happened so far."""
    found = queries.public_page(ref)
    if found is None:
        raise Http404
    if found.told.campaign.slug != ref:
        return redirect(queries.url_of_campaign(found.told.campaign), permanent=True)
    response = render(request, "campaigns/campaign.html", {"page": found, "campaign": found.told.campaign})
    return ui.keep(request, response, *found.tags)

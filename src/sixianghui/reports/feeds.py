"""What machines fetch of published reports: a feed of the newest, and their addresses for search engines."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sixianghui.common import time
from sixianghui.common.policy import open_to_all
from sixianghui.reports.queries import editions as queries
from sixianghui.reports.queries.reports import LIST
from sixianghui.ui import public as ui

#: How many the feed has, and how many addresses the list; the protocol allows 50,000.
ENTRIES, ADDRESSES = 20, 5_000


@open_to_all
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The newest editions for everybody that stand, one of each report."""
    found = list(queries.outlet(ENTRIES))
    context = {"editions": found, "updated": found[0].at if found else time.now()}
    kind = "application/atom+xml; charset=utf-8"
    return ui.keep(request, render(request, "reports/outlets/feed.xml", context, content_type=kind), LIST)


@open_to_all
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """The list of reports, and each of them."""
    context = {"editions": queries.outlet(ADDRESSES)}
    kind = "application/xml; charset=utf-8"
    return ui.keep(request, render(request, "reports/outlets/sitemap.xml", context, content_type=kind), LIST)

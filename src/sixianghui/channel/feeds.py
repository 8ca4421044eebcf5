"""Feeds: what came out lately, for readers that fetch it by themselves. One for the channel, one for each column."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sixianghui.channel import queries
from sixianghui.channel.queries.outlets import ENTRIES
from sixianghui.common import time
from sixianghui.common.policy import open_to_all
from sixianghui.complaints import public as complaints
from sixianghui.ui import public as ui

_ATOM = "application/atom+xml; charset=utf-8"


@open_to_all
@require_safe
def channel_feed(request: HttpRequest) -> HttpResponse:
    """The latest of all columns."""
    home = queries.home()
    if home is None:
        raise Http404
    context = {"of": home, "column": None, "pieces": queries.newest()}
    response = render(request, "channel/outlets/feed.xml", context, content_type=_ATOM)
    return ui.keep(request, response, "feeds", "columns", home.tag)


@open_to_all
@require_safe
def column_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """The latest of one column."""
    column = queries.column_called(slug)
    if column is None:
        raise Http404
    context = {"of": column, "column": column, "pieces": queries.newest(column)}
    response = render(request, "channel/outlets/feed.xml", context, content_type=_ATOM)
    return ui.keep(request, response, column.tag, "columns")


@open_to_all
@require_safe
def letters_feed(request: HttpRequest) -> HttpResponse:
    """Questions to the secretary that everybody may read, with their answers."""
    letters = complaints.released_letters(ENTRIES)
    updated = max((one.updated_at for one in letters), default=time.now())
    context = {"letters": letters, "updated": updated}
    response = render(request, "channel/outlets/letters.xml", context, content_type=_ATOM)
    return ui.keep(request, response, complaints.LETTERS_TAG)

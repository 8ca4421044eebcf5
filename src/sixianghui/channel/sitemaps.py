"""What search engines fetch: the list of addresses, the news of two days, and what they are asked to leave alone."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sixianghui.channel import queries
from sixianghui.channel.queries.outlets import PART
from sixianghui.common.policy import open_to_all
from sixianghui.complaints import public as complaints
from sixianghui.polls import public as polls
from sixianghui.ui import public as ui

_XML = "application/xml; charset=utf-8"
#: Places for people who work here, and addresses that lead a crawler in circles.
_NOT_FOR_ROBOTS = (
    "/cms/", "/search/", "/sign-in/", "/complaints/", "/burdens/", "/letters/write/", "/notes/", "/week/", "/account/", "/replay/",
)  # fmt: skip

#: Names of the addresses of lists that rooms above keep. Filled in `AppConfig.ready()`.
others: list[str] = []


def register_sitemap(address: str) -> None:
    """Put the list at the address of this name among ours."""
    if address not in others:
        others.append(address)


@open_to_all
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The list of lists."""
    context = {"parts": list(enumerate(queries.parts(), start=1)), "others": others}
    response = render(request, "channel/outlets/sitemaps.xml", context, content_type=_XML)
    return ui.keep(request, response, "feeds")


@open_to_all
@require_safe
def pages(request: HttpRequest) -> HttpResponse:
    """The front page and the columns."""
    standing = queries.standing_pages()
    response = render(request, "channel/outlets/sitemap.xml", {"pages": standing}, content_type=_XML)
    return ui.keep(request, response, "columns", *(page.tag for page in standing[:1]))


@open_to_all
@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    """The list of letters, and every letter that everybody may read."""
    context = {"letters": complaints.released_letters(PART)}
    response = render(request, "channel/outlets/sitemap_of_letters.xml", context, content_type=_XML)
    return ui.keep(request, response, complaints.LETTERS_TAG)


@open_to_all
@require_safe
def small_polls(request: HttpRequest) -> HttpResponse:
    """The list of polls, and every poll that is open or was counted."""
    context = {"polls": polls.published_polls(PART)}
    response = render(request, "channel/outlets/sitemap_of_polls.xml", context, content_type=_XML)
    return ui.keep(request, response, polls.TAG)


@open_to_all
@require_safe
def part(request: HttpRequest, number: int) -> HttpResponse:
    """One part of the pieces."""
    found = queries.part(number) if 0 < number < 10_000 else []
    if not found:
        raise Http404
    response = render(request, "channel/outlets/sitemap.xml", {"pages": found}, content_type=_XML)
    return ui.keep(request, response, "feeds", "columns")


@open_to_all
@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """What came out within two days."""
    response = render(request, "channel/outlets/news.xml", {"pages": queries.fresh_news()}, content_type=_XML)
    return ui.keep(request, response, "feeds", "columns")


@open_to_all
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers are asked to leave alone; on a demo everything, because its articles are samples."""
    context = {"closed": _NOT_FOR_ROBOTS}
    response = render(
        request, "channel/outlets/robots.txt", context, content_type="text/plain; charset=utf-8"
    )
    return ui.keep(request, response, "robots")

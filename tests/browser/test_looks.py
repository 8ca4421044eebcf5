"""What every page owes every reader: contrast, names for the ear, no sideways scroll, nothing too small to press."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from sixianghui.complaints.public import ref_of
from tests.browser.conftest import DESK, PHONE
from tests.browser.site import Site
from tests.conftest import Lane

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
Opens = Callable[..., Page]

OPEN = (
    "/", "/guides/", "/congress/", "/lectures/", "/news/", "/showcase/", "/panorama/", "/dialogue/", "/units/",
    "/units/zynews-news/", "/activities/", "/activities/calendar/", "/en/activities/calendar/", "/sign-in/", "/search/", "/search/?q=%E6%94%AF%E9%83%A8", "/replay/", "/nobody-wrote-this/",
    "/polls/", "/en/polls/", "/en/dialogue/", "/figures/", "/figures/directory.enterprises/", "/complaints/?page=/units/", "/burdens/", "/complaints/receipt/", "/en/", "/en/units/", "/en/guides/", "/en/news/", "/en/showcase/",
    "/congress/?order=oldest", "/news/?month=2018-03",
    "/news/news-debug-contest/", "/guides/guide-admission-meeting/", "/en/news/news-debug-contest/", "/en/guides/guide-admission-meeting/",
    "/about/permissions/", "/about/personal-data/", "/en/about/personal-data/",
)  # fmt: skip
SIGNED_IN = (
    "/week/", "/password/", "/me/", "/messages/", "/messages/settings/", "/outbox/", "/complaints/mine/", "/complaints/inbox/",
    f"/complaints/inbox/{ref_of('replay room-hours')}/", f"/complaints/mine/{ref_of('replay one-week')}/",
    "/activities/new/", "/activities/announcement/", "/activities/ledger/", "/activities/feed/",
    "/people/", "/people/?q=zzz", "/people/new/", "/posts/", "/posts/requests/", "/cards/mine/", "/rosters/", "/account/", "/account/authenticator/", "/account/passkeys/", "/me/data/",
    "/en/week/", "/en/me/", "/en/people/", "/en/messages/settings/", f"/en/complaints/inbox/{ref_of('replay room-hours')}/",
)  # fmt: skip
#: Asked of the page: the elements that reach beyond its right edge and are not inside a box that scrolls by itself.
SIDEWAYS = """() => {
  const edge = document.documentElement.clientWidth + 1;
  const scrolls = (e) => e && (/(auto|scroll|hidden)/.test(getComputedStyle(e).overflowX) || scrolls(e.parentElement));
  return [...document.querySelectorAll('body *')]
    .filter((e) => e.getBoundingClientRect().right > edge && !scrolls(e.parentElement) && !e.closest('svg'))
    .map((e) => e.tagName + '.' + e.className);
}"""
#: The buttons, and the links that are not words within a sentence, that are lower or narrower than 44 px. A choice is
#: pressed by its whole label; a trap for machines is pressed by nobody.
TOO_SMALL = """() => [...document.querySelectorAll('button, nav a, .btn, .chip, .choice, input:not([type=hidden])')]
  .filter((e) => e.checkVisibility() && !e.closest('.vh, .trap') && !(e.matches('input') && e.closest('.choice')))
  .map((e) => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
  .filter(([, box]) => box.width > 0 && (box.height < 43.5 || box.width < 43.5)).map(([html]) => html)"""


def _offences(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {node['html'][:120]}"
        for one in found
        if one["impact"] in {"serious", "critical"}
        for node in one["nodes"]
    ]


LOOKS = [(size, theme) for size in (PHONE, DESK) for theme in ("light", "dark", "contrast")]


@pytest.mark.parametrize(
    "look", range(len(LOOKS)), ids=lambda look: f"{LOOKS[look][1]} at {LOOKS[look][0][0]}"
)
def test_pages_when_checked_by_axe_then_nothing_serious_is_found(
    site: Site, open_page: Opens, desk_state: Callable[[str], Any], lane: Lane, look: int
) -> None:
    """Every page in every look; in the fast lane the front page in every look, and each other page in one of them."""
    size, theme = LOOKS[look]
    page = open_page(size, theme=theme)
    offences = {}
    for number, path in enumerate((*OPEN, *SIGNED_IN)):
        if path == SIGNED_IN[0]:
            page.context.add_cookies(desk_state("书记"))
        if lane.name != "fast" or path == "/" or number % len(LOOKS) == look:
            page.goto(site.url(path))
            offences[path] = _offences(page)
    assert {path: found for path, found in offences.items() if found} == {}


def test_axe_when_a_fault_is_planted_then_it_is_found(site: Site, open_page: Opens) -> None:
    page = open_page(PHONE)
    page.goto(site.url("/sign-in/"))
    page.evaluate("document.querySelector('label[for=id_password]').remove()")
    assert [offence.split(":")[0] for offence in _offences(page)] == ["label"]


@pytest.mark.parametrize(
    ("size", "text", "scale"),
    [
        ((360, 780), "l", 1),
        ((390, 844), "l", 1),
        ((360, 780), "s", 1),
        ((1280, 900), "s", 2),
        ((1440, 900), "l", 1),
    ],
    ids=["360 large", "390 large", "360", "1280 at 200 %", "1440 large"],
)
def test_pages_when_narrow_or_large_then_nothing_is_beyond_the_edge(
    site: Site,
    open_page: Opens,
    desk_state: Callable[[str], Any],
    size: tuple[int, int],
    text: str,
    scale: float,
) -> None:
    page = open_page(size, text=text, scale=scale)
    page.context.add_cookies(desk_state("书记"))
    beyond = {}
    for path in (*OPEN, *SIGNED_IN):
        page.goto(site.url(path))
        beyond[path] = page.evaluate(SIDEWAYS)
    assert {path: found for path, found in beyond.items() if found} == {}


def test_things_to_press_when_on_a_phone_then_none_is_smaller_than_a_fingertip(
    site: Site, open_page: Opens, desk_state: Callable[[str], Any]
) -> None:
    page = open_page(PHONE)
    page.context.add_cookies(desk_state("书记"))
    small = {}
    for path in (*OPEN, *SIGNED_IN):
        page.goto(site.url(path))
        small[path] = page.evaluate(TOO_SMALL)
    assert {path: found for path, found in small.items() if found} == {}

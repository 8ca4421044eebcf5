"""Canary: what nobody let through is in no byte that anybody else gets: pages, feeds, search, streams, the kept pages.

Over the real stack: `front` keeps pages and holds streams, decisions come from a process beside it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests.adapters.front.listener import MESSAGE, Listener
from tests.faults.remarks.place import Place

pytestmark = pytest.mark.sqlite
NewPlace = Callable[..., Place]
#: Each text, and what becomes of it. A word of its own in each, so that it is found wherever it stands.
PASSED = "金丝雀甲：这一条放出来了。"
HIDDEN = {
    "金丝雀乙：还没有人看。": "",
    "金丝雀丙：没有放出来的。": "refused",
    "金丝雀丁：放出来又撤下的。": "hidden",
    "金丝雀戊：写的人撤回的。": "withdraw",
    "金丝雀己：有链接 example.com 被拦下。": "",
}
_LINK = re.compile(r'(?:href|src|action|own|address)="(/[^"#]*)')
MOST = 400


@pytest.fixture
def place(product_environ: dict[str, str]) -> Iterator[NewPlace]:
    with ExitStack() as stack:
        yield lambda **more: stack.enter_context(Place(product_environ, **more))


def written(house: Place) -> None:
    """All of them, by people who may still write; the pages are read before, so that something is kept."""
    house.read(house.made["url"])
    for number, text in enumerate((PASSED, *HIDDEN)):
        assert house.say(house.made["crowd"][number], text)[0] == 302
    first = [(text, outcome) for text, outcome in HIDDEN.items() if outcome in {"hidden", "withdraw"}]
    house.decide(
        ("shown", PASSED),
        *(("shown", text) for text, _outcome in first),
        *((outcome, text) for text, outcome in HIDDEN.items() if outcome),
    )


def crawled(house: Place, session: str) -> dict[str, str]:
    """Every page that somebody reaches by following links, and what machines fetch."""
    found: dict[str, str] = {}
    wanted = ["/", house.made["url"], house.thread, "/en/", f"/en{house.thread}", "/feed.xml", "/sitemap.xml"]
    wanted += [
        "/feeds/news.xml",
        "/sitemaps/pages.xml",
        "/sitemaps/1.xml",
        "/news-sitemap.xml",
        "/robots.txt",
    ]
    wanted += [f"/search/?q={word}" for word in ("金丝雀", "%E9%87%91%E4%B8%9D%E9%9B%80")]
    wanted += ["/search/suggestions/?q=%E9%87%91%E4%B8%9D%E9%9B%80", "/figures/", "/columns/news/list.csv"]
    wanted += ["/remarks/mine/", "/me/", "/week/"]
    while wanted and len(found) < MOST:
        path = wanted.pop().replace("&amp;", "&")
        if path in found or path.startswith(("/static/", "/cms/", "/sign-out/")):
            continue
        found[path] = house.read(path if path.isascii() else "/", session)
        wanted += [link for link in _LINK.findall(found[path]) if followed(link)]
    assert len(found) < MOST
    return found


def followed(link: str) -> bool:
    """The other language and other orders of the same list hold the same; what is in them is asked for above."""
    return not link.startswith("/en/") and ("?" not in link or link.startswith("/remarks/"))


def seen(pages: dict[str, str]) -> dict[str, list[str]]:
    """Which of them stand where."""
    return {text: [path for path, body in pages.items() if text[:4] in body] for text in (PASSED, *HIDDEN)}


def test_unreviewed_remarks_when_everybody_follows_every_link_then_are_nowhere(
    place: NewPlace, record_property: Callable[..., None]
) -> None:
    house = place(crowd=len(HIDDEN) + 1)
    with Listener(house.port, house.made["topic"], "remarks:site") as listener:
        listener.open()
        written(house)
        house.decide(("off", ""))
        told = []
        for one in listener.told():
            told.append(json.dumps(one.data, ensure_ascii=False))
            if one.kind == MESSAGE and one.data["event"]["what"] == "state":
                break
    said = "\n".join(told)
    # What was let through and taken off later was told to whoever listened then; the others never were.
    assert [text[:4] in said for text in HIDDEN] == [False, False, True, True, False]
    assert PASSED[:4] in said
    for session in ("", house.made["zhou"]):
        everywhere = seen(crawled(house, session))
        assert {text: where for text, where in everywhere.items() if where} == {}, "the thread is off"


def test_unreviewed_remarks_when_the_thread_is_on_then_only_the_one_let_through_is_read(
    place: NewPlace, record_property: Callable[..., None]
) -> None:
    house = place(crowd=len(HIDDEN) + 1)
    written(house)
    read = 0
    for session in ("", house.made["zhou"], ""):
        pages = crawled(house, session)
        read += len(pages)
        everywhere = seen(pages)
        assert [text for text, where in everywhere.items() if where] == [PASSED]
        assert {house.made["url"], house.thread} <= set(everywhere[PASSED])
        assert not [
            path for path in everywhere[PASSED] if "feed" in path or "search" in path or "sitemap" in path
        ]
    # Its own writer does see the one that waits: the crawl looks where it would be.
    assert seen(crawled(house, house.made["crowd"][1]))["金丝雀乙：还没有人看。"] != []
    record_property("counted", f"unreviewed remarks: {len(HIDDEN)} markers, {read} pages read, 0 seen")


def test_control_when_reading_forgets_the_state_then_the_markers_are_found(place: NewPlace) -> None:
    house = place(crowd=len(HIDDEN) + 1, fault="careless")
    written(house)
    found = seen({path: house.read(path) for path in (house.made["url"], house.thread)})
    assert [text for text in HIDDEN if found[text]] == list(HIDDEN)

"""What machines fetch, looked at by validators that others wrote and by the rules of the protocols."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest
from django.test import Client

from sixianghui.channel.public import ColumnFace, open_column, withdraw_article
from sixianghui.channel.queries import outlets
from sixianghui.common import time
from tests.pages.channel.reading import corrected, tags_of, taken_back_since_last_asked
from tests.unit.channel.desk import DeskOfTests

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
#: W3C Datetime, as the protocol asks.
MOMENT = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?")


def feed(address: str) -> Any:
    answer = Client().get(address)
    assert answer.status_code == 200
    read = feedparser.parse(answer.content, response_headers={"content-type": answer.headers["Content-Type"]})
    assert not read.bozo, read.bozo_exception
    assert read.version == "atom10"
    return read


def faults_of_sitemap(content: bytes) -> list[str]:
    """What the protocol forbids: sizes, order, relative addresses, moments in another form, the same address twice."""
    root = ElementTree.fromstring(content)
    kind = {f"{SITEMAP}urlset": "url", f"{SITEMAP}sitemapindex": "sitemap"}.get(root.tag)
    if kind is None:
        return [f"the root is {root.tag}"]
    found = []
    if len(root) > 50_000 or len(content) > 50 * 1024 * 1024:
        found.append("too long")
    for one in root:
        names = [child.tag.replace(SITEMAP, "") for child in one if child.tag.startswith(SITEMAP)]
        if one.tag != SITEMAP + kind or names not in (["loc"], ["loc", "lastmod"]):
            found.append(f"{one.tag} has {names}")
        address, moment = one.findtext(f"{SITEMAP}loc", ""), one.findtext(f"{SITEMAP}lastmod")
        if not re.fullmatch(r"https?://[^/\s]+/[\x21-\x7e]*", address) or len(address) >= 2048:
            found.append(f"not an address: {address}")
        if moment is not None and not MOMENT.fullmatch(moment):
            found.append(f"not a moment: {moment}")
    addresses = [one.findtext(f"{SITEMAP}loc") for one in root]
    if len(set(addresses)) != len(addresses):
        found.append("an address stands twice")
    return found


def addresses_in(address: str) -> list[str]:
    answer = Client().get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("application/xml")
    assert faults_of_sitemap(answer.content) == []
    return [str(one.text) for one in ElementTree.fromstring(answer.content).iter(f"{SITEMAP}loc")]


def test_feed_when_read_by_a_reader_then_is_whole(desk: DeskOfTests, clock: Any) -> None:
    piece = desk.released(
        "甲 & 乙 <丙>", slug="odd", summary="“引号”和 <b>标签</b>", source="样例科技", kicker="双比双争"
    )
    clock.set(clock.now() + dt.timedelta(hours=1))
    later = desk.released("后来的一篇", byline="方婷（示例）")
    read = feed("/feed.xml")
    assert [one.title for one in read.entries] == ["后来的一篇", "甲 & 乙 <丙>"]
    first = read.entries[1]
    assert first.title_detail.type == "text/plain"
    assert (first.link, first.author) == ("http://localhost:8000/news/odd/", "样例科技")
    assert read.entries[0].author == "方婷（示例）"
    assert first.published == first.updated == "2018-06-05T12:00:00+08:00"
    assert read.feed.updated == "2018-06-05T13:00:00+08:00"
    links = {link.rel: link.href for link in read.feed.links}
    assert links == {"self": "http://localhost:8000/feed.xml", "alternate": "http://localhost:8000/"}
    assert len({read.feed.id, first.id, read.entries[0].id}) == 3
    assert first.id == f"urn:uuid:{piece.translation_key}"
    assert later.live


def test_feed_when_a_title_holds_what_no_xml_may_then_is_still_one(desk: DeskOfTests) -> None:
    desk.released("铃\x07响\x1b了\ufffe", slug="bell", summary="]]><x>\x08")
    assert feed("/feed.xml").entries[0].title == "铃响了"


def test_feed_when_a_piece_is_put_right_or_taken_back_then_follows(desk: DeskOfTests, clock: Any) -> None:
    piece, other = desk.released(), desk.released("另一篇")
    before = {one.title: one for one in feed("/feed.xml").entries}
    clock.set(clock.now() + dt.timedelta(hours=2))
    taken_back_since_last_asked()
    corrected(desk, piece, "人数写错了。")
    assert {"feeds", desk.column.tag, piece.tag} <= taken_back_since_last_asked()
    after = {one.title: one for one in feed("/feeds/news.xml").entries}[piece.title]
    assert (after.id, after.published) == (before[piece.title].id, before[piece.title].published)
    assert after.updated == "2018-06-05T14:00:00+08:00"
    withdraw_article(piece, by=desk.chief, reason="写到的人不愿意登了")
    assert {"feeds", desk.column.tag, piece.tag} <= taken_back_since_last_asked()
    assert [one.title for one in feed("/feed.xml").entries] == [other.title]


def test_feed_when_of_a_column_then_holds_its_own_pieces_alone(desk: DeskOfTests) -> None:
    open_column(
        desk.home, title="党务指南", short_title="党务指南", face=ColumnFace.GUIDE, promise="办事", slug="guides",
        by=desk.chief,
    )  # fmt: skip
    desk.released()
    assert [len(feed(f"/feeds/{slug}.xml").entries) for slug in ("news", "guides")] == [1, 0]
    assert Client().get("/feeds/nothing.xml").status_code == 404


def test_feed_when_kept_then_only_what_changes_it_takes_it_back(desk: DeskOfTests) -> None:
    desk.released()
    assert {"feeds"} <= tags_of(Client().get("/feed.xml"))
    assert {desk.column.tag} <= tags_of(Client().get("/feeds/news.xml"))
    assert "figures" not in tags_of(Client().get("/feed.xml"))


def test_sitemap_when_fetched_then_keeps_the_protocol_and_names_what_is_out(
    desk: DeskOfTests, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outlets, "PART", 2)
    pieces = [desk.released(f"第{number}篇") for number in range(5)]
    desk.draft("还没发的")
    withdraw_article(pieces[0], by=desk.chief, reason="写重了")
    parts = [one.removeprefix("http://localhost:8000") for one in addresses_in("/sitemap.xml")]
    assert parts == [
        "/sitemaps/pages.xml",
        "/sitemaps/letters.xml",
        "/sitemaps/polls.xml",
        "/sitemaps/reports.xml",
        "/sitemaps/lectures.xml",
        "/sitemaps/1.xml",
        "/sitemaps/2.xml",
    ]
    listed = [address for part in parts for address in addresses_in(part)]
    lists = ["/letters/", "/polls/", "/reports/", "/lectures/all/"]
    expected = [desk.home.url, "/news/", *lists, *(piece.url for piece in pieces[1:])]
    assert listed == [f"http://localhost:8000{path}" for path in expected]
    assert Client().get("/sitemaps/3.xml").status_code == 404


def test_sitemap_checker_when_the_protocol_is_broken_then_says_how() -> None:
    """The control."""
    broken = b"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>/a/</loc>
    <lastmod>5 June</lastmod></url><url><lastmod>2018-06-05</lastmod><loc>/a/</loc></url></urlset>"""
    assert len(faults_of_sitemap(broken)) == 5


def test_news_sitemap_when_fetched_then_holds_two_days_by_the_domains_clock(
    desk: DeskOfTests, clock: Any
) -> None:
    desk.released("前天的")
    clock.set(clock.now() + dt.timedelta(hours=30))
    fresh = desk.released("昨天的 & 新的", slug="fresh")
    assert len(addresses_in("/news-sitemap.xml")) == 2
    clock.set(clock.now() + dt.timedelta(hours=30))
    assert addresses_in("/news-sitemap.xml") == [f"http://localhost:8000{fresh.url}"]
    root = ElementTree.fromstring(Client().get("/news-sitemap.xml").content)
    news = root.find(f"{SITEMAP}url/{NEWS}news")
    assert news is not None
    assert [child.tag.replace(NEWS, "") for child in news] == ["publication", "publication_date", "title"]
    assert news.findtext(f"{NEWS}title") == "昨天的 & 新的"
    assert news.findtext(f"{NEWS}publication/{NEWS}language") == "zh-cn"
    assert MOMENT.fullmatch(news.findtext(f"{NEWS}publication_date", ""))


def test_robots_when_asked_for_then_a_demo_is_closed_and_a_site_names_its_sitemaps(desk: DeskOfTests) -> None:
    assert Client().get("/robots.txt").content.decode().split("\n")[:2] == ["User-agent: *", "Disallow: /"]
    with time.using(time.SystemClock()):
        open_site = Client().get("/robots.txt").content.decode()
    assert "Disallow: /\n" not in open_site
    assert "Disallow: /cms/\n" in open_site
    for name in ("sitemap", "news-sitemap"):
        assert f"Sitemap: http://localhost:8000/{name}.xml\n" in open_site

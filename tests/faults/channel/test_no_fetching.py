"""The site fetches nothing because an editor or a reader wrote an address: no preview, no embed, no test of a link."""

from __future__ import annotations

import itertools
import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.embeds.embeds import get_embed
from wagtail.embeds.exceptions import EmbedUnsupportedProviderException
from wagtail.embeds.finders import get_finders

from sixianghui.channel.models import ArticlePage
from sixianghui.channel.public import submit_article
from tests.factories import signed_in
from tests.pages.complaints.reading import an_old_slip
from tests.unit.channel.desk import DeskOfTests, open_desk

pytestmark = pytest.mark.django_db

ADDRESSES = (
    "http://127.0.0.1/a", "http://127.1/a", "http://0/a", "http://localhost/a", "http://localhost.localdomain/a", "http://[::1]/a", "http://[::ffff:127.0.0.1]/a",
    "http://169.254.169.254/latest/meta-data/", "http://[fd00:ec2::254]/latest/", "http://2130706433/a", "http://0x7f000001/a", "http://017700000001/a", "http://127.0.0.1.nip.example/a",
    "http://rebinding.example/a", "http://redirects.example/to?http://127.0.0.1/", "http://user:word@127.0.0.1/a", "http://www.example.com@127.0.0.1/a", "http://127.0.0.1#@www.example.com/", "http://①②⑦.0.0.1/a",
    "http://ⓛocalhost/a", "http://例子.测试/a", "http://10.0.0.1/a", "http://192.168.1.1/a", "http://172.16.0.1/a", "gopher://127.0.0.1:6379/_INFO", "file:///etc/passwd", "ftp://127.0.0.1/a", "ldap://127.0.0.1/a",
    # Providers that Wagtail would ask what to show.
    "https://www.youtube.com/watch?v=dQw4w9WgXcQ", "https://vimeo.com/1084537", "https://soundcloud.com/a/b", "https://www.flickr.com/photos/a/1", "https://twitter.com/a/status/1",
)  # fmt: skip


class Sentinel:
    """Listens, and counts who comes; every name leads to it."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.came = 0
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                connection, _from = self.socket.accept()
                self.came += 1
                connection.close()

    @property
    def address(self) -> tuple[str, int]:
        host, port = self.socket.getsockname()[:2]
        return str(host), int(port)


@pytest.fixture
def sentinel(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sentinel]:
    """Whatever this process looks up or connects to is the sentinel."""
    ours = Sentinel()

    def lookup(_host: Any, _port: Any, *_more: Any, **_others: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ours.address)]

    connect = socket.socket.connect

    def to_sentinel(self: socket.socket, _address: Any) -> None:
        connect(self, ours.address)

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    monkeypatch.setattr(socket.socket, "connect", to_sentinel)
    get_finders.cache_clear()
    yield ours
    ours.socket.close()
    get_finders.cache_clear()


@pytest.fixture
def desk() -> DeskOfTests:
    return open_desk()


def _linked() -> str:
    """A text with all of them, in each way that Wagtail knows."""
    return "".join(
        f'<p data-block-key="aaaaa">看<a href="{address}">这里</a>。</p><embed embedtype="media" url="{address}"/>'
        f'<a linktype="external" href="{address}">那里</a>'
        for address in ADDRESSES
    )


def doors(desk: DeskOfTests) -> Iterator[tuple[str, Callable[[str], Any]]]:
    """Ways to give the site an address."""
    editor, reader = signed_in(desk.editor), Client()
    piece = desk.released("带链接的一篇")
    place = itertools.count(1)
    yield (
        "embed",
        lambda address: editor.post(
            "/cms/embeds/chooser/upload/", {"embed-chooser-url": address, "url": address}
        ),
    )
    yield "embed asked", lambda address: editor.get("/cms/embeds/chooser/", {"url": address})
    yield (
        "link chooser",
        lambda address: editor.post(
            reverse("wagtailadmin_choose_page_external_link"), {"external-link-chooser-url": address}
        ),
    )
    yield (
        "note",
        lambda address: reader.post(
            f"/notes/{piece.pk}/", {"kind": "error", "text": address, "contact": address, "slip": an_old_slip()},
            REMOTE_ADDR=f"10.0.0.{next(place)}",
        ),
    )  # fmt: skip
    yield "search", lambda address: reader.get("/search/", {"q": address})
    yield "head", lambda address: reader.get("/", HTTP_REFERER=address, HTTP_X_FORWARDED_HOST=address)


def pages_with_addresses(desk: DeskOfTests) -> Iterator[tuple[str, Any]]:
    """What shows or judges a text in which they stand."""
    editor = signed_in(desk.editor)
    piece = desk.released("带链接的一篇")
    # Past every form: as if an older version had kept it.
    raw = [{"type": "text", "value": _linked(), "id": "a"}]
    ArticlePage.objects.filter(pk=piece.pk).update(body=json.dumps(raw))
    for url in (piece.url, "/feed.xml", "/news/"):
        yield url, Client().get(url)
    waiting = submit_article(desk.draft("送审的", body=[("text", _linked())]), by=desk.writer)
    yield "reviewed", editor.get(f"/cms/pages/{waiting.pk}/edit/")
    yield "preview", editor.get(f"/cms/pages/{waiting.pk}/view_draft/")
    desk.pass_all(waiting)
    yield "released", Client().get(ArticlePage.objects.get(pk=waiting.pk).url)


def test_addresses_when_given_to_every_door_then_nobody_comes_to_the_sentinel(
    desk: DeskOfTests, sentinel: Sentinel, record_property: Callable[..., None]
) -> None:
    answers = [(name, door(address)) for name, door in doors(desk) for address in ADDRESSES]
    record_property(
        "counted",
        f"addresses to fetch: {len(ADDRESSES)}, given {len(answers)} times, {sentinel.came} connections",
    )
    assert [f"{name}: {answer.status_code}" for name, answer in answers if answer.status_code >= 500] == []
    assert sentinel.came == 0


def test_text_with_addresses_when_shown_reviewed_and_released_then_nobody_comes_to_the_sentinel(
    desk: DeskOfTests, sentinel: Sentinel
) -> None:
    answers = list(pages_with_addresses(desk))
    assert [name for name, answer in answers if answer.status_code != 200] == []
    assert sentinel.came == 0


@pytest.mark.parametrize("address", ADDRESSES[-5:])
def test_embed_when_looked_for_then_no_provider_is_asked(sentinel: Sentinel, address: str) -> None:
    with pytest.raises(EmbedUnsupportedProviderException):
        get_embed(address)
    assert sentinel.came == 0


def test_embed_when_wagtail_looks_for_it_as_it_does_by_itself_then_comes_to_the_sentinel(
    sentinel: Sentinel, settings: Any
) -> None:
    """The control: with Wagtail's own finder the sentinel is asked, so it would have been seen."""
    settings.WAGTAILEMBEDS_FINDERS = [{"class": "wagtail.embeds.finders.oembed"}]
    get_finders.cache_clear()
    with suppress(Exception):
        get_embed("https://www.youtube.com/watch?v=dQw4w9WgXcQ")
    for _wait in range(200):
        if sentinel.came:
            break
        threading.Event().wait(0.01)
    assert sentinel.came == 1

"""Reading a page as somebody does who only sees its words."""

from __future__ import annotations

import re
from typing import Any

from django.db import connection

from sixianghui.channel.models import ArticlePage
from sixianghui.channel.public import submit_article
from sixianghui.common import wire
from tests.unit.channel.desk import DeskOfTests


def words(response: Any) -> str:
    """The words of the main part of a page, with one space wherever an element begins or ends, except inside a line."""
    html = response.content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    main = re.sub(r"</?(?:span|a|b|code)\b[^>]*>(?=[，。：、])", "", main)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", main)).replace(" 。", "。")


def tags_of(answer: Any) -> set[str]:
    """What takes an answer back from the cache."""
    return set(answer.headers[wire.CACHE_TAGS].split())


def corrected(desk: DeskOfTests, piece: ArticlePage, what: str, **more: Any) -> None:
    """A later version that has passed three reviews."""
    piece = ArticlePage.objects.get(pk=piece.pk)
    for name, value in {"correction": what, **more}.items():
        setattr(piece, name, value)
    piece.save_revision(user=desk.writer)
    desk.pass_all(submit_article(piece, by=desk.writer))


def taken_back_since_last_asked() -> set[str]:
    """The tags that wait for the test's transaction to be committed; asking forgets them."""
    waiting = {tag for entry in connection.run_on_commit for tag in getattr(entry[1], "tags", ())}
    connection.run_on_commit.clear()
    return waiting

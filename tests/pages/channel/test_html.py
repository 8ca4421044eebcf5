"""Pages keep the grammar of HTML, as a parser reads them that forgives nothing."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from html5lib.html5parser import ParseError

from sixianghui.channel.models import GuidePage
from sixianghui.channel.public import submit_article, withdraw_article, write_draft
from tests.factories import signed_in
from tests.pages.channel.hostile import parsed
from tests.pages.channel.reading import corrected
from tests.pages.complaints.reading import an_old_slip
from tests.unit.channel.desk import DeskOfTests, passed

EVERYWHERE = (
    "/", "/news/", "/units/", "/search/", "/search/?q=%E6%94%AF%E9%83%A8", "/sign-in/", "/complaints/", "/burdens/",
    "/complaints/receipt/", "/figures/", "/figures/channel.articles/", "/about/permissions/", "/about/personal-data/", "/nobody-wrote-this/",
)  # fmt: skip
STEP = {
    "title": "当面谈一次", "text": "一个月内派人谈。", "who": "支部书记", "how_long": "一个月", "rule": "《细则》",
    "article": "第五条", "confirmed": False,
}  # fmt: skip


def a_guide(desk: DeskOfTests) -> GuidePage:
    """A guide that three people have passed."""
    guide = GuidePage(
        title="怎么接收申请书", summary="收到以后一个月内谈话。", needs="申请书\n本子", steps=[("step", STEP)] * 3,
        is_sample=True, body=[("text", "<p>先说几句。</p>")],
    )  # fmt: skip
    piece = submit_article(write_draft(desk.column, guide, by=desk.writer), by=desk.writer)
    for person in (desk.editor, desk.head, desk.chief):
        passed(GuidePage.objects.get(pk=piece.pk), by=person)
    return GuidePage.objects.get(pk=piece.pk)


def full(desk: DeskOfTests) -> str:
    """The address of an article with everything."""
    desk.released("值守记录：第一周", kicker="双比双争", summary="没有留过夜的工单。")
    piece = desk.released(
        kicker="双比双争", summary="没有留过夜的工单。", source="样例科技支部", byline="方婷（示例）", is_sample=True,
        body=[
            ("text", '<p>有<b>粗</b><a href="https://a.example/">外</a></p><ul><li>一</li></ul>'), ("heading", "小标题，两截"),
            ("quote", {"words": "原话。", "who": "李一鸣（示例）"}),
            ("figure", {"figure": "channel.articles", "words": "发稿 {} 篇。"}),
        ],
    )  # fmt: skip
    desk.released("值守记录：第二周", kicker="双比双争")
    corrected(desk, piece, "人数写错了。")
    return str(piece.url)


def errors_in(html: str) -> str:
    """The first error of grammar with the words before it, or nothing."""
    try:
        parsed(html, strict=True)
    except ParseError as error:
        return str(error)
    return ""


def test_parser_when_a_page_breaks_the_grammar_then_says_so() -> None:
    """The control."""
    fine = '<!doctype html><html lang="zh-Hans"><head><title>甲</title></head><body><p>乙</p></body></html>'
    assert errors_in(fine) == ""
    assert errors_in(fine.replace("<p>乙</p>", "<p><div>乙</p>"))
    assert errors_in(fine.replace("<p>", '<p id="a" id="b">'))


@pytest.mark.parametrize("language", ["", "/en"], ids=["Chinese", "English"])
def test_pages_when_parsed_strictly_then_have_no_errors(desk: DeskOfTests, language: str) -> None:
    article, guide = full(desk), a_guide(desk)
    gone = desk.released("要撤下的")
    withdraw_article(gone, by=desk.chief, reason="写重了")
    number = guide.pk
    note = {"kind": "error", "text": "短", "slip": an_old_slip()}
    pages = {
        path: Client().get(language + path).content.decode()
        for path in (*EVERYWHERE, article, str(guide.url), f"/news/{gone.slug}/", f"/notes/{number}/")
    }
    pages["a note refused"] = Client().post(f"{language}/notes/{number}/", note).content.decode()
    pages["a note taken"] = (
        Client().post(f"{language}/notes/{number}/", {**note, "text": "第二步写错了。"}).content.decode()
    )
    pages["/notes/"] = signed_in(desk.editor).get(f"{language}/notes/").content.decode()
    wrong = {path: errors_in(html) for path, html in pages.items()}
    assert {path: said for path, said in wrong.items() if said} == {}
    twice = {path: _ids_twice(html) for path, html in pages.items()}
    assert {path: found for path, found in twice.items() if found} == {}


def _ids_twice(html: str) -> list[str]:
    ids = re.findall(r'\sid="([^"]+)"', html)
    return sorted({one for one in ids if ids.count(one) > 1})

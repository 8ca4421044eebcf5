"""Words stay words: 300 hostile strings through every field of a piece, and none of them does anything."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from sixianghui.channel.models import ArticlePage, GuidePage
from sixianghui.channel.public import submit_article, write_draft
from sixianghui.channel.safe_html import clean_shown, clean_stored
from tests.conftest import Lane
from tests.pages.channel.hostile import STRINGS, bare, offences, parsed, text_of, typed
from tests.unit.channel.desk import DeskOfTests, passed


def test_checker_when_a_page_would_run_something_then_finds_it() -> None:
    """The control: a page into which the strings are written as they are."""
    harmless = {
        one for one in STRINGS[::8] if one.startswith(("{{", "${", "&lt;", "<noscript>", "<a href='/\\"))
    }
    missed = [one for one in STRINGS[::8] if not [*offences(parsed(f"<!doctype html><p>{one}"))]]
    assert set(missed) <= harmless
    assert len(STRINGS) >= 300


def test_hostile_strings_when_in_the_fields_around_an_article_then_are_shown_as_typed(
    desk: DeskOfTests, lane: Lane, record_property: Callable[..., None]
) -> None:
    piece = desk.released(is_sample=True)
    wrong, asked = [], STRINGS[:: lane.pick(8, 1, 1)]
    for string in asked:
        ArticlePage.objects.filter(pk=piece.pk).update(
            title=string[:255],
            summary=string[:200],
            kicker=string[:40],
            source=string[:80],
            byline=string[:80],
            lead_caption=string[:120],
        )
        root = parsed(Client().get(piece.url).content.decode())
        wrong += [f"{string}: {found}" for found in offences(root)]
        if text_of(root, "h1") != [bare(string[:255])]:
            wrong.append(f"{string}: the title is {text_of(root, 'h1')}")
        if text_of(root, "p", "standfirst") != [bare(string[:200])]:
            wrong.append(f"{string}: the summary is {text_of(root, 'p', 'standfirst')}")
        if not {bare(string[:80])} <= set(text_of(root, "b")):
            wrong.append(f"{string}: the source is not there")
    record_property("counted", f"hostile strings: {len(asked)} through six fields, {len(wrong)} wrong")
    assert wrong == []


def test_hostile_strings_when_in_the_text_of_an_article_then_are_shown_as_typed(desk: DeskOfTests) -> None:
    body = [
        *(("text", typed(one)) for one in STRINGS),
        *(("heading", one[:60]) for one in STRINGS),
        *(("quote", {"words": one[:300], "who": one[:60]}) for one in STRINGS),
        *(("figure", {"figure": one[:80], "words": one[:200]}) for one in STRINGS),
    ]
    root = parsed(Client().get(desk.released(body=body).url).content.decode())
    assert [*offences(root)] == []
    assert text_of(root, "div", "text") == [bare(one) for one in STRINGS]
    quoted = [bare(one[:300]) + bare(one[:60]) for one in STRINGS]
    assert text_of(root, "blockquote") == quoted


def test_hostile_strings_when_sent_as_the_html_of_an_article_then_nothing_of_them_runs(
    desk: DeskOfTests,
) -> None:
    piece = desk.released(body=[("text", f"<p>前{one}后</p>") for one in STRINGS])
    stored = str(ArticlePage.objects.get(pk=piece.pk).body.get_prep_value())
    assert [*offences(parsed(f"<!doctype html>{stored}"))] == []
    root = parsed(Client().get(piece.url).content.decode())
    assert [*offences(root)] == []
    assert len(text_of(root, "div", "text")) == len(STRINGS)


def test_hostile_strings_when_in_the_steps_of_a_guide_then_are_shown_as_typed(desk: DeskOfTests) -> None:
    steps = [
        ("step", {"title": one[:60], "text": one, "who": one[:60], "how_long": one[:60], "rule": one[:80],
                  "article": one[:40], "confirmed": False})
        for one in STRINGS
    ]  # fmt: skip
    needs = "\n".join(" ".join(one.split()) for one in STRINGS[::20])
    guide = GuidePage(title="怎么办", needs=needs, steps=steps, is_sample=True)
    piece = submit_article(write_draft(desk.column, guide, by=desk.writer), by=desk.writer)
    for person in (desk.editor, desk.head, desk.chief):
        passed(GuidePage.objects.get(pk=piece.pk), by=person)
    root = parsed(Client().get(GuidePage.objects.get(pk=piece.pk).url).content.decode())
    assert [*offences(root)] == []
    assert text_of(root, "p", "do") == [bare(one) for one in STRINGS]
    assert len(text_of(root, "span", "no")) == len(STRINGS)


def test_text_when_cleaned_then_keeps_what_editors_set_and_links_that_lead_somewhere() -> None:
    kept = '<p>有<b>粗</b><i>斜</i><a href="/units/">组织</a></p><ul><li>一</li></ul><ol><li>二</li></ol>'
    assert clean_shown(kept) == kept
    assert (
        clean_stored('<p><a linktype="page" id="3">稿</a></p>') == '<p><a linktype="page" id="3">稿</a></p>'
    )
    assert clean_shown('<a href="https://a.example/?b=1&amp;c=2">外</a>') == (
        '<a rel="noopener nofollow" href="https://a.example/?b=1&amp;c=2">外</a>'
    )
    assert clean_shown('<a href="mailto:a@b.example">信</a><a href="tel:037112345678">电话</a>') == (
        '<a href="mailto:a@b.example">信</a><a href="tel:037112345678">电话</a>'
    )
    assert (
        clean_shown('<a href="ftp://a.example">甲</a><a href=" //b.example">乙</a>') == "<a>甲</a><a>乙</a>"
    )
    assert clean_stored('<a linktype="evil" id="3;drop">丙</a>') == "<a>丙</a>"

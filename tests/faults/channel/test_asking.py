"""Hostile strings in addresses, query strings and heads: every page that reads one, asked by whoever may enter."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from tests.conftest import Lane
from tests.factories import signed_in
from tests.faults.channel.hostile import COUNT, Hostile, strings
from tests.faults.channel.walking import faults_of
from tests.unit.channel.desk import DeskOfTests, open_desk

pytestmark = pytest.mark.django_db

#: Pages of the channel and of the desk with what they read from their query strings.
PUBLIC = (
    ("/search/", "q"), ("/en/search/", "q"), ("/search/", "page"), ("/", "q"), ("/news/", "page"), ("/news/", "p"), ("/feed.xml", "q"), ("/feeds/news.xml", "page"),
    ("/sitemap.xml", "p"), ("/news-sitemap.xml", "q"), ("/notes/{live}/", "kind"), ("/sign-in/", "next"), ("{url}", "from"), ("{url}", "preview"),
)  # fmt: skip
DESK = (
    ("/notes/", "page"), ("/cms/", "q"), ("/cms/pages/search/", "q"), ("/cms/pages/", "q"), ("/cms/pages/{column}/", "ordering"), ("/cms/pages/{column}/", "p"), ("/cms/pages/{live}/edit/", "next"),
    ("/cms/pages/{live}/history/", "user"), ("/cms/choose-page/", "page_type"), ("/cms/choose-page/search/", "q"), ("/cms/choose-external-link/", "link_text"), ("/cms/choose-external-link/", "link_url"),
    ("/cms/images/", "q"), ("/cms/images/", "tag"), ("/cms/images/chooser/", "q"), ("/cms/documents/", "q"), ("/cms/documents/chooser/", "q"), ("/cms/tag-autocomplete/", "term"),
    ("/cms/reports/site-history/", "label"), ("/cms/reports/locked/", "q"), ("/cms/reports/aging-pages/", "content_type"), ("/cms/reports/workflow/", "status"), ("/cms/api/main/pages/", "search"),
    ("/cms/api/main/pages/", "fields"), ("/cms/api/main/pages/", "child_of"), ("/cms/api/main/images/", "limit"), ("/cms/pages/{live}/revisions/compare/earliest...latest/", "x"), ("/cms/pages/{live}/delete/", "next"),
)  # fmt: skip
#: Where an address itself is the string.
PATHS = (
    "/{x}",
    "/news/{x}/",
    "/feeds/{x}.xml",
    "/notes/{x}/",
    "/notes/{x}/settlement/",
    "/documents/1/{x}",
    "/figures/{x}/",
    "/cms/pages/{x}/",
    "/cms/{x}/",
    "/cms/images/{x}/",
)
HEADS = (
    "HTTP_REFERER",
    "HTTP_USER_AGENT",
    "HTTP_ACCEPT_LANGUAGE",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_FOR",
    "HTTP_HOST",
    "HTTP_COOKIE",
    "HTTP_IF_NONE_MATCH",
    "HTTP_RANGE",
    "HTTP_X_REQUESTED_WITH",
    "HTTP_ACCEPT",
)
#: What a server in front of us lets through of one address or one head.
LONGEST = 4000


@pytest.fixture
def desk() -> DeskOfTests:
    return open_desk()


@pytest.fixture
def them(lane: Lane) -> tuple[Hostile, ...]:
    return strings(lane.pick(150, COUNT, COUNT))


def asked(client: Client, path: str, head: dict[str, Any]) -> Any:
    return client.get(path, **head)


def placed(lines: Sequence[Any], them: Sequence[Hostile], *, every: bool) -> Iterator[tuple[Any, Hostile]]:
    """Each string at each place; or each string at one place and each place with some."""
    for number, one in enumerate(them):
        for line in lines if every else (lines[number % len(lines)],):
            yield line, one


def test_pages_when_asked_with_hostile_words_then_answer_and_nothing_acts(
    desk: DeskOfTests, them: tuple[Hostile, ...], lane: Lane, record_property: Callable[..., None]
) -> None:
    piece = desk.released()
    names = {"live": piece.pk, "column": desk.column.pk, "url": piece.url}
    reader, chief = Client(raise_request_exception=False), signed_in(desk.chief)
    chief.raise_request_exception = False
    statuses: Counter[int] = Counter()
    wrong = []
    lines = [(reader, *line) for line in PUBLIC] + [(chief, *line) for line in DESK]
    for (client, path, name), one in placed(lines, them, every=lane.name == "long"):
        path = path.format(**names)
        answer = client.get(f"{path}?{name}={quote(one.raw[:LONGEST], safe='')}")
        statuses[answer.status_code] += 1
        wrong += [f"{path}?{name}={one.name}: {fault}" for fault in faults_of(answer, path)]
    for path, one in placed(PATHS, them, every=lane.name == "long"):
        path = path.format(x=quote(one.raw[:LONGEST], safe=""))
        answer = chief.get(path)
        statuses[answer.status_code] += 1
        wrong += [f"{path[:60]} {one.name}: {fault}" for fault in faults_of(answer, path)]
    for name, one in placed(HEADS, them, every=lane.name == "long"):
        if any(code < 32 for code in one.raw[:LONGEST]):
            continue  # `front` refuses such a head before we see it.
        head = one.raw[:LONGEST].decode("latin-1")
        for client, path in ((reader, piece.url), (chief, "/cms/")):
            answer = asked(client, path, {name: head})
            statuses[answer.status_code] += 1
            wrong += [f"{path} {name} {one.name}: {fault}" for fault in faults_of(answer, path)]
    record_property(
        "counted",
        f"hostile words asked for: {len(them)} strings, {sum(statuses.values())} requests, statuses {dict(sorted(statuses.items()))}, wrong {len(wrong)}",
    )
    assert wrong == [], "\n".join(wrong[:40])


#: What a machine sends to the editing screen in place of what its script would.
MISSHAPEN = {
    "no JSON": "not json", "nothing": "", "null": "null", "a number": "1", "an infinite number": "1e999", "a list": "[]", "empty": "{}", "a block without words": '{"blocks":[{}],"entityMap":{}}',
    "blocks that are none": '{"blocks":7,"entityMap":{}}', "an entity that is missing": '{"blocks":[{"key":"a","text":"a","type":"unstyled","depth":0,"inlineStyleRanges":[],"entityRanges":[{"offset":0,"length":1,"key":9}]}],"entityMap":{}}',
    "an unknown entity": '{"blocks":[{"key":"a","text":"a","type":"unstyled","depth":0,"inlineStyleRanges":[],"entityRanges":[{"offset":0,"length":1,"key":0}]}],"entityMap":{"0":{"type":"EMBED","mutability":"IMMUTABLE","data":{"url":"http://127.0.0.1/"}}}}',
    "a picture": '{"blocks":[{"key":"a","text":" ","type":"atomic","depth":0,"inlineStyleRanges":[],"entityRanges":[{"offset":0,"length":1,"key":0}]}],"entityMap":{"0":{"type":"IMAGE","mutability":"IMMUTABLE","data":{"id":"x"}}}}',
    "an unknown block": '{"blocks":[{"key":"a","text":"a","type":"raw-html","depth":0,"inlineStyleRanges":[],"entityRanges":[]}],"entityMap":{}}', "a depth": '{"blocks":[{"key":"a","text":"a","type":"ordered-list-item","depth":999999,"inlineStyleRanges":[],"entityRanges":[]}],"entityMap":{}}',
    "a style of its own": '{"blocks":[{"key":"a","text":"a","type":"unstyled","depth":0,"inlineStyleRanges":[{"offset":0,"length":1,"style":"<script>"}],"entityRanges":[]}],"entityMap":{}}',
    "deep": "[" * 100_000 + "]" * 100_000, "half a letter": json.dumps({"blocks": [{"key": "a", "text": "\ud83d", "type": "unstyled", "depth": 0, "inlineStyleRanges": [], "entityRanges": []}], "entityMap": {}}),
    "no letter": json.dumps({"blocks": [{"key": "a", "text": "a\x00b", "type": "unstyled", "depth": 0, "inlineStyleRanges": [], "entityRanges": []}], "entityMap": {}}),
}  # fmt: skip


#: Half of a letter is what a browser sends when somebody deletes the other half.
TAKEN = {
    "null",
    "no letter",
    "half a letter",
    "an unknown entity",
    "an unknown block",
    "a style of its own",
    "a picture",
}


@pytest.mark.parametrize("shape", MISSHAPEN)
def test_editing_screen_when_sent_a_text_of_no_shape_then_says_so_and_keeps_the_page(
    desk: DeskOfTests, shape: str
) -> None:
    piece = desk.draft()
    client = signed_in(desk.writer)
    client.raise_request_exception = False
    before = piece.get_latest_revision_as_object().body.raw_data[0]["value"]
    answer = client.post(
        f"/cms/pages/{piece.pk}/edit/",
        {
            "title": "新的标题", "slug": piece.slug, "body-count": "1", "body-0-type": "text", "body-0-order": "0", "body-0-deleted": "", "body-0-id": "",
            "body-0-value": MISSHAPEN[shape], "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0",
        },
    )  # fmt: skip
    assert answer.status_code < 500
    assert faults_of(answer, "/cms/") == []
    assert (answer.status_code == 302) == (shape in TAKEN)
    if answer.status_code != 302:
        assert piece.get_latest_revision_as_object().body.raw_data[0]["value"] == before


@pytest.mark.parametrize(
    "wrong",
    [
        {"body-count": "9e999"}, {"body-count": "1000000000"}, {"body-count": "-1"}, {"body-0-type": "raw_html"}, {"body-0-type": "__class__"}, {"body-0-order": "x"}, {"body-0-id": "<script>" * 99},
        {"comments-TOTAL_FORMS": "1000000000"}, {"comments-TOTAL_FORMS": "x"}, {"comments-INITIAL_FORMS": "99"}, {"loaded_revision_id": "x"}, {"overwrite_revision_id": "9" * 40}, {"go_live_at": "9999-12-31 23:59"},
        {"go_live_at": "0001-01-01 00:00"}, {"expire_at": "0001-01-01 00:00", "go_live_at": "9999-12-31 23:59"}, {"occurs_on": "0000-00-00"}, {"occurs_on": "9999-99-99"}, {"lead_picture": "9" * 40}, {"lead_picture": "x"},
        {"unit": "9" * 40}, {"unit": "x"}, {"next": "//evil.example/"}, {"next": "javascript:alert(1)"},
    ],
    ids=lambda wrong: "-".join(f"{name}={value[:12]}" for name, value in wrong.items()),
)  # fmt: skip
def test_editing_screen_when_sent_numbers_and_names_of_no_thing_then_says_so(
    desk: DeskOfTests, wrong: dict[str, str]
) -> None:
    piece = desk.draft()
    client = signed_in(desk.writer)
    client.raise_request_exception = False
    sent = {
        "title": "新的标题", "slug": piece.slug, "body-count": "1", "body-0-type": "heading", "body-0-order": "0", "body-0-deleted": "", "body-0-id": "", "body-0-value": "小标题",
        "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0", **wrong,
    }  # fmt: skip
    answer = client.post(f"/cms/pages/{piece.pk}/edit/", sent)
    assert answer.status_code < 500
    assert faults_of(answer, "/cms/") == []


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("report", ["site-history", "aging-pages"])
def test_report_when_titles_are_formulas_or_hold_letters_of_no_workbook_then_opens_as_words(
    desk: DeskOfTests, report: str, form: str
) -> None:
    for number, title in enumerate(("=1+1", "@SUM(A1)", "-2+3", "+1", "\t=1+1", "坏\x08字\x1b", "好的")):
        desk.released(title, slug=f"t{number}")
    path = f"/cms/reports/{report}/?export={form}"
    answer = signed_in(desk.chief).get(path)
    assert answer.status_code == 200
    assert faults_of(answer, path) == []

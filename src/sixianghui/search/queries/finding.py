"""What a query finds: whole matches in order, matches in part, how they may be narrowed."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from django.utils.translation import get_language

from sixianghui.search import index, rules, sources
from sixianghui.search.index import Question, Where
from sixianghui.search.marking import marked
from sixianghui.search.models import Document, Text
from sixianghui.search.queries.meanings import meant
from sixianghui.search.queries.popular import related_to
from sixianghui.search.queries.results import Choice, Found, Group, Results
from sixianghui.search.queries.words import pairs_of, phrases_of
from sixianghui.search.tokens import normal, pieces

#: So many of the best are put in our own order; beyond them the database's order holds.
_ORDERED = 100
#: Of more than so many whole matches the first are looked for in title, kicker and summary alone.
_MANY = 2000
#: How many documents there are, by column and year.
Counted = list[tuple[str, int | None, int]]


def search(
    query: str, *, column: str = "", year: int | None = None, page: int = 1, exact: bool = False
) -> Results:
    """Look for what everybody may see. exact: only what was typed, not what may have been meant."""
    query = rules.clean(query)
    phrases = phrases_of(query)
    if not phrases:
        return Results(query)
    asked, counted = query, index.counts(Question(phrases))
    others: tuple[str, ...] = ()
    first = page == 1 and not column and year is None
    groups = _groups(query) if first else ()
    if not counted and not groups and not exact:
        asked, *rest = [*meant(query), query]
        others = tuple(one for one in rest if one != query)
        if asked != query:
            phrases = phrases_of(asked)
            counted = index.counts(Question(phrases))
            groups = _groups(asked) if first else ()
    question = Question(phrases, column=column, year=year)
    total = sum(number for name, when, number in counted if column in ("", name) and year in (None, when))
    pages = max(1, min(rules.MOST_PAGES, -(-total // rules.ON_A_PAGE)))
    page = max(1, min(page, pages))
    numbers = _page(question, page, sum(number for _, _, number in counted)) if total else []
    words = sources.column_words()
    partial = _partial(asked, numbers) if total < rules.FEW and first else []
    bare = Results(query, column=column, year=year, exact=exact)
    return replace(
        bare,
        asked=asked,
        others=others,
        hits=_shown(numbers, asked, words),
        partial=_shown(partial, " ".join(pairs_of(asked)), words),
        groups=groups,
        total=total,
        columns=_columns(counted, words, bare),
        years=_years(counted, bare),
        page=page,
        pages=pages,
        related=related_to(asked),
    )


def _page(question: Question, page: int, everything: int) -> list[int]:
    """The numbers on one page. The best are ordered: the words in the title, then in kicker or summary, then the rest;
    within these by weight, and the later first. Beyond them come the others by weight alone."""
    start = (page - 1) * rules.ON_A_PAGE
    weighed = {}
    if everything > _MANY:
        weighed = dict(index.best(replace(question, where=Where.TOP), _ORDERED))
    if len(weighed) < _ORDERED:
        weighed = dict(index.best(question, _ORDERED))
    if start >= _ORDERED:
        others = [one for one, _score in index.best(question, start + rules.ON_A_PAGE) if one not in weighed]
        return others[start - _ORDERED :][: rules.ON_A_PAGE]
    words = [normal(piece) for piece in pieces(" ".join(question.phrases)) if piece]
    first = dt.datetime.min.replace(tzinfo=dt.UTC)
    rows = Document.objects.filter(pk__in=weighed).values_list("pk", "title", "text__lead", "at")

    def place(row: tuple[int, str, str, dt.datetime | None]) -> tuple[int, float, dt.datetime, int]:
        number, title, lead, at = row
        tier = sum(all(word in normal(text) for word in words) for text in (title, f"{title}\n{lead}"))
        return tier, round(weighed[number], 1), at or first, number

    ordered = sorted(rows, key=place, reverse=True)[start : start + rules.ON_A_PAGE]
    return [number for number, *_ in ordered]


def _partial(asked: str, without: list[int]) -> list[int]:
    """What has at least half of what was said, or all that was said of our field; the most of it first."""
    pairs = pairs_of(asked)
    if len(pairs) < 2 and tuple(pairs) == phrases_of(asked):
        return []
    ours = rules.FIELD & set(pairs)
    weighed = index.best(Question(tuple(pairs), every=False), 60)
    texts = _texts(number for number, _ in weighed)
    found = []
    for number, score in weighed:
        had = {pair for pair in pairs if pair in texts.get(number, "")}
        if number not in without and (len(had) * 2 >= len(pairs) or (ours and ours <= had)):
            found.append((len(had), score, number))
    return [number for _, _, number in sorted(found, reverse=True)[: rules.MOST_PARTIAL]]


def _texts(numbers: Iterable[int]) -> dict[int, str]:
    rows = Text.objects.filter(pk__in=list(numbers)).values_list("pk", "document__title", "lead", "body")
    return {number: normal(f"{title}\n{lead}\n{body}") for number, title, lead, body in rows}


def _shown(numbers: list[int], asked: str, words: dict[str, str]) -> tuple[Found, ...]:
    rows = {row.pk: row for row in Document.objects.filter(pk__in=numbers).select_related("text")}
    return tuple(_found(rows[number], asked, words) for number in numbers if number in rows)


def url_of(kind: str, key: str) -> str:
    """Where a document that can be found stands; empty when there is none."""
    return Document.objects.filter(kind=kind, key=key).values_list("url", flat=True).first() or ""


def _here(url: str) -> str:
    """An address in the language of this page."""
    return f"/en{url}" if (get_language() or "").startswith("en") else url


def _found(row: Document, asked: str, words: dict[str, str]) -> Found:
    summary = row.text.lead
    shown = marked(summary, asked)
    if "<mark>" not in shown:
        inside = marked(" ".join(row.text.body.split()), asked)
        if "<mark>" in inside or not summary:
            shown = inside
    title = marked(row.title, asked, length=255)
    return Found(row.title, _here(row.url), title, shown, row.at, words.get(row.column, ""), row.key)


def _groups(asked: str) -> tuple[Group, ...]:
    groups = []
    for source in sorted(sources.registry.values(), key=lambda one: (one.order, one.name)):
        hits = source.find(asked, sources.SHOWN)[: sources.SHOWN]
        if hits:
            found = (
                Found(one.title, one.url, marked(one.title, asked), marked(one.text, asked), one.at)
                for one in hits
            )
            groups.append(Group(source.name, source.label, tuple(found)))
    return tuple(groups)


def _columns(counted: Counted, words: dict[str, str], asked: Results) -> tuple[Choice, ...]:
    left: Counter[str] = Counter()
    for name, when, number in counted:
        if asked.year in (None, when):
            left[name] += number
    return tuple(
        Choice(words[name], left[name], asked.narrowed(column=name), name == asked.column)
        for name in words
        if left[name]
    )


def _years(counted: Counted, asked: Results) -> tuple[Choice, ...]:
    left: Counter[int] = Counter()
    for name, when, number in counted:
        if when is not None and asked.column in ("", name):
            left[when] += number
    return tuple(
        Choice(str(when), left[when], asked.narrowed(year=when), when == asked.year)
        for when in sorted(left, reverse=True)
    )

"""Reads of search: what a query finds, what it may have meant, what goes on from there."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from sixianghui.common import time
from sixianghui.search import index, rules, sounds, sources
from sixianghui.search.index import Question, Where
from sixianghui.search.marking import marked
from sixianghui.search.models import Document, Popular, Text
from sixianghui.search.tokens import normal, pieces, query_parts

#: So many of the best are put in our own order; beyond them the database's order holds.
_ORDERED = 100
#: Of more than so many whole matches the first are looked for in title, kicker and summary alone.
_MANY = 2000
#: So many documents are read to see which word was meant, and so many slips are looked into.
_READ, _TRIED = 200, 24
_HAN = re.compile(r"[\u3400-\u9fff]+")
#: So many pairs of a text say what it is about.
_COMPARED = 32
#: What a word counts that is not said so, that some say so, that is said just so.
_LIKE = (0, 1, 1000)
#: How many documents there are, by column and year.
Counted = list[tuple[str, int | None, int]]
_LETTERS = re.compile(r"[a-z]+(?:[ '][a-z]+)*")


@dataclass(frozen=True)
class Found:
    """A hit as it is shown: the words looked for are marked, everything is escaped."""

    title: str
    url: str
    title_html: SafeString
    summary_html: SafeString
    at: dt.datetime | dt.date | None
    column: str = ""
    key: str = ""


@dataclass(frozen=True)
class Group:
    """The hits of one source that is asked anew."""

    name: str
    label: str | Promise
    hits: tuple[Found, ...]


@dataclass(frozen=True)
class Choice:
    """A way to narrow the results, with how many are left."""

    label: str
    count: int
    query: str
    chosen: bool = False


@dataclass(frozen=True)
class Results:
    """What a query found.

    query: what was typed. asked: what was looked for; another when nothing has the typed words. others: what else may
    have been meant. hits: one page of whole matches. partial: what has some of the words.
    """

    query: str
    asked: str = ""
    others: tuple[str, ...] = ()
    hits: tuple[Found, ...] = ()
    partial: tuple[Found, ...] = ()
    groups: tuple[Group, ...] = ()
    total: int = 0
    columns: tuple[Choice, ...] = ()
    years: tuple[Choice, ...] = ()
    page: int = 1
    pages: int = 1
    related: tuple[str, ...] = ()
    column: str = ""
    year: int | None = None
    exact: bool = False

    @property
    def turning(self) -> str:
        """What stands behind the question mark on every page of these results."""
        return self.narrowed()

    @property
    def all_columns(self) -> str:
        """The same without a column."""
        return self.narrowed(column="")

    @property
    def all_years(self) -> str:
        """The same without a year."""
        return self.narrowed(year=None)

    def narrowed(self, **other: str | int | None) -> str:
        """These results, narrowed otherwise."""
        asked = {
            "q": self.query,
            "exact": "1" if self.exact else "",
            "column": self.column,
            "year": self.year,
        } | other
        return urlencode({name: value for name, value in asked.items() if value})

    @property
    def corrected(self) -> bool:
        """Whether something else was looked for than was typed."""
        return self.asked != self.query

    @property
    def number(self) -> int:
        """How many things are shown or can be turned to."""
        return self.total + len(self.partial) + sum(len(group.hits) for group in self.groups)


def search(
    query: str, *, column: str = "", year: int | None = None, page: int = 1, exact: bool = False
) -> Results:
    """Look for what everybody may see. exact: only what was typed, not what may have been meant."""
    query = rules.clean(query)
    phrases = _phrases(query)
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
            phrases = _phrases(asked)
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
        partial=_shown(partial, " ".join(_pairs(asked)), words),
        groups=groups,
        total=total,
        columns=_columns(counted, words, bare),
        years=_years(counted, bare),
        page=page,
        pages=pages,
        related=related_to(asked),
    )


def _phrases(query: str) -> tuple[str, ...]:
    chinese, words = query_parts(query)
    return tuple(dict.fromkeys((*chinese, *words)))


def _page(question: Question, page: int, everything: int) -> list[int]:
    """The numbers on one page. The best are ordered: the words in the title, then in kicker or summary, then the rest;
    within these by weight, and the later first."""
    start = (page - 1) * rules.ON_A_PAGE
    if start >= _ORDERED:
        return [number for number, _score in index.best(question, rules.ON_A_PAGE, start)]
    weighed = {}
    if everything > _MANY:
        weighed = dict(index.best(replace(question, where=Where.TOP), _ORDERED))
    if len(weighed) < _ORDERED:
        weighed = dict(index.best(question, _ORDERED))
    words = [normal(piece) for piece in pieces(" ".join(question.phrases)) if piece]
    first = dt.datetime.min.replace(tzinfo=dt.UTC)
    rows = Document.objects.filter(pk__in=weighed).values_list("pk", "title", "text__lead", "at")

    def place(row: tuple[int, str, str, dt.datetime | None]) -> tuple[int, float, dt.datetime, int]:
        number, title, lead, at = row
        tier = sum(all(word in normal(text) for word in words) for text in (title, f"{title}\n{lead}"))
        return tier, round(weighed[number], 1), at or first, number

    ordered = sorted(rows, key=place, reverse=True)[start : start + rules.ON_A_PAGE]
    return [number for number, *_ in ordered]


def _pairs(query: str) -> list[str]:
    """The pairs and words that say something, for matches in part."""
    chinese, words = query_parts(query)
    pairs = [pair for phrase in chinese for pair in phrase.split()]
    return list(dict.fromkeys([*rules.telling(pairs), *words]))


def _partial(asked: str, without: list[int]) -> list[int]:
    """What has at least half of what was said, or all that was said of our field; the most of it first."""
    pairs = _pairs(asked)
    if len(pairs) < 2 and tuple(pairs) == _phrases(asked):
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


def meant(query: str) -> list[str]:
    """What a reader may have meant by words that nothing has: by sound, by initials, by a slip. The likeliest first."""
    plain = normal(query).strip(" \"'“”《》")
    if _LETTERS.fullmatch(plain):
        return _by_letters(plain)
    for run in sorted(set(_HAN.findall(plain)), key=len, reverse=True):
        if index.holds(Question(tuple(_phrases(run)))):
            continue
        found = _by_sound(run) or _by_slip(run) or _inside(run)
        if found:
            return [plain.replace(run, one) for one in found]
    return []


def _by_letters(letters: str) -> list[str]:
    """Words that are spelled so: dangke, dang ke; or that begin so: dk."""
    joined = re.sub("[ ']", "", letters)
    given = tuple(re.split("[ ']", letters))
    known = sounds.syllables()
    ways = [given] if len(given) > 1 and all(one in known for one in given) else sounds.cuts(joined)
    found: Counter[str] = Counter()
    for spoken in ways:
        found.update(_words_said(spoken))
    if not found and 2 <= len(joined) <= 8:
        tokens = tuple(sounds.initial_tokens(joined))
        for name in _names(Question(tokens, where=Where.SOUND)):
            for word in set(sounds.windows(name, len(joined))):
                found[word] += _LIKE[sounds.begun_by(word, joined)]
    return _likeliest(found)


def _words_said(spoken: tuple[str, ...]) -> Counter[str]:
    """Words of names that are said so, by how often; those that sound exactly so count for much more."""
    found: Counter[str] = Counter()
    if not spoken:
        return found
    for name in _names(Question(tuple(sounds.sound_tokens(spoken)), where=Where.SOUND)):
        for word in set(sounds.windows(name, len(spoken))):
            found[word] += _LIKE[sounds.spoken_as(word, spoken)]
    return found


def _names(question: Question) -> list[str]:
    numbers = index.newest(question, _READ)
    rows = Document.objects.filter(pk__in=numbers).values_list("names", flat=True)
    return [name for names in rows for name in names.split("\n")]


def _likeliest(found: Counter[str], most: int = 4) -> list[str]:
    """The words found most often; of equals the one that is found in more documents."""
    words = {word: times for word, times in found.items() if times and rules.NEVER_IN_NAMES.isdisjoint(word)}
    first = sorted(words, key=lambda word: (word not in rules.FIELD, -words[word], word))[: most * 2]
    if len(first) > 1:
        weight = {word: index.how_many(Question(_phrases(word))) for word in first}
        first.sort(
            key=lambda word: (
                word not in rules.FIELD, -found[word] // 1000, -weight[word], -found[word], word,
            )
        )  # fmt: skip
    return first[:most]


def _by_sound(run: str) -> list[str]:
    """Words that are said as this run is; of two characters only such as sound just so."""
    found: Counter[str] = Counter()
    if len(run) >= 2:
        for spoken in sounds.ways_to_say(run)[:_TRIED]:
            found.update(_words_said(spoken))
    least = _LIKE[1] if len(run) > 2 else _LIKE[2]
    said = Counter({word: times for word, times in found.items() if times >= least and word != run})
    return _likeliest(said)


def _by_slip(run: str) -> list[str]:
    """Words of names that are one slip away."""
    turned = run[::-1]
    if len(run) == 2 and index.holds(Question(_phrases(turned), where=Where.TOP)):
        return [turned]
    if len(run) < 3:
        return []
    numbers = [number for number, _ in index.best(Question(tuple(_pairs(run)), every=False), _READ // 4)]
    found: Counter[str] = Counter()
    for names in Document.objects.filter(pk__in=numbers).values_list("names", flat=True):
        for size in (len(run), len(run) + 1, len(run) - 1):
            for word in {one for name in names.split("\n") for one in sounds.windows(name, size)}:
                found[word] += rules.one_apart(run, word)
    return _likeliest(found)


def _inside(run: str) -> list[str]:
    """A long query with one wrong word in it: the pair that nothing has, put right by its sound."""
    if len(run) < 4:
        return []
    for at in range(len(run) - 1):
        pair = run[at : at + 2]
        if index.holds(Question((pair,))):
            continue
        said: Counter[str] = Counter()
        for way in sounds.ways_to_say(pair):
            said.update({word: times for word, times in _words_said(way).items() if times >= _LIKE[2]})
        for word in _likeliest(said):
            return [run[:at] + word + run[at + 2 :]]
    return []


def suggestions(typed: str, most: int = 8) -> list[str]:
    """What a query may go on to: names of what is here that hold the typed words, or are spelled so."""
    typed = rules.clean(typed)
    phrases = _phrases(typed)
    if not phrases:
        return []
    plain = normal(typed)
    numbers = [number for number, _ in index.best(Question(phrases, where=Where.TOP), 40)]
    asked = [plain]
    if not numbers and (found := meant(typed)):
        asked = found
        numbers = [
            number
            for one in found[:2]
            for number, _ in index.best(Question(_phrases(one), where=Where.TOP), 20)
        ]
    offered: Counter[str] = Counter()
    for names in Document.objects.filter(pk__in=numbers).values_list("names", flat=True):
        for name in set(names.split("\n")):
            if any(one in normal(name) for one in asked):
                offered[name] += 1
    begun = sorted(offered, key=lambda name: (-offered[name], len(name), name))
    words = [one for one in asked if one != plain]
    popular = [one for one in popular_queries() if any(word in one for word in asked) and one != plain][:most]
    there = index.holding([Question(_phrases(one)) for one in popular])
    popular = [one for one, holds in zip(popular, there, strict=True) if holds]
    return list(dict.fromkeys([*words, *popular, *begun]))[:most]


def popular_queries(most: int = 200) -> list[str]:
    """What at least five people asked for on one day of the last thirty, the most asked first.

    People are counted within one day: a reader of five days has five digests and would be five people.
    """
    rows = Popular.objects.filter(
        day__gt=time.today() - rules.REMEMBERED, people__gte=rules.ENOUGH_PEOPLE
    ).order_by("-people", "query")
    return list(rows.values_list("query", flat=True)[:most])


def related_to(text: str, most: int = 6) -> tuple[str, ...]:
    """Popular queries that share a word with a text and still find something whole."""
    pairs, same = set(_pairs(text)), normal(text)
    near = [query for query in popular_queries() if query != same and pairs & set(_pairs(query))][: most * 2]
    there = index.holding([Question(_phrases(query)) for query in near])
    return tuple(query for query, holds in zip(near, there, strict=True) if holds)[:most]


def candidates(text: str, *, kinds: tuple[str, ...], most: int) -> list[str]:
    """The keys of documents of these kinds that share most with a text in title, kicker and summary."""
    pairs = tuple(_pairs(text)[:_COMPARED])
    found = index.best(Question(pairs, every=False, where=Where.TOP), most)
    rows = Document.objects.filter(pk__in=[number for number, _ in found], kind__in=kinds)
    keys = dict(rows.values_list("pk", "key"))
    return [keys[number] for number, _ in found if number in keys]

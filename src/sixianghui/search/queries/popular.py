"""What a query may go on to, what many asked for, what is about the same."""

from __future__ import annotations

from collections import Counter

from sixianghui.common import time
from sixianghui.search import index, rules
from sixianghui.search.index import Question, Where
from sixianghui.search.models import Document, Popular
from sixianghui.search.queries.meanings import meant
from sixianghui.search.queries.words import pairs_of, phrases_of
from sixianghui.search.tokens import normal

#: So many pairs of a text say what it is about.
_COMPARED = 32


def suggestions(typed: str, most: int = 8) -> list[str]:
    """What a query may go on to: names of what is here that hold the typed words, or are spelled so."""
    typed = rules.clean(typed)
    phrases = phrases_of(typed)
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
            for number, _ in index.best(Question(phrases_of(one), where=Where.TOP), 20)
        ]
    offered: Counter[str] = Counter()
    for names in Document.objects.filter(pk__in=numbers).values_list("names", flat=True):
        for name in set(names.split("\n")):
            if any(one in normal(name) for one in asked):
                offered[name] += 1
    begun = sorted(offered, key=lambda name: (-offered[name], len(name), name))
    words = [one for one in asked if one != plain]
    popular = [one for one in popular_queries() if any(word in one for word in asked) and one != plain][:most]
    there = index.holding([Question(phrases_of(one)) for one in popular])
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
    pairs, same = set(pairs_of(text)), normal(text)
    near = [query for query in popular_queries() if query != same and pairs & set(pairs_of(query))][
        : most * 2
    ]
    there = index.holding([Question(phrases_of(query)) for query in near])
    return tuple(query for query, holds in zip(near, there, strict=True) if holds)[:most]


def candidates(text: str, *, kinds: tuple[str, ...], most: int) -> list[str]:
    """The keys of documents of these kinds that share most with a text in title, kicker and summary."""
    pairs = tuple(pairs_of(text)[:_COMPARED])
    found = index.best(Question(pairs, every=False, where=Where.TOP), most)
    rows = Document.objects.filter(pk__in=[number for number, _ in found], kind__in=kinds)
    keys = dict(rows.values_list("pk", "key"))
    return [keys[number] for number, _ in found if number in keys]

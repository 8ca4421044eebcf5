"""What a reader may have meant by words that nothing has: by sound, by initials, by a slip."""

from __future__ import annotations

import re
from collections import Counter

from sixianghui.search import index, rules, sounds
from sixianghui.search.index import Question, Where
from sixianghui.search.models import Document
from sixianghui.search.queries.words import pairs_of, phrases_of
from sixianghui.search.tokens import normal

#: So many documents are read to see which word was meant, and so many slips are looked into.
_READ, _TRIED = 200, 24
_HAN = re.compile(r"[\u3400-\u9fff]+")
#: What a word counts that is not said so, that some say so, that is said just so.
_LIKE = (0, 1, 1000)
_LETTERS = re.compile(r"[a-z]+(?:[ '][a-z]+)*")


def meant(query: str) -> list[str]:
    """What a reader may have meant by words that nothing has: by sound, by initials, by a slip. The likeliest first."""
    plain = normal(query).strip(" \"'“”《》")
    if _LETTERS.fullmatch(plain):
        return _by_letters(plain)
    for run in sorted(set(_HAN.findall(plain)), key=len, reverse=True):
        if index.holds(Question(tuple(phrases_of(run)))):
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
        weight = {word: index.how_many(Question(phrases_of(word))) for word in first}
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
    if len(run) == 2 and index.holds(Question(phrases_of(turned), where=Where.TOP)):
        return [turned]
    if len(run) < 3:
        return []
    numbers = [number for number, _ in index.best(Question(tuple(pairs_of(run)), every=False), _READ // 4)]
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

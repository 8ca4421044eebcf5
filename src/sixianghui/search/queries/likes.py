"""Documents of one column that are about the same as a text, or that hold what was asked: by key, for the room that has them."""

from __future__ import annotations

from sixianghui.search import index, rules
from sixianghui.search.index import Question
from sixianghui.search.likeness import features, nearest
from sixianghui.search.models import Document
from sixianghui.search.queries.words import pairs_of, phrases_of

#: So many documents that share words are weighed; and so many pairs of a long text are looked for.
_WEIGHED, _PAIRS = 60, 60
#: Below this, a question and another share a turn of phrase.
_LEAST = 0.12
#: As many as anybody turns through.
_MOST = 500


def like(text: str, *, column: str, most: int = 3) -> list[str]:
    """The keys of documents in this column that are about the same as a text, the likest first. Two queries.

    The text is somebody's own: it is remembered nowhere.
    """
    pairs = tuple(pairs_of(text))[:_PAIRS]
    if not pairs:
        return []
    found = index.best(Question(pairs, every=False, column=column), _WEIGHED)
    rows = Document.objects.filter(pk__in=[number for number, _score in found])
    known = {
        number: (key, features(title, "", lead))
        for number, key, title, lead in rows.values_list("pk", "key", "title", "text__lead")
    }
    ranked = nearest(
        features(text), {number: one for number, (_key, one) in known.items()}, most=most, least=_LEAST
    )
    return [known[number][0] for number, _score in ranked]


def keys_found(query: str, *, column: str) -> list[str]:
    """The keys of documents in this column that hold all of what was asked, the best first. Two queries."""
    phrases = phrases_of(rules.clean(query))
    found = index.best(Question(phrases, column=column), _MOST)
    keys = dict(Document.objects.filter(pk__in=[number for number, _ in found]).values_list("pk", "key"))
    return [keys[number] for number, _score in found if number in keys]

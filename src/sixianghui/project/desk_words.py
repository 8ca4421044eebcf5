"""The desk's words: everything that Wagtail and its neighbours may say to an editor has its Chinese, theirs or ours.

`locale/zh_Hans` holds what their own catalogues lack and what an editorial office says otherwise; Django looks there
first. An upgrade that brings new words is found by `sixianghui manage messages --check`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import django
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.apps import apps

from sixianghui.project.catalogue import LOCALES

OURS = LOCALES / "zh_Hans" / "LC_MESSAGES"
DOMAINS = ("django", "djangojs")
#: Messages that read the same in Chinese, each with the reason.
SAME: dict[str, str] = {
    "IPv4": "a name",
    "IPv6": "a name",
    "WebAuthn": "a name",
    **dict.fromkeys(("%s KB", "%s MB", "%s GB", "%s TB", "%s PB"), "units are written like this"),
    **dict.fromkeys((":", ":?.!"), "punctuation that forms put after a label"),
    "%(range_start)s - %(range_end)s": "two values and a dash",
}
#: Places that the Chinese leaves out, each with the reason.
LEFT_OUT: dict[str, str] = {
    **dict.fromkeys(
        (
            "%(start_index)s-%(end_index)s of %(items_count)s %(model_name)s",
            "%(start_index)s-%(end_index)s of %(items_count)s %(model_name)s across entire site.",
        ),
        "Wagtail's search over all kinds of pages has no name for them and would say None",
    ),
}
_PLACE = re.compile(r"%\(\w+\)[a-z]|(?<!%)%[dsr](?![a-z])|\{\w*\}")


@dataclass(frozen=True)
class Word:
    """One message of somebody else's catalogue: whose, where, and its forms."""

    app: str
    domain: str
    context: str | None
    forms: tuple[str, ...]

    @property
    def key(self) -> str:
        return self.forms[0]


@functools.cache
def catalogue(path: Path) -> Catalog:
    """A catalogue from disk; an empty one where there is none."""
    if not path.exists():
        return Catalog()
    with path.open("rb") as file:
        return read_po(file)


def _locales() -> Iterator[tuple[str, Path]]:
    """Where others keep their catalogues: Django's own, and each installed app's that is not ours."""
    yield "django", Path(django.__file__).parent / "conf" / "locale"
    for app in apps.get_app_configs():
        if not app.name.startswith("sixianghui."):
            yield app.name, Path(app.path) / "locale"


def installed() -> Iterator[tuple[Word, str]]:
    """Every message of the installed packages that ship an English list, with their own Chinese ("" if none)."""
    for app, folder in _locales():
        for domain in DOMAINS:
            theirs = catalogue(folder / "zh_Hans" / "LC_MESSAGES" / f"{domain}.po")
            for message in catalogue(folder / "en" / "LC_MESSAGES" / f"{domain}.po"):
                if message.id:
                    word = Word(app, domain, message.context, _forms(message.id))
                    yield word, text_of(theirs.get(word.key, word.context))


def _forms(text: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def text_of(message: Message | None) -> str:
    """The translation of a message; Chinese has one form for any number."""
    if message is None or message.fuzzy or not message.string:
        return ""
    return _forms(message.string)[0]


def ours(domain: str) -> Catalog:
    """Our own catalogue of a domain."""
    return catalogue(OURS / f"{domain}.po")


def lacking() -> list[str]:
    """What an editor would read in English: without a translation, or with the English for one."""
    mine = {domain: ours(domain) for domain in DOMAINS}
    return [
        word.key
        for word, theirs in installed()
        if word.key not in SAME
        and (text_of(mine[word.domain].get(word.key, word.context)) or theirs or word.key) == word.key
    ]


def places(text: str) -> set[str]:
    """What is filled in by the program: %(name)s, %d, {name}."""
    return set(_PLACE.findall(text))


def broken() -> list[str]:
    """Entries of ours whose places are not those of the message: they would crash or lose a number."""
    return [
        message.id if isinstance(message.id, str) else message.id[0]
        for domain in DOMAINS
        for message in ours(domain)
        if message.id
        and _forms(message.id)[0] not in LEFT_OUT
        and not _fits(_forms(message.id), text_of(message))
    ]


def _fits(forms: tuple[str, ...], chinese: str) -> bool:
    """Nothing that the program does not give, and nothing lost that every form has."""
    given = set().union(*map(places, forms))
    needed = set.intersection(*map(places, forms))
    return needed <= places(chinese) <= given


def unknown() -> list[str]:
    """Entries of ours that nobody says any more."""
    known = {(word.domain, word.context, word.key) for word, _ in installed()}
    return [
        _forms(message.id)[0]
        for domain in DOMAINS
        for message in ours(domain)
        if message.id and (domain, message.context, _forms(message.id)[0]) not in known
    ]

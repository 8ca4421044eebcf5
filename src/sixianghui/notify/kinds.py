"""The kinds of messages: what they are called, why one gets them, whether one may stop them. Rooms register theirs."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True)
class Kind:
    """One kind of message. `why` is a sentence to the reader; security notices cannot be stopped."""

    name: str
    label: Text
    why: Text
    may_unsubscribe: bool = True


_kinds: dict[str, Kind] = {}


def register_kind(name: str, label: Text, why: Text, may_unsubscribe: bool = True) -> None:
    """Let a room tell people things of this kind: `room.noun`, what it is called, and why one gets it.

    Called in `AppConfig.ready()`, with lazy texts: each reader sees them in their own language.
    """
    kind = Kind(name, label, why, may_unsubscribe)
    if _kinds.get(name, kind) != kind:
        raise ValueError(f"there is a kind of message {name} already")
    _kinds[name] = kind


def kind_named(name: str) -> Kind:
    """The kind of this name; `LookupError` for one that no room registered."""
    try:
        return _kinds[name]
    except KeyError as error:
        raise LookupError(f"no room registered a kind of message {name!r}") from error


def all_kinds() -> list[Kind]:
    """Every kind, in the order of their names."""
    return [_kinds[name] for name in sorted(_kinds)]


def find(name: str) -> Kind | None:
    """The kind of this name; None for one that this release no longer has."""
    return _kinds.get(name)

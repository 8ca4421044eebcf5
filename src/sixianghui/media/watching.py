"""A recording ready for a page: the addresses that its player needs. Pages give it to `media/parts/player.html`."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from sixianghui.media.models import Stream


@dataclass(frozen=True)
class Captions:
    """What is said, to be read along: the address of a WebVTT file, its language, what the language is called."""

    src: str
    language: str
    label: str


@dataclass(frozen=True)
class PlayerView:
    """What a player needs. Addresses are empty where there is nothing; `began_ago`: seconds since a live one began."""

    ref: str
    title: str
    live: bool
    address: str
    sound: str
    film: str
    take_film: str
    take_sound: str
    seconds: int
    width: int
    height: int
    quality: int
    has_picture: bool
    is_sample: bool
    poster: str = ""
    captions: tuple[Captions, ...] = ()


def player_of(
    one: Stream, *, live: bool, poster: str = "", captions: tuple[Captions, ...] = ()
) -> PlayerView | None:
    """How a page plays a recording, as live or again; None while it is not made. Who may is not asked here."""
    if one.state != Stream.State.READY or one.removed_at is not None or not one.may_be_sent:
        return None
    route = "stream-live" if live else "stream-whole"
    film = reverse("stream-film", args=[one.ref, "film.mp4"]) if one.has_picture else ""
    sound = reverse("stream-film", args=[one.ref, "sound.m4a"]) if one.has_sound else ""
    return PlayerView(
        ref=one.ref,
        title=one.title,
        live=live,
        address=reverse(route, args=[one.ref, "master"]),
        sound=reverse(route, args=[one.ref, "sound"]) if one.has_sound and one.has_picture else "",
        film="" if live else film or sound,
        take_film="" if live or not film else f"{film}?download=1",
        take_sound="" if live or not sound else f"{sound}?download=1",
        seconds=one.seconds,
        width=one.width or 16,
        height=one.height or 9,
        quality=min(one.width, one.height),
        has_picture=one.has_picture,
        is_sample=one.is_sample,
        poster=poster,
        captions=captions,
    )

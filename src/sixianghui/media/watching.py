"""A recording ready for a page: the addresses that its player needs. Pages give it to `media/parts/player.html`."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from sixianghui.media import playlists, queries, taken
from sixianghui.media.models import Stream


@dataclass(frozen=True)
class Captions:
    """What is said, to be read along: the address of a WebVTT file, its language, what the language is called."""

    src: str
    language: str
    label: str


@dataclass(frozen=True)
class PlayerView:
    """What a player needs. Addresses are empty where there is nothing.

    behind: by so many seconds what is live now lies behind the end of a live playlist.
    """

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
    behind: int
    poster: str = ""
    captions: tuple[Captions, ...] = ()


def captions_of(one: Stream) -> tuple[Captions, ...]:
    """What is said, for whoever watches it again."""
    found = queries.transcript(one)
    if found is None:
        return ()
    # The address changes with the words, so that nobody reads old ones from a cache.
    src = f"{reverse('stream-transcript', args=[one.ref])}?{int(found.changed_at.timestamp())}"
    return (Captions(src, found.language, _("文字稿")),)


def player_of(one: Stream, *, live: bool, poster: str = "") -> PlayerView | None:
    """How a page plays a recording, as live or again; None while it is not made. Who may is not asked here."""
    if one.removed_at is not None or not one.may_be_sent or one.cut_at is not None:
        return None
    if one.state == Stream.State.LIVE:
        return _sent(one, live=live, poster=poster)
    if one.state != Stream.State.READY:
        return None
    route = "stream-live" if live else "stream-whole"
    captions = () if live else captions_of(one)
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
        behind=round(playlists.AHEAD),
        poster=poster,
        captions=captions,
    )


def _sent(one: Stream, *, live: bool, poster: str) -> PlayerView | None:
    """How a page plays what an encoder sends, or what it sent until a recording is made of it; None while nothing came."""
    journal = taken.journal_of(one.ref)
    if journal is None or not journal.headings:
        return None
    route = "stream-live" if live else "stream-whole"
    picture, sound = journal.headings.get("picture"), "sound" in journal.headings
    width, height = (picture.width, picture.height) if picture is not None else (16, 9)
    return PlayerView(
        ref=one.ref,
        title=one.title,
        live=live,
        address=reverse(route, args=[one.ref, "master"]),
        sound=reverse(route, args=[one.ref, "sound"]) if sound and picture is not None else "",
        film="",
        take_film="",
        take_sound="",
        seconds=0,
        width=width,
        height=height,
        quality=min(width, height),
        has_picture=picture is not None,
        is_sample=one.is_sample,
        behind=taken.BEHIND,
        poster=poster,
        captions=() if live else captions_of(one),
    )

"""What other rooms may use: keeping pictures, files and recordings, what may be shown, what is ready for a page, fonts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sixianghui.documents.public import Font, font_path
from sixianghui.ingest.public import Gap, TooMany
from sixianghui.media import queries
from sixianghui.media.advice import LEVELS, Loud, Trouble
from sixianghui.media.commands import (
    add_hotspot,
    add_panorama,
    add_stream,
    arm,
    begin_browser,
    change_hotspot,
    change_panorama,
    change_tour,
    cut,
    disarm,
    end_browser,
    erase_stream,
    finish_live,
    hold_door,
    keep_laid,
    lay_down,
    lay_film,
    make_stream_again,
    make_tour,
    move_hotspot,
    move_transcripts,
    new_key,
    open_live,
    remove_hotspot,
    remove_stream,
    restore,
    revoke_every_key,
    revoke_key,
    save_file,
    save_picture,
    trim,
    unask,
    untrim,
    write_transcript,
)
from sixianghui.media.ffmpeg import find as ffmpeg_program
from sixianghui.media.incoming import (
    Incoming,
    Ports,
    Sent,
    incoming,
    is_seen,
    passphrase_of,
    ports,
    wait_for_srt,
)
from sixianghui.media.models import (
    Consent,
    Feed,
    File,
    Hotspot,
    Panorama,
    Picture,
    Scan,
    Stream,
    Tour,
    Transcript,
    Trim,
)
from sixianghui.media.queries import (
    cues,
    film_clock,
    is_armed,
    is_being_made,
    is_being_trimmed,
    log_of,
    next_piece,
    panorama,
    panoramas,
    running_feed,
    tour,
    tours,
    transcript,
    trim_of,
)
from sixianghui.media.queries import feed as feed_of
from sixianghui.media.queries import stops as stops_of
from sixianghui.media.rules import describes
from sixianghui.media.shows import Show
from sixianghui.media.shows import register as register_shower
from sixianghui.media.signals import stream_ends, stream_failed, stream_flows, stream_made
from sixianghui.media.taken import moment, status_of
from sixianghui.media.transcripts import MOST_BYTES as TRANSCRIPT_BYTES
from sixianghui.media.transcripts import Cue
from sixianghui.media.watching import PlayerView, player_of
from sixianghui.media.wording import advice_sentence, fault_sentence

__all__ = [
    "LEVELS",
    "TRANSCRIPT_BYTES",
    "Consent",
    "Cue",
    "Feed",
    "File",
    "Font",
    "Gap",
    "Hotspot",
    "Incoming",
    "Loud",
    "Panorama",
    "PanoramaView",
    "Picture",
    "PlayerView",
    "Ports",
    "Scan",
    "Sent",
    "Show",
    "SpotView",
    "Stream",
    "TooMany",
    "Tour",
    "Transcript",
    "Trim",
    "Trouble",
    "add_hotspot",
    "add_panorama",
    "add_stream",
    "advice_sentence",
    "arm",
    "begin_browser",
    "change_hotspot",
    "change_panorama",
    "change_tour",
    "cues",
    "cut",
    "describes",
    "disarm",
    "end_browser",
    "erase_stream",
    "fault_sentence",
    "feed_of",
    "ffmpeg_program",
    "film_clock",
    "finish_live",
    "font_path",
    "has_words",
    "hold_door",
    "incoming",
    "is_armed",
    "is_being_made",
    "is_being_trimmed",
    "is_seen",
    "keep_laid",
    "lay_down",
    "lay_film",
    "log_of",
    "make_stream_again",
    "make_tour",
    "may_be_published",
    "moment",
    "move_hotspot",
    "move_transcripts",
    "new_key",
    "next_piece",
    "open_live",
    "panorama",
    "panoramas",
    "passphrase_of",
    "player_of",
    "ports",
    "register_shower",
    "remove_hotspot",
    "remove_stream",
    "restore",
    "revoke_every_key",
    "revoke_key",
    "running_feed",
    "save_file",
    "save_picture",
    "status_of",
    "stops_of",
    "stream_ends",
    "stream_failed",
    "stream_flows",
    "stream_made",
    "tour",
    "tours",
    "transcript",
    "trim",
    "trim_of",
    "unask",
    "untrim",
    "view_of",
    "wait_for_srt",
    "write_transcript",
]


def may_be_published(thing: Picture | Panorama) -> bool:
    """Whether a picture or a panorama may stand on a public page: those in it agree or nobody is in it, its bytes are
    fit, and a panorama is made and not thrown away. What may not is not sent to the public either.
    """
    ready = not isinstance(thing, Panorama) or thing.state == Panorama.State.READY
    return ready and queries.is_public(thing)


def has_words(thing: Picture | Panorama) -> bool:
    """Whether somebody has said what is in it, for whoever cannot see it."""
    words = thing.alt if isinstance(thing, Panorama) else thing.description
    return len("".join(words.split())) >= 2


@dataclass(frozen=True)
class SpotView:
    """A spot ready for a page. `href` is where it leads, if anywhere; `leads_to` says the name of that panorama."""

    ref: str
    number: int
    label: str
    text: str
    yaw: float
    pitch: float
    still: str
    href: str
    leads_to: str


@dataclass(frozen=True)
class PanoramaView:
    """A panorama ready for a page: addresses of its sizes (empty where not made yet) and its spots."""

    ref: str
    title: str
    alt: str
    credit: str
    heading: int
    is_sample: bool
    preview: str
    large: str
    large_webp: str
    small: str
    small_webp: str
    spots: tuple[SpotView, ...]


def view_of(one: Panorama, *, url_of: Callable[[Panorama], str] | None = None) -> PanoramaView:
    """A panorama as `media/parts/panorama.html` and `media/parts/hotspots.html` show it (give it to them as `view`).

    `url_of` says at which address a page shows another panorama; without it, spots that lead to one are no links.
    A page that shows it carries the tag `panorama-<ref>`.
    """
    pieces = queries.pieces_of(one)
    urls = {name: piece.file.url for name, piece in pieces.items()}
    return PanoramaView(
        one.ref,
        one.title,
        one.alt,
        one.credit,
        one.heading,
        one.is_sample,
        urls.get("preview.jpg", ""),
        urls.get("4096.jpg", urls.get("2048.jpg", "")),
        urls.get("4096.webp", urls.get("2048.webp", "")),
        urls.get("2048.jpg", ""),
        urls.get("2048.webp", ""),
        tuple(_spot(number, spot, url_of) for number, spot in enumerate(queries.hotspots(one), start=1)),
    )


def _spot(number: int, spot: Hotspot, url_of: Callable[[Panorama], str] | None) -> SpotView:
    target = spot.target if spot.target is not None and spot.target.removed_at is None else None
    href = url_of(target) if target is not None and url_of is not None else spot.link
    return SpotView(
        spot.ref,
        number,
        spot.label,
        spot.text,
        float(spot.yaw),
        float(spot.pitch),
        spot.still.url if spot.still else "",
        href,
        target.title if target is not None else "",
    )

"""Where pieces of pictures, panoramas and recordings are sent from: addresses outside the languages.

Every name of a recording is spelled out: nothing that a browser sends becomes a path.
"""

from __future__ import annotations

from django.urls import path, register_converter

from sixianghui.common import wire
from sixianghui.media.views import hooks, intake, pieces, streams, whip


class _Word:
    """A word of an address that is one of ours, or there is no such address."""

    regex = ""

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class _Stream(_Word):
    regex = "[a-z2-9]{20}"


class _Playlist(_Word):
    regex = "master|picture|small|sound"


class _Film(_Word):
    regex = r"film\.mp4|sound\.m4a"


class _Piece(_Word):
    regex = r"[a-z2-9]{20}\.(?:m4s|mp4)"


for _word in (_Stream, _Playlist, _Film, _Piece):
    register_converter(_word, _word.__name__[1:].lower())

urlpatterns = [
    path("media/<path:name>", pieces.piece, name="media-piece"),
    path("streams/<stream:ref>/<playlist:name>.m3u8", streams.whole, name="stream-whole"),
    path("streams/<stream:ref>/live-<playlist:name>.m3u8", streams.live, name="stream-live"),
    path("streams/<stream:ref>/token.json", streams.token, name="stream-token"),
    path("streams/<stream:ref>/transcript.vtt", streams.transcript, name="stream-transcript"),
    path("streams/<stream:ref>/<film:name>", streams.film, name="stream-film"),
    path("streams/<stream:ref>/<piece:name>", streams.piece, name="stream-piece"),
    path("streams/whip/", whip.offer, name="whip"),
    path("streams/whip/<stream:ref>/", whip.feed, name="whip-feed"),
    path(f"{wire.INGEST_ADDRESS.strip('/')}/round/", intake.round_, name="ingest-round"),
    path(f"{wire.INGEST_ADDRESS.strip('/')}/feeds/", intake.feeds, name="ingest-feeds"),
    path(f"{wire.INGEST_ADDRESS.strip('/')}/hooks/nginx-rtmp/", hooks.nginx_rtmp, name="hook-nginx-rtmp"),
    path(f"{wire.INGEST_ADDRESS.strip('/')}/hooks/srs/", hooks.srs, name="hook-srs"),
]

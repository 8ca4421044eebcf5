"""Writes of this room."""

from sixianghui.media.commands.arriving import arrive, scan_piece, scan_what_waits, sweep
from sixianghui.media.commands.browsers import begin_browser, end_browser, lay_down
from sixianghui.media.commands.joining import finish_live, join_live
from sixianghui.media.commands.live import (
    admit_by_key,
    admit_by_passphrase,
    arm,
    cut,
    disarm,
    end_by_key,
    end_pull,
    hold_door,
    new_key,
    open_live,
    record_round,
    restore,
    revoke_every_key,
    revoke_key,
)
from sixianghui.media.commands.making import make_panorama
from sixianghui.media.commands.panoramas import (
    add_panorama,
    change_panorama,
    make_again,
    remove_panorama,
    return_panorama,
)
from sixianghui.media.commands.pictures import save_file, save_picture, unask
from sixianghui.media.commands.spots import (
    add_hotspot,
    change_hotspot,
    move_hotspot,
    remove_hotspot,
    return_hotspot,
)
from sixianghui.media.commands.streaming import (
    add_stream,
    erase_stream,
    keep_laid,
    lay_film,
    make_stream,
    make_stream_again,
    remove_stream,
)
from sixianghui.media.commands.tours import change_tour, make_tour, remove_tour
from sixianghui.media.commands.transcripts import move_transcripts, write_transcript
from sixianghui.media.commands.trimming import trim, untrim

__all__ = [
    "add_hotspot",
    "add_panorama",
    "add_stream",
    "admit_by_key",
    "admit_by_passphrase",
    "arm",
    "arrive",
    "begin_browser",
    "change_hotspot",
    "change_panorama",
    "change_tour",
    "cut",
    "disarm",
    "end_browser",
    "end_by_key",
    "end_pull",
    "erase_stream",
    "finish_live",
    "hold_door",
    "join_live",
    "keep_laid",
    "lay_down",
    "lay_film",
    "make_again",
    "make_panorama",
    "make_stream",
    "make_stream_again",
    "make_tour",
    "move_hotspot",
    "move_transcripts",
    "new_key",
    "open_live",
    "record_round",
    "remove_hotspot",
    "remove_panorama",
    "remove_stream",
    "remove_tour",
    "restore",
    "return_hotspot",
    "return_panorama",
    "revoke_every_key",
    "revoke_key",
    "save_file",
    "save_picture",
    "scan_piece",
    "scan_what_waits",
    "sweep",
    "trim",
    "unask",
    "untrim",
    "write_transcript",
]

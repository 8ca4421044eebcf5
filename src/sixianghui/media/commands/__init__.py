"""Writes of this room."""

from sixianghui.media.commands.arriving import arrive, scan_piece, scan_what_waits, sweep
from sixianghui.media.commands.making import make_panorama
from sixianghui.media.commands.panoramas import (
    add_panorama,
    change_panorama,
    make_again,
    remove_panorama,
    return_panorama,
)
from sixianghui.media.commands.pictures import save_file, save_picture
from sixianghui.media.commands.spots import (
    add_hotspot,
    change_hotspot,
    move_hotspot,
    remove_hotspot,
    return_hotspot,
)
from sixianghui.media.commands.streaming import add_stream, make_stream, make_stream_again, remove_stream
from sixianghui.media.commands.tours import change_tour, make_tour, remove_tour

__all__ = [
    "add_hotspot",
    "add_panorama",
    "add_stream",
    "arrive",
    "change_hotspot",
    "change_panorama",
    "change_tour",
    "make_again",
    "make_panorama",
    "make_stream",
    "make_stream_again",
    "make_tour",
    "move_hotspot",
    "remove_hotspot",
    "remove_panorama",
    "remove_stream",
    "remove_tour",
    "return_hotspot",
    "return_panorama",
    "save_file",
    "save_picture",
    "scan_piece",
    "scan_what_waits",
    "sweep",
]

"""What others may use of the ingest: running it, knocking at it, reading what it has laid down."""

from sixianghui.ingest.config import IngestConfig
from sixianghui.ingest.feed import STATUS
from sixianghui.ingest.journal import NAME as JOURNAL
from sixianghui.ingest.journal import RENDITIONS, Journal, Piece
from sixianghui.ingest.letterbox import LAST, Gap, TooMany, folder_of, lay, name_of, next_of
from sixianghui.ingest.making import KINDS, SILENT_DB
from sixianghui.ingest.program import NoProgram, ffmpeg_program
from sixianghui.ingest.server import knock, run
from sixianghui.ingest.store import RESERVE
from sixianghui.ingest.whip import LONGEST_OFFER
from sixianghui.ingest.whip import installed as whip_installed
from sixianghui.ingest.whip import offer as hand_over

__all__ = [
    "JOURNAL",
    "KINDS",
    "LAST",
    "LONGEST_OFFER",
    "RENDITIONS",
    "RESERVE",
    "SILENT_DB",
    "STATUS",
    "Gap",
    "IngestConfig",
    "Journal",
    "NoProgram",
    "Piece",
    "TooMany",
    "ffmpeg_program",
    "folder_of",
    "hand_over",
    "knock",
    "lay",
    "name_of",
    "next_of",
    "run",
    "whip_installed",
]

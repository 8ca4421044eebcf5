"""What other rooms may use of the channel."""

from sixianghui.channel.commands import (
    contribute,
    count_reads,
    open_channel,
    open_column,
    pass_review,
    retire_column,
    return_article,
    revise,
    set_lead,
    submit_article,
    withdraw_article,
    write_draft,
)
from sixianghui.channel.counting import Visit
from sixianghui.channel.desk_clock import our_time
from sixianghui.channel.models import (
    ArticlePage,
    ColumnFace,
    ColumnPage,
    GuidePage,
    HomePage,
    PanoramaPage,
    Piece,
)
from sixianghui.channel.queries import all_confirmed, columns, home, pieces_out
from sixianghui.channel.queries import findings_of as proofs_of
from sixianghui.channel.queries import recount as recount_reads
from sixianghui.channel.signals import piece_corrected, piece_released, piece_withdrawn
from sixianghui.channel.sources import (
    LECTURES,
    LETTERS,
    STRIPS,
    Lecture,
    Letter,
    Occasion,
    State,
    register_letters,
    register_programme,
    register_strip,
)

__all__ = [
    "LECTURES",
    "LETTERS",
    "STRIPS",
    "ArticlePage",
    "ColumnFace",
    "ColumnPage",
    "GuidePage",
    "HomePage",
    "Lecture",
    "Letter",
    "Occasion",
    "PanoramaPage",
    "Piece",
    "State",
    "Visit",
    "all_confirmed",
    "columns",
    "contribute",
    "count_reads",
    "home",
    "open_channel",
    "open_column",
    "our_time",
    "pass_review",
    "piece_corrected",
    "piece_released",
    "piece_withdrawn",
    "pieces_out",
    "proofs_of",
    "recount_reads",
    "register_letters",
    "register_programme",
    "register_strip",
    "retire_column",
    "return_article",
    "revise",
    "set_lead",
    "submit_article",
    "withdraw_article",
    "write_draft",
]

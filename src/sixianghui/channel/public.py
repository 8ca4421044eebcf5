"""What other rooms may use of the channel."""

from sixianghui.channel.commands import open_channel, open_column, set_lead
from sixianghui.channel.models import ColumnFace, ColumnPage, HomePage
from sixianghui.channel.queries import columns, home

__all__ = [
    "ColumnFace",
    "ColumnPage",
    "HomePage",
    "columns",
    "home",
    "open_channel",
    "open_column",
    "set_lead",
]

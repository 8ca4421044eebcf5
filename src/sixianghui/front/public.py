"""What others may use of the front."""

from sixianghui.front.backlog import Backlog, Event
from sixianghui.front.bus import Bus, bus
from sixianghui.front.config import FrontConfig, networks, streams_that_fit, viewers_that_fit
from sixianghui.front.sequence import Sequence
from sixianghui.front.server import run
from sixianghui.front.telling import Told, purge, tell

__all__ = [
    "Backlog",
    "Bus",
    "Event",
    "FrontConfig",
    "Sequence",
    "Told",
    "bus",
    "networks",
    "purge",
    "run",
    "streams_that_fit",
    "tell",
    "viewers_that_fit",
]

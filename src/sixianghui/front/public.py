"""What others may use of the front."""

from sixianghui.front.config import FrontConfig, networks, viewers_that_fit
from sixianghui.front.purge import PurgeResult, purge
from sixianghui.front.server import run

__all__ = ["FrontConfig", "PurgeResult", "networks", "purge", "run", "viewers_that_fit"]

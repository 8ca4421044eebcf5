"""What other rooms may use of the interface."""

from sixianghui.ui.pages import keep, purge, purge_now
from sixianghui.ui.views import sentence

__all__ = ["keep", "purge", "purge_now", "sentence"]

"""What other rooms may use of the interface."""

from sixianghui.ui.pages import keep, purge, purge_now
from sixianghui.ui.registry import Link, register_foot, register_nav, register_publisher
from sixianghui.ui.views import sentence

__all__ = [
    "Link",
    "keep",
    "purge",
    "purge_now",
    "register_foot",
    "register_nav",
    "register_publisher",
    "sentence",
]

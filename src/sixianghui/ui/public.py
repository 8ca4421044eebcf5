"""What other rooms may use of the interface."""

from sixianghui.ui.cards import Card, cards_for, register_cards
from sixianghui.ui.pages import keep, purge, purge_now
from sixianghui.ui.registry import Link, register_foot, register_nav, register_publisher
from sixianghui.ui.views import sentence

__all__ = [
    "Card",
    "Link",
    "cards_for",
    "keep",
    "purge",
    "purge_now",
    "register_cards",
    "register_foot",
    "register_nav",
    "register_publisher",
    "sentence",
]

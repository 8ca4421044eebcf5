"""What other rooms may use of the interface."""

from sixianghui.ui.busy import impatient, may_come_again
from sixianghui.ui.cards import Card, Whose, cards_for, register_cards
from sixianghui.ui.fields import DayField, HouseForm
from sixianghui.ui.once import FIELD as INTENT
from sixianghui.ui.once import begin_once, forget_intents, forget_once, keep_once, led_to, once
from sixianghui.ui.pages import films, keep, keep_for_all, plays, purge, purge_now, shows
from sixianghui.ui.places import (
    About,
    Mine,
    Place,
    Tab,
    desks_of,
    mine_of,
    register_desks,
    register_mine,
    register_tabs,
)
from sixianghui.ui.registry import Link, register_foot, register_nav, register_publisher
from sixianghui.ui.sending import attached
from sixianghui.ui.templatetags.ui import long_date, short_date, weekday
from sixianghui.ui.toasts import refused, toast
from sixianghui.ui.views import sentence

__all__ = [
    "INTENT",
    "About",
    "Card",
    "DayField",
    "HouseForm",
    "Link",
    "Mine",
    "Place",
    "Tab",
    "Whose",
    "attached",
    "begin_once",
    "cards_for",
    "desks_of",
    "films",
    "forget_intents",
    "forget_once",
    "impatient",
    "keep",
    "keep_for_all",
    "keep_once",
    "led_to",
    "long_date",
    "may_come_again",
    "mine_of",
    "once",
    "plays",
    "purge",
    "purge_now",
    "refused",
    "register_cards",
    "register_desks",
    "register_foot",
    "register_mine",
    "register_nav",
    "register_publisher",
    "register_tabs",
    "sentence",
    "short_date",
    "shows",
    "toast",
    "weekday",
]

"""What a person sees of themselves on the workbench."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from sixianghui.access.public import Account, Post, held_by, post_words
from sixianghui.directory.public import Unit, open_units
from sixianghui.ui import public as ui
from sixianghui.workbench import rules


@dataclass(frozen=True)
class HeldPost:
    """A post in words: in which unit, and what."""

    unit: Unit
    post: str


def posts_in_words(account: Account) -> list[HeldPost]:
    """The posts someone holds, each with its unit. Whoever has another post there is not called a member besides."""
    every = held_by(account)
    busy = {one.unit for one in every if one.post is not Post.MEMBER}
    held = sorted(
        (one for one in every if one.post is not Post.MEMBER or one.unit not in busy),
        key=lambda one: (one.unit, one.post),
    )
    units = {unit.pk: unit for unit in open_units().filter(pk__in={one.unit for one in held})}
    return [HeldPost(units[one.unit], post_words(one.post)) for one in held if one.unit in units]


@dataclass(frozen=True)
class Week:
    """The days from Monday to Sunday, the few cards that are shown, and those that come after them."""

    monday: dt.date
    sunday: dt.date
    cards: list[ui.Card]
    later: list[ui.Card]

    @property
    def minutes(self) -> int:
        """What the cards that are shown will take."""
        return sum(card.minutes for card in self.cards)


def week(account: Account, today: dt.date) -> Week:
    """What waits for someone this week, the oldest promise first."""
    monday, sunday = rules.week_of(today)
    cards = ui.cards_for(account)
    return Week(monday, sunday, cards[: rules.SHOWN], cards[rules.SHOWN :])


@dataclass(frozen=True)
class Shelf:
    """Pages about oneself under one heading."""

    about: ui.About
    label: str
    places: list[ui.Mine]


ABOUT_WORDS = {
    ui.About.SIGN_IN: gettext_lazy("登录与安全"),
    ui.About.NOTICES: gettext_lazy("消息"),
    ui.About.INFORMATION: gettext_lazy("我的信息"),
    ui.About.POSTS: gettext_lazy("任职"),
    ui.About.WRITTEN: gettext_lazy("我写过的"),
}


def shelves(account: Account) -> list[Shelf]:
    """Everything rooms have registered about this person, by heading; a heading without pages is left out."""
    places = ui.mine_of(account)
    found = [
        Shelf(about, str(label), [place for place in places if place.about is about])
        for about, label in ABOUT_WORDS.items()
    ]
    return [shelf for shelf in found if shelf.places]

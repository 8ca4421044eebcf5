"""Template words of the house: phrases, dates and numbers as an editor writes them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import template
from django.contrib.messages.storage.base import Message
from django.template import Context
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from sixianghui.common import ids, text, time
from sixianghui.ui import places, registry, toasts

register = template.Library()


@register.filter
def phrased(headline: str) -> SafeString:
    """Wrap each phrase of a headline so that a line never breaks inside one."""
    return format_html_join(
        "", '<span class="ph">{}</span>', ((part,) for part in text.phrases(str(headline)))
    )


@register.filter
def grouped(number: int | None) -> str:
    """17693 → 17,693; nothing stays nothing."""
    return "" if number is None else text.grouped(number)


@register.filter
def long_date(moment: dt.date | dt.datetime | None) -> str:
    """2018年6月5日, or 5 June 2018 on an English page. A moment is shown as its day in Shanghai."""
    if moment is None:
        return ""
    day = _day(moment)
    if _in_english():
        return f"{day.day} {day:%B %Y}"
    return text.long_date(day)


@register.filter
def month_name(day: dt.date) -> str:
    """2018年6月, or June 2018 on an English page."""
    return f"{day:%B %Y}" if _in_english() else f"{day.year}年{day.month}月"


@register.filter
def weekday(day: dt.date) -> str:
    """星期二, or Tuesday on an English page."""
    return f"{day:%A}" if _in_english() else text.weekday(day)


@register.filter
def short_date(moment: dt.date | dt.datetime | None) -> str:
    """6月5日, or 5 June on an English page. A moment is shown as its day in Shanghai."""
    if moment is None:
        return ""
    day = _day(moment)
    return f"{day.day} {day:%B}" if _in_english() else f"{day.month}月{day.day}日"


@register.filter
def long_moment(moment: dt.datetime | None) -> str:
    """2018年6月5日 14:03, or 5 June 2018 14:03 on an English page, by the clock of Shanghai."""
    return f"{long_date(moment)} {_clock(moment)}" if moment else ""


@register.filter
def short_moment(moment: dt.datetime | None) -> str:
    """6月5日 14:03, or 5 June 14:03 on an English page."""
    return f"{short_date(moment)} {_clock(moment)}" if moment else ""


@register.filter
def in_days(day: dt.date) -> str:
    """How far a day is from today, in words: 明天, 3 天后, 2 天前."""
    days = (day - time.today()).days
    if days in _NEAR:
        return str(_NEAR[days])
    if days > 0:
        return translation.ngettext("%(days)s 天后", "%(days)s 天后", days) % {"days": days}
    return translation.ngettext("%(days)s 天前", "%(days)s 天前", -days) % {"days": -days}


@register.filter
def days_past(day: dt.date) -> int:
    """How many days ago a day was; below nothing when it is still to come."""
    return (time.today() - day).days


@register.simple_tag
def intent() -> SafeString:
    """A hidden key for a form whose view is marked `once`."""
    return format_html('<input type="hidden" name="intent" value="{}">', ids.new_ref())


@register.simple_tag
def is_english() -> bool:
    """Whether this page is the English one."""
    return _in_english()


@register.simple_tag
def home_url() -> str:
    """The front page in this page's language."""
    return reverse("wagtail_serve", args=[""])


@register.simple_tag
def nav_links() -> list[registry.Link]:
    """The columns, as the rooms registered them."""
    return registry.nav.all()


@register.simple_tag
def foot_links() -> list[registry.Link]:
    """Links in the foot, as the rooms registered them."""
    return registry.foot.all()


@register.simple_tag
def publisher() -> registry.Link | None:
    """The body that publishes the site, or None while nobody is entered."""
    return next(iter(registry.publisher.all()), None)


@register.simple_tag(takes_context=True)
def this_page(context: Context) -> str:
    """The path of this page, for a letter about it; nothing where the path itself is a secret, as in a one-time link."""
    request = context.get("request")
    match = getattr(request, "resolver_match", None)
    if request is None or match is None or _SECRETS & set(match.kwargs):
        return ""
    return str(request.path)


@register.simple_tag(takes_context=True)
def desk_links(context: Context) -> list[places.Place]:
    """Where the person who is signed in can go on working."""
    return places.desks_of(context["user"]) if context["user"].is_authenticated else []


@register.simple_tag(takes_context=True)
def phone_tabs(context: Context) -> list[dict[str, Any]]:
    """The tabs of a phone, and which of them this page belongs to: the one that shares the most of its address."""
    if not context["user"].is_authenticated:
        return []
    request = context["request"]
    known: list[dict[str, Any]] | None = getattr(request, "_tabs", None)
    if known is not None:  # a page asks twice: for the head of a wide screen, and for the foot of a phone's
        return known
    tabs, path = places.tabs_of(context["user"]), request.path
    here = max(tabs, key=lambda tab: tab.holds(path), default=None)
    request._tabs = [
        {"tab": tab, "here": tab is here and tab.holds(path) > 0, "icon": f"ui/icons/{tab.icon}.html"}
        for tab in tabs
    ]
    return list(request._tabs)


@register.filter
def undo_of(message: Message) -> str:
    """The address by which a message's act is taken back, or nothing."""
    return toasts.undo_of(message)


def _day(moment: dt.date | dt.datetime) -> dt.date:
    return moment.astimezone(time.SHANGHAI).date() if isinstance(moment, dt.datetime) else moment


def _clock(moment: dt.datetime) -> str:
    return f"{moment.astimezone(time.SHANGHAI):%H:%M}"


def _in_english() -> bool:
    return (translation.get_language() or "").startswith("en")


#: Parts of an address that let somebody in, or in again.
_SECRETS = {"token", "key", "code", "uidb36"}
_NEAR = {
    -1: translation.gettext_lazy("昨天"),
    0: translation.gettext_lazy("今天"),
    1: translation.gettext_lazy("明天"),
}

"""What a recount of a published report says of each number, in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sixianghui.common.text import grouped
from sixianghui.ledger import public as ledger
from sixianghui.ledger.public import Figure, Since
from sixianghui.reports.queries.recounting import Recounted


@dataclass(frozen=True)
class Line:
    """A number that was counted again: the mark ("ok", "warn", "" when it cannot be told), and sentences."""

    one: Recounted
    mark: str
    verdict: str
    said: str
    between: str


def lines(recounted: list[Recounted]) -> list[Line]:
    """Every number in words."""
    return [Line(one, *_verdict(one), _between(one)) for one in recounted]


def sentence(words: str, since: Since | None, figure: Figure) -> str:
    """The words, and what counts no more and what is new, as one sentence. Where no row came or went, nothing is said of
    rows: the middle of what they say may be another one all the same."""
    return (words + _("；") + since_words(since, figure) if since else words) + _("。")


def since_words(since: Since, figure: Figure) -> str:
    """不再算 2 场、新算 1 场. Of a middle or a largest it is rows that come and go, not units of it."""
    measure = pgettext("记录", "条") if figure.stands_alone else figure.measure
    gone = _("不再算 %(count)s %(measure)s") % {"count": grouped(since.gone), "measure": measure}
    come = _("新算 %(count)s %(measure)s") % {"count": grouped(since.come), "measure": measure}
    return _("、").join((gone, come))


def redefined(then: int, now: int) -> str:
    """That a number is counted otherwise today: nothing is compared."""
    said = _("口径改过：第 %(then)d 版 → 第 %(now)d 版，今天的数不能直接比。")
    return said % {"then": then, "now": now}


def _verdict(one: Recounted) -> tuple[str, str, str]:
    entry = one.entry
    if one.gone:
        return "", _("不能重算"), _("这个数现在不再统计了。")
    if one.changed_definition:
        return "", _("不能重算"), redefined(entry.version, ledger.get(entry.figure).version)
    if one.holds:
        return "ok", _("对得上"), _("用当时的记录重新数了一遍，和公布的一样。")
    if one.holds is False:
        return "warn", _("对不上"), _mismatch(one)
    return "", _("没有重算"), _why_not(one)


def _mismatch(one: Recounted) -> str:
    if one.then is not None and one.then != one.entry.value:
        said = _("用当时的记录重新数，是 %(then)s，公布的是 %(value)s。请告诉审计员。")
        return said % {"then": grouped(one.then), "value": one.entry.shown}
    return _("数一样，摘要不一样：记录里的名称后来改过，或记录被动过。请告诉审计员。")


def _why_not(one: Recounted) -> str:
    if one.entry.guarded:
        return _("读者看到的详略不同，背后的记录只有相应职务的人能看，这里不重算。")
    if one.then is None:
        return _("背后的记录不留从前的样子，没法照当时的重算。")
    if one.then == one.entry.value:
        return _("数出来和公布的一样；记录太多，摘要没有在这里重算，可以下载依据自己核对。")
    return _("公布的那一刻正好有记录变动，说不准谁先谁后。")


def _between(one: Recounted) -> str:
    if one.today is None or one.changed_definition:
        return ""
    if one.today == one.entry.value and not one.since:
        return ""
    words = _("公布 %(then)s；今天 %(now)s") % {"then": one.entry.shown, "now": grouped(one.today)}
    return sentence(words, one.since, ledger.get(one.entry.figure))

"""What a recount of a published report says of each number, in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sixianghui.common.text import grouped
from sixianghui.ledger import public as ledger
from sixianghui.ledger.public import Since
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


def sentence(words: str, since: Since | None) -> str:
    """The words, and what was struck and added, as one sentence."""
    return (words if since is None else words + _("；") + since_words(since)) + _("。")


def since_words(since: Since) -> str:
    """划销 2 条、新增 1 条."""
    struck = ngettext("划销 %(count)s 条", "划销 %(count)s 条", since.struck) % {
        "count": grouped(since.struck)
    }
    added = ngettext("新增 %(count)s 条", "新增 %(count)s 条", since.added) % {"count": grouped(since.added)}
    return _("、").join((struck, added))


def _verdict(one: Recounted) -> tuple[str, str, str]:
    entry = one.entry
    if one.gone:
        return "", _("不能重算"), _("这个数现在不再统计了。")
    if one.changed_definition:
        version = ledger.get(entry.figure).version
        said = _("口径改过：第 %(then)d 版 → 第 %(now)d 版，今天的数不能直接比。")
        return "", _("不能重算"), said % {"then": entry.version, "now": version}
    if one.holds:
        return "ok", _("对得上"), _("用当时的记录重新数了一遍，和公布的一样。")
    if one.holds is False:
        return "warn", _("对不上"), _mismatch(one)
    return "", _("没有重算"), _why_not(one)


def _mismatch(one: Recounted) -> str:
    if one.then is not None and one.then != one.entry.value:
        said = _("用当时的记录重新数，是 %(then)s，公布的是 %(value)s。请向审计人员查问。")
        return said % {"then": grouped(one.then), "value": one.entry.shown}
    return _("数一样，摘要不一样：记录里的名称后来改过，或记录被动过。请向审计人员查问。")


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
    if one.today == one.entry.value and (one.since is None or not (one.since.struck or one.since.added)):
        return ""
    words = _("公布 %(then)s；今天 %(now)s") % {"then": one.entry.shown, "now": grouped(one.today)}
    return sentence(words, one.since)

"""What is asked of an installation: each check says in a sentence what it found, and what to do where that is bad.

`sixianghui doctor` prints the findings, the page of the system administrator shows them. Rooms register checks in
`AppConfig.ready()` through `public`; one that fails with an exception is itself a finding.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from time import monotonic
from typing import Any

from django.utils.translation import gettext as _

_log = logging.getLogger(__name__)


class Level(StrEnum):
    """How bad a finding is. The order is that of the page. `UNASKED`: something else has to be put right first."""

    BAD = "bad"
    WARN = "warn"
    UNASKED = "unasked"
    OK = "ok"


@dataclass(frozen=True)
class Finding:
    """One thing found: a sentence, and where it is not well, what to do. Names no person and no secret."""

    level: Level
    text: str
    advice: str = ""


#: Nothing that reads tables is asked while these find something bad.
DATABASE, MIGRATIONS = "operations.database", "operations.migrations"


@dataclass(frozen=True)
class Check:
    """`name`: `room.noun`. `label`: a lazy translation. `ask` takes well under a second and changes nothing.

    needs: checks that must have found nothing bad, else this one is not asked: one fault, one sentence.
    thorough: it takes longer than a page may; only `sixianghui doctor` asks it.
    living: it is about a site that runs, and not asked of one that is stopped.
    """

    name: str
    label: Any
    ask: Callable[[], Iterable[Finding]]
    needs: tuple[str, ...] = (DATABASE, MIGRATIONS)
    thorough: bool = False
    living: bool = False


@dataclass(frozen=True)
class Result:
    """A check and what it found; at least one finding, the worst first."""

    check: Check
    findings: tuple[Finding, ...]
    seconds: float = 0.0

    @property
    def level(self) -> Level:
        """The worst of its findings."""
        return self.findings[0].level


_ORDER = list(Level)
_CHECKS: dict[str, Check] = {}


def register_check(check: Check) -> None:
    """Ask this too."""
    _CHECKS[check.name] = check


def ask_all(*, thorough: bool = False, living: bool = True) -> list[Result]:
    """Every check asked now; the worst result first. What others need is asked before them.

    thorough: also those that take long. living: whether the site runs; if not, what is about running is left out.
    """
    wanted = [
        one for one in _CHECKS.values() if (thorough or not one.thorough) and (living or not one.living)
    ]
    found: dict[str, Result] = {}
    for check in sorted(wanted, key=lambda one: _depth(one)):
        began = monotonic()
        before = [found[name] for name in check.needs if name in found and found[name].level is not Level.OK]
        stops = next((one for one in before if one.level in (Level.BAD, Level.UNASKED)), None)
        findings = _ask(check) if stops is None else (_unasked(stops),)
        found[check.name] = Result(check, findings, monotonic() - began)
    return sorted(found.values(), key=lambda result: _ORDER.index(result.level))


def _depth(check: Check) -> int:
    """How many checks, one behind the other, have to be asked before this one."""
    return max((1 + _depth(_CHECKS[name]) for name in check.needs if name in _CHECKS), default=0)


def _unasked(stops: Result) -> Finding:
    return Finding(Level.UNASKED, _("先处理“%(label)s”。") % {"label": stops.check.label})


def _ask(check: Check) -> tuple[Finding, ...]:
    try:
        findings = sorted(check.ask(), key=lambda finding: _ORDER.index(finding.level))
    except Exception as error:
        # Whatever is wrong with the installation, the other checks are still worth reading.
        _log.exception("check %s", check.name)
        findings = [
            Finding(
                Level.BAD,
                _("查不了：%(error)s") % {"error": type(error).__name__},
                _("日志里写着为什么。"),
            )
        ]
    return tuple(findings) or (Finding(Level.OK, _("没有发现问题。")),)

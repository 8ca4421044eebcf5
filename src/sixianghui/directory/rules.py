"""Rules of the organisation tree. Pure: kinds and dates as plain values."""

from __future__ import annotations

import datetime as dt

#: Which kinds may stand directly below which by subordination. An enterprise without an organisation has no superior.
BELOW: dict[str, frozenset[str]] = {
    "industry_committee": frozenset({"party_committee", "general_branch", "branch"}),
    "party_committee": frozenset({"general_branch", "branch", "league_branch"}),
    "general_branch": frozenset({"branch", "league_branch"}),
    "branch": frozenset({"group", "league_branch"}),
    "group": frozenset(),
    "league_branch": frozenset(),
    "enterprise": frozenset(),
}

#: Years of a term of office by kind: 党委 five, 党总支 and 党支部 three.
#: Source: 《关于党的基层组织任期的意见》(2018) 1–2; 《基层组织选举工作条例》(2020) 3.
TERM_YEARS: dict[str, int] = {"industry_committee": 5, "party_committee": 5, "general_branch": 3, "branch": 3}
TERM_RULE = "《关于党的基层组织任期的意见》（2018）"


def may_stand_below(superior: str, kind: str) -> bool:
    """Whether a unit of `kind` may be subordinate to one of kind `superior`."""
    return kind in BELOW.get(superior, frozenset())


def may_be_guided(kind: str) -> bool:
    """Whether industry guidance may go to a unit of this kind; a group or League branch has it through its branch."""
    return kind in {"party_committee", "general_branch", "branch", "enterprise"}


def term_end(kind: str, began: dt.date) -> dt.date | None:
    """The day a term of office is due, or None for kinds without one. 29 February becomes 28 February."""
    years = TERM_YEARS.get(kind)
    if years is None:
        return None
    try:
        return began.replace(year=began.year + years)
    except ValueError:
        return began.replace(year=began.year + years, day=28)

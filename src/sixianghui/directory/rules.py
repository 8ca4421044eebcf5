"""Rules of the organisation tree. Pure: kinds and dates as plain values."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

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


#: Which organisation's relation a status belongs to.
LINE_OF_STATUS: dict[str, str] = {
    "applicant": "party",
    "activist": "party",
    "target": "party",
    "probationary": "party",
    "full": "party",
    "league_member": "league",
}

#: Which relations a unit of each kind keeps. A group's members belong to its branch's relation and may be listed in it.
LINES_KEPT_BY: dict[str, frozenset[str]] = {
    "industry_committee": frozenset({"party"}),
    "party_committee": frozenset({"party"}),
    "general_branch": frozenset({"party"}),
    "branch": frozenset({"party", "league"}),
    "group": frozenset({"party"}),
    "league_branch": frozenset({"league"}),
    "enterprise": frozenset({"party", "league"}),
}

#: Nobody leaves while holding one of these: the post goes to a successor first.
HANDED_OVER_BEFORE_LEAVING = frozenset({"secretary"})

#: Least ages. Source: 《中国共产党章程》 art. 1 (eighteen); 《中国共产主义青年团章程》 art. 1 (fourteen to twenty-eight).
PARTY_AGE = 18
LEAGUE_AGE = 14
#: Nobody belongs to what is not founded yet.
FOUNDED = {"party": dt.date(1921, 7, 1), "league": dt.date(1922, 5, 5)}
#: Nobody works before sixteen, apprentices of special trades excepted; below this the date is surely mistyped.
WORKING_AGE = 14


#: Posts of a Party organisation's leadership. Whoever holds one is a full member: probationary members neither vote
#: nor stand for election. Source: 《中国共产党章程》 art. 7 (duties and rights of probationary members).
LEADING_POSTS = frozenset(
    {
        "secretary",
        "deputy_secretary",
        "organisation_member",
        "publicity_member",
        "discipline_member",
        "group_leader",
    }
)


def may_lead(unit_kind: str, post: str, statuses: frozenset[str]) -> bool:
    """Whether someone with these statuses may hold a post; of nobody's roster (no status known) it is not ours to say."""
    if post not in LEADING_POSTS or not statuses:
        return True
    return "full" in statuses or (unit_kind == "league_branch" and "league_member" in statuses)


class DateFault(StrEnum):
    """What can be wrong with the dates of a person."""

    BORN_LATER = "born later"
    BORN_LONG_AGO = "born long ago"
    EMPLOYED_TOO_YOUNG = "employed too young"
    EMPLOYED_LATER = "employed later"
    SINCE_LATER = "since later"
    BEFORE_THERE_WAS_ANY = "before there was any"
    TOO_YOUNG_FOR_PARTY = "too young for the Party"
    TOO_YOUNG_FOR_LEAGUE = "too young for the League"


def age_on(birth: dt.date, day: dt.date) -> int:
    """Full years of age on a day. Born on 29 February: a year older on 1 March of common years."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def fault_in_dates(
    birth: dt.date | None,
    employed: dt.date | None,
    since: dt.date | None,
    status: str | None,
    *,
    today: dt.date,
) -> DateFault | None:
    """The first thing that cannot be true of these dates, or None. Missing dates are no fault."""
    if birth is not None and birth > today:
        return DateFault.BORN_LATER
    if birth is not None and birth.year < 1900:
        return DateFault.BORN_LONG_AGO
    if employed is not None and employed > today:
        return DateFault.EMPLOYED_LATER
    if birth is not None and employed is not None and age_on(birth, employed) < WORKING_AGE:
        return DateFault.EMPLOYED_TOO_YOUNG
    if since is not None and since > today:
        return DateFault.SINCE_LATER
    if since is not None and status is not None and since < FOUNDED[LINE_OF_STATUS[status]]:
        return DateFault.BEFORE_THERE_WAS_ANY
    if birth is not None and since is not None and status is not None:
        line = LINE_OF_STATUS[status]
        if line == "party" and age_on(birth, since) < PARTY_AGE:
            return DateFault.TOO_YOUNG_FOR_PARTY
        if line == "league" and age_on(birth, since) < LEAGUE_AGE:
            return DateFault.TOO_YOUNG_FOR_LEAGUE
    return None


#: What one agrees to when one's card is shown.
CARD_CONSENT = "directory.card"


class Number(StrEnum):
    """The numbers of a person that are shown only for a reason; the values are the names of their fields."""

    PHONE = "phone"
    ID_NUMBER = "id_number"

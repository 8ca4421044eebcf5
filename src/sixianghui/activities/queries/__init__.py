"""Reads of activities."""

from sixianghui.activities.queries.activities import activity_for, by_ref, standing_held, visible_to
from sixianghui.activities.queries.kinds import all_kinds, all_rules, kind_of, kinds_in_use, rule_of
from sixianghui.activities.queries.pages import (
    ActivityPage,
    Asked,
    Resolved,
    coming,
    listed,
    page_of,
    unrecorded,
    with_state,
)
from sixianghui.activities.queries.units import (
    committee_members,
    full_members,
    last_places,
    people_of,
    posts_in,
    units_named,
    units_seen,
    units_to_record,
)

__all__ = [
    "ActivityPage",
    "Asked",
    "Resolved",
    "activity_for",
    "all_kinds",
    "all_rules",
    "by_ref",
    "coming",
    "committee_members",
    "full_members",
    "kind_of",
    "kinds_in_use",
    "last_places",
    "listed",
    "page_of",
    "people_of",
    "posts_in",
    "rule_of",
    "standing_held",
    "units_named",
    "units_seen",
    "units_to_record",
    "unrecorded",
    "visible_to",
    "with_state",
]

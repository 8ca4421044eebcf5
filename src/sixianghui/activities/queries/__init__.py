"""Reads of activities."""

from sixianghui.activities.queries.activities import activity_for, by_ref, standing_held, visible_to
from sixianghui.activities.queries.around import (
    illustration_for,
    illustrations_of,
    is_named,
    names_at,
    names_wanted,
)
from sixianghui.activities.queries.desk import Rhythm, named_lately, out_of_rhythm
from sixianghui.activities.queries.feeds import account_of_feed, feed_of, open_ones, own_ones
from sixianghui.activities.queries.kinds import all_kinds, all_rules, kind_of, kinds_in_use, rule_of
from sixianghui.activities.queries.ledger import Ledger, ledger_of
from sixianghui.activities.queries.lists import (
    Asked,
    Sheet,
    coming,
    held_sheet,
    listed,
    unrecorded,
    with_state,
)
from sixianghui.activities.queries.pages import ActivityPage, Resolved, page_of
from sixianghui.activities.queries.resolutions import (
    due_before,
    holders,
    may_settle,
    open_for,
    open_resolutions,
    owners_of,
    resolution_for,
    settlement_of,
)
from sixianghui.activities.queries.units import (
    committee_members,
    first_unit,
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
    "Ledger",
    "Resolved",
    "Rhythm",
    "Sheet",
    "account_of_feed",
    "activity_for",
    "all_kinds",
    "all_rules",
    "by_ref",
    "coming",
    "committee_members",
    "due_before",
    "feed_of",
    "first_unit",
    "full_members",
    "held_sheet",
    "holders",
    "illustration_for",
    "illustrations_of",
    "is_named",
    "kind_of",
    "kinds_in_use",
    "last_places",
    "ledger_of",
    "listed",
    "may_settle",
    "named_lately",
    "names_at",
    "names_wanted",
    "open_for",
    "open_ones",
    "open_resolutions",
    "out_of_rhythm",
    "own_ones",
    "owners_of",
    "page_of",
    "people_of",
    "posts_in",
    "resolution_for",
    "rule_of",
    "settlement_of",
    "standing_held",
    "units_named",
    "units_seen",
    "units_to_record",
    "unrecorded",
    "visible_to",
    "with_state",
]

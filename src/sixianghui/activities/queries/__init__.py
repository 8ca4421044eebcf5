"""Reads of activities."""

from sixianghui.activities.queries.activities import activity_for, by_ref, standing_held, visible_to
from sixianghui.activities.queries.kinds import kind_of, kinds_in_use

__all__ = ["activity_for", "by_ref", "kind_of", "kinds_in_use", "standing_held", "visible_to"]

"""Reads of the channel."""

from sixianghui.channel.queries.articles import (
    authors_of,
    editor_of,
    fault_of,
    level_of,
    may_review,
    published_in,
    release_of,
    releases_standing,
    reviews_of,
    round_of,
    state_of,
    waiting_for,
)
from sixianghui.channel.queries.columns import columns, home, names_of

__all__ = [
    "authors_of",
    "columns",
    "editor_of",
    "fault_of",
    "home",
    "level_of",
    "may_review",
    "names_of",
    "published_in",
    "release_of",
    "releases_standing",
    "reviews_of",
    "round_of",
    "state_of",
    "waiting_for",
]

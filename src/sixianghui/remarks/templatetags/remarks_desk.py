"""Template words of the desk: ages, and why something waits."""

from __future__ import annotations

import datetime as dt

from django import template

from sixianghui.remarks import wording
from sixianghui.remarks.rules import Hold, Outcome, State

register = template.Library()


@register.filter
def age(lasting: dt.timedelta) -> str:
    """How long something waited."""
    return wording.age(lasting)


@register.filter
def hold_words(hold: str) -> str:
    """Why a remark is looked at first."""
    return str(wording.HOLDS[Hold(hold)])


@register.filter
def state_words(state: str) -> str:
    """What has become of a remark."""
    return str(wording.STATES[State(state)])


@register.filter
def outcome_words(outcome: str) -> str:
    """What a verdict says."""
    return str(wording.OUTCOMES[Outcome(outcome)])

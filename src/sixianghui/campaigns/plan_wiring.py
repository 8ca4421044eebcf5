"""Wiring of the half of the room that plans and shares: who may listen, what is told, what follows an activity."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from sixianghui.activities import public as activities
from sixianghui.campaigns import plan_cards, practice_figures
from sixianghui.campaigns.commands import guidance, happening, plan_steps
from sixianghui.campaigns.queries import plans
from sixianghui.notify import public as notify
from sixianghui.realtime import public as realtime
from sixianghui.ui import public as ui


def connect() -> None:
    """Called when the app is ready."""
    practice_figures.register()
    ui.register_cards(plan_cards.cards)
    realtime.register_topic(plan_steps.TOPIC, plans.may_write_at)
    notify.register_kind(guidance.SETTLED, _("计划的回音"), _("你交的计划退回、批准或者有了建议，就告诉你。"))
    activities.activity_held.connect(_held, dispatch_uid="campaigns.activity_held")
    activities.activity_corrected.connect(_corrected, dispatch_uid="campaigns.activity_corrected")
    activities.activity_left.connect(_left, dispatch_uid="campaigns.activity_left")
    activities.activity_called_off.connect(_called_off, dispatch_uid="campaigns.activity_called_off")


def _held(activity: Any, by: Any, **_signal: Any) -> None:
    """What was announced took place: the lines it was meant for come true."""
    happening.follow_holding(activity, by=by)


def _corrected(activity: Any, by: Any, **_signal: Any) -> None:
    """What was recorded was put right: links follow."""
    happening.follow_correction(activity, by=by)


def _left(activity: Any, unit: Any, by: Any, **_signal: Any) -> None:
    """A partner had no part in it: its links go."""
    happening.follow_leaving(activity, unit, by=by)


def _called_off(activity: Any, by: Any, **_signal: Any) -> None:
    """It never took place: links go."""
    happening.follow_calling_off(activity, by=by)

"""What other rooms may use of activities: announce one, record one, key down to one, and hear of what became of it."""

from sixianghui.activities.commands import (
    call_off,
    change_plan,
    correct_activity,
    hold_activity,
    plan_activity,
    record_activity,
    resolve,
    settle,
)
from sixianghui.activities.commands.holding import Record
from sixianghui.activities.figures import by_kind
from sixianghui.activities.ical import as_ical
from sixianghui.activities.models import Activity, Held, Kind, Resolution, Share
from sixianghui.activities.queries import (
    activity_for,
    kind_of,
    kinds_in_use,
    standing_held,
    visible_to,
    with_state,
)
from sixianghui.activities.recording import PlanForm, RecordForm
from sixianghui.activities.signals import activity_called_off, activity_corrected, activity_held

__all__ = [
    "Activity",
    "Held",
    "Kind",
    "PlanForm",
    "Record",
    "RecordForm",
    "Resolution",
    "Share",
    "activity_called_off",
    "activity_corrected",
    "activity_for",
    "activity_held",
    "as_ical",
    "by_kind",
    "call_off",
    "change_plan",
    "correct_activity",
    "hold_activity",
    "kind_of",
    "kinds_in_use",
    "plan_activity",
    "record_activity",
    "resolve",
    "settle",
    "standing_held",
    "visible_to",
    "with_state",
]

"""What other rooms may use of activities: announce one, record one, key down to one, and hear of what became of it."""

from sixianghui.activities.actions import Action as ActivityAction
from sixianghui.activities.commands import (
    attend,
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
from sixianghui.activities.commands.writing import lock as hold
from sixianghui.activities.elsewhere import Page, register_pages, register_recorder
from sixianghui.activities.figures import by_kind
from sixianghui.activities.ical import as_ical
from sixianghui.activities.models import Activity, Held, Kind, Resolution, Share
from sixianghui.activities.moments import MomentField
from sixianghui.activities.queries import (
    activity_for,
    is_named,
    kind_of,
    kinds_in_use,
    last_places,
    names_wanted,
    partners_of,
    people_of,
    record_before,
    standing_held,
    struck_with,
    units_named,
    visible_to,
    with_state,
    written_as,
)
from sixianghui.activities.recording import PlanForm, RecordForm
from sixianghui.activities.rules import LONGEST
from sixianghui.activities.signals import (
    activity_called_off,
    activity_corrected,
    activity_goes,
    activity_held,
    activity_left,
)

__all__ = [
    "LONGEST",
    "Activity",
    "ActivityAction",
    "Held",
    "Kind",
    "MomentField",
    "Page",
    "PlanForm",
    "Record",
    "RecordForm",
    "Resolution",
    "Share",
    "activity_called_off",
    "activity_corrected",
    "activity_for",
    "activity_goes",
    "activity_held",
    "activity_left",
    "as_ical",
    "attend",
    "by_kind",
    "call_off",
    "change_plan",
    "correct_activity",
    "hold",
    "hold_activity",
    "is_named",
    "kind_of",
    "kinds_in_use",
    "last_places",
    "names_wanted",
    "partners_of",
    "people_of",
    "plan_activity",
    "record_activity",
    "record_before",
    "register_pages",
    "register_recorder",
    "resolve",
    "settle",
    "standing_held",
    "struck_with",
    "units_named",
    "visible_to",
    "with_state",
    "written_as",
]

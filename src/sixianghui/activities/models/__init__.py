"""The tables of the room."""

from sixianghui.activities.models.activities import Activity, CallOff, Held, Partner, Share
from sixianghui.activities.models.around import Attendee, Feed, Illustration, Story
from sixianghui.activities.models.kinds import Kind, Nature, Rule
from sixianghui.activities.models.resolutions import Resolution, Settlement

__all__ = [
    "Activity",
    "Attendee",
    "CallOff",
    "Feed",
    "Held",
    "Illustration",
    "Kind",
    "Nature",
    "Partner",
    "Resolution",
    "Rule",
    "Settlement",
    "Share",
    "Story",
]

"""The tables of the room."""

from sixianghui.activities.models.activities import Activity, CallOff, Held, Partner, Share
from sixianghui.activities.models.kinds import Kind, Rule
from sixianghui.activities.models.resolutions import Resolution, Settlement

__all__ = ["Activity", "CallOff", "Held", "Kind", "Partner", "Resolution", "Rule", "Settlement", "Share"]

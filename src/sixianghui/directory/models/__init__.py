"""The tables of the room."""

from sixianghui.directory.models.people import (
    Affiliation,
    Appointment,
    AppointmentRequest,
    Card,
    Handover,
    Line,
    Person,
    Standing,
    Status,
)
from sixianghui.directory.models.rolls import RollCount
from sixianghui.directory.models.rosters import PersonNumbers, RosterImport
from sixianghui.directory.models.units import Enterprise, Guidance, Term, Unit, UnitKind

__all__ = [
    "Affiliation",
    "Appointment",
    "AppointmentRequest",
    "Card",
    "Enterprise",
    "Guidance",
    "Handover",
    "Line",
    "Person",
    "PersonNumbers",
    "RollCount",
    "RosterImport",
    "Standing",
    "Status",
    "Term",
    "Unit",
    "UnitKind",
]

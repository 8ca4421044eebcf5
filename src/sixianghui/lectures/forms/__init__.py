"""The only way input gets in."""

from sixianghui.lectures.forms.hall import ArrivalForm, DeskForm, HeadsForm, SeatForm
from sixianghui.lectures.forms.materials import MaterialForm, PosterForm
from sixianghui.lectures.forms.planning import LectureForm
from sixianghui.lectures.forms.recordings import KeepForm, RecordingForm, TranscriptForm, TrimForm

__all__ = [
    "ArrivalForm",
    "DeskForm",
    "HeadsForm",
    "KeepForm",
    "LectureForm",
    "MaterialForm",
    "PosterForm",
    "RecordingForm",
    "SeatForm",
    "TranscriptForm",
    "TrimForm",
]

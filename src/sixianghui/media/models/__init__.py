"""Files, pictures, panoramas and recordings."""

from sixianghui.media.models.pieces import (
    Arrived,
    Consent,
    File,
    Hotspot,
    Panorama,
    PanoramaRendition,
    Picture,
    Rendition,
    Scan,
    Shown,
    Tour,
    TourStop,
)
from sixianghui.media.models.streams import SOURCES, Feed, Intake, Stream, Transcript, Trim

__all__ = [
    "SOURCES",
    "Arrived",
    "Consent",
    "Feed",
    "File",
    "Hotspot",
    "Intake",
    "Panorama",
    "PanoramaRendition",
    "Picture",
    "Rendition",
    "Scan",
    "Shown",
    "Stream",
    "Tour",
    "TourStop",
    "Transcript",
    "Trim",
]

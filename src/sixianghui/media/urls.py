"""The room's URLs: nouns."""

from __future__ import annotations

from django.urls import path

from sixianghui.media.views import panoramas, spots, tours

app_name = "media"
urlpatterns = [
    path("panoramas/", panoramas.panoramas, name="panoramas"),
    path("panoramas/tours/", tours.tours, name="tours"),
    path("panoramas/tours/<slug:ref>/", tours.tour, name="tour"),
    path("panoramas/tours/<slug:ref>/removal/", tours.remove, name="tour-remove"),
    path("panoramas/<slug:ref>/", panoramas.panorama, name="panorama"),
    path("panoramas/<slug:ref>/words/", panoramas.words, name="panorama-words"),
    path("panoramas/<slug:ref>/progress/", panoramas.progress, name="panorama-progress"),
    path("panoramas/<slug:ref>/making/", panoramas.again, name="panorama-again"),
    path("panoramas/<slug:ref>/preview/", panoramas.preview, name="panorama-preview"),
    path("panoramas/<slug:ref>/removal/", panoramas.remove, name="panorama-remove"),
    path("panoramas/<slug:ref>/removal/undo/", panoramas.put_back, name="panorama-return"),
    path("panoramas/<slug:ref>/spots/", spots.add, name="spots"),
    path("panoramas/<slug:ref>/spots/<slug:spot>/", spots.spot, name="spot"),
    path("panoramas/<slug:ref>/spots/<slug:spot>/place/", spots.move, name="spot-move"),
    path("panoramas/<slug:ref>/spots/<slug:spot>/removal/", spots.remove, name="spot-remove"),
    path("panoramas/<slug:ref>/spots/<slug:spot>/removal/undo/", spots.put_back, name="spot-return"),
]

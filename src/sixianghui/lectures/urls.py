"""The room's URLs: nouns."""

from __future__ import annotations

from django.urls import path

from sixianghui.lectures.views import reading, watching

app_name = "lectures"
urlpatterns = [
    path("watching/", watching.watching, name="watching"),
    path("lectures/<slug:ref>/", reading.lecture, name="lecture"),
]

"""The room's URLs: nouns."""

from __future__ import annotations

from django.urls import path

from sixianghui.directory import views

app_name = "directory"
urlpatterns = [
    path("units/", views.units, name="units"),
    path("units/<slug:slug>/", views.unit, name="unit"),
]

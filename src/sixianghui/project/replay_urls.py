"""The replay's page."""

from __future__ import annotations

from django.urls import path

from sixianghui.project import views

app_name = "replay"
urlpatterns = [path("replay/", views.replay_progress, name="progress")]

"""The room's URLs: nouns."""

from __future__ import annotations

from django.urls import path

from sixianghui.workbench import views

app_name = "workbench"
urlpatterns = [path("week/", views.week, name="week"), path("me/", views.me, name="me")]

"""The replay's URLs: nouns."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "replay"
urlpatterns: list[URLPattern] = []

"""The room's URLs: nouns."""

from __future__ import annotations

from django.urls import path

from sixianghui.search import views

app_name = "search"
urlpatterns = [
    path("search/", views.results, name="results"),
    path("search/suggestions/", views.suggestions, name="suggestions"),
]

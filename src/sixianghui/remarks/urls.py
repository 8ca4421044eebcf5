"""The room's URLs: nouns."""

from __future__ import annotations

from django.urls import path

from sixianghui.remarks.views import writing

app_name = "remarks"
urlpatterns = [
    path("remarks/mine/", writing.mine, name="mine"),
]

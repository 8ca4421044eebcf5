"""The room's URLs: nouns."""

from __future__ import annotations

from django.urls import path

from sixianghui.campaigns.views import campaigns, notices

app_name = "campaigns"
urlpatterns = [
    path("campaigns/", campaigns.campaigns, name="campaigns"),
    path("campaigns/<slug:ref>/", campaigns.campaign, name="campaign"),
    path("notices/<slug:ref>/", notices.notice, name="notice"),
]

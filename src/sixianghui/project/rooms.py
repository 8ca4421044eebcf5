"""The rooms' own URLs."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("sixianghui.access.urls")),
    path("", include("sixianghui.activities.urls")),
    path("", include("sixianghui.campaigns.urls")),
    path("", include("sixianghui.channel.urls")),
    path("", include("sixianghui.complaints.urls")),
    path("", include("sixianghui.remarks.urls")),
    path("", include("sixianghui.directory.urls")),
    path("", include("sixianghui.lectures.urls")),
    path("", include("sixianghui.media.urls")),
    path("", include("sixianghui.notify.urls")),
    path("", include("sixianghui.operations.urls")),
    path("", include("sixianghui.polls.urls")),
    path("", include("sixianghui.privacy.urls")),
    path("", include("sixianghui.reports.urls")),
    path("", include("sixianghui.search.urls")),
    path("", include("sixianghui.workbench.urls")),
    path("", include("sixianghui.project.replay_urls")),
]

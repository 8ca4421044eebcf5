"""Addresses of files: published reports, and the rows behind numbers that take long."""

from __future__ import annotations

from django.urls import path

from sixianghui.reports.views import exports, papers

urlpatterns = [
    path("reports/<slug:ref>/report.<slug:kind>", papers.paper, name="paper"),
    path("exports/", exports.exports, name="exports"),
    path("exports/<slug:ref>/", exports.file, name="export-file"),
    path("exports/<slug:ref>/progress/", exports.progress, name="export-progress"),
    path("figures/<str:name>/exports/<slug:kind>/", exports.new, name="export-new"),
]

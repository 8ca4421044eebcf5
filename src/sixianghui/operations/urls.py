"""The room's URLs: nouns."""

from __future__ import annotations

from django.urls import path

from sixianghui.operations.views import backups, health, jobs

app_name = "operations"
urlpatterns = [
    path("operations/", health.health, name="health"),
    path("operations/jobs/", jobs.jobs, name="jobs"),
    path("operations/jobs/<slug:ref>/progress/", jobs.progress, name="job-progress"),
    path("operations/jobs/<slug:ref>/retry/", jobs.retry, name="job-retry"),
    path("operations/jobs/<slug:ref>/removal/", jobs.drop, name="job-drop"),
    path("operations/outgoing/<int:number>/settlement/", jobs.settlement, name="outgoing-settlement"),
    path("operations/backups/", backups.backups, name="backups"),
    path("operations/backups/<slug:ref>/progress/", backups.progress, name="backup-progress"),
]

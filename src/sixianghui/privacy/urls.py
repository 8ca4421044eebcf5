"""The room's URLs: nouns."""

from __future__ import annotations

from django.urls import path

from sixianghui.privacy.views import breaches, mine, records, requests

app_name = "privacy"
urlpatterns = [
    path("about/personal-data/", mine.register, name="register"),
    path("me/data/", mine.mine, name="mine"),
    path("me/data/copy/", mine.copy, name="copy"),
    path("me/data/copy/<slug:ref>/", mine.copy_file, name="copy-file"),
    path("me/data/copy/<slug:ref>/progress/", mine.copy_progress, name="copy-progress"),
    path("me/data/correction/", mine.correction, name="correction"),
    path("me/data/erasure/", mine.erasure, name="erasure"),
    path("me/data/requests/<slug:ref>/withdrawal/", mine.withdraw, name="request-withdraw"),
    path("me/data/consents/<str:code>/", mine.consent, name="consent"),
    path("me/data/consents/<str:code>/withdrawal/", mine.withdraw_consent, name="consent-withdraw"),
    path("privacy/corrections/", requests.corrections, name="corrections"),
    path("privacy/corrections/<slug:ref>/", requests.correction, name="correction-answer"),
    path("privacy/requests/", requests.requests, name="requests"),
    path("privacy/requests/<slug:ref>/", requests.request, name="request"),
    path("privacy/requests/<slug:ref>/erasure/", requests.erasure, name="request-erase"),
    path("privacy/records/", records.records, name="records"),
    path("privacy/records/new/", records.new, name="record-new"),
    path("privacy/records/<slug:ref>/", records.record, name="record"),
    path("privacy/records/<slug:ref>/discarding/", records.discard, name="record-discard"),
    path("privacy/breaches/new/", breaches.new, name="breach-new"),
    path("privacy/breaches/<slug:ref>/", breaches.breach, name="breach"),
    path("privacy/breaches/<slug:ref>/report/", breaches.report, name="breach-report"),
    path("privacy/breaches/<slug:ref>/notice/", breaches.notice, name="breach-notice"),
]

"""Addresses of reports that were published, and of the ledgers that write themselves."""

from __future__ import annotations

from django.urls import path

from sixianghui.reports import feeds
from sixianghui.reports.views import comparison, editions, ledgers

urlpatterns = [
    path("reports/", editions.editions, name="editions"),
    path("reports/feed.xml", feeds.feed, name="feed"),
    path("sitemaps/reports.xml", feeds.sitemap, name="sitemap"),
    path("reports/<slug:ref>/", editions.edition, name="edition"),
    path("reports/<slug:ref>/recount/", editions.recount, name="recount"),
    path("reports/<slug:ref>/withdrawal/", editions.withdrawal, name="withdrawal"),
    path("reports/<slug:ref>/comparison/", comparison.comparison, name="comparison"),
    path("reports/<slug:ref>/comparison.csv", comparison.comparison_csv, name="comparison-csv"),
    path("ledgers/", ledgers.ledgers, name="ledgers"),
    path("ledgers/<slug:slug>/", ledgers.ledger, name="ledger"),
    path("ledgers/<slug:slug>/editions/", ledgers.keep_ledger, name="ledger-editions"),
]

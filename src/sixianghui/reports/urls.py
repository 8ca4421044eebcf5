"""The room's URLs: nouns."""

from __future__ import annotations

from sixianghui.reports import draft_urls, edition_urls, figure_urls, paper_urls

app_name = "reports"
urlpatterns = [
    *figure_urls.urlpatterns,
    *draft_urls.urlpatterns,
    *edition_urls.urlpatterns,
    *paper_urls.urlpatterns,
]

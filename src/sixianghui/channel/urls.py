"""The room's URLs: nouns. Pages themselves are Wagtail's."""

from __future__ import annotations

from django.urls import path

from sixianghui.channel import feeds, sitemaps
from sixianghui.channel.views import contributions, links, lists, notes, reads, story, words
from sixianghui.common import wire

app_name = "channel"
urlpatterns = [
    path("feed.xml", feeds.channel_feed, name="feed"),
    path("feeds/<slug:slug>.xml", feeds.column_feed, name="column-feed"),
    path("letters/feed/", feeds.letters_feed, name="letters-feed"),
    path("sitemap.xml", sitemaps.index, name="sitemaps"),
    path("sitemaps/pages.xml", sitemaps.pages, name="sitemap-of-pages"),
    path("sitemaps/letters.xml", sitemaps.letters, name="sitemap-of-letters"),
    path("sitemaps/polls.xml", sitemaps.small_polls, name="sitemap-of-polls"),
    path("sitemaps/<int:number>.xml", sitemaps.part, name="sitemap"),
    path("news-sitemap.xml", sitemaps.news, name="news-sitemap"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("columns/<slug:slug>/list.csv", lists.list_csv, name="list-csv"),
    path("notes/", notes.notes, name="notes"),
    path("notes/<int:number>/", notes.note, name="note"),
    path("notes/<slug:ref>/settlement/", notes.settlement, name="note-settlement"),
    path(wire.READS.lstrip("/"), reads.reads, name="reads"),
    path("contributions/", contributions.mine, name="contributions"),
    path("contributions/new/", contributions.new, name="contribute"),
    path("contributions/<int:pk>/", contributions.one, name="contribution"),
    path("contributions/<int:pk>/taking-back/", contributions.taking_back, name="contribution-taking-back"),
    path("review/<str:token>/", links.draft, name="review"),
    path("review/<str:token>/remarks/", links.remark, name="review-remark"),
    path("desk/pieces/<int:number>/links/", links.links, name="links"),
    path("desk/pieces/<int:number>/story/", story.story, name="story"),
    path("desk/links/<slug:ref>/revocation/", links.revocation, name="link-revocation"),
    path("desk/remarks/<slug:ref>/settlement/", links.settlement, name="remark-settlement"),
    path("desk/words/", words.words, name="words"),
]

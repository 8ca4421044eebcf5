"""The room's URLs: nouns."""

from __future__ import annotations

from django.urls import path

from sixianghui.campaigns.plan_urls import paths as plan_paths
from sixianghui.campaigns.views import burden, campaigns, drafts, notices, running

app_name = "campaigns"
urlpatterns = [
    path("campaigns/", campaigns.campaigns, name="campaigns"),
    path("campaigns/new/", running.new, name="campaign-new"),
    path("campaigns/<slug:ref>/", campaigns.campaign, name="campaign"),
    path("campaigns/<slug:ref>/activities.ics", campaigns.calendar, name="campaign-calendar"),
    path("campaigns/<slug:ref>/progress/", running.progress, name="progress"),
    path("campaigns/<slug:ref>/words/", running.change, name="campaign-words"),
    path("campaigns/<slug:ref>/opening/", running.opening, name="opening"),
    path("campaigns/<slug:ref>/closing/", running.closing, name="closing"),
    path("notices/", notices.notices, name="notices"),
    path("notices/new/", drafts.new, name="notice-new"),
    path("notices/letterhead/", burden.letterhead, name="letterhead"),
    path("notices/items/<slug:ref>/", drafts.item, name="item"),
    path("notices/items/<slug:ref>/removal/", drafts.item_removal, name="item-removal"),
    path("notices/items/<slug:ref>/raising/", drafts.item_raising, name="item-raising"),
    path("notices/<slug:ref>/", notices.notice, name="notice"),
    path("notices/<slug:ref>/draft/", drafts.draft, name="draft"),
    path("notices/<slug:ref>/draft/head/", drafts.head, name="draft-head"),
    path("notices/<slug:ref>/draft/addresses/", drafts.addresses, name="draft-addresses"),
    path("notices/<slug:ref>/draft/removal/", drafts.removal, name="draft-removal"),
    path("notices/<slug:ref>/draft/items/new/", drafts.item_new, name="item-new"),
    path("notices/<slug:ref>/sending/", drafts.sending, name="sending"),
    path("notices/<slug:ref>/amendments/", notices.amendment, name="amendment"),
    path("notices/<slug:ref>/recall/", notices.recall, name="recall"),
    path("notices/<slug:ref>/document.<slug:form>", notices.document, name="document"),
    path("burden/", burden.burden, name="burden"),
    *plan_paths,
]

"""The room's URLs: nouns."""

from __future__ import annotations

from django.urls import path

from sixianghui.directory.views import cards, handovers, people, posts, registering, rosters, units

app_name = "directory"
urlpatterns = [
    path("units/", units.units, name="units"),
    path("units/new/", registering.new, name="unit-new"),
    path("units/<slug:slug>/", units.unit, name="unit"),
    path("units/<slug:slug>/changes/", registering.change, name="unit-change"),
    path("units/<slug:slug>/enterprise/", registering.enterprise, name="unit-enterprise"),
    path("units/<slug:slug>/terms/", registering.term, name="unit-term"),
    path("units/<slug:slug>/guidance/", registering.guidance, name="unit-guidance"),
    path("units/<slug:slug>/closing/", registering.close, name="unit-close"),
    path("units/<slug:slug>/closing/taking-back/", registering.take_back, name="unit-take-back"),
    path("people/", people.people, name="people"),
    path("people/new/", people.new, name="person-new"),
    path("people/<slug:ref>/", people.person, name="person"),
    path("people/<slug:ref>/changes/", people.change, name="person-change"),
    path("people/<slug:ref>/entry/", people.correct, name="person-entry"),
    path("people/<slug:ref>/statuses/", people.status, name="person-status"),
    path("people/<slug:ref>/affiliations/", people.move, name="person-move"),
    path("people/<slug:ref>/departure/", people.leave, name="person-leave"),
    path("people/<slug:ref>/departure/league/", people.leave_league, name="person-leave-league"),
    path("people/<slug:ref>/taking-back/<slug:what>/", people.take_back, name="person-take-back"),
    path("people/<slug:ref>/invitation/", people.invite, name="person-invite"),
    path("people/<slug:ref>/numbers/<slug:name>/", people.number, name="person-number"),
    path("people/<slug:ref>/posts/", posts.ask, name="ask-post"),
    path("cards/mine/", cards.own, name="own-card"),
    path("cards/mine/withdrawal/", cards.withdraw, name="card-withdraw"),
    path("cards/<slug:ref>/", cards.card, name="card"),
    path("rosters/", rosters.rosters, name="rosters"),
    path("rosters/template/", rosters.template, name="roster-template"),
    path("rosters/exports/", rosters.export, name="roster-export"),
    path("rosters/<slug:ref>/", rosters.roster, name="roster"),
    path("rosters/<slug:ref>/progress/", rosters.progress, name="roster-progress"),
    path("rosters/<slug:ref>/marked/", rosters.marked, name="roster-marked"),
    path("rosters/<slug:ref>/columns/", rosters.columns, name="roster-columns"),
    path("rosters/<slug:ref>/import/", rosters.start, name="roster-import"),
    path("rosters/<slug:ref>/discard/", rosters.discard, name="roster-discard"),
    path("posts/", handovers.posts, name="own-posts"),
    path("posts/requests/", posts.requests, name="requests"),
    path("posts/requests/<slug:ref>/approval/", posts.approve, name="request-approve"),
    path("posts/requests/<slug:ref>/refusal/", posts.refuse, name="request-refuse"),
    path("posts/requests/<slug:ref>/withdrawal/", posts.withdraw, name="request-withdraw"),
    path("posts/<slug:ref>/end/", posts.end, name="post-end"),
    path("posts/<slug:ref>/handover/", handovers.offer, name="handover-offer"),
    path("handovers/<slug:ref>/", handovers.handover, name="handover"),
    path("handovers/<slug:ref>/acceptance/", handovers.accept, name="handover-accept"),
    path("handovers/<slug:ref>/refusal/", handovers.decline, name="handover-decline"),
    path("handovers/<slug:ref>/withdrawal/", handovers.withdraw, name="handover-withdraw"),
]

"""The room's URLs: nouns."""

from __future__ import annotations

from django.urls import path

from sixianghui.remarks.views import appeals, changing, desk, one, reading, threads, words, writing

app_name = "remarks"
urlpatterns = [
    path("remarks/mine/", writing.mine, name="mine"),
    path("remarks/mine/name/", writing.name, name="name"),
    path("remarks/said/<slug:ref>/wording/", changing.wording, name="wording"),
    path("remarks/said/<slug:ref>/withdrawal/", changing.withdrawal, name="withdrawal"),
    path("remarks/said/<slug:ref>/appeal/", changing.appeal, name="appeal"),
    path("remarks/said/<slug:ref>/report/", changing.report, name="report"),
    path("remarks/desk/", desk.queue, name="desk"),
    path("remarks/desk/decision/", desk.decision, name="decision"),
    path("remarks/desk/appeals/", appeals.appeals, name="appeals"),
    path("remarks/desk/mutes/", appeals.mutes, name="mutes"),
    path("remarks/desk/mutes/<int:number>/end/", appeals.unmute, name="unmute"),
    path("remarks/desk/threads/", threads.threads, name="desk-threads"),
    path("remarks/desk/threads/<slug:ref>/", threads.thread, name="desk-thread"),
    path("remarks/desk/threads/<slug:ref>/switch/", threads.thread_switch, name="desk-thread-switch"),
    path("remarks/desk/threads/<slug:ref>/all.csv", threads.export, {"kind": "csv"}, name="desk-csv"),
    path("remarks/desk/threads/<slug:ref>/all.xlsx", threads.export, {"kind": "xlsx"}, name="desk-xlsx"),
    path("remarks/desk/switch/", threads.switch, name="switch"),
    path("remarks/desk/words/", words.words, name="words"),
    path("remarks/desk/words/file/", words.imported, name="words-file"),
    path("remarks/desk/words/<int:number>/removal/", words.removal, name="word-removal"),
    path("remarks/desk/<slug:ref>/", one.remark, name="case"),
    path("remarks/desk/<slug:ref>/decision/", one.decision, name="case-decision"),
    path("remarks/desk/<slug:ref>/silence/", one.silence, name="silence"),
    path("remarks/desk/<slug:ref>/writer/", one.writer, name="writer"),
    path("remarks/desk/<slug:ref>/answer/", appeals.answer, name="appeal-answer"),
    # Threads come last: what else there is has a word of its own.
    path("remarks/<slug:ref>/", reading.thread, name="thread"),
    path("remarks/<slug:ref>/new/", writing.new, name="new"),
    path("remarks/<slug:ref>/own/", writing.own, name="own"),
]

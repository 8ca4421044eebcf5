"""The measure words of figures in English: 个, 件 or 条 counts many things, and each figure says which."""

from __future__ import annotations

from collections import defaultdict

from django.utils import translation

from sixianghui.ledger import public as ledger
from sixianghui.ledger.public import Figure
from sixianghui.project import catalogue

#: Of a word that names a thing: the figures that count it.
COUNTED = {
    "activities": {
        "activities.held", "activities.joint", "activities.shares", "campaigns.activities", "campaigns.unit_activities",
    },
    "answers": {"polls.answers"},
    "articles": {"channel.articles", "channel.contributed", "channel.withdrawals"},
    "attendances": {"activities.present"},
    "branches": {"wechat.branches"},
    "campaigns": {"campaigns.campaigns"},
    "carriers": {"campaigns.carriers"},
    "columns": {"channel.columns"},
    "comments": {"lectures.comments", "remarks.shown", "remarks.written"},
    "corrections": {"channel.corrections"},
    "enterprises": {"directory.enterprises"},
    "lectures": {"lectures.held"},
    "letters": {
        "complaints.answered_in_time", "complaints.letters_answered", "complaints.letters_public", "complaints.received",
    },
    "notices": {"campaigns.deliveries", "campaigns.notices"},
    "pieces of advice": {"campaigns.advice"},
    "plans": {"campaigns.plans", "campaigns.plans_handed_in"},
    "posts": {"directory.posts"},
    "practices": {"campaigns.practices"},
    "questions": {"lectures.answered", "lectures.questions"},
    "reads": {"channel.reads"},
    "reports": {"reports.published"},
    "requests": {"privacy.answered_in_time", "privacy.requests"},
    "resolutions": {"activities.resolutions", "activities.resolutions_settled"},
    "trials": {"campaigns.trials"},
    "units": {"directory.guided_units", "directory.league_branches", "directory.organisations"},
    "viewings": {"lectures.replays", "lectures.viewings"},
}  # fmt: skip
#: Words that go with anything.
COMMON = {"minutes", "people", "person-minutes", "times", "working days"}


def said(figure: Figure, language: str) -> str:
    with translation.override(language):
        return str(figure.measure)


def test_measure_when_one_word_has_several_contexts_then_the_english_of_each_is_another() -> None:
    measures = {said(figure, "zh-hans") for figure in ledger.all_figures()}
    english: dict[str, list[str]] = defaultdict(list)
    for message in catalogue.on_disk():
        if message.id in measures:
            english[str(message.id)].append(str(message.string))
    repeated = {word: words for word, words in english.items() if len(set(words)) < len(words)}
    assert repeated == {}
    assert len(english["个"]) > 5


def test_figure_when_read_in_english_then_what_it_counts_is_not_the_measure_of_something_else() -> None:
    counted: dict[str, set[str]] = defaultdict(set)
    for figure in ledger.all_figures():
        counted[said(figure, "en")].add(figure.name)
    assert {word: names for word, names in counted.items() if word not in COMMON} == COUNTED

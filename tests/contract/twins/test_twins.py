"""T11: every id in every address, query and body is swapped for the twin's. No foreign byte comes back.

Another organisation's thing is the same 404 as nothing at all. Which addresses name things is asked of the resolver,
so that a new one cannot be forgotten.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from tests.contract.twins.world import Side, both
from tests.factories import signed_in
from tools.addresses import Address, addresses

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Named:
    """What an address names, and who of that side may open it."""

    ref: str
    role: str = "secretary"
    #: Other parameters of the route, the same on both sides. Where they differ, `ref` holds several words.
    more: tuple[tuple[str, str], ...] = ()


#: Every address with a parameter that is not for everybody, and what stands in it.
THINGS: dict[str, Named] = {
    "units/<slug:slug>/changes/": Named("unit"),
    "units/<slug:slug>/enterprise/": Named("unit", "clerk"),
    "units/<slug:slug>/terms/": Named("unit"),
    "units/<slug:slug>/guidance/": Named("unit", "clerk"),
    "units/<slug:slug>/closing/": Named("unit", "clerk"),
    "units/<slug:slug>/closing/taking-back/": Named("closed unit", "clerk"),
    "people/<slug:ref>/": Named("person"),
    "people/<slug:ref>/changes/": Named("person"),
    "people/<slug:ref>/entry/": Named("person"),
    "people/<slug:ref>/statuses/": Named("person"),
    "people/<slug:ref>/affiliations/": Named("person"),
    "people/<slug:ref>/departure/": Named("person"),
    "people/<slug:ref>/departure/league/": Named("person"),
    "people/<slug:ref>/taking-back/<slug:what>/": Named("person", more=(("what", "departure"),)),
    "people/<slug:ref>/invitation/": Named("person"),
    "people/<slug:ref>/posts/": Named("person"),
    "people/<slug:ref>/numbers/<slug:name>/": Named("person", more=(("name", "phone"),)),
    "rosters/<slug:ref>/": Named("roster"),
    "rosters/<slug:ref>/progress/": Named("roster"),
    "rosters/<slug:ref>/marked/": Named("roster"),
    "rosters/<slug:ref>/columns/": Named("roster"),
    "rosters/<slug:ref>/import/": Named("roster"),
    "rosters/<slug:ref>/discard/": Named("roster"),
    "posts/requests/<slug:ref>/approval/": Named("request", "clerk"),
    "posts/requests/<slug:ref>/refusal/": Named("request", "clerk"),
    "posts/requests/<slug:ref>/withdrawal/": Named("request"),
    "posts/<slug:ref>/end/": Named("post"),
    "posts/<slug:ref>/handover/": Named("own post"),
    "handovers/<slug:ref>/": Named("handover"),
    "handovers/<slug:ref>/acceptance/": Named("handover", "successor"),
    "handovers/<slug:ref>/refusal/": Named("handover", "successor"),
    "handovers/<slug:ref>/withdrawal/": Named("handover"),
    "messages/addresses/<str:ref>/": Named("address"),
    "messages/addresses/<str:ref>/removal/": Named("address"),
    "account/passkeys/<int:pk>/removal/": Named("passkey"),
    "account/identities/<int:number>/removal/": Named("identity"),
    "me/data/copy/<slug:ref>/": Named("copy", "member"),
    "me/data/copy/<slug:ref>/progress/": Named("copy", "member"),
    "me/data/requests/<slug:ref>/withdrawal/": Named("correction", "member"),
    "privacy/corrections/<slug:ref>/": Named("correction"),
    "privacy/requests/<slug:ref>/": Named("correction", "clerk"),
    "privacy/requests/<slug:ref>/erasure/": Named("erasure", "clerk"),
    "privacy/records/<slug:ref>/": Named("record", "clerk"),
    "privacy/records/<slug:ref>/discarding/": Named("record", "clerk"),
    "privacy/breaches/<slug:ref>/": Named("breach", "clerk"),
    "privacy/breaches/<slug:ref>/report/": Named("breach", "clerk"),
    "privacy/breaches/<slug:ref>/notice/": Named("breach", "clerk"),
    "campaigns/<slug:ref>/progress/": Named("campaign", "clerk"),
    "campaigns/<slug:ref>/words/": Named("campaign", "clerk"),
    "campaigns/<slug:ref>/opening/": Named("campaign", "clerk"),
    "campaigns/<slug:ref>/closing/": Named("campaign", "clerk"),
    "notices/<slug:ref>/draft/": Named("draft", "clerk"),
    "notices/<slug:ref>/draft/head/": Named("draft", "clerk"),
    "notices/<slug:ref>/draft/addresses/": Named("draft", "clerk"),
    "notices/<slug:ref>/draft/removal/": Named("draft", "clerk"),
    "notices/<slug:ref>/draft/items/new/": Named("draft", "clerk"),
    "notices/items/<slug:ref>/": Named("item", "clerk"),
    "notices/items/<slug:ref>/removal/": Named("item", "clerk"),
    "notices/items/<slug:ref>/raising/": Named("item", "clerk"),
    "notices/<slug:ref>/sending/": Named("draft", "clerk"),
    "notices/<slug:ref>/amendments/": Named("notice", "clerk"),
    "notices/<slug:ref>/recall/": Named("notice", "clerk"),
    "notices/<slug:ref>/plan/": Named("notice to plan"),
    "plans/<slug:ref>/": Named("plan"),
    "plans/<slug:ref>/writing/": Named("plan"),
    "plans/<slug:ref>/lines/<slug:line>/": Named("plan", more=(("line", "line-one"),)),
    "plans/<slug:ref>/lines/<slug:line>/removal/": Named("plan", more=(("line", "line-one"),)),
    "plans/<slug:ref>/lines/<slug:line>/putting-back/": Named("plan", more=(("line", "line-two"),)),
    "plans/<slug:ref>/goals/<slug:goal>/": Named("plan", more=(("goal", "members"),)),
    "plans/<slug:ref>/hand-in/": Named("plan"),
    "plans/<slug:ref>/taking-back/": Named("guided plan"),
    "plans/<slug:ref>/approval/": Named("plan below", "clerk"),
    "plans/<slug:ref>/agreement/": Named("guided plan", "clerk"),
    "plans/<slug:ref>/return/": Named("guided plan", "clerk"),
    "plans/<slug:ref>/advice/": Named("guided plan", "clerk"),
    "plans/<slug:ref>/advice/<slug:advice>/settlement/": Named("plan below", "clerk"),
    "plans/<slug:ref>/lines/<slug:line>/happening/": Named("settled plan", more=(("line", "line-one"),)),
    "plans/<slug:ref>/beside/": Named("settled plan"),
    "plans/<slug:ref>/lines/<slug:line>/announcing/": Named("settled plan", more=(("line", "line-one"),)),
    "plans/<slug:ref>/lines/<slug:line>/link/": Named("settled plan", more=(("line", "line-two"),)),
    "plans/<slug:ref>/activities/<slug:activity>/unlinking/": Named("settled plan"),
    "practices/<slug:ref>/words/": Named("practice"),
    "practices/<slug:ref>/removal/": Named("practice"),
    "practices/<slug:ref>/trials/": Named("practice below"),
    "practices/<slug:ref>/trials/removal/": Named("practice below"),
    "complaints/mine/<str:ref>/": Named("letter", "member"),
    "polls/<slug:ref>/answer/": Named("draft poll"),
    "polls/<slug:ref>/changes/": Named("draft poll"),
    "polls/<slug:ref>/removal/": Named("draft poll"),
    "polls/<slug:ref>/publication/": Named("draft poll"),
    "polls/<slug:ref>/end/": Named("open poll"),
    "polls/<slug:ref>/withdrawal/": Named("open poll"),
    "polls/<slug:ref>/outcomes/": Named("closed poll"),
    "contributions/<int:pk>/": Named("contribution", "member"),
    "contributions/<int:pk>/taking-back/": Named("contribution", "member"),
    "complaints/mine/<str:ref>/withdrawal/": Named("letter", "member"),
    "complaints/mine/<str:ref>/hiding/": Named("question", "member"),
    "complaints/releases/<str:ref>/": Named("preparation", "clerk"),
    "complaints/releases/<str:ref>/verdict/": Named("preparation", "clerk"),
    "complaints/inbox/<str:ref>/preparing/": Named("question"),
    "complaints/inbox/<str:ref>/outcomes/": Named("question"),
    "complaints/inbox/<str:ref>/": Named("letter", "clerk"),
    "complaints/inbox/<str:ref>/answer/": Named("letter", "clerk"),
    "complaints/inbox/<str:ref>/passing/": Named("letter", "clerk"),
    "complaints/inbox/<str:ref>/passing/undo/": Named("letter", "discipline"),
    "exports/<slug:ref>/": Named("export", "member"),
    "exports/<slug:ref>/progress/": Named("export", "member"),
    "reports/drafts/<str:ref>/": Named("report"),
    "reports/drafts/<str:ref>/preview/": Named("report"),
    "reports/drafts/<str:ref>/figures/": Named("report"),
    "reports/drafts/<str:ref>/submission/": Named("report"),
    "reports/drafts/<str:ref>/recall/": Named("report"),
    "reports/drafts/<str:ref>/verdict/": Named("waiting report", "discipline"),
    "reports/drafts/<str:ref>/editions/": Named("report"),
    "reports/drafts/<str:ref>/removal/": Named("report"),
    "reports/drafts/<str:ref>/template/": Named("report"),
    "reports/templates/<str:ref>/closing/": Named("template"),
    "reports/templates/<str:ref>/keeping/": Named("template"),
    "reports/templates/<str:ref>/opening/": Named("template"),
    "reports/templates/<str:ref>/removal/": Named("template"),
    "reports/templates/<str:ref>/template.json": Named("template"),
    "reports/<slug:ref>/withdrawal/": Named("edition"),
    "ledgers/<slug:slug>/": Named("unit"),
    "ledgers/<slug:slug>/editions/": Named("unit"),
    "activities/<slug:ref>/record/": Named("coming"),
    "activities/<slug:ref>/changes/": Named("coming"),
    "activities/<slug:ref>/calling-off/": Named("coming"),
    "activities/<slug:ref>/correction/": Named("held"),
    "activities/<slug:ref>/striking/": Named("held"),
    "activities/<slug:ref>/leaving/": Named("joint"),
    "activities/<slug:ref>/resolutions/": Named("held"),
    "activities/<slug:ref>/pictures/": Named("held"),
    "activities/<slug:ref>/names/": Named("held"),
    "activities/<slug:ref>/story/": Named("held"),
    "activities/resolutions/<int:number>/": Named("resolution"),
    "activities/resolutions/<int:number>/striking/": Named("resolution"),
    "activities/resolutions/<int:number>/settlement/striking/": Named("resolution"),
    "activities/pictures/<int:number>/removal/": Named("illustration"),
    "lectures/<ref:ref>/organising/": Named("hall lecture"),
    "lectures/<ref:ref>/changes/": Named("hall lecture"),
    "lectures/<ref:ref>/poster/": Named("hall lecture"),
    "lectures/<ref:ref>/poster/removal/": Named("hall lecture"),
    "lectures/<ref:ref>/materials/": Named("hall lecture"),
    "lectures/<ref:ref>/picture/": Named("hall lecture"),
    "lectures/<ref:ref>/picture/progress/": Named("hall lecture"),
    "lectures/<ref:ref>/picture/making/": Named("hall lecture"),
    "lectures/<ref:ref>/picture/removal/": Named("hall lecture"),
    "lectures/<ref:ref>/picture/next/removal/": Named("hall lecture"),
    "lectures/<ref:ref>/picture/keeping/": Named("hall lecture"),
    "lectures/<ref:ref>/picture/trim/": Named("hall lecture"),
    "lectures/<ref:ref>/picture/trim/undo/": Named("hall lecture"),
    "lectures/<ref:ref>/picture/transcript/": Named("hall lecture"),
    "lectures/<ref:ref>/record.csv": Named("hall lecture"),
    "lectures/<ref:ref>/live/": Named("live lecture"),
    "lectures/<ref:ref>/live/opening/": Named("hall lecture"),
    "lectures/<ref:ref>/live/door/": Named("live lecture"),
    "lectures/<ref:ref>/live/key/": Named("live lecture"),
    "lectures/<ref:ref>/live/cut/": Named("live lecture"),
    "lectures/<ref:ref>/live/status/": Named("live lecture"),
    "lectures/<ref:ref>/live/camera/": Named("live lecture"),
    "lectures/<ref:ref>/live/browser/": Named("live lecture"),
    "lectures/<ref:ref>/live/browser/<ref:feed>/": Named("live feed"),
    "lectures/<ref:ref>/live/browser/<ref:feed>/end/": Named("live feed"),
    "lectures/<ref:ref>/live/browser/<ref:feed>/<int:number>/": Named("live feed", more=(("number", "0"),)),
    "lectures/<ref:ref>/seat/": Named("hall lecture"),
    "lectures/<ref:ref>/seat/cancellation/": Named("hall lecture"),
    "lectures/<ref:ref>/registrations/": Named("hall lecture"),
    "lectures/<ref:ref>/door/": Named("hall lecture"),
    "lectures/<ref:ref>/door/code/": Named("hall lecture"),
    "lectures/<ref:ref>/door/paper/": Named("hall lecture"),
    "lectures/<ref:ref>/door/desk/": Named("hall lecture"),
    "lectures/<ref:ref>/registrations.csv": Named("hall lecture"),
    "lectures/<ref:ref>/questions/<slug:question>/wish/": Named("lecture question"),
    "lectures/<ref:ref>/questions/<slug:question>/answer/": Named("lecture question"),
    "lectures/<ref:ref>/desk/": Named("hall lecture"),
    "lectures/<ref:ref>/desk/decision/": Named("hall lecture"),
    "lectures/<ref:ref>/desk/notice/": Named("hall lecture"),
    "lectures/<ref:ref>/desk/air/": Named("hall lecture"),
    "lectures/<ref:ref>/desk/agenda/<int:number>/": Named("hall lecture", more=(("number", "1"),)),
    "lectures/<ref:ref>/desk/talk/<slug:name>/": Named("hall lecture", more=(("name", "comments"),)),
    "lectures/<ref:ref>/lecturer/": Named("hall lecture"),
    "lectures/registrations/<slug:ref>/arrival/": Named("registration"),
    "lectures/arrivals/<int:number>/striking/": Named("arrival"),
    "lectures/materials/<int:number>/removal/": Named("material"),
    "remarks/<slug:ref>/new/": Named("thread", "successor"),
    "remarks/<slug:ref>/own/": Named("thread", "member"),
    "remarks/said/<slug:ref>/wording/": Named("remark", "member"),
    "remarks/said/<slug:ref>/withdrawal/": Named("remark", "member"),
    "remarks/said/<slug:ref>/appeal/": Named("appealed remark", "member"),
    "remarks/said/<slug:ref>/report/": Named("shown remark"),
    "remarks/desk/<slug:ref>/": Named("remark"),
    "remarks/desk/<slug:ref>/decision/": Named("remark"),
    "remarks/desk/<slug:ref>/silence/": Named("remark"),
    "remarks/desk/<slug:ref>/answer/": Named("appealed remark"),
    "remarks/desk/mutes/<int:number>/end/": Named("mute"),
    "remarks/desk/threads/<slug:ref>/": Named("thread"),
    "remarks/desk/threads/<slug:ref>/switch/": Named("thread"),
    "remarks/desk/threads/<slug:ref>/all.csv": Named("thread"),
    "remarks/desk/threads/<slug:ref>/all.xlsx": Named("thread"),
}
#: What these name belongs to no organisation: what everybody may be asked to agree to, accounts, which are one
#: administrator's for the whole installation, what readers write to the channel's editors, the editors' panoramas, the kinds of activity,
#: the jobs of the installation, and, of remarks, what the chief editor alone may do and the one list of words.
NOBODYS = frozenset(
    {
        "figures/<str:name>/exports/<slug:kind>/",
        "me/data/consents/<str:code>/", "me/data/consents/<str:code>/withdrawal/",
        "accounts/<int:number>/", "accounts/<int:number>/state/", "accounts/<int:number>/link/",
        "accounts/<int:number>/reset/", "accounts/resets/<int:number>/decision/",
        "operations/jobs/<slug:ref>/progress/", "operations/jobs/<slug:ref>/retry/", "operations/jobs/<slug:ref>/removal/",
        "operations/outgoing/<int:number>/settlement/", "operations/backups/<slug:ref>/progress/",
        "notes/<slug:ref>/settlement/", "documents/authenticate_with_password/<int:restriction_id>/",
        "desk/pieces/<int:number>/links/", "desk/pieces/<int:number>/story/",
        "desk/links/<slug:ref>/revocation/", "desk/remarks/<slug:ref>/settlement/",
        "remarks/desk/<slug:ref>/writer/", "remarks/desk/words/<int:number>/removal/",
        "activities/kinds/<slug:code>/", "activities/kinds/<slug:code>/retirement/", "activities/rules/<slug:code>/confirmation/",
        "panoramas/tours/<slug:ref>/", "panoramas/tours/<slug:ref>/removal/", "panoramas/<slug:ref>/", "panoramas/<slug:ref>/words/",
        "panoramas/<slug:ref>/progress/", "panoramas/<slug:ref>/making/", "panoramas/<slug:ref>/preview/",
        "panoramas/<slug:ref>/removal/", "panoramas/<slug:ref>/removal/undo/", "panoramas/<slug:ref>/spots/",
        "panoramas/<slug:ref>/spots/<slug:spot>/", "panoramas/<slug:ref>/spots/<slug:spot>/place/",
        "panoramas/<slug:ref>/spots/<slug:spot>/removal/", "panoramas/<slug:ref>/spots/<slug:spot>/removal/undo/",
    }
)  # fmt: skip
#: Only whoever passed a letter on may take it back, so its handler cannot be asked.
FOR_WHOEVER_PASSED_IT_ON = frozenset({"complaints/inbox/<str:ref>/passing/undo/"})
#: Things that addresses name by a number.
NUMBERS = frozenset(
    {"passkey", "identity", "contribution", "resolution", "illustration", "mute", "material", "arrival"}
)
_PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
#: Ids in bodies: who sends what where; every value that is a ref of one's own side is swapped for the twin's.
FORMS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("secretary", "/units/new/", {"kind": "group", "name": "某小组", "short_name": "某小组", "superior": "{unit}"}),
    ("clerk", "/units/{unit}/changes/", {"name": "某支部", "short_name": "某支部", "superior": "{general}"}),
    ("secretary", "/people/new/", {"name": "某人", "status": "full", "since": "2018-05-01", "unit": "{unit}"}),
    ("secretary", "/people/{person}/affiliations/", {"unit": "{unit}", "line": "party", "since": "2018-05-01"}),
    ("secretary", "/people/{person}/posts/", {"unit": "{unit}", "post": "publicity_member", "since": "2018-05-01", "reason": "会议"}),
    ("secretary", "/posts/{own post}/handover/", {"successor": "{successor}", "note": ""}),
    (
        "clerk", "/privacy/breaches/new/",
        {"title": "丢失", "found_at": "2018-06-05T11:00", "first_day": "2018-06-01", "last_day": "2018-06-05", "unit": "{unit}", "rooms": "directory"},
    ),
)  # fmt: skip


def named() -> list[Address]:
    """The addresses that name something and are not for everybody."""
    return [
        one for one in addresses() if "<" in one.route and not one.open and not one.route.startswith("cms/")
    ]


def path_of(route: str, ref: str) -> str:
    """The path of a route with a ref in it."""
    more = dict(THINGS[route].more)
    words = ref.split(" ")

    def word(found: re.Match[str]) -> str:
        return more.get(found[1]) or (words.pop(0) if len(words) > 1 else words[0])

    return "/" + _PARAMETER.sub(word, route)


def bare(answer: Any, path: str) -> tuple[int, str, str]:
    """An answer without what differs between any two requests: its own address and the form's keys."""
    html = answer.content.decode().replace(path, "")
    html = re.sub(r'(csrfmiddlewaretoken|intent|nonce)" value="[\w:.-]+', "", html)
    return answer.status_code, answer.headers.get("Location", ""), html


def fresh(side: Side, role: str) -> Client:
    """Someone who has just proved who they are, so that what asks for a fresh proof asks for nothing."""
    account = side.account(role)
    client = signed_in(account)
    session = client.session
    session["account_authentication_methods_user"] = str(account.pk)
    session["account_authentication_methods"] = [{"method": "password", "at": timezone.now().timestamp()}]
    session.save()
    return client


def test_addresses_when_they_name_something_then_each_is_tried() -> None:
    assert sorted({one.route for one in named()} ^ (THINGS.keys() | NOBODYS)) == []


def test_things_of_the_twin_when_asked_for_then_are_the_same_404_as_nothing(
    record_property: Callable[..., None],
) -> None:
    ours, theirs = both()
    wrong, calls = [], 0
    for route, thing in THINGS.items():
        nothing = "999999" if thing.ref in NUMBERS else "nobodynobodynobodyno"
        for method in ("GET", "POST"):
            client = fresh(ours, thing.role)
            paths = path_of(route, theirs.refs[thing.ref]), path_of(route, nothing)
            foreign, none = (client.generic(method, path) for path in paths)
            calls += 2
            # A way in that is no longer there sends one back to one's own page, whosever it was.
            if foreign.status_code not in {404, 405, 302} or bare(foreign, paths[0]) != bare(none, paths[1]):
                wrong.append(
                    f"{method} {route}: {foreign.status_code} for the twin's, {none.status_code} for nothing"
                )
            if theirs.mark in foreign.content.decode():
                wrong.append(f"{method} {route}: shows the twin's words")
    record_property("counted", f"twins: {calls} swapped requests, {len(wrong)} foreign bytes or differences")
    assert wrong == []


def test_things_of_ones_own_when_asked_for_then_are_there() -> None:
    """The control: the same addresses lead somewhere for those whose they are."""
    ours, _theirs = both()
    lost = []
    for route, thing in THINGS.items():
        if route in FOR_WHOEVER_PASSED_IT_ON:
            continue
        with transaction.atomic():  # one of these must not take away what the next one is about
            client, path = fresh(ours, thing.role), path_of(route, ours.refs[thing.ref])
            status = client.get(path).status_code
            status = client.post(path).status_code if status == 405 else status
            transaction.set_rollback(True)
        if status in {403, 404} or status >= 500:
            lost.append(f"{route}: {status}")
    assert lost == []


def test_forms_when_an_id_in_them_is_the_twins_then_nothing_happens_and_nothing_is_shown() -> None:
    ours, theirs = both()

    def filled(text: str, side: Side) -> str:
        return re.sub(r"\{([^}]+)\}", lambda found: side.refs[found[1]], text)

    wrong = []
    for role, path, body in FORMS:
        where = filled(path, ours)
        foreign = fresh(ours, role).post(where, {name: filled(value, theirs) for name, value in body.items()})
        if foreign.status_code != 422 or theirs.mark in foreign.content.decode():
            wrong.append(f"{path}: {foreign.status_code}")
        # The control: with one's own id it is done, or refused for another reason than that nobody knows it.
        with transaction.atomic():
            own = fresh(ours, role).post(where, {name: filled(value, ours) for name, value in body.items()})
            transaction.set_rollback(True)
        if own.status_code != 302 and "请从" in own.content.decode():
            wrong.append(f"{path}: one's own id is not known either")
    assert wrong == []


#: Pages that show many things: whatever the twin has must not be among them. Queries name the twin's ids on purpose.
LISTS = (
    "/units/new/", "/units/new/?superior={unit}&made={unit}", "/week/", "/me/", "/people/", "/people/?unit={unit}", "/people/?q={mark}", "/people/?left=1&unit={unit}", "/people/new/?unit={unit}",
    "/posts/", "/posts/requests/", "/messages/", "/messages/settings/", "/account/", "/complaints/mine/", "/remarks/mine/", "/complaints/inbox/", "/complaints/releases/", "/letters/", "/polls/desk/", "/cards/mine/", "/rosters/",
    "/activities/", "/activities/calendar/?month=2018-06", "/activities/ledger/",
    "/activities/new/", "/activities/announcement/",
    "/me/data/", "/me/data/copy/", "/me/data/correction/", "/privacy/corrections/", "/privacy/requests/", "/privacy/records/",
    "/privacy/breaches/new/", "/reports/", "/reports/{edition}/", "/reports/{edition}/recount/", "/reports/{edition}/comparison/",
    "/ledgers/", "/reports/drafts/", "/reports/new/", "/reports/templates/", "/exports/",
)  # fmt: skip


#: Pages of those who moderate: a committee's staff moderate everywhere, so only a secretary's hold nothing of the twin.
DESKS = ("/remarks/desk/", "/remarks/desk/appeals/", "/remarks/desk/mutes/", "/remarks/desk/threads/")


def test_lists_when_read_then_hold_nothing_of_the_twin() -> None:
    ours, theirs = both()
    shown = []
    for role in ("clerk", "discipline", "secretary", "successor", "member"):
        client = fresh(ours, role)
        for path in LISTS + (DESKS if role == "secretary" else ()):
            asked = path.replace("{unit}", theirs.refs["unit"]).replace("{mark}", theirs.mark)
            asked = asked.replace("{edition}", theirs.refs["edition"])
            answer = client.get(asked)
            html = answer.content.decode().replace(f'value="{theirs.mark}"', "")
            if theirs.mark in html or answer.status_code >= 500:
                shown.append(f"{asked} as {role} ({answer.status_code})")
    assert shown == []


def test_lists_when_nobody_narrows_them_then_the_twin_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: a query that forgets whose it is."""
    from sixianghui.directory.models import Person
    from sixianghui.directory.queries import people

    ours, theirs = both()
    monkeypatch.setattr(people, "people_visible_to", lambda *_args: Person.objects.all())
    assert theirs.mark in fresh(ours, "secretary").get("/people/").content.decode()

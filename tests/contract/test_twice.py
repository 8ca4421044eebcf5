"""A form sent twice, by a double press or anew after a lost answer, has one effect: by `ui.once`, or by itself."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from tests.contract.house import Code, all_code, all_templates, dotted

#: A function that says who may enter is a view.
MARKS = {"open_to_all", "signed_in", "requires"}

SET = "sets what was sent: again, it is so already"
GONE = "what it was to be done to is no longer there: the second is told so"
DECIDED = "only what is still open is decided: the second is told that it was"
STEP = "a step from one state to the next: from there the second is no step, and is told so"
AGAIN = "asked again, the answer is what the first one made"
NONCE = "the number that was made with the form makes one row of it"
SHOWN_LAST = "the second takes the place of the first: only what is shown last holds"
LOOK = "a look, not a change: each is written down, for each was one"
READS = "writes nothing"
WIRE = "a program asks, whose report has a number or whose sender is let in once"

#: Views that answer POST without `ui.once`, and why a second one like the first does no harm.
SAFE_TWICE = {
    "access.accounts.decision": DECIDED,
    "access.accounts.link": SHOWN_LAST,
    "access.accounts.new": "no sign-in name has two accounts; a new link for it is one press away",
    "access.accounts.reset": "one open request an account, by a constraint",
    "access.accounts.state": SET,
    "access.adapters.beforehand": SET,
    "access.adapters.disconnect": GONE,
    "access.adapters.start": "sets out for a provider: nothing is written here",
    "access.door.link": "a link is spent once",
    "access.door.passkey": "the question to the device is answered once",
    "access.door.password": "the password of the moment is refused as a new one",
    "access.door.second_step": "a code is spent once",
    "access.door.sign_in": "whoever is in is led on",
    "access.door.sign_out": "whoever is out is out",
    "access.own.codes": READS,
    "access.own.new_authenticator": "whoever has one is led on",
    "access.own.new_codes": SHOWN_LAST,
    "access.own.new_passkey": "the question to the device is answered once",
    "access.own.no_authenticator": GONE,
    "access.own.no_passkey": GONE,
    "access.own.other_sessions": "then there are no others",
    "access.own.proof_by_code": "a code is spent once, and the proof was given",
    "access.own.proof_by_passkey": "the question is answered once, and the proof was given",
    "access.own.proof_by_password": "proved again, the proof is a second younger",
    "activities.after.names": SET,
    "activities.after.picture_removal": GONE,
    "activities.after.story": AGAIN,
    "activities.keeping.feed": SHOWN_LAST,
    "activities.keeping.feed_end": "then there is none to end",
    "activities.kinds.confirmation": DECIDED,
    "activities.kinds.kind": SET,
    "activities.writing.leaving": GONE,
    "campaigns.plan_lines.goal": "by its version and its words: the same again is the same goal",
    "campaigns.plan_lines.line": "by its version and its words: the same again is the same line",
    "campaigns.plan_lines.putting_back": GONE,
    "campaigns.plan_lines.removal": AGAIN,
    # Not by `once`: where one line clashes the others are kept nevertheless, and the answer is a page.
    "campaigns.plan_writing.writing": "line by line as above; what was handed in takes no second one",
    "campaigns.practices.practice_trials_removal": GONE,
    "channel.contributions.taking_back": STEP,
    "channel.desk_views.account": SET,
    "channel.desk_views.aging": READS,
    "channel.desk_views.aging_results": READS,
    "channel.links.remark": NONCE,
    "channel.links.revocation": "one that is over is not ended anew",
    "channel.links.links": "the token is made of the form's key: the same form is the same link",
    "channel.links.settlement": "one that is settled is not settled anew",
    "channel.notes.note": NONCE,
    "channel.notes.settlement": "one that is settled is not settled anew",
    "channel.reads.reads": WIRE,
    "channel.screens.creating.MadeOnce": "has a key of its own; what is sent again is the next version of the one piece",
    "channel.screens.leaving.CopyPiece": "no address is given to two pieces of a column",
    "channel.screens.leaving.RetireColumn": STEP,
    "channel.screens.leaving.Unschedule": STEP,
    "channel.screens.leaving.WithdrawPiece": STEP,
    "channel.screens.reviewing.AskReviewer": READS,
    "channel.screens.reviewing.ReviewPiece": "a level is passed once in a round, by a constraint",
    "complaints.asking.question": NONCE,
    "complaints.asking.similar": READS,
    "complaints.handling.undo": GONE,
    "complaints.writing.burden": NONCE,
    "complaints.writing.hiding": STEP,
    "complaints.writing.hiding_by_code": STEP,
    "complaints.writing.receipt": READS,
    "complaints.writing.withdrawal": STEP,
    "complaints.writing.withdrawal_by_code": STEP,
    "complaints.writing.write": NONCE,
    "directory.cards.own": SET,
    "directory.cards.withdraw": GONE,
    "directory.handovers.accept": DECIDED,
    "directory.handovers.decline": DECIDED,
    "directory.handovers.withdraw": DECIDED,
    "directory.people.change": "only what differs is written",
    "directory.people.correct": "only what differs is written",
    "directory.people.invite": "whoever has an account gets no second one",
    "directory.people.number": LOOK,
    "directory.posts.approve": DECIDED,
    "directory.posts.end": "a post that ended, or ends that day, is not ended anew",
    "directory.posts.refuse": DECIDED,
    "directory.posts.withdraw": DECIDED,
    "directory.registering.change": "only what differs is written",
    "directory.registering.close": GONE,
    "directory.registering.enterprise": "only what differs is written",
    "directory.registering.guidance": "one line stands, by a constraint",
    "directory.registering.take_back": "what is open again is not found among the closed",
    "directory.rosters.columns": STEP,
    "directory.rosters.discard": "one that was let go is not let go anew",
    "directory.rosters.export": LOOK,
    "directory.rosters.rosters": "one upload at a time: the one before, not yet imported, is let go",
    "directory.rosters.start": AGAIN,
    "lectures.camera.browser": "one's own page before gives way",
    "lectures.camera.browser_end": "then it has ended",
    "lectures.camera.browser_piece": "pieces have numbers: the same again is as good",
    "lectures.door.arrival": "a browser or an account is counted once, by a constraint",
    "lectures.door.arrival_striking": STEP,
    "lectures.door.desk_registration": "a registration is counted once, by a constraint",
    "lectures.hall.seat_cancellation": GONE,
    "lectures.live.cut": "cut is refused a second time; put back sets it",
    "lectures.live.door": SET,
    "lectures.live.key": SHOWN_LAST,
    "lectures.live.use": AGAIN,
    "lectures.moderating.agenda": "the moment is put right",
    "lectures.moderating.air": STEP,
    "lectures.moderating.answer": "a question is taken up once; done and taken back are steps",
    "lectures.moderating.decision": "decided as it stood on the page: then it stands otherwise",
    "lectures.moderating.notice": "what is pinned is not said again",
    "lectures.moderating.talk": SET,
    "lectures.picture.again": STEP,
    "lectures.picture.picture": SHOWN_LAST,
    "lectures.picture.remove": "then there is none",
    "lectures.planning.material_removal": GONE,
    "lectures.planning.poster_removal": SET,
    "lectures.replay.keep_old": "then there is no other",
    "lectures.replay.untrim": GONE,
    "lectures.room.wish": "an account wishes once, by a constraint; which way is said",
    "lectures.watching.watching": WIRE,
    "media.hooks.nginx_rtmp": WIRE,
    "media.hooks.srs": WIRE,
    "media.intake.feeds": WIRE,
    "media.intake.round_": WIRE,
    "media.panoramas.again": STEP,
    "media.panoramas.panoramas": "the same picture again is the same panorama",
    "media.panoramas.put_back": SET,
    "media.panoramas.remove": GONE,
    "media.panoramas.words": SET,
    "media.spots.put_back": GONE,
    "media.spots.remove": GONE,
    "media.spots.spot": SET,
    "media.tours.remove": GONE,
    "media.tours.tour": SET,
    "media.whip.offer": WIRE,
    "notify.address": "one code a minute; a later one takes the place of the first",
    "notify.messages": "read up to a message, and never back",
    "notify.proof": "a code is spent once",
    "notify.removal": GONE,
    "notify.settings": SET,
    "notify.stop": SET,
    "operations.backups.backups": "the one that is being made is the answer",
    "operations.jobs.drop": GONE,
    "operations.jobs.retry": STEP,
    "polls.answering.answer": "an account answers once, by a constraint; a key would keep what was chosen",
    "privacy.breaches.notice": "nobody is told of the same breach twice",
    "privacy.breaches.report": STEP,
    "privacy.mine.consent": STEP,
    "privacy.mine.withdraw": DECIDED,
    "privacy.mine.withdraw_consent": STEP,
    "privacy.records.discard": GONE,
    "remarks.changing.withdrawal": AGAIN,
    "remarks.one.writer": LOOK,
    "remarks.threads.export": LOOK,
    "remarks.writing.name": SET,
    "reports.drafts.preview": READS,
}

KEY = "{% intent %}"
#: Opening tag and content of a form. A template tag holds no `>`.
FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.S)
URL = re.compile(r'\{%\s*url\s+"([\w:-]+)"')
ELSEWHERE = re.compile(r'formaction="\{%\s*url\s+"([\w:-]+)"')
AROUND = re.compile(r'\{%\s*(?:extends|include)\s+"([^"]+)"')


def last_name(node: ast.expr) -> str:
    """`once` of `ui.once`, `requires` of `requires(Action.SEE)`."""
    return dotted(node.func if isinstance(node, ast.Call) else node).rpartition(".")[2]


def called(module: str, view: str) -> str:
    """`room.file.view`; the folder `views` goes without saying."""
    return ".".join([*(part for part in module.split(".")[1:] if part != "views"), view])


def answers_post(view: ast.FunctionDef) -> bool:
    """Whether its decorators let a POST in; without any of them, whether it speaks of POST at all."""
    for one in view.decorator_list:
        if last_name(one) in {"require_safe", "require_GET"}:
            return False
        if last_name(one) == "require_http_methods":
            methods = [node.value for node in ast.walk(one) if isinstance(node, ast.Constant)]
            return not methods or "POST" in methods
    return any(
        (isinstance(node, ast.Constant) and node.value == "POST")
        or (isinstance(node, ast.Attribute) and node.attr == "POST")
        or (isinstance(node, ast.Name) and node.id == "require_POST")
        for node in ast.walk(view)
    )


def posts(code: Code) -> Iterator[tuple[str, bool]]:
    """(name, whether under `once`) of each view of a file that answers POST: functions, `as_view()`, `def post`."""
    if not any(word in code.text for word in ("POST", "as_view", "def post")):
        return
    for node in code.tree.body:
        if isinstance(node, ast.FunctionDef):
            marks = {last_name(one) for one in node.decorator_list}
            if marks & MARKS and answers_post(node):
                yield called(code.module, node.name), "once" in marks
        elif isinstance(node, ast.Assign):
            calls = {last_name(one) for one in ast.walk(node.value) if isinstance(one, ast.Call)}
            if "as_view" in calls:
                yield called(code.module, dotted(node.targets[0])), "once" in calls
        elif isinstance(node, ast.ClassDef) and any(
            isinstance(one, ast.FunctionDef) and one.name == "post" for one in node.body
        ):
            yield called(code.module, node.name), False


def unsafe(codes: Iterable[Code]) -> list[str]:
    """Views of which nobody said what a second POST does."""
    return [name for code in codes for name, once in posts(code) if not once and name not in SAFE_TWICE]


def addresses(codes: Iterable[Code]) -> dict[str, str]:
    """By `room:name` of an address, the name of its view."""
    found: dict[str, str] = {}
    for code in codes:
        if not code.path.endswith("urls.py"):
            continue
        nodes = list(ast.walk(code.tree))
        modules = {
            alias.asname or alias.name: f"{node.module}.{alias.name}"
            for node in nodes
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }
        for node in nodes:
            if not isinstance(node, ast.Call) or last_name(node) != "path" or len(node.args) < 2:
                continue
            module, _dot, view = dotted(node.args[1]).rpartition(".")
            for one in node.keywords:
                if one.arg == "name" and isinstance(one.value, ast.Constant) and module in modules:
                    found[f"{code.room}:{one.value.value}"] = called(modules[module], view)
    return found


def rendered(code: Code, view: str) -> set[str]:
    """The templates that a view names, or a function of its file that it calls."""
    functions = {one.name: one for one in code.tree.body if isinstance(one, ast.FunctionDef)}
    found: set[str] = set()
    waiting, seen = [one for one in functions if one == view], {view}
    while waiting:
        for node in ast.walk(functions[waiting.pop()]):
            if isinstance(node, ast.Constant) and str(node.value).endswith(".html"):
                found.add(str(node.value))
            name = dotted(node.func) if isinstance(node, ast.Call) else ""
            if name in functions and name not in seen:
                seen.add(name)
                waiting.append(name)
    return found


def place(name: str, text: str, at: int) -> str:
    """Where in a template something stands: its name and the line."""
    line = text.count("\n", 0, at) + 1
    return f"{name}:{line}"


def keyless(codes: Iterable[Code], templates: Iterable[tuple[str, str]]) -> list[str]:
    """Forms for views under `once` that carry no key: those that name such an address, and those that name none, on a
    page of such a view.

    A form whose address is a variable is left out."""
    codes = tuple(codes)
    texts = {path.rpartition("/templates/")[2]: text for path, text in templates}
    once = {name for code in codes for name, kept in posts(code) if kept}
    keyed = {address for address, view in addresses(codes).items() if view in once}
    pages: set[str] = set()
    for code in codes:
        for name, kept in posts(code):
            waiting = sorted(rendered(code, name.rpartition(".")[2])) if kept else []
            while waiting:
                page = waiting.pop()
                if page not in pages:
                    pages.add(page)
                    waiting += AROUND.findall(texts.get(page, ""))
    return [
        place(name, text, form.start())
        for name, text in sorted(texts.items())
        for form in FORM.finditer(text)
        if 'method="post"' in form[1].lower() and KEY not in form[2]
        if keyed & {*URL.findall(form[1]), *ELSEWHERE.findall(form[2])}
        or ("action=" not in form[1] and name in pages)
    ]


def test_views_when_they_answer_a_post_then_a_second_one_like_it_does_no_harm() -> None:
    assert unsafe(all_code()) == []


def test_list_when_a_view_is_gone_or_under_once_then_does_not_name_it() -> None:
    standing = {name for code in all_code() for name, once in posts(code) if not once}
    assert sorted(set(SAFE_TWICE) - standing) == []


def test_forms_when_their_view_is_under_once_then_they_carry_the_key() -> None:
    assert keyless(all_code(), all_templates()) == []


def test_views_when_one_is_neither_under_once_nor_said_to_be_safe_then_is_found() -> None:
    views = Code(
        "polls/views/made_up.py",
        "@signed_in\n@require_POST\ndef press(request): ...\n"
        "@signed_in\n@require_http_methods(METHODS)\ndef named(request): ...\n"
        "@open_to_all\ndef bare(request):\n    return request.method == 'POST'\n"
        "by_class = signed_in(Form.as_view())\n"
        "class Screen(View):\n    def post(self, request): ...\n"
        "@signed_in\n@require_POST\n@ui.once\ndef kept(request): ...\n"
        "@signed_in\n@require_safe\ndef page(request):\n    return request.POST\n"
        "@requires(Action.SEE)\n@require_http_methods(['GET', 'HEAD'])\ndef other(request): ...\n"
        "def helper(request):\n    return request.POST\n",
    )
    found = ["press", "named", "bare", "by_class", "Screen"]
    assert unsafe([views]) == [f"polls.made_up.{one}" for one in found]


def test_forms_when_one_lacks_the_key_then_is_found() -> None:
    views = Code(
        "polls/views/made_up.py",
        "@signed_in\n@require_POST\n@ui.once\ndef end(request):\n    return _page(request)\n"
        "def _page(request):\n    return render(request, 'polls/end.html')\n"
        "@signed_in\n@require_POST\ndef other(request): ...\n",
    )
    urls = Code(
        "polls/urls.py",
        "from sixianghui.polls.views import made_up\n"
        "urlpatterns = [path('end/', made_up.end, name='end'), path('other/', made_up.other, name='other')]\n",
    )
    bare = '<form method="post">{% csrf_token %}</form>'
    to = '<form method="post" action="{%% url "polls:%s" one.ref %%}">{%% csrf_token %%}</form>\n'
    templates = {
        "polls/templates/polls/end.html": '{% extends "polls/around.html" %}\n' + bare,
        "polls/templates/polls/around.html": bare.replace("{% csrf_token %}", "{% csrf_token %}{% intent %}"),
        "polls/templates/polls/list.html": to % "end" + to % "other",
        "polls/templates/polls/apart.html": bare,
    }
    assert keyless([views, urls], templates.items()) == ["polls/end.html:2", "polls/list.html:1"]

"""T10: every address × every role × every method, asked of the site and held against the written table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sixianghui.access.public import Account, Post
from sixianghui.common.policy import OPEN
from sixianghui.directory.public import UnitKind
from tests.conftest import Lane
from tests.contract.test_answers import faults
from tests.factories import a_unit, an_account, an_appointment
from tools.addresses import NOBODY_SIGNED_IN, PLAIN, ROLES, Address, addresses

pytestmark = pytest.mark.django_db
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
#: Where a session may be ended.
OWN = ("/sign-", "/password/", "/account/", "/links/", "/cms/logout/")
REFUSED = "这一页要由相应职务的人打开"


class Cast:
    """A client for each role, signed in anew whenever an answer may have ended the session."""

    def __init__(self) -> None:
        committee = a_unit(kind=UnitKind.INDUSTRY_COMMITTEE)
        self.accounts: dict[str, Account] = {PLAIN: an_account(is_sample=True)}
        for post in Post:
            # Invented people are let off the second step: here it is the posts that are asked about.
            self.accounts[str(post)] = an_account(is_sample=True)
            an_appointment(self.accounts[str(post)], committee, post)
        self.clients: dict[str, Client] = {}

    def client(self, role: str) -> Client:
        if role not in self.clients:
            client = Client(raise_request_exception=False)
            if role != NOBODY_SIGNED_IN:
                client.force_login(self.accounts[role])
            self.clients[role] = client
        return self.clients[role]

    def ask(self, role: str, method: str, path: str) -> Any:
        answer = self.client(role).generic(method, path)
        # What is one's own may end the session: signing out, a new password.
        if method not in {"GET", "HEAD", "OPTIONS"} and path.startswith(OWN):
            self.clients.pop(role)
        return answer


def entered(answer: Any) -> bool:
    """Whether a view ran, rather than the door saying no."""
    if answer.status_code == 302 and answer["Location"].split("?")[0] == reverse("access:sign-in"):
        return False
    return answer.status_code != 403 or (bool(answer.content) and REFUSED not in answer.content.decode())


def mismatches(
    asked: Iterator[Address], cast: Cast, methods: tuple[str, ...], roles: tuple[str, ...] = ROLES
) -> tuple[list[str], int]:
    """Where the site and the table differ, and how many calls were made. HEAD has no body to tell refusals apart."""
    found, calls = [], 0
    for address in asked:
        for role in roles:
            for method in methods:
                answer = cast.ask(role, method, address.path)
                calls += 1
                line = f"{method} {address.path} as {role}: {answer.status_code}"
                # 501: what it takes is an extra that is not installed here, and a sentence says so.
                if answer.status_code >= 500 and answer.status_code != 501:
                    found.append(f"{line}, a crash")
                elif role in address.roles:
                    if method != "HEAD" and not address.open and not entered(answer):
                        found.append(f"{line}, but the table lets them in")
                elif entered(answer):
                    found.append(f"{line}, but the table keeps them out")
                if not address.path.startswith("/cms/"):
                    private = role != NOBODY_SIGNED_IN and method in {"GET", "POST"}
                    found += [
                        f"{line}: {fault}"
                        for fault in faults(address.path, answer, private=private and not address.open)
                        if "it is a" not in fault
                    ]
    return found, calls


def ours() -> Iterator[Address]:
    return (one for one in addresses() if not one.route.startswith("cms/"))


def test_addresses_when_listed_then_each_has_a_path_that_leads_to_it() -> None:
    from django.urls import Resolver404, resolve

    lost = []
    for address in addresses():
        try:
            resolve(address.path)
        except Resolver404:
            lost.append(f"{address.route} → {address.path}")
    assert lost == []


#: One of each kind of reach: nobody, no post, a roster, a unit, guidance, the whole site.
FEW = (NOBODY_SIGNED_IN, PLAIN, "member", "secretary", "committee_clerk", "security_admin")


def test_addresses_when_asked_by_six_roles_then_the_table_holds(record_property: Callable[..., None]) -> None:
    """The fast lane reads our own addresses."""
    found, calls = mismatches(ours(), Cast(), ("GET",), FEW)
    record_property("counted", f"roles: {calls} calls to our addresses, {len(found)} mismatches")
    assert found == []


@pytest.mark.deep
@pytest.mark.parametrize("method", METHODS)
def test_addresses_when_asked_by_every_role_and_method_then_the_table_holds(
    record_property: Callable[..., None], lane: Lane, method: str
) -> None:
    """The deep lane asks all of them, Wagtail's included: GET and POST by every role, the others by six.

    Who may enter is asked before the method is looked at; the long lane does not rely on it.
    """
    few = method not in {"GET", "POST"} and lane.name != "long"
    found, calls = mismatches(addresses(), Cast(), (method,), FEW if few else ROLES)
    record_property("counted", f"roles: {calls} calls by {method}, {len(found)} mismatches")
    assert found == []


def test_table_when_a_view_is_opened_by_mistake_then_it_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: a view whose mark is weaker than the table says."""
    address = next(one for one in addresses() if one.route == "people/")
    from sixianghui.access import middleware

    original = middleware.policy_for
    monkeypatch.setattr(
        middleware, "policy_for", lambda view, route: OPEN if route == "people/" else original(view, route)
    )
    found, _calls = mismatches(iter([address]), Cast(), ("GET",))
    assert [line.split(":")[0] for line in found if "keeps them out" in line] != []

"""The way to the same page in the other language stays on the site, whatever address somebody made up."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client, RequestFactory

from sixianghui.ui import context

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "zh"),
    [
        ("/", "/"),
        ("/units/", "/units/"),
        ("/en/units/", "/units/"),
        ("/en/", "/"),
        ("/en//evil.example/", "/evil.example/"),
        ("//evil.example/", "/evil.example/"),
        ("/en/%5Cevil.example/", "/evil.example/"),
        ("/%5C/%5Cevil.example/", "/evil.example/"),
        ("/en/%09/evil.example/", "/%09/evil.example/"),
        ("/en/%0A%5Cevil.example/", "/%0A%5Cevil.example/"),
        ("/units/%3Fa%23b%25/", "/units/%3Fa%23b%25/"),
    ],
)
def test_other_language_when_the_address_is_made_up_then_stays_on_the_site(typed: str, zh: str) -> None:
    request = RequestFactory().get("/")
    request.path = RequestFactory().get(f"http://testserver{typed}").path
    found = context.page(request)
    assert (found["path_zh"], found["path_en"]) == (zh, f"/en{zh}")
    for path in (found["path_zh"], found["path_en"]):
        # A browser takes backslashes for slashes and looks past tabs and line ends.
        seen = path.replace("\\", "/").replace("\t", "").replace("\n", "")
        assert urlsplit(urljoin("https://our.example/x/", seen)).netloc == "our.example"


@pytest.mark.parametrize("typed", ["/en//evil.example/", "/en/%5Cevil.example/", "/%5Cevil.example/"])
def test_page_that_is_not_there_when_its_address_names_a_host_then_no_link_leads_there(typed: str) -> None:
    answer = Client().get(typed)
    html = answer.content.decode()
    assert answer.status_code == 404
    assert 'hreflang="' in html
    assert not [bad for bad in ('"//evil', '"/\\evil', '"/en//evil', '"/en/\\evil') if bad in html]

"""An editor and a chief editor walk the whole desk: Chinese everywhere, nothing serious, nothing from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.site import Site
from tests.browser.test_looks import _offences as offences_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
Opens = Callable[..., Page]
State = Callable[[str], Any]

CHIEF, EDITOR = "行业党委 总编辑", "行业党委 编辑"
#: Keys, formats of files, and a language that calls itself so (on our own refusal: EN).
NAMES = {"EN", "Alt", "Ctrl", "Shift", "Esc", "Enter", "Tab", "CSV", "XLSX", "English"}
#: They have no place in a sentence either, whatever Chinese stands around them.
NEVER = re.compile(r"Wagtail|(?<![A-Za-z])None(?![A-Za-z])|undefined|\[object")
#: Every piece of text that is seen or said, by itself.
PIECES = """() => {
  const seen = (e) => e.checkVisibility({checkOpacity: true, checkVisibilityCSS: true});
  const found = [document.title];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement;
    if (e && !e.closest('script, style, noscript, template, iframe') && seen(e)) found.push(walk.currentNode.data);
  }
  for (const e of document.querySelectorAll('[aria-label], [title], [placeholder], [alt], input[type=submit]')) {
    if (!seen(e)) continue;
    for (const name of ['aria-label', 'title', 'placeholder', 'alt']) found.push(e.getAttribute(name) || '');
    if (e.matches('input[type=submit]')) found.push(e.value);
  }
  return found.map((text) => text.trim()).filter(Boolean);
}"""
LISTS = (
    "/cms/", "/cms/pages/", "/cms/pages/search/?q=zzzz", "/cms/images/", "/cms/images/add/", "/cms/documents/",
    "/cms/documents/multiple/add/", "/cms/reports/locked/", "/cms/reports/workflow/", "/cms/reports/workflow_tasks/",
    "/cms/reports/site-history/", "/cms/reports/aging-pages/", "/cms/reports/page-types-usage/", "/cms/account/",
    "/cms/account/#tab-notifications", "/cms/nothing-here/", "/cms/users/", "/cms/collections/",
)  # fmt: skip
#: What one does with a page, each on a screen of its own.
OF_A_PAGE = ("", "history/", "usage/", "copy/", "move/", "delete/", "unpublish/", "add_subpage/")


def foreign(pieces: list[str]) -> list[str]:
    """Pieces of text that are not Chinese."""
    return [
        text
        for text in pieces
        if NEVER.search(text)
        or (
            not re.search("[\u3400-\u9fff]", text)
            and [word for word in re.findall("[A-Za-z]{2,}", text) if word not in NAMES]
            # A slug, an address, the name of a program's part: what somebody wrote, not what the desk says.
            and not re.fullmatch(r"[a-z0-9_./:-]+", text)
        )
    ]


#: The file input behind Wagtail's labelled button for several documents has no label of its own; one by one has.
WAGTAILS_OWN = 'id="fileupload"'


class Walk:
    """Looks at every screen in turn and remembers what is wrong, by screen."""

    def __init__(self, page: Page, site: Site, *, axe: bool = True) -> None:
        self.page, self.site, self.axe = page, site, axe
        self.wrong: dict[str, list[str]] = {}
        self.seen = 0
        page.on("request", self._asked)

    def _asked(self, request: Any) -> None:
        if not request.url.startswith((self.site.address, "data:", "blob:", "about:")):
            self.wrong.setdefault("elsewhere", []).append(request.url)

    def open(self, path: str) -> None:
        self.page.goto(self.site.url(path), wait_until="load")
        self.look(path)

    def look(self, name: str) -> None:
        """What is on the screen now, once the desk's scripts have drawn it."""
        self.page.wait_for_timeout(300)
        self.seen += 1
        found = foreign(self.page.evaluate(PIECES))
        if self.axe:
            found += [one for one in offences_of(self.page) if WAGTAILS_OWN not in one]
        if self.page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"):
            found.append("wider than the screen")
        if found:
            self.wrong[name] = found


def columns(page: Page, site: Site) -> Iterator[str]:
    """The addresses of the desk's list below the front page, and below each page there."""
    # Not everybody may edit these pages; everybody may look below them.
    for_children = "table.listing .children a"
    page.goto(site.url("/cms/pages/"))
    home = page.locator(for_children).first.get_attribute("href") or ""
    yield home
    page.goto(site.url(home))
    for link in page.locator(for_children).all():
        yield link.get_attribute("href") or ""


def test_texts_when_one_is_english_then_it_is_found() -> None:
    """The control."""
    assert foreign(
        ["Awaiting review", "共 9 个None", "按 Ctrl", "Ctrl + s", "党建 App", "home-page", "编辑 Wagtail"]
    ) == [
        "Awaiting review",
        "共 9 个None",
        "编辑 Wagtail",
    ]


@pytest.mark.parametrize(
    ("who", "size", "theme", "lists"),
    # The words are the same in the dark and on a phone: there a third of the lists is looked at.
    [(CHIEF, DESK, "light", LISTS), (EDITOR, DESK, "dark", LISTS[::3]), (CHIEF, PHONE, "light", LISTS[::3])],
    ids=["chief editor", "editor in the dark", "chief editor on a phone"],
)
def test_screens_of_the_desk_when_walked_then_are_chinese_and_sound(
    site: Site,
    open_page: Opens,
    desk_state: State,
    who: str,
    size: tuple[int, int],
    theme: str,
    lists: tuple[str, ...],
) -> None:
    page = open_page(size)
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    page.context.add_cookies(desk_state(who))
    walk = Walk(page, site)
    for path in lists:
        walk.open(path)
    home, first, *_rest = columns(page, site)
    walk.open(home)
    for path in OF_A_PAGE:
        walk.open(first + path)
    assert walk.wrong == {}
    assert walk.seen == len(lists) + len(OF_A_PAGE) + 1


def test_editor_of_a_page_when_every_panel_and_dialog_is_opened_then_is_chinese_and_sound(
    site: Site, open_page: Opens, desk_state: State
) -> None:
    page = open_page(DESK)
    page.context.add_cookies(desk_state(CHIEF))
    walk = Walk(page, site)
    _home, first, *_rest = columns(page, site)
    walk.open(f"{first}edit/")
    for panel in ("开关状态", "开关检查", "开关批注", "开关预览"):
        page.locator(f"[aria-label='{panel}']:visible").first.click()
        walk.look(panel)
    frame = page.frame_locator("iframe.preview-panel__iframe, [data-w-preview-target='iframe']")
    expect(frame.locator("h1").first).to_be_visible()
    page.locator("[aria-label='开关状态']:visible").first.click()
    page.get_by_role("button", name="定时间").first.click()
    walk.look("定时间")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="快捷键").first.click()
    walk.look("快捷键")
    page.keyboard.press("Escape")
    page.locator("footer .w-dropdown button").first.click()
    walk.look("保存草稿的菜单")
    page.keyboard.press("Escape")
    title = page.locator("input[name=title]").first
    title.fill(title.input_value() + "（改）")
    walk.look("改了还没存")
    expect(page.get_by_text("已保存").first).to_be_visible()
    walk.look("自动保存了")
    assert walk.wrong == {}

"""An editor reads Chinese everywhere on the desk, whatever Wagtail says of its own, and English where chosen."""

from __future__ import annotations

import re

from django.test import RequestFactory
from django.utils import translation
from django.utils.translation import gettext, ngettext, npgettext, pgettext
from django.views.i18n import JSONCatalog

from sixianghui.project import desk_words

#: Words of an editorial office that are not said in two ways.
ONE_WORD_FOR = {
    "工作流": "审稿流程",
    "审核": "审稿",
    "任务": "审级",
    "评论": "批注",
    "片段": "条目",
    "集合": "文件夹",
    "取消发布": "撤下",
    "批准": "通过",
    "拒绝": "退回",
    "您": "你",
    "缩略名": "网址名",
}

#: What has no Chinese name, or a worse one.
NAMES = {"JavaScript", "XLSX", "CSV"}


def test_words_of_the_installed_packages_when_asked_then_each_has_its_chinese() -> None:
    """An upgrade that brings new words fails here: write them into locale/zh_Hans, or into SAME with the reason."""
    assert desk_words.lacking() == []


def test_words_that_stay_english_when_listed_then_are_still_said() -> None:
    said = {word.key for word, _ in desk_words.installed()}
    assert sorted(set(desk_words.SAME) - said) == []


def test_catalogue_when_compared_with_the_messages_then_no_place_is_lost_or_invented() -> None:
    assert desk_words.broken() == []


def test_catalogue_when_a_place_is_lost_or_invented_then_is_found() -> None:
    assert [
        desk_words._fits(("%(n)s page", "%(n)s pages"), chinese) for chinese in ("%(n)s 页", "页", "%(m)s 页")
    ] == [True, False, False]
    assert desk_words._fits(("One page", "%(n)s pages"), "%(n)s 页")
    assert not desk_words._fits(("'{title}' is locked",), "锁定了")


def test_catalogue_when_an_entry_is_said_by_nobody_any_more_then_is_found() -> None:
    assert desk_words.unknown() == []


def said(word: desk_words.Word) -> str:
    """What an editor reads: of all catalogues the one that wins."""
    with translation.override("zh-hans"):
        if word.domain == "djangojs":
            mine = desk_words.text_of(desk_words.ours("djangojs").get(word.key, word.context))
            return mine or next(theirs for other, theirs in desk_words.installed() if other == word)
        if len(word.forms) > 1:
            return npgettext(word.context, *word.forms, 2) if word.context else ngettext(*word.forms, 2)
        return pgettext(word.context, word.key) if word.context else gettext(word.key)


def words_of_the_desk() -> list[desk_words.Word]:
    return [word for word, _ in desk_words.installed() if word.app.startswith("wagtail")]


def test_desk_when_read_then_has_no_english_words_but_names() -> None:
    left = set()
    for word in words_of_the_desk():
        bare = re.sub(r"<[^>]*>|%\(\w+\)[a-z]|%\w|\{\w*\}|&\w+;", "", said(word))
        left |= {(word.key, name) for name in re.findall("[A-Za-z]{2,}", bare) if name not in NAMES}
    assert sorted(left) == []


def test_desk_when_it_speaks_of_reviews_then_uses_one_word_for_one_thing() -> None:
    """Whatever Wagtail's own catalogue, Django's or another package's says."""
    found = [
        f"{word.key} → {said(word)}"
        for word in words_of_the_desk()
        for wrong in ONE_WORD_FOR
        if wrong in said(word)
    ]
    assert found == []


def test_desk_when_two_packages_say_the_same_differently_then_an_editor_reads_ours() -> None:
    with translation.override("zh-hans"):
        assert (gettext("Public"), gettext("Add"), gettext("Delete")) == ("公开", "添加", "删除")


def test_desk_when_in_chinese_or_english_then_django_and_the_browser_are_given_these_words(
    rf: RequestFactory,
) -> None:
    with translation.override("zh-hans"):
        assert gettext("Submit for moderation") == "送审"
        assert ngettext("1 page", "%(counter)s pages", 3) % {"counter": 3} == "3 个页面"
        answer = JSONCatalog.as_view(packages=["wagtail.admin"])(rf.get("/"))
        assert "写批注" in answer.content.decode("unicode_escape")
    with translation.override("en"):
        assert gettext("Submit for moderation") == "Submit for moderation"
        answer = JSONCatalog.as_view(packages=["wagtail.admin"])(rf.get("/"))
        assert "写批注" not in answer.content.decode("unicode_escape")

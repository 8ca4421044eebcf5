"""The checklist that a reviewer ticks before passing a piece."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from sixianghui.channel import proof_words, queries
from sixianghui.channel.proofing import QUESTIONS, Answer, Severity
from sixianghui.channel.rules import REASON_LENGTH

FINDING, QUESTION = "proof-", "question-"


class ReturnForm(forms.Form):
    """Why a piece goes back. That it must be said is the command's rule, which the window shows."""

    comment = forms.CharField(
        label=_("为什么退回、怎么改"),
        required=False,
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PassForm(forms.Form):
    """A note, five questions, and a tick at each finding. `state` says which review it is.

    The command asks again, of the text as it is then; here a missing tick is said where it can still be made.
    """

    comment = forms.CharField(
        label=_("意见（可以不写）"),
        required=False,
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    state = forms.CharField(required=False, max_length=15, widget=forms.HiddenInput)

    @cached_property
    def given(self) -> dict[str, Any]:
        """What was ticked; from the window's fields, or as this form itself handed it to the editing screen."""
        before = self.data.get("checks")
        if isinstance(before, Mapping):
            return {
                "questions": [one for one in QUESTIONS if one in (before.get("questions") or ())],
                "findings": _answers(before.get("findings") or {}),
            }
        return {
            "questions": [one for one in QUESTIONS if self.data.get(QUESTION + one)],
            "findings": _answers(
                {
                    name.removeprefix(FINDING): self.data.get(name)
                    for name in list(self.data)[:2000]
                    if str(name).startswith(FINDING)
                }
            ),
        }

    def clean(self) -> dict[str, Any]:
        """Say what has not been ticked yet."""
        cleaned: dict[str, Any] = super().clean() or {}
        piece = queries.piece_in(str(cleaned.pop("state", "")))
        if piece is not None:
            answers = self.given["findings"]
            missing = [
                finding
                for finding in queries.findings_of(piece)
                if finding.severity is Severity.MUST and finding.key not in answers
            ]
            if missing:
                self.add_error(
                    None,
                    _("还有 %(count)d 处必看的没有勾：%(first)s")
                    % {"count": len(missing), "first": proof_words.said(missing[0]).sentence},
                )
        left = [one for one in QUESTIONS if one not in self.given["questions"]]
        if left:
            self.add_error(
                None, _("三校还差一条：%(question)s。") % {"question": proof_words.QUESTIONS[left[0]]}
            )
        cleaned["checks"] = self.given
        return cleaned


def _answers(found: Any) -> dict[str, str]:
    if not isinstance(found, Mapping):
        return {}
    known = {one.value for one in Answer}
    return {str(key)[:12]: str(answer) for key, answer in found.items() if str(answer) in known}

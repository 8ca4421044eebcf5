"""What is said in a recording is written down by somebody; nothing is made up. The room above has asked who may."""

from __future__ import annotations

from django.db import transaction

from sixianghui.access.public import Account
from sixianghui.audit import public as audit
from sixianghui.common import time
from sixianghui.common.errors import Conflict
from sixianghui.media import transcripts, wording
from sixianghui.media.models import Stream, Transcript
from sixianghui.media.transcripts import Cue, Malformed
from sixianghui.ui import public as ui

LANGUAGE = "zh-Hans"


def write_transcript(
    one: Stream, text: str, *, by: Account | None, is_sample: bool = False
) -> Transcript | None:
    """Take what was typed or brought in place of what there was; nothing takes it away. None: there is none now.

    Raises `Conflict` with a sentence that names the line.
    """
    try:
        clean = transcripts.written(transcripts.read(text)) if text.strip() else ""
    except Malformed as malformed:
        raise Conflict(wording.transcript_sentence(malformed)) from malformed
    rows = Transcript.objects.filter(stream=one, language=LANGUAGE)
    with transaction.atomic():
        if clean:
            made: Transcript | None = rows.update_or_create(
                stream=one, language=LANGUAGE,
                defaults={"text": clean, "changed_by": by, "changed_at": time.now(), "is_sample": is_sample},
            )[0]  # fmt: skip
        else:
            rows.delete()
            made = None
        audit.record("stream:transcript", actor=by, thing=one, detail={"bytes": len(clean.encode())})
        ui.purge(one.tag)
    return made


def trim_transcripts(one: Stream, whole: dict[str, list[Cue]], begin: float, end: float) -> None:
    """They belong to what is left of the film now."""
    for row in Transcript.objects.filter(stream=one):
        left = transcripts.trimmed(whole.get(row.language, []), begin, end)
        _put(row, left)


def whole_transcripts(
    one: Stream, known: dict[str, str], begin: float | None, end: float | None
) -> dict[str, list[Cue]]:
    """By language: those of the whole film. known: the whole as it was before it was trimmed to `begin` and `end`."""
    found = {}
    for row in Transcript.objects.filter(stream=one):
        cues = transcripts.read(row.text) if row.text else []
        if begin is not None and end is not None:
            before = transcripts.read(known[row.language]) if known.get(row.language) else []
            cues = transcripts.put_back(cues, before, begin, end)
        found[row.language] = cues
    return found


def put_back_transcripts(one: Stream, whole: dict[str, list[Cue]]) -> None:
    """They belong to the whole film again."""
    for row in Transcript.objects.filter(stream=one):
        _put(row, whole.get(row.language, []))


def move_transcripts(before: Stream, after: Stream) -> None:
    """What was written down goes with its lecture when the film is another one."""
    if not Transcript.objects.filter(stream=after).exists():
        Transcript.objects.filter(stream=before).update(stream=after)


def _put(row: Transcript, cues: list[Cue]) -> None:
    row.text, row.changed_at = transcripts.written(cues) if cues else "", time.now()
    row.save(update_fields=["text", "changed_at"])

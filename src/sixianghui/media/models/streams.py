"""Recordings and what comes in live: a stream, the door it has while it may be sent to, and the feeds that came."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sixianghui.common import ids, time
from sixianghui.media.models.pieces import Arrived

#: Where recordings lie until what can be watched of them is made.
SOURCES = "stream_sources"


class Stream(Arrived):
    """A recording that can be watched, live or again. What is sent is made from its file by a job; the file then goes.

    One that comes in live has no file; what is sent lies in `live-<ref>/` until a job has joined it.
    """

    class Source(models.TextChoices):
        """Where it comes from."""

        FILE = "file", _("传上来的录像")
        LIVE = "live", pgettext_lazy("录像", "现场直播")

    class State(models.TextChoices):
        LIVE = "live", _("正在接收直播")
        QUEUED = "queued", _("排队等着做")
        WORKING = "working", _("正在做")
        READY = "ready", _("做好了")
        FAILED = "failed", _("没有做成")
        GONE = "gone", _("到期删了")

    #: Where it is played from. It is no key to anything else, and nothing leads to it.
    ref = models.CharField(max_length=24, unique=True, default=ids.new_ref, editable=False)
    title = models.CharField(_("标题"), max_length=255)
    source = models.CharField(max_length=4, choices=Source.choices, default=Source.FILE)
    file = models.FileField(upload_to=SOURCES, max_length=200, blank=True)
    file_size = models.PositiveBigIntegerField(default=0)
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    fault = models.CharField(max_length=16, blank=True)
    done = models.PositiveSmallIntegerField(default=0)
    seconds = models.PositiveIntegerField(default=0)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    has_picture = models.BooleanField(default=False)
    has_sound = models.BooleanField(default=False)
    size = models.PositiveBigIntegerField(default=0)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(default=time.now)
    #: Where the recording has gaps: [seconds after the beginning, seconds in the recording, how long], in order. Empty:
    #: both are the same.
    clock = models.JSONField(default=list, editable=False)
    #: Since when it can be watched as a recording.
    ready_at = models.DateTimeField(null=True, blank=True, editable=False)
    #: Until when what came in live stays beside the recording that was joined from it, for players in the middle of it.
    #: None: until it is joined.
    raw_until = models.DateTimeField(null=True, blank=True, editable=False)
    #: Since when nothing of it is there any more, because it was kept as long as the rule says.
    gone_at = models.DateTimeField(null=True, blank=True, editable=False)
    #: The picture was taken off the air at once; nobody but who holds it sees anything of it.
    cut_at = models.DateTimeField(null=True, blank=True)
    #: It was put back: what had been on the air before is not shown as live again.
    restored_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-made_at", "-pk")

    def __str__(self) -> str:
        return self.title

    @property
    def may_be_sent(self) -> bool:
        """Whether its bytes may leave the house: what comes in live, ffmpeg has written."""
        return self.source == self.Source.LIVE or super().may_be_sent

    @property
    def has_raw(self) -> bool:
        """Whether what came in live may still be sent as it came."""
        return self.source == self.Source.LIVE and (self.raw_until is None or time.now() < self.raw_until)

    @property
    def tag(self) -> str:
        """The cache tag of everything that is sent of it."""
        return f"stream-{self.ref}"

    @property
    def topic(self) -> str:
        """Where is told how far its making has come."""
        return f"stream:{self.ref}"


class Trim(models.Model):
    """The ends of a recording were trimmed, or are to be. Seconds are those of the whole, which stays unserved for a while.

    before: what the table said of the whole, to be put back.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("排队等着剪")
        DONE = "done", _("剪好了")
        FAILED = "failed", _("没有剪成")

    stream = models.OneToOneField(Stream, on_delete=models.CASCADE, related_name="trim")
    begin = models.FloatField(default=0)
    end = models.FloatField()
    #: What is sent now; None: nothing was trimmed yet.
    begun = models.FloatField(null=True)
    ended = models.FloatField(null=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    fault = models.CharField(max_length=16, blank=True)
    before = models.JSONField(default=dict)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField(default=time.now)
    #: Until when the whole can be put back.
    until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.stream_id)


class Transcript(models.Model):
    """What is said in a recording, written down by somebody: WebVTT, in the seconds of the film."""

    stream = models.ForeignKey(Stream, on_delete=models.CASCADE, related_name="transcripts")
    language = models.CharField(_("语言"), max_length=8, default="zh-Hans")
    text = models.TextField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField(default=time.now)
    is_sample = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stream", "language"], name="one_transcript_in_a_language")
        ]

    def __str__(self) -> str:
        return str(self.stream_id)


class Intake(models.Model):
    """The door of a stream that comes in live: until when it is open, and the key for it. The key itself is nowhere."""

    stream = models.OneToOneField(Stream, on_delete=models.CASCADE, related_name="intake")
    armed_until = models.DateTimeField(null=True, blank=True)
    key_hash = models.CharField(max_length=64, blank=True)
    key_made_at = models.DateTimeField(null=True, blank=True)
    key_expires_at = models.DateTimeField(null=True, blank=True)
    #: Grows with each key; the passphrase for SRT follows from it, so it changes with the key.
    generation = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key_hash"], condition=~Q(key_hash=""), name="key_of_one_stream")
        ]

    def __str__(self) -> str:
        return str(self.stream_id)


class Feed(models.Model):
    """An encoder sent something. `house`: the ingest process that takes it; `about`: what a browser says of its pieces."""

    class Way(models.TextChoices):
        """By which way in."""

        RTMP = "rtmp", _("推流软件（RTMP）")
        SRT = "srt", _("推流软件（SRT）")
        BROWSER = "browser", _("浏览器")
        WHIP = "whip", _("推流软件（WHIP）")
        PULL = "pull", _("别的流媒体服务器")

    stream = models.ForeignKey(Stream, on_delete=models.CASCADE, related_name="feeds")
    ref = models.CharField(max_length=24, unique=True, default=ids.new_ref, editable=False)
    way = models.CharField(max_length=8, choices=Way.choices)
    house = models.CharField(max_length=40, blank=True)
    about = models.JSONField(default=dict)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    began_at = models.DateTimeField(default=time.now)
    seen_at = models.DateTimeField(default=time.now)
    #: Since when there is something of it to be seen or heard.
    flows_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=12, blank=True)

    class Meta:
        ordering = ("began_at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["stream"], condition=Q(ended_at__isnull=True), name="one_feed_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return self.ref

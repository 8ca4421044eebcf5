"""Letting somebody without an account read a draft and say what they think; the word list of the site."""

from __future__ import annotations

import base64
import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, require
from sixianghui.audit import public as audit
from sixianghui.channel import queries
from sixianghui.channel.actions import Action
from sixianghui.channel.models import BasePage, OutsideRemark, Piece, ReviewLink, WordList
from sixianghui.channel.proofing import LONGEST_FILE, ListFault, read_list
from sixianghui.channel.rules import LINK_DAYS, MOST_LINKS, MOST_REMARKS
from sixianghui.common import ids, time
from sixianghui.common.errors import Conflict


def make_link(piece: Piece, *, invited: str, days: int, by: Account, key: str = "") -> str:
    """A token by which somebody reads the latest version of a piece. It is answered once and kept nowhere.

    `key` was made with the form: the same form sent twice is one link, and answers the same token.
    """
    require(by, Action.EDIT_PAGE)
    invited = invited.strip()
    if not invited:
        raise Conflict(_("写一下是请谁看的，编辑部好对得上。"))
    if days not in LINK_DAYS:
        raise Conflict(_("链接最多留十四天。"))
    token = _token(f"{by.pk} {piece.pk} {key}") if key else ids.new_token()
    known = ReviewLink.objects.filter(digest=ids.digest_of(token)).first()
    if known is not None:
        if known.ended_at is not None or known.invited != invited:
            raise Conflict(_("这张表刚才已经提交过了。请返回上一页刷新，看看是不是已经办好。"))
        return token
    try:
        _write_link(piece, token, invited=invited, days=days, by=by)
    except IntegrityError:  # pressed twice at once
        if not key:
            raise
    return token


def _token(seed: str) -> str:
    made = salted_hmac("channel.review-link", seed, algorithm="sha256").digest()[:24]
    return base64.urlsafe_b64encode(made).decode()


def _write_link(piece: Piece, token: str, *, invited: str, days: int, by: Account) -> None:
    with transaction.atomic():
        if queries.standing_links(piece).count() >= MOST_LINKS:
            raise Conflict(_("这篇稿子开着的链接已经有 %(most)d 个，先停掉几个。") % {"most": MOST_LINKS})
        revision = piece.get_latest_revision()
        if revision is None or (piece.live and not piece.has_unpublished_changes):
            raise Conflict(_("这一版已经发布了，把网址发给对方就行。"))
        now = time.now()
        link = ReviewLink.objects.create(
            digest=ids.digest_of(token), page=piece, revision=revision, invited=invited,
            made_at=now, made_by=by, ends_at=now + dt.timedelta(days=days),
        )  # fmt: skip
        audit.record("review_link:make", actor=by, thing=link, detail={"page": piece.pk, "days": days})


def note_opened(link: ReviewLink) -> None:
    """It was opened once more; by whom is not kept."""
    ReviewLink.objects.filter(pk=link.pk).update(opened=F("opened") + 1)


def revoke_link(link: ReviewLink, *, by: Account) -> ReviewLink:
    """From now on it opens nothing."""
    require(by, Action.EDIT_PAGE)
    with transaction.atomic():
        if ReviewLink.objects.filter(pk=link.pk, ended_at__isnull=True).update(ended_at=time.now()):
            audit.record("review_link:revoke", actor=by, thing=link)
    return link


def end_every_link() -> int:
    """After a restore: links to drafts open nothing any more, for some had been taken back since. How many there were."""
    with transaction.atomic():
        count = ReviewLink.objects.filter(ended_at__isnull=True).update(ended_at=time.now())
        audit.record("review_link:revoke_all", detail={"count": count})
    return count


def end_links(page: BasePage) -> int:
    """The piece came out or was taken back: its links have served."""
    with transaction.atomic():
        ended = queries.standing_links(page).update(ended_at=time.now())
        if ended:
            audit.record("review_link:end", thing=page, detail={"links": ended})
    return ended


def write_remark(link: ReviewLink, *, who: str, text: str, nonce: str) -> OutsideRemark:
    """Take down what somebody outside says. The same form sent twice is one remark. Whoever has the link may."""
    known = OutsideRemark.objects.filter(nonce=nonce).first()
    if known is None:
        if link.remarks.count() >= MOST_REMARKS:
            raise Conflict(_("这个链接的意见已经收满了，请直接联系编辑。"))
        try:
            with transaction.atomic():
                known = OutsideRemark.objects.create(
                    link=link, who=who, text=text, nonce=nonce, at=time.now()
                )
                audit.record("review_link:remark", thing=known, detail={"link": link.pk})
        except IntegrityError:
            known = OutsideRemark.objects.get(nonce=nonce)
    if (known.link_id, known.who, known.text) != (link.pk, who, text):
        raise Conflict(_("这张表已经交过一次了。要再写一条，请重新打开这一页。"))
    return known


def settle_remark(remark: OutsideRemark, *, by: Account) -> OutsideRemark:
    """Somebody has dealt with it."""
    require(by, Action.EDIT_PAGE)
    with transaction.atomic():
        done = OutsideRemark.objects.filter(pk=remark.pk, settled_at__isnull=True)
        if done.update(settled_at=time.now(), settled_by=by):
            audit.record("review_link:settle", actor=by, thing=remark)
    return remark


def forget_links() -> int:
    """Delete links that ended half a year ago, with what was said through them. May run twice."""
    with transaction.atomic():
        old = list(queries.links_to_forget(time.now()).values_list("pk", flat=True))
        ReviewLink.objects.filter(pk__in=old).delete()
        if old:
            audit.record("review_link:forget", detail={"links": len(old)})
    return len(old)


def keep_words(text: str, *, by: Account) -> WordList:
    """Put in the site's own word list; the one before is deleted. An empty one takes the words away."""
    require(by, Action.PUBLISH_PAGE)
    if len(text.encode()) > LONGEST_FILE:
        raise Conflict(_("词表太长了，请控制在 400 KB 以内。"))
    try:
        words = read_list(text)
    except ListFault as fault:
        raise Conflict(_FAULTS[fault.why] % {"line": fault.line}) from fault
    with transaction.atomic():
        made = WordList.objects.create(text=text, count=len(words), at=time.now(), by=by)
        WordList.objects.exclude(pk=made.pk).delete()
        audit.record("proof_words:keep", actor=by, thing=made, detail={"words": len(words)})
    return made


class _Faults(dict[str, str]):
    """Said in the reader's language at the moment it is asked."""

    def __missing__(self, why: str) -> str:
        return {
            "long": _("第 %(line)d 行太长，一个词四十字以内。"),
            "many": _("词太多了，最多五千个；多出来的从第 %(line)d 行起。"),
            "same": _("第 %(line)d 行要换成的和原来的一样。"),
        }[why]


_FAULTS = _Faults()

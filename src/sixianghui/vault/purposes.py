"""What the house keeps personal data for, in words for everybody, and the entries that many rooms share."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sixianghui.vault.register import Basis, Class, Entry, Purpose, Sees

ACCOUNT = Purpose(
    "account", _("让你能登录，别人不能冒用"), _("登录要认得出是你，又不能让别人冒充。"), Basis.CONTRACT
)
ROSTER = Purpose(
    "roster",
    _("管理组织关系"),
    _("谁在哪个组织、担任什么职务、党员和团员的身份，是党组织的日常工作。"),
    Basis.DUTY,
)
WORK = Purpose(
    "work", _("办过的事有据可查"), _("谁经办、谁批准、谁更正，都留下名字，出了问题找得到人。"), Basis.DUTY
)
SAFETY = Purpose(
    "safety", _("保证安全"), _("记录关键操作，挡住猜密码的人。网络安全法要求日志留六个月以上。"), Basis.DUTY
)
NOTICE = Purpose("notice", _("通知你"), _("会议、任务和办理结果，要送得到你手里。"), Basis.CONTRACT)
PUBLISHING = Purpose(
    "publishing", _("编辑和发布内容"), _("稿子是谁写的、谁改的、谁发的，编辑部要知道。"), Basis.DUTY
)
REQUESTS = Purpose(
    "requests", _("办理你对个人信息的请求"), _("你要查、要改、要删，办理的过程和结果要留下来。"), Basis.DUTY
)
COMPLAINTS = Purpose(
    "complaints", _("听取建议与投诉"), _("你说了什么、我们怎么答复的，要能对上。"), Basis.DUTY
)
REMARKS = Purpose(
    "remarks",
    _("让大家说话，也管得住"),
    _("发评论要认得出是谁，前台用自己起的名字。跟帖评论管理规定这样要求。"),
    Basis.DUTY,
)
CARD = Purpose("card", _("让别人认得出你"), _("你同意以后，身份卡公开；收回就不再公开。"), Basis.CONSENT)
ALL = (ACCOUNT, ROSTER, WORK, SAFETY, NOTICE, PUBLISHING, REQUESTS, COMPLAINTS, REMARKS, CARD)

WITH_ACCOUNT = _("账号在就留着；账号注销时抹去")
ON_ROSTER = _("组织关系在就留着；离开后依组织的档案规定保存，申请删除时抹去")
UNTIL_TAKEN_BACK = _("收回同意时删除")
WITH_RECORD = _("和这条记录一起长期保存")
HALF_YEAR = _("六个月")

#: Who did something: a name beside a record that is about something else.
DONE_BY = Entry(Class.INTERNAL, WORK, WITH_RECORD, (Sees.HANDLER, Sees.ABOVE, Sees.AUDITOR), counted=True)
#: The same for those who write and publish.
EDITED_BY = Entry(Class.INTERNAL, PUBLISHING, WITH_RECORD, (Sees.EDITORS,), counted=True)

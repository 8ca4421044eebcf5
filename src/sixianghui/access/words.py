"""Posts, reaches and actions in the words of a lay reader. A contract test holds every grant to it."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sixianghui.access.posts import Post, Reach

POSTS: dict[Post, Promise] = {
    Post.COMMITTEE_CLERK: _("工作人员"),
    Post.SECRETARY: _("书记"),
    Post.DEPUTY_SECRETARY: _("副书记"),
    Post.ORGANISATION_MEMBER: _("组织委员"),
    Post.PUBLICITY_MEMBER: _("宣传委员"),
    Post.DISCIPLINE_MEMBER: _("纪检委员"),
    Post.GROUP_LEADER: _("党小组长"),
    Post.GUIDE: _("党建指导员"),
    Post.MEMBER: _("成员"),
    Post.EDITOR: _("编辑"),
    Post.COLUMN_HEAD: _("栏目负责人"),
    Post.CHIEF_EDITOR: _("总编辑"),
    Post.VENUE_KEEPER: _("基地管理员"),
    Post.SYSTEM_ADMIN: _("系统管理员"),
    Post.SECURITY_ADMIN: _("安全管理员"),
    Post.AUDITOR: _("审计员"),
}

#: What a post is for, in a sentence.
PURPOSES: dict[Post, Promise] = {
    Post.COMMITTEE_CLERK: _("行业党委里办具体事的人：登记组织，联系各支部，报数字。"),
    Post.SECRETARY: _("一个支部、总支或党委的负责人，管好自己组织里的人和事。"),
    Post.DEPUTY_SECRETARY: _("帮书记做事，能做的和书记一样。"),
    Post.ORGANISATION_MEMBER: _("管名册：谁在这个组织，是什么身份。"),
    Post.PUBLICITY_MEMBER: _("写稿、投稿，把支部的事讲给别人听。"),
    Post.DISCIPLINE_MEMBER: _("听“这件事要求太多”的反映，由他答复，不经发文的人。"),
    Post.GROUP_LEADER: _("带一个党小组。"),
    Post.GUIDE: _("受行业党委委托，帮一家企业做党建；只帮忙，不批事。"),
    Post.MEMBER: _("党员、团员和提出入党申请的人，登记在哪个组织，就算哪个组织的人。"),
    Post.EDITOR: _("在编辑台写稿、改稿，一审别人的稿子。"),
    Post.COLUMN_HEAD: _("管一个栏目，二审稿件。"),
    Post.CHIEF_EDITOR: _("终审稿件，决定发不发，必要时撤下。"),
    Post.VENUE_KEEPER: _("管基地的场地和开放。"),
    Post.SYSTEM_ADMIN: _(
        "让服务器好好运行。看不到个人信息，也看不到办事的内容。运行情况、后台任务和备份在“运行状况”里看。"
    ),
    Post.SECURITY_ADMIN: _("开账号，批职务。自己提的职务自己不能批。"),
    Post.AUDITOR: _(
        "查谁在什么时候做过什么。只看，不改。审计记录由管机器的人用命令导出、核验，网页上还看不到。"
    ),
}

REACHES: dict[Reach, Promise] = {
    Reach.OWN_UNIT: _("只在自己的组织"),
    Reach.BELOW: _("自己的组织和下级"),
    Reach.GUIDED: _("自己的组织、下级和所指导的组织"),
    Reach.OWN_THINGS: _("只对自己的事"),
    Reach.EVERYWHERE: _("全站"),
}

#: Each action as a reader would say it. Rooms add theirs here, beside the table that grants them.
ACTIONS: dict[str, Promise] = {
    "account:approve_reset": _("批准给别人重置第二步验证"),
    "account:invite": _("给名册上的人开账号"),
    "account:open": _("开账号、停用账号、发登录链接"),
    "activity:correct": _("更正记错的活动"),
    "activity:kinds": _("管活动的种类"),
    "activity:record": _("预告和记录活动"),
    "activity:see": _("看没有公开的活动"),
    "appointment:approve": _("批别人提出的任职"),
    "appointment:ask": _("提出让谁担任什么职务"),
    "appointment:end": _("免去职务"),
    "article:contribute": _("给频道投稿"),
    "article:review_final": _("终审稿件"),
    "article:review_first": _("一审稿件"),
    "article:review_second": _("二审稿件"),
    "article:withdraw": _("撤下稿件"),
    "burden:answer": _("答复交到自己手上的“要求太多”"),
    "cms:enter": _("进编辑台"),
    "complaint:answer": _("答复交到自己手上的信、建议和投诉"),
    "remark:moderate": _("审评论"),
    "remark:switch": _("开关全站的评论"),
    "remark:words": _("管评论里要看一眼的词"),
    "remark:unmask": _("写明理由，查看评论是谁写的"),
    "figure:publish": _("公布数字"),
    "instance:run": _("看服务器的运行情况"),
    "lecture:run": _("办党课：定时间、开播、管现场和提问"),
    "page:edit": _("写稿、改稿"),
    "page:publish": _("开栏目，改栏目和首页"),
    "panorama:edit": _("传全景图，在上面标点"),
    "person:edit": _("登记和更正名册"),
    "person:numbers": _("写明理由后看手机号、身份证号，每次留痕"),
    "person:see": _("看名册"),
    "poll:run": _("问小调查"),
    "post:hand_over": _("交出或接手职务"),
    "privacy:answer": _("办理对个人信息的请求，处置泄露"),
    "roster:export": _("导出名册"),
    "roster:import": _("从表格导入名册"),
    "unit:edit": _("登记和更正组织"),
    "unit:guide": _("登记企业和受指导的组织，纳入行业指导"),
    "wechat:run": _("管公众号由谁轮值（还没有页面）"),
    "campaign:run": _("办主题活动"),
    "letter:release": _("把别人准备好的答复公开，或者退回、撤下"),
    "notice:send": _("发通知"),
    "plan:write": _("一起填计划"),
    "plan:hand_in": _("交计划、收回计划"),
    "plan:see": _("看计划"),
    "plan:advise": _("给计划提建议"),
    "plan:approve": _("批准隶属组织的计划"),
    "plan:agree": _("对受指导组织的计划表示同意"),
    "practice:share": _("分享做法，说说试用的结果"),
    "report:write": _("写报告"),
    "report:review": _("审核报告"),
    "report:publish": _("公布报告、撤回报告"),
    "report:see": _("看本组织的报告和台账"),
    "report:templates": _("收起、恢复大家用的报告模板"),
    "week:see": _("看自己的“本周”"),
}


def post_label(post: Post | str) -> Promise:
    """A post's name, read in the language of whoever it reaches later."""
    return POSTS[Post(post)]


def post_words(post: Post | str) -> str:
    """A post's name in the reader's language."""
    return str(POSTS[Post(post)])

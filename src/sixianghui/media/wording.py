"""Why something is not taken, as a sentence that says what to do."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sixianghui.media import transcripts
from sixianghui.media.advice import Trouble
from sixianghui.media.films import MOST_SECONDS, Fault
from sixianghui.media.rules import Unfit, Why

BAD_LINK = _("链接要以 https:// 或 / 开头。")
SENTENCES = {
    Why.EMPTY: _("这个文件是空的，请重新选一个。"),
    Why.TOO_BIG: _("文件太大了，最多 %(limit)s MB。请压缩或裁小以后再传。"),
    Why.TOO_MANY_PIXELS: _("图片的像素太多了，最多 %(limit)s 万像素。请先缩小再传。"),
    Why.TOO_LONG: _("图片太长或太宽了，每边最多 %(limit)s 像素。请先裁小再传。"),
    Why.SVG: _("不收 SVG：里面可以藏程序。请在画图软件里另存为 PNG 再传。"),
    Why.HEIC: _("这是苹果手机的 HEIC 照片，服务器还读不了。请在手机上另存为 JPEG，或截一张图再传。"),
    Why.NOT_A_PICTURE: _("这不是能收的图片。请用 JPEG、PNG、WebP 或 GIF。"),
    Why.NAME_LIES: _("文件的内容和扩展名对不上。请用原来的软件打开，重新另存一份再传。"),
    Why.BROKEN: _("这个文件打不开，可能没有传完或者坏了。请换一份好的再传。"),
    Why.NOT_TWO_TO_ONE: _(
        "全景图的宽要正好是高的两倍，这一张是 %(width)s×%(height)s。请导出完整的球面全景。"
    ),
    Why.PANORAMA_SMALL: _("全景图太小，看不清。至少要 2048×1024，这一张是 %(width)s×%(height)s。"),
    Why.PANORAMA_LARGE: _("全景图太大了，最多 8192×4096，这一张是 %(width)s×%(height)s。请缩小以后再传。"),
    Why.ARCHIVE: _("不收压缩包。请解开以后，一个一个地传里面的文件。"),
    Why.OLD_OFFICE: _("不收旧格式的文档，里面可能带宏。请另存为 .docx、.xlsx、.pptx 或 PDF 再传。"),
    Why.MACRO: _("这个文档里有宏或嵌着程序，不能收。请另存为不带宏的 .docx、.xlsx、.pptx 或 PDF。"),
    Why.NOT_A_FILE_WE_TAKE: _("不收这种文件。请用 PDF、DOCX、XLSX、PPTX、TXT 或 CSV。"),
    Why.ODD_INSIDE: _("这个文档里有不该有的东西（比如引用外面的模板）。请复制内容到新文档，另存以后再传。"),
    Why.BOMB: _("这个文件展开以后大得不正常，不能收。请另存一份，或导出成 PDF 再传。"),
    Why.LOCKED: _("这个文档加了密码或者是旧格式，读者打不开。请去掉密码，另存以后再传。"),
    Why.ACTIVE_PDF: _("这个 PDF 里有脚本、附件或表单程序，不能收。请用“打印为 PDF”重新做一份。"),
    Why.TWO_IN_ONE: _("这个文件里还藏着另一种文件，不能收。请用原来的软件重新导出一份。"),
    Why.NOT_TEXT: _("这个文件不是纯文本。请用记事本另存为 UTF-8 编码再传。"),
    Why.MANY_TODAY: _("今天已经传了 %(limit)s 个，够多了，请明天再传。急用的话，请同事帮忙传。"),
    Why.MUCH_TODAY: _("今天传的加起来超过 %(limit)s MB 了，请明天再传，或者先把文件压缩小。"),
    Why.NOT_A_FILM: _("这不是能收的录像或录音。请用 MP4、MOV、MKV、WebM、MP3、M4A 或 WAV。"),
    Why.FILM_TOO_BIG: _("录像太大了，最多 %(limit)s GB。请压小以后再传。"),
    Why.MANY_FILMS: _("今天已经传了 %(limit)s 个录像，够多了，请明天再传。"),
    Why.NO_ALT: _("请写一句话说说图里有什么，看不见图的人靠它知道。比如：会议室里，五个人围着一张图纸。"),
    Why.NO_TITLE: _("请写标题。"),
    Why.TITLE_LONG: _("标题太长了，最多 255 个字。"),
    Why.ALT_LONG: _("图片说明太长了，最多 255 个字，一两句话就好。"),
}


def sentence(unfit: Unfit) -> str:
    """The sentence in the reader's language."""
    return str(SENTENCES[unfit.why]) % unfit.words


FAULTS = {
    Fault.UNREADABLE: _("这个文件打不开。它可能没有传完，或者不是录像，请在电脑上先放一遍看看，再传一次。"),
    Fault.NOTHING_IN_IT: _("这个文件里没有画面，也没有声音。请换一个文件。"),
    Fault.TOO_LONG: _("录像太长了，最多 %(hours)d 小时。请剪成几段。"),
    Fault.TOO_BIG: _("做出来的文件太大，放不下。请把录像压小以后再传。"),
    Fault.BROKEN: _("做到一半读不下去了，文件可能坏了或者没有传完。请重新导出一份 MP4（H.264 + AAC）再传。"),
    Fault.SLOW: _("机器太忙，等了很久也没有做完。请过一会儿再试一次。"),
    Fault.NO_ROOM: _("服务器的磁盘满了，没有做成。请管理员腾出地方，再点“再试一次”。"),
    Fault.GAVE_UP: _("做了几次，每次都在半路断了，可能是机器内存不够或者重启了。请点“再试一次”。"),
    Fault.NOTHING_CAME: _("直播的时候没有画面和声音进来，没有可以回看的。有现场录像的话，可以传上来。"),
    Fault.NO_FFMPEG: _("服务器上没有 ffmpeg，做不了录像。请管理员装上，再点“再试一次”。"),
}


_LINES = {
    transcripts.Why.TOO_LONG: _("文字稿太长了，最多 1 MB。"),
    transcripts.Why.TOO_MANY: _("文字稿太长了，最多两万句。"),
    transcripts.Why.NO_CUES: _(
        "没有读到一句话。请用 .vtt 或 .srt 文件，或者一行写一句，前面写时间，像“1:05 大家好”。"
    ),
    transcripts.Why.BAD_TIME: _(
        "第 %(line)d 行的时间看不懂。请写成“0:01:05 说的话”，或“00:01:05.000 --> 00:01:08.000”。"
    ),
    transcripts.Why.ENDS_EARLY: _("第 %(line)d 行：结束的时间不比开始的晚，请改一改。"),
    transcripts.Why.GOES_BACK: _("第 %(line)d 行：时间比前一句还早，请按先后排好。"),
    transcripts.Why.NO_WORDS: _("第 %(line)d 行：有时间，没有写说了什么。"),
}


def transcript_sentence(malformed: transcripts.Malformed) -> str:
    """What is wrong with a transcript, and in which line."""
    return str(_LINES[malformed.why]) % {"line": malformed.line}


def fault_sentence(fault: str) -> str:
    """Why a recording could not be made, and what to do, in the reader's language."""
    known = fault if fault in set(Fault) else Fault.BROKEN
    return str(FAULTS[Fault(known)]) % {"hours": MOST_SECONDS // 3600}


ADVICE = {
    Trouble.LOST: _("收不到数据了。看看那台电脑的网线、无线网，是不是还在推。"),
    Trouble.NO_PICTURE: _("只有声音，没有画面。要画面，请加一个视频来源，再推一次。"),
    Trouble.NO_SOUND: _("没有声音。请加上麦克风（推流软件里叫“音频输入采集”），再推一次。"),
    Trouble.SILENT: _("十秒没有听到声音了。看看麦克风是不是静音、插没插好。"),
    Trouble.KEYS: _("关键帧隔得太远，大家会晚看到很多秒。请在推流软件的“输出”里把“关键帧间隔”改成 2 秒。"),
    Trouble.BUSY: _("服务器来不及处理。请把推流的画面改成 1280×720、每秒 25 帧。"),
    Trouble.DISK: _("磁盘写不进去，画面可能会断。请马上告诉管理员。"),
    Trouble.LINES: _("画面太大了，多数人的网络看不动。请在推流软件的“视频”里改成 1280×720。"),
    Trouble.RATE: _("码率太高了，手机上会卡。请在推流软件的“输出”里改成 2000 到 2500 kbit/s。"),
    Trouble.CODEC: _(
        "这种画面格式要由服务器重做，很费力。能改的话，请在推流软件里把编码改成 H.264（x264）。"
    ),
}


def advice_sentence(trouble: Trouble) -> str:
    """What is wrong with what an encoder sends, and what to do, in the reader's language."""
    return str(ADVICE[trouble])

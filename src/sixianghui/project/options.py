"""Every setting there is: name, how it is read, default, what it is for. Imports no Django."""

from __future__ import annotations

from collections.abc import Iterator

from sixianghui.project.backup_options import BACKUPS
from sixianghui.project.setting import (
    Setting,
    base,
    choice,
    daemon,
    database,
    gateway,
    networks,
    path,
    redis,
    sender,
    site_url,
    store,
    stream_url,
    whole,
    words,
)


def _providers() -> Iterator[Setting]:
    """Ways to sign in by a provider; each is off until its identifier is set. Their secrets are files."""
    yield Setting(
        "PROVIDER_SECRETS",
        path,
        "",
        "第三方登录的密钥文件所在目录，文件名如 wecom_secret；默认是数据目录里的 secrets",
        "The folder of the providers' secret files, such as wecom_secret; by default secrets in the data folder",
    )
    yield Setting(
        "OIDC_ISSUER",
        base,
        "",
        "统一身份认证（OpenID Connect）的签发者地址",
        "The issuer of OpenID Connect",
    )
    yield Setting("OIDC_CLIENT_ID", str, "", "在它那里登记的应用编号", "Our client id there")
    yield Setting("OIDC_NAME", str, "统一身份", "登录按钮上怎么称呼它", "What its button is called")
    for name, zh, en in (
        ("WEIXIN_APP_ID", "微信网站应用的 AppID（电脑上扫码）", "AppID of the WeChat website app (QR page)"),
        (
            "WEIXIN_INSIDE_APP_ID",
            "微信服务号的 AppID（在微信里打开时）",
            "AppID of the WeChat service account (inside WeChat)",
        ),
        ("WECOM_CORP_ID", "企业微信的企业 ID", "WeCom corporation id"),
        ("WECOM_AGENT_ID", "企业微信自建应用的 AgentId", "AgentId of the WeCom app"),
        ("DINGTALK_CLIENT_ID", "钉钉应用的 Client ID", "Client ID of the DingTalk app"),
        ("FEISHU_APP_ID", "飞书应用的 App ID", "App ID of the Feishu app"),
    ):
        yield Setting(name, str, "", zh, en)
    for name, zh, en in (
        ("WEIXIN", "微信", "WeChat"),
        ("WECOM", "企业微信", "WeCom"),
        ("DINGTALK", "钉钉", "DingTalk"),
        ("FEISHU", "飞书", "Feishu"),
    ):
        yield Setting(
            f"{name}_BASE_URL",
            base,
            "",
            f"{zh}的地址，私有部署或试用时才设；默认是官方的",
            f"The address of {en}, for a private installation or a trial; by default the official ones",
        )


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "DATA",
        path,
        "data",
        "数据目录：数据库、文件、密钥、套接字都在里面",
        "The data folder: database, files, secrets and sockets live in it",
    ),
    Setting("HOST", str, "127.0.0.1", "监听的地址", "The address to listen on"),
    Setting(
        "PORT",
        whole(0, 65535),
        "8000",
        "监听的端口；被占用时顺延到下一个空闲端口",
        "The port to listen on; a taken one gives the next free one",
    ),
    Setting(
        "DATABASE_URL",
        database,
        "sqlite:///",
        "数据库；默认是数据目录里的 SQLite",
        "The database; by default SQLite in the data folder",
    ),
    Setting(
        "ALLOWED_HOSTS",
        words,
        "",
        "站点的域名，逗号分开；本机地址总是允许",
        "The site's host names, comma separated; loopback is always allowed",
    ),
    Setting(
        "TLS_CERT",
        path,
        "",
        "证书文件（PEM）；与 TLS_KEY 一起设置后由 front 直接提供 HTTPS",
        "Certificate file (PEM); with TLS_KEY, front serves HTTPS itself",
    ),
    Setting("TLS_KEY", path, "", "私钥文件（PEM）", "Private key file (PEM)"),
    Setting(
        "TRUSTED_PROXIES",
        networks,
        "",
        "前面的反向代理网段，逗号分开；只相信它们给出的来源地址和协议",
        "Networks of reverse proxies whose forwarded address and scheme are believed",
    ),
    Setting(
        "METRICS_NETWORKS",
        networks,
        "127.0.0.0/8,::1/128",
        "可以读取 /metrics 的网段",
        "Networks that may read /metrics",
    ),
    Setting(
        "MEDIA_URL",
        store,
        "",
        "图片和文件改存在对象存储（S3 一类）里：s3://桶/前缀；默认在数据目录的 media/。直播和录像的片段总在 media/streams/",
        "Pictures and files are kept in an S3-type store, s3://bucket/prefix; by default in media/ of the data folder. Pieces of films always lie in media/streams/",
    ),
    Setting(
        "MEDIA_ENDPOINT", base, "", "那个对象存储的地址；亚马逊的不用设", "Its address; Amazon's needs none"
    ),
    Setting("MEDIA_REGION", str, "", "它的区域", "Its region"),
    Setting(
        "MEDIA_KEY_FILE",
        path,
        "",
        "存着它的访问密钥的文件，两行：编号、密钥；桶不要公开",
        "A file with its access key in two lines: id, secret; the bucket must not be public",
    ),
    Setting("APP_PROCESSES", whole(1, 16), "1", "app 进程数", "How many app processes"),
    Setting("APP_THREADS", whole(1, 64), "4", "每个 app 进程的线程数", "Threads in each app process"),
    Setting("FRONT_PROCESSES", whole(1, 16), "1", "front 进程数", "How many front processes"),
    Setting(
        "REDIS_URL",
        redis,
        "",
        "几台机器一起服务时，各个 front 由它得到消息，如 redis://主机/0；一台机器不用设",
        "Where the fronts of several machines are told what changed, such as redis://host/0; one machine needs none",
    ),
    Setting(
        "JOBS",
        choice("database", "redis"),
        "database",
        "后台任务怎样叫醒做事的进程：database 每秒看一次数据库；redis 由 SIXIANGHUI_REDIS_URL 马上叫醒。任务本身总在数据库里，Redis 清空了也不丢",
        "How workers are woken: database, they look every second; redis, they are told at once by SIXIANGHUI_REDIS_URL. Jobs are always in the database, so an emptied Redis loses none",
    ),
    Setting(
        "CACHE_MB",
        whole(8, 65536),
        "256",
        "每个 front 页面缓存的上限（MB）",
        "Page cache of each front, in MB",
    ),
    Setting(
        "STREAMS",
        whole(1, 1_000_000),
        "",
        "每个 front 同时保持的实时连接的上限；默认由打开文件数的上限决定",
        "Most event streams that each front holds; by default as many as the limit of open files allows",
    ),
    Setting(
        "RTMP_PORT",
        whole(0, 65535),
        "1935",
        "推流软件用 RTMP 推到这个端口；只在有课打开接收时才开，被占用时顺延；0：不开",
        "Encoders come by RTMP at this port, open only while a lecture is armed; the next free one if it is taken; 0: never",
    ),
    Setting(
        "SRT_PORT",
        whole(0, 65535),
        "8890",
        "推流软件用 SRT 推到这个端口，几堂课同时打开接收时往后排；0：不开",
        "Encoders come by SRT at this port and the next ones, open only while a lecture is armed; 0: never",
    ),
    Setting(
        "PULL_URL",
        stream_url,
        "",
        "用别的流媒体服务器（nginx-rtmp、SRS）收推流时，从它的这个地址取，如 rtmp://主机/live；写法见 deploy/",
        "Where streams are fetched from when nginx-rtmp or SRS takes them in, such as rtmp://host/live; see deploy/",
    ),
    Setting(
        "STREAMS_URL",
        site_url,
        "",
        "直播和回看的画面从哪里取：CDN，或前面一层带缓存的 nginx，如 https://cdn.example.cn；写法见 deploy/streams.md",
        "Where players fetch the picture: a CDN, or nginx with a cache in front, such as https://cdn.example.cn; see deploy/streams.md",
    ),
    Setting(
        "HOOK_TOKEN_FILE",
        path,
        "",
        "存着口令的文件：那台流媒体服务器来问推流密钥对不对时，在地址里带上它（?token=…）；不设就不答",
        "A file with the token that such a server shows when it asks about a stream key (?token=...); unset, it gets no answer",
    ),
    Setting(
        "DISK_FLOOR_MB",
        whole(16, 1_048_576),
        "512",
        "磁盘剩下不到这么多 MB 时，留给数据库：直播的录像停录，直播不停；大的上传暂时不收",
        "With less than so many MB of disk left the room is kept for the database: a live recording stops, the live picture goes on, large uploads are refused for the time being",
    ),
    Setting(
        "SMALL_PICTURE",
        choice("auto", "on", "off"),
        "auto",
        "直播要不要另做一路 480P：auto 有空闲的核才做，on 总做，off 不做",
        "Whether a 480p picture of what is live is made too: auto while a core is free, on always, off never",
    ),
    Setting(
        "RECORDING_MONTHS",
        whole(1, 1200),
        "36",
        "党课的录像讲完以后留几个月；到期前 30 天提醒主办的组织，可以写理由多留，到期删",
        "How many months recordings of lectures are kept; organisers are told 30 days before and may keep one longer",
    ),
    Setting("MAX_UPLOAD_MB", whole(1, 65536), "512", "一次上传的上限（MB）", "Largest request body, in MB"),
    *_providers(),
    Setting(
        "ROSTER_PHONE",
        choice("off", "on"),
        "off",
        "名册收不收手机号：off 时带这一列的文件整个不收，on 时加密保存",
        "Whether rosters take mobile numbers: with off, a file with that column is not kept; with on, they are stored encrypted",
    ),
    Setting(
        "ROSTER_ID_NUMBER",
        choice("off", "on"),
        "off",
        "名册收不收身份证号：off 时带这一列的文件整个不收，on 时加密保存",
        "Whether rosters take identity numbers: with off, a file with that column is not kept; with on, they are stored encrypted",
    ),
    Setting(
        "CIPHER",
        choice("aes", "sm4"),
        "aes",
        "新加密的内容用什么算法：aes（AES-256-GCM）或 sm4（SM4-GCM）；已经存下的照旧能读。换了以后用 sixianghui vault rotate 重新加密",
        "What new values are encrypted with: aes (AES-256-GCM) or sm4 (SM4-GCM); stored ones stay readable. Re-encrypt with sixianghui vault rotate",
    ),
    Setting(
        "SITE_URL",
        site_url,
        "",
        "读者在外面看到的网址，写在邮件和短信的链接里，如 https://sxh.example.cn；不设就用第一个域名",
        "The site's address as readers see it, for links in mail, such as https://sxh.example.cn; by default the first host name",
    ),
    Setting(
        "MAIL_HOST",
        str,
        "",
        "发信的 SMTP 服务器；不设就不发邮件，信留在本机",
        "The SMTP server that sends mail; without it no mail is sent and letters stay on this machine",
    ),
    Setting("MAIL_PORT", whole(1, 65535), "587", "SMTP 端口", "Its port"),
    Setting(
        "MAIL_TLS",
        choice("starttls", "tls", "none"),
        "starttls",
        "与 SMTP 服务器的加密：starttls、tls（多为 465 端口）；none 只许用于本机",
        "Encryption towards it: starttls, tls (mostly port 465); none is for this machine only",
    ),
    Setting("MAIL_USER", str, "", "SMTP 用户名", "The user name there"),
    Setting("MAIL_PASSWORD_FILE", path, "", "存着 SMTP 密码的文件", "The file that holds its password"),
    Setting(
        "MAIL_SENDER",
        sender,
        "",
        "发信人地址，如 notice@sxh.example.cn；设了 MAIL_HOST 就必须有",
        "The sender's address, such as notice@sxh.example.cn; required with MAIL_HOST",
    ),
    Setting(
        "SMS_URL",
        gateway,
        "",
        "短信网关的 HTTPS 地址，收发格式见 docs/guide/notices.md；不设就不发短信",
        "The HTTPS address of a text message gateway (docs/guide/notices.md says what it is sent); without it no texts are sent",
    ),
    Setting(
        "SMS_TOKEN_FILE",
        path,
        "",
        "存着短信网关令牌的文件",
        "The file that holds the gateway's token",
    ),
    Setting(
        "SECURITY_PROFILE",
        choice("standard", "djbh"),
        "standard",
        "密码规则：standard 只要长而难猜；djbh 另要求工作人员的密码有三种字符、九十天一换（等保测评用）",
        "Password rules: standard asks for long and hard to guess; djbh also asks staff for three kinds of characters and a change every ninety days",
    ),
    Setting(
        "BREACHED_PASSWORDS",
        path,
        "",
        "泄露过的密码：一个按顺序排好的 SHA-1 清单文件，一行一个；设了就不收里面的密码",
        "A file of SHA-1 sums of leaked passwords, one a line, in order; those are then refused",
    ),
    Setting(
        "STAFF_NETWORKS",
        networks,
        "",
        "只有工作人员、编辑、指导员和管理员才打得开的页面，只让这些网段打开，逗号分开；书记也用的页面不限；不设就都不限",
        "Only these networks may open the pages that staff, editors, guides and administrators alone can open; pages that secretaries use too are open anywhere; unset means anywhere",
    ),
    Setting(
        "FFMPEG",
        path,
        "",
        "ffmpeg 程序的路径；不设就用随 Python 包装好的那个，再没有就用系统里的",
        "The ffmpeg program; unset, the one that came with the Python packages is used, else the system's",
    ),
    Setting(
        "CLAMD",
        daemon,
        "",
        "查病毒的 clamd：套接字的路径，如 /run/clamav/clamd.ctl，或 主机:端口；不设就不查，编辑会看到“没有查过病毒”",
        "The clamd that scans uploads: a socket such as /run/clamav/clamd.ctl, or host:port; unset, nothing is scanned and editors are told so",
    ),
    Setting(
        "PROOF_WORDS",
        path,
        "",
        "三校另外要看的词：一个 UTF-8 文本文件，一行一个，要换成什么隔一个制表符写在后面；平台不带",
        "Words that the proofs look for besides: a UTF-8 file, one a line, with what to write instead behind a tab; none ships",
    ),
    *BACKUPS,
    Setting(
        "LOG_FORMAT",
        choice("text", "json"),
        "text",
        "日志的样子：text 给人看；json 一行一个对象，给收集日志的程序",
        "How the log looks: text to be read, or json, one object a line, to be collected",
    ),
    Setting(
        "LOG_LEVEL",
        choice("DEBUG", "INFO", "WARNING", "ERROR"),
        "WARNING",
        "日志的详细程度",
        "How much is logged",
    ),
)

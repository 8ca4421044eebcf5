"""What can be asked of an installation before Django starts: its folder, its secrets, its network, its programs.

Imports no Django, so that `sixianghui doctor` has sentences where nothing else does. On the page of the system
administrator the same checks are asked (`project/apps.py` registers them with `operations`).
"""

from sixianghui.project.ground.folder import data, secrets
from sixianghui.project.ground.network import certificate, exposure, port, running
from sixianghui.project.ground.programs import build, redis, tools, versions
from sixianghui.project.ground.said import BAD, OK, UNASKED, WARN, GroundCheck, Said, gettext_noop

__all__ = ["BAD", "CHECKS", "OK", "RUNNING", "UNASKED", "WARN", "GroundCheck", "Said"]

#: In the order in which they are asked. Where one that `stops` finds something bad, Django is not even tried.
CHECKS: tuple[GroundCheck, ...] = (
    GroundCheck("project.versions", gettext_noop("版本"), versions, stops=True),
    GroundCheck("project.data", gettext_noop("数据目录"), data, stops=True),
    GroundCheck("project.secrets", gettext_noop("密钥文件"), secrets, stops=True),
    GroundCheck("project.build", gettext_noop("网页文件"), build),
    GroundCheck("project.programs", gettext_noop("程序和字体"), tools),
    GroundCheck("project.exposure", gettext_noop("对外"), exposure),
    GroundCheck("project.certificate", gettext_noop("证书"), certificate),
    GroundCheck("project.redis", gettext_noop("Redis 服务"), redis),
)
#: Asked from outside alone: whoever reads the page sees that the site runs.
RUNNING: tuple[GroundCheck, ...] = (
    GroundCheck("project.port", gettext_noop("端口"), port),
    GroundCheck("project.running", gettext_noop("站"), running),
)

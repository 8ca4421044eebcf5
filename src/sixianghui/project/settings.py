"""Django's settings, made from `SIXIANGHUI_*` (see `config.py`)."""

from __future__ import annotations

import os
from pathlib import Path

from sixianghui.common import wire
from sixianghui.project import backup_options, logs, providers, secrets, sqlite_driver
from sixianghui.project import config as configuration

CONFIG = configuration.load()
if CONFIG.is_sqlite:
    sqlite_driver.install()

PACKAGE = Path(__file__).resolve().parent.parent
DATA: Path = CONFIG.data

_signing = secrets.read_or_make(DATA, "secret_key")
SECRET_KEY = _signing.current
SECRET_KEY_FALLBACKS = _signing.others
#: For what is made again instead of kept (codes at doors, passphrases, words for the fronts), for what a session has to hold
#: and for links in letters. It stays when SECRET_KEY is renewed (`rekeying.py`), and begins as what that was.
_lasting = secrets.read_or_make(DATA, "lasting_key", first=[SECRET_KEY, *SECRET_KEY_FALLBACKS])
LASTING_KEY = _lasting.current
LASTING_KEY_FALLBACKS = _lasting.others
DEBUG = False
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *CONFIG.allowed_hosts]
if CONFIG.host in {"0.0.0.0", "::"}:  # noqa: S104
    ALLOWED_HOSTS += configuration.own_hosts()
elif CONFIG.host not in {"127.0.0.1", "::1", "localhost"}:
    ALLOWED_HOSTS.append(f"[{CONFIG.host}]" if ":" in CONFIG.host else CONFIG.host)

INSTALLED_APPS = [
    "sixianghui.project",
    "sixianghui.operations",
    "sixianghui.reports",
    "sixianghui.workbench",
    "sixianghui.campaigns",
    "sixianghui.lectures",
    "sixianghui.wechat",
    "sixianghui.activities",
    "sixianghui.channel",
    "sixianghui.complaints",
    "sixianghui.polls",
    "sixianghui.remarks",
    "sixianghui.privacy",
    "sixianghui.directory",
    "sixianghui.ledger",
    "sixianghui.media",
    "sixianghui.notify",
    "sixianghui.access",
    "sixianghui.audit",
    "sixianghui.realtime",
    "sixianghui.tasks",
    "sixianghui.search",
    "sixianghui.ui",
    "sixianghui.vault",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "tree_queries",
    "django_tasks",
    "django_tasks_db",
    "django_vite",
    "wagtail.users",
    "wagtail.sites",
    "wagtail.embeds",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.snippets",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "sixianghui.ui.middleware.Headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "sixianghui.ui.middleware.Language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "sixianghui.project.middleware.DomainClock",
    "sixianghui.access.middleware.Sessions",
    "sixianghui.access.middleware.FirstThings",
    "sixianghui.access.middleware.Enforce",
    "sixianghui.ui.middleware.Sentences",
    "sixianghui.channel.middleware.DeskClock",
]

ROOT_URLCONF = "sixianghui.project.urls"
WSGI_APPLICATION = "sixianghui.project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sixianghui.ui.context.page",
                "sixianghui.project.context.instance",
            ],
            "builtins": ["django.templatetags.i18n", "sixianghui.ui.templatetags.ui"],
        },
    }
]

DATABASES = {"default": CONFIG.database}
if CONFIG.is_sqlite:
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA wal_autocheckpoint=1000;"
            "PRAGMA journal_size_limit=67108864;PRAGMA trusted_schema=OFF;PRAGMA secure_delete=ON;"
        ),
    }
else:
    DATABASES["default"]["OPTIONS"] = {
        **DATABASES["default"]["OPTIONS"],
        # A question or a lock that takes longer than somebody waits holds up everybody else. Whoever has to take longer
        # (migrations, a move) says so in PGOPTIONS, which comes last and wins.
        "options": (
            "-c statement_timeout=15s -c lock_timeout=5s -c idle_in_transaction_session_timeout=60s "
            + os.environ.get("PGOPTIONS", "")
        ).strip(),
        "connect_timeout": 5,
        "application_name": "sixianghui",
        # A server that went away without a word is noticed within half a minute.
        "keepalives_idle": 10,
        "keepalives_interval": 5,
        "keepalives_count": 3,
        # So it is while something is being said to it: keepalives only watch over silence. In milliseconds.
        "tcp_user_timeout": 20_000,
    }
DATABASES["default"]["CONN_MAX_AGE"] = 600
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

#: Shared by all processes of a host: Wagtail keeps the site's root paths in it, and a replay beside us changes them.
CACHES = {"default": {"BACKEND": "sixianghui.project.caches.Forgiving", "LOCATION": DATA / "cache"}}

AUTH_USER_MODEL = "access.Account"
AUTHENTICATION_BACKENDS = ["sixianghui.access.backends.Accounts"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [{"NAME": "sixianghui.access.validators.NotGuessable"}]
LOGIN_URL = "access:sign-in"
LOGIN_REDIRECT_URL = "workbench:week"
LOGOUT_REDIRECT_URL = "/"

#: Signing in is allauth's machinery behind our own addresses and pages. Nobody registers by themselves, no address is
#: asked for; failed tries are counted by `access`, in the database, per name and address.
ACCOUNT_ADAPTER = "sixianghui.access.adapters.account.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_SESSION_COOKIE_AGE = 30 * 24 * 3600
MFA_ADAPTER = "sixianghui.access.adapters.account.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
#: One step of thirty seconds either way: clocks of phones go wrong. A code is spent by `access`, for as long as it holds.
MFA_TOTP_TOLERANCE = 1
MFA_TOTP_ISSUER = "思享汇"
MFA_RATE_LIMITS = {"webauthn_login": "120/m/ip"}
SOCIALACCOUNT_ADAPTER = "sixianghui.access.adapters.account.IdentityAdapter"
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS = providers.configured(CONFIG)

SESSION_ENGINE = "sixianghui.access.session_store"
SESSION_COOKIE_NAME = wire.SESSION_COOKIE
#: Of whoever has yet to come in; the session of somebody signed in is given its length by `access`.
SESSION_COOKIE_AGE = 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_USE_SESSIONS = False
CSRF_FAILURE_VIEW = "sixianghui.ui.views.expired_form"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
#: The names that our styles have for success, warning and error.
MESSAGE_TAGS = {25: "ok", 30: "warn", 40: "err"}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
#: Over TLS (our own or a trusted proxy's) the middleware of `ui` adds HSTS and marks cookies Secure.
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008", "security.W012", "security.W016", "security.W002"]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA / "media"
#: Nothing is kept that `media` has not checked, whoever saves it.
STORAGES = {
    "default": {"BACKEND": "sixianghui.media.storage.Kept"}
    if CONFIG.media_url is None
    else {
        "BACKEND": "sixianghui.media.objects.InStore",
        "OPTIONS": {
            "url": CONFIG.media_url,
            "endpoint": CONFIG.media_endpoint,
            "region": CONFIG.media_region,
            "key_file": CONFIG.media_key_file,
        },
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
FILE_UPLOAD_TEMP_DIR = None
DJANGO_VITE = {
    "default": {
        "dev_mode": False,
        "manifest_path": PACKAGE / "ui" / "static" / "dist" / "manifest.json",
        "static_url_prefix": "dist",
    }
}

#: How fields are encrypted from now on; what is stored opens with the suite of its own key.
VAULT_SUITE = CONFIG.cipher
#: The private columns that rosters take.
ROSTER_PRIVATE = tuple(
    column
    for column, asked in (("phone", CONFIG.roster_phone), ("id_number", CONFIG.roster_id_number))
    if asked == "on"
)

#: Where backups go, how often, how many stay.
BACKUPS = backup_options.arrangement(CONFIG.values)

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

WAGTAIL_SITE_NAME = "思享汇"
WAGTAIL_PAGE_MODEL = "channel.BasePage"
WAGTAILIMAGES_IMAGE_MODEL = "media.Picture"
WAGTAILDOCS_DOCUMENT_MODEL = "media.File"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []
WAGTAILDOCS_DOCUMENT_FORM_BASE = "sixianghui.media.forms.FileForm"
WAGTAILIMAGES_IMAGE_FORM_BASE = "sixianghui.media.forms.PictureForm"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "gif"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILADMIN_BASE_URL = "http://localhost"
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_FINISH_WORKFLOW_ACTION = "sixianghui.channel.finishing.finish"
WAGTAIL_FRONTEND_LOGIN_URL = "/sign-in/"
WAGTAILADMIN_PERMITTED_LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
#: One clock for one channel.
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
#: Nobody is asked what stands at an address that somebody wrote: videos and pictures are our own.
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
#: How long a pause in typing lasts before the desk saves, in milliseconds.
WAGTAIL_AUTOSAVE_INTERVAL = 1000
#: The site's own words for the proofs.
PROOF_WORDS = CONFIG.proof_words
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "sixianghui.search.backend"}}

LOGGING = logs.configuration(CONFIG.log_format, CONFIG.log_level)

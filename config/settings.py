"""Settings of Tokki. One file: behaviour differs by environment variables, never by module.

Every variable is listed with a comment in `.env.example`; a test compares the two.
"""

from pathlib import Path
from typing import Any

from environs import Env

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = Env()

VERSION = "0.1.0"

DEBUG = env.bool("DEBUG", False)


def _secret_key() -> str:
    """SECRET_KEY, or the content of the file named by SECRET_KEY_FILE (a secret mount)."""
    if path := env.str("SECRET_KEY_FILE", ""):
        return Path(path).read_text(encoding="utf-8").strip()
    if DEBUG:
        return env.str("SECRET_KEY", "insecure-development-key-never-use-outside-this-machine")
    return env.str("SECRET_KEY")


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["127.0.0.1", "localhost"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])

INSTALLED_APPS = [
    "workflow",
    "audits",
    "engagements",
    "checklists",
    "specs",
    "documents",
    "ledger",
    "accounts",
    "common",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "crispy_forms",
    "csp",
    "django_htmx",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "common.limits.RequestSizeMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "accounts.access.AccessMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "workflow.context.site",
            ],
        },
    },
]


def _database() -> dict[str, Any]:
    """The one database. SQLite gets the settings without which saves are lost or refused.

    synchronous=FULL: an acknowledged save survives a power cut. IMMEDIATE: two clerks queue
    for the write lock instead of one failing. A persistent connection: with none, every
    request checkpoints the write-ahead log, and a full disk stops even reading.
    """
    database: dict[str, Any] = env.dj_db_url(
        "DATABASE_URL", f"sqlite:///{VAR_DIR / 'tokki.sqlite3'}", conn_max_age=600
    )
    if database["ENGINE"] == "django.db.backends.sqlite3":
        database["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
            ),
        }
    else:
        database["CONN_HEALTH_CHECKS"] = True
    return database


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "accounts.backends.StaffBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "workflow:engagement-list"
LOGOUT_REDIRECT_URL = "login"

# A name is locked for a quarter of an hour after ten wrong passwords, whoever tries.
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_RESET_ON_SUCCESS = True
# By name alone: behind a proxy or on one shared PC an address tells nobody apart.
SILENCED_SYSTEM_CHECKS = ["axes.W006"]
AXES_LOCKOUT_TEMPLATE = "registration/locked.html"

SESSION_COOKIE_AGE = 60 * 60 * 10
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Behind a TLS proxy set TLS=true; on one offline PC over loopback it stays off.
TLS = env.bool("TLS", False)
SESSION_COOKIE_SECURE = TLS
CSRF_COOKIE_SECURE = TLS
SECURE_SSL_REDIRECT = TLS
SECURE_HSTS_SECONDS = 31536000 if TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = TLS
SECURE_HSTS_PRELOAD = TLS
if TLS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}

LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", "日本語"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Tokyo"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static", VAR_DIR / "vendor"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": env.str("STATICFILES_STORAGE", "config.static.GzipManifestStorage")},
}

MEDIA_ROOT = env.path("MEDIA_ROOT", VAR_DIR / "media")
FONT_DIR = env.path("FONT_DIR", VAR_DIR / "fonts")
SITE_URL = env.str("SITE_URL", "")
PDF_CACHE_DIR = env.path("PDF_CACHE_DIR", VAR_DIR / "cache" / "pdf")
LEDGER_ANCHOR_DIR = env.path("LEDGER_ANCHOR_DIR", VAR_DIR / "anchors")

# 根拠資料. Nothing is taken when less than EVIDENCE_MIN_FREE_BYTES would be left on the disk.
EVIDENCE_MAX_BYTES = env.int("EVIDENCE_MAX_BYTES", 20_000_000)
EVIDENCE_MIN_FREE_BYTES = env.int("EVIDENCE_MIN_FREE_BYTES", 500_000_000)
# How long a firm that wasn't chosen may ask why, in working days, unless a choice says otherwise.
EXPLANATION_DAYS = env.int("EXPLANATION_DAYS", 7)
CLAMD_URL = env.str("CLAMD_URL", "")

# A whole check table saved without JavaScript is one form of 119 rows with six fields each.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

vars().update(env.dj_email_url("EMAIL_URL", "consolemail://"))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "tokki@localhost")

CRISPY_ALLOWED_TEMPLATE_PACKS = ("tokki",)
CRISPY_TEMPLATE_PACK = "tokki"
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
    # Axes announces itself and every wrong password; the ledger of sign-ins is its own table.
    "loggers": {"axes": {"level": "WARNING"}},
}

"""Settings: safe by default, the environment read in this one place. README lists every variable."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
import dj_email_url
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from .embedded.environment import environment

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = environment()  # the process's own, before what a running ./run has left for its neighbours


def flag(name, default="0"):
    return env.get(name, default).lower() in {"1", "true", "yes", "on"}


DEBUG = flag("DEBUG")
SECRET_KEY = env.get("SECRET_KEY", "")
SECRET_KEY_FALLBACKS = env.get("SECRET_KEY_FALLBACKS", "").split()
DEMO = flag("DEMO")
# The demonstration's people, and nobody else, act without a second factor: their password is public anyway.
SECOND_FACTOR_EXEMPT_DEMO = flag("SECOND_FACTOR_EXEMPT_DEMO", str(DEMO))

# Absolute links in mails, letters and feeds begin with it; https here turns on all that https allows.
SITE_URL = env.get("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
_site = urlsplit(SITE_URL)
HTTPS = _site.scheme == "https"
ALLOWED_HOSTS = env.get("ALLOWED_HOSTS", f"{_site.hostname} localhost").replace(",", " ").split()
if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the hosts: links in mails are made from the host asked for.")

INSTALLED_APPS = [
    "imrf_portal",
    "record",
    "accounts",
    "consultations",
    "submissions",
    "drafts",
    "django.contrib.admin.apps.SimpleAdminConfig",  # only what imrf_portal.administration names
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "bootstrap",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_htmx",
    "django_linear_migrations",
    "django_prose_editor",
    "rules.apps.AutodiscoverRulesConfig",
    "template_partials",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "imrf_portal.middleware.stamp",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "imrf_portal.middleware.act",
    "imrf_portal.sessions.limited",
    "imrf_portal.signing_in.asked_for",
]

ROOT_URLCONF = "imrf_portal.urls"
WSGI_APPLICATION = "imrf_portal.wsgi.application"
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
                "imrf_portal.context.frame",
            ],
            "builtins": ["imrf_portal.templatetags.portal"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# The database. A request may wait 3 s for a lock and 10 s for an answer, then it is told so.
DATABASES = {
    "default": dj_database_url.parse(
        env.get("DATABASE_URL", "postgres:///imrf_portal"), conn_max_age=60, conn_health_checks=True
    )
}
DATABASES["default"].setdefault("OPTIONS", {})["options"] = (
    "-c statement_timeout=10s -c lock_timeout=3s -c idle_in_transaction_session_timeout=30s"
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Redis: throttling counts and the waking of workers. Sessions live in Postgres and survive its loss.
REDIS_URL = env.get("REDIS_URL", "redis://127.0.0.1:6379/0")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_connect_timeout": 2, "socket_timeout": 2},  # then the sign-in says that it is closed
    }
}

CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 900, "socket_timeout": 10, "socket_connect_timeout": 3}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_TIME_LIMIT = 600
CELERY_TASK_SOFT_TIME_LIMIT = 540
CELERY_TASK_PUBLISH_RETRY = False  # the row is in Postgres: a lost wake-up costs a minute, not the work
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = {
    # each expires before the next, so that a worker that comes back does not work off a backlog
    "deliver": {"task": "record.deliver", "schedule": 60, "options": {"expires": 50}},
    "remind": {"task": "consultations.send_due_reminders", "schedule": 60, "options": {"expires": 50}},
    "sweep-jobs": {"task": "record.sweep_jobs", "schedule": 60, "options": {"expires": 50}},
    "heartbeat": {"task": "record.heartbeat", "schedule": 20, "options": {"expires": 15}},
}

# Mail. Without EMAIL_URL the demo's letters go into a folder, as files one can read.
MAIL_DIR = VAR_DIR / "mail"
EMAIL_URL = env.get("EMAIL_URL", "")
if EMAIL_URL:
    _mail = dj_email_url.parse(EMAIL_URL)
    EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
    EMAIL_HOST, EMAIL_PORT = _mail["EMAIL_HOST"], _mail["EMAIL_PORT"]
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_USER"], _mail["EMAIL_HOST_PASSWORD"]
    EMAIL_USE_TLS, EMAIL_USE_SSL = _mail["EMAIL_USE_TLS"], _mail["EMAIL_USE_SSL"]
else:
    EMAIL_BACKEND = "record.smtp.FolderBackend"
EMAIL_TIMEOUT = 30
# How many messages the mail server takes in a minute; 0 is no limit.
MAIL_PER_MINUTE = int(env.get("MAIL_PER_MINUTE", "0"))
if MAIL_PER_MINUTE < 0:
    raise ImproperlyConfigured("MAIL_PER_MINUTE must be 0 or a number of messages.")
# The mail service that tells what became of a message asks with this: user:password. Without it there is no address.
ANYMAIL = {
    "WEBHOOK_SECRET": env.get("ANYMAIL_WEBHOOK_SECRET", ""),
    "MAILGUN_WEBHOOK_SIGNING_KEY": env.get("ANYMAIL_MAILGUN_WEBHOOK_SIGNING_KEY", ""),
}
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.get("FROM_EMAIL", f"IMRF portal <portal@{_site.hostname}>")
# The secretariat's address at the foot of pages that belong to no consultation, or to one that names none.
CONTACT = env.get("CONTACT", "secretariat@demo.invalid" if DEMO else "")

# Files lie outside every web root, under the hash of their content, and are served by views that ask the rules.
STORAGE_URL = env.get("STORAGE_URL", f"file://{VAR_DIR / 'files'}")
if not STORAGE_URL.startswith("file:///"):
    raise ImproperlyConfigured("STORAGE_URL must be file:/// and an absolute folder.")
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": urlsplit(STORAGE_URL).path, "file_permissions_mode": 0o640},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Where the web server before us finds the files, as a location that only we can name: "/stored/". Else we stream them.
ACCEL_PREFIX = env.get("ACCEL_PREFIX", "")
if ACCEL_PREFIX and not (ACCEL_PREFIX.isascii() and ACCEL_PREFIX.startswith("/") and ACCEL_PREFIX.endswith("/")):
    raise ImproperlyConfigured("ACCEL_PREFIX must be a path that begins and ends with a slash.")
# Every upload goes to the disk as it comes, up to a limit; a scanner is asked about it where one is named.
FILE_UPLOAD_HANDLERS = ["record.upload_handler.BoundedHandler"]
CLAMD_URL = env.get("CLAMD_URL", "")
if CLAMD_URL and not CLAMD_URL.startswith(("tcp://", "unix:///")):
    raise ImproperlyConfigured("CLAMD_URL must be tcp://host:port or unix:///path.")
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("png", "webp", "zip", "gz", "br", "woff2", "woff", "map")
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "imrf_portal.fonts.FontFinder",
]

# Who one is: e-mail and password or passkey; accounts by invitation only.
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "index"
ACCOUNT_ADAPTER = "accounts.adapter.InvitationAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = False
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_SESSION_REMEMBER = False  # computers of missions are shared: closing the browser signs out
PASSWORD_RESET_TIMEOUT = 2 * 3600
ALLAUTH_TRUSTED_PROXY_COUNT = int(env.get("TRUSTED_PROXIES", "0"))
# The sign-in of an institution, where one is named: for people who have an account here under the same address.
OIDC_URL = env.get("OIDC_URL", "").rstrip("/")
OIDC_STRONG_ACR = env.get("OIDC_STRONG_ACR", "").split()  # its names for a sign-in with a second factor, if its own
SOCIALACCOUNT_ADAPTER = "accounts.provider.ProviderAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "AUTH_PARAMS": {"max_age": "300"},  # so that whoever comes from there has just shown who they are
        "APPS": [
            {
                "provider_id": "institution",
                "name": env.get("OIDC_NAME", _("your institution")),
                "client_id": env.get("OIDC_CLIENT_ID", ""),
                "secret": env.get("OIDC_CLIENT_SECRET", ""),
                "settings": {"server_url": OIDC_URL},
            }
        ]
        if OIDC_URL
        else [],
    }
}
if OIDC_URL and not OIDC_URL.startswith("https://"):
    raise ImproperlyConfigured("OIDC_URL must begin with https: what it says decides who comes in.")
MFA_ADAPTER = "accounts.adapter.FactorAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TRUST_ENABLED = False
MFA_TOTP_ISSUER = "IMRF portal"
MFA_TOTP_TOLERANCE = 1  # clocks of telephones: the code before and the code after are taken too, each once
MFA_ALLOW_UNVERIFIED_EMAIL = True  # else whoever has a second factor could never change their address
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "accounts.passwords.SimilarityValidator", "OPTIONS": {"user_attributes": ["name", "email"]}},
    {"NAME": "accounts.passwords.LengthValidator"},
    {"NAME": "accounts.passwords.CommonValidator"},
    {"NAME": "accounts.passwords.OwnWordsValidator"},
    {"NAME": "accounts.passwords.NumericValidator"},
]

# What the browser may do with our pages: our own files, no inline script or style, no frame.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF, *([f"https://{urlsplit(OIDC_URL).netloc}"] if OIDC_URL else [])],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 63_072_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # asked by the machine's own supervisor, over http
if ALLAUTH_TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
_host_prefix = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{_host_prefix}sessionid"
CSRF_COOKIE_NAME = f"{_host_prefix}csrftoken"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 24 * 3600
# How long a sign-in lasts: idle, and at most. "weighty" for those who need a second factor (imrf_portal.sessions).
SESSION_LIMITS = {
    "weighty": (timedelta(minutes=30), timedelta(hours=12)),
    "plain": (timedelta(minutes=60), timedelta(hours=24)),
}
CSRF_FAILURE_VIEW = "imrf_portal.views.csrf_failure"
DATA_UPLOAD_MAX_NUMBER_FILES = 5
FILE_UPLOAD_PERMISSIONS = 0o640

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]  # no menu of languages before the catalogues exist
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "imrf_portal.logs.LineFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django.server": {"handlers": ["stderr"], "propagate": False},
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "WARNING"},
    },
}

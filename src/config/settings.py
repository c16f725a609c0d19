"""Settings. What changes from one installation to another comes from the environment; the launcher sets it."""

import contextlib
import os
import secrets
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("KEVREAD_DATA", ROOT / ".kevread" / "data"))


def flag(name: str) -> bool:
    return os.environ.get(name, "") in ("1", "true", "oui")


def secret_keys() -> list[str]:
    """The key of this installation, made once and kept in its data folder; on the lines below, those of before, which open
    what they sealed and seal nothing more."""
    path = DATA / "secret_key"
    given = os.environ.get("KEVREAD_SECRET_KEY", "")
    if not given and not path.exists():  # two who start at once keep the same, and nobody reads half of one
        DATA.mkdir(parents=True, exist_ok=True)
        fresh = DATA / f".secret_key.{os.getpid()}"
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(50))
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(fresh)
        fresh.unlink()
    return [line.strip() for line in (given or path.read_text()).splitlines() if line.strip()]


# Said at each connection, so that a setting that the role, or the database, was given says nothing otherwise: names are looked
# up in our tables, last of all in the folder that passes with the session, where PostgreSQL would else begin, and what hangs in
# the middle of a transaction does not hold the sealing back for ever. Each statement of an act reads what stands as it begins:
# an act that would read what stood before it would find itself intact, whatever was put under it meanwhile.
SESSION = (
    "-c search_path=public,pg_temp -c idle_in_transaction_session_timeout=5min "
    r"-c default_transaction_isolation=read\ committed"
)


def database(url: str) -> dict:
    """Django's settings for postgresql://user:password@host:port/name?host=/socket/folder."""
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise ImproperlyConfigured("DATABASE_URL doit commencer par postgresql:// : Kevread ne connaît que PostgreSQL.")
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "kevread",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", None) or parts.hostname or "",
        "PORT": query.pop("port", None) or parts.port or "",
        # A server that died and came back: its old connections are tried before they are lent, and a page waits a
        # little for a new one rather than half a minute.
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            **query,
            "options": f"{SESSION} {query.get('options', '')}".rstrip(),
            **({"pool": {"min_size": 1, "max_size": 8, "timeout": 10}} if flag("KEVREAD_POOL") else {}),
        },
        "TEST": {"NAME": os.environ.get("KEVREAD_TEST_DB", "test_kevread")},
    }


SECRET_KEY, *SECRET_KEY_FALLBACKS = secret_keys()
DEBUG = flag("KEVREAD_DEBUG")
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *filter(None, os.environ.get("KEVREAD_HOST", "").split(","))]
SECURE_SITE = flag("KEVREAD_HTTPS")
# Where the links of letters lead: the launcher knows its port, else the first name of the site.
KEVREAD_ADDRESS = (
    os.environ.get("KEVREAD_ADDRESS", "").rstrip("/")
    or f"{'https' if SECURE_SITE else 'http'}://{(os.environ.get('KEVREAD_HOST') or 'localhost:8000').split(',')[0]}"
)

# The federation that this installation runs: everything that is its own and is not code.
FEDERATIONS = ROOT / "federations"
KEVREAD_FEDERATION = FEDERATIONS / os.environ.get("KEVREAD_FEDERATION", "bretagne")
KEVREAD_LAW = FEDERATIONS / "_law"
# Who says the hour of a signature besides this site (RFC 3161), and the authorities by which that word is known.
KEVREAD_TSA_URL = os.environ.get("KEVREAD_TSA_URL", "")
KEVREAD_TSA_CA = os.environ.get("KEVREAD_TSA_CA", "")  # a file, in PEM
# Who seals signed documents in the place of this site (API of the Cloud Signature Consortium); none, this site does.
KEVREAD_CSC_URL = os.environ.get("KEVREAD_CSC_URL", "")  # what precedes /csc/v1/
KEVREAD_CSC_CREDENTIAL = os.environ.get("KEVREAD_CSC_CREDENTIAL", "")
KEVREAD_CSC_CLIENT = os.environ.get("KEVREAD_CSC_CLIENT", "")
KEVREAD_CSC_SECRET = os.environ.get("KEVREAD_CSC_SECRET", "")  # of this client; of none, the token itself
KEVREAD_CSC_PIN = os.environ.get("KEVREAD_CSC_PIN", "")
KEVREAD_CSC_CA = os.environ.get("KEVREAD_CSC_CA", "")  # a file, in PEM; kept for what was sealed once nothing more is
# The antivirus that reads what is deposited (clamd): the path of its socket, or « host:port »; none, nothing is read.
KEVREAD_SCANNER = os.environ.get("KEVREAD_SCANNER", "")
KEVREAD_DEMONSTRATION = flag("KEVREAD_DEMONSTRATION")
KEVREAD_ON = os.environ.get("KEVREAD_ON", "")  # the demonstration lives on one day; a real federation on today
KEVREAD_SOURCE = os.environ.get("KEVREAD_SOURCE", "")  # where the source of this very version can be had
if KEVREAD_DEMONSTRATION and (DATA / "instance.json").exists():
    raise ImproperlyConfigured("La démonstration ne peut pas être ouverte sur les données d’une vraie fédération.")

INSTALLED_APPS = [
    "kevread.demonstration",
    "kevread.home",
    "kevread.privacy",
    "kevread.publishing",
    "kevread.equalisation",
    "kevread.finance",
    "kevread.allowances",
    "kevread.ledgers",
    "kevread.careers",
    "kevread.supervision",
    "kevread.staff",
    "kevread.filings",
    "kevread.dues",
    "kevread.membership",
    "kevread.agreements",
    "kevread.statutes",
    "kevread.sittings",
    "kevread.votes",
    "kevread.rhythm",
    "kevread.concord",
    "kevread.decisions",
    "kevread.attendance",
    "kevread.meetings",
    "kevread.competence",
    "kevread.chronicle",
    "kevread.delegations",
    "kevread.seats",
    "kevread.imports",
    "kevread.charter",
    "kevread.documents",
    "kevread.mail",
    "kevread.directory",
    "kevread.territory",
    "kevread.accounts",
    "kevread.tally",
    "kevread.journal",
    "kevread.ui",
    "kevread.base",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "lucide",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kevread.ui.middleware.by_a_page_or_a_form",
    "kevread.ui.middleware.no_null",
    "kevread.sittings.middleware.unchanged",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "kevread.ui.typesetting.typography",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "kevread.accounts.middleware.know_account",
    "kevread.privacy.middleware.noting_refusals",
    "kevread.ui.middleware.read_only",
    "kevread.ui.middleware.business_clock",
    "kevread.directory.middleware.ScaleMiddleware",
    "kevread.seats.middleware.ActorMiddleware",
    "kevread.ui.middleware.DayMiddleware",
    "kevread.ui.middleware.WholeMiddleware",
    "kevread.ui.once.OnceMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DATABASES = {"default": database(os.environ.get("DATABASE_URL", "postgresql:///kevread"))}
if owner := os.environ.get("KEVREAD_OWNER_URL"):  # what prepares the database, and no other: see `kevread.base.rights`
    DATABASES["owner"] = database(owner)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kevread.ui.context.frame",
                "kevread.directory.context.scale",
            ],
            "builtins": ["kevread.ui.templatetags.ui", "lucide.templatetags.lucide", "django.templatetags.static"],
        },
    },
]

FORM_RENDERER = "kevread.ui.renderer.Renderer"

LANGUAGE_CODE = "fr"
TIME_ZONE = "Europe/Paris"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("KEVREAD_STATIC", ROOT / ".kevread" / "static"))
KEVREAD_FONTS = Path(os.environ.get("KEVREAD_FONTS", ROOT / ".kevread" / "fonts"))
STATICFILES_DIRS = [KEVREAD_FONTS] if KEVREAD_FONTS.exists() else []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA / "files"}},
    "staticfiles": {
        "BACKEND": "kevread.ui.collected.Storage"
        if flag("KEVREAD_COLLECTED")
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

ERASURES = DATA / "erasures.json"  # digests of who was erased: see `privacy/queries/outside.py`
VOTES = DATA / "votes"  # registers of what was stamped of each secret vote, beside the key
JOURNAL = DATA / "journal"  # the head of the journal, and the acts that no seal holds yet, beside the key

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home:mine"
LOGOUT_REDIRECT_URL = "publishing:front"

# Sign-in: a code sent by e-mail, then a second factor. Codes work once, in the browser that asked for them.
ACCOUNT_ADAPTER = "kevread.accounts.adapter.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # typing the code that was sent is the proof
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 8}
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_RATE_LIMITS = {
    "request_login_code": "20/m/ip,60/h/ip,5/m/key,20/h/key",
    "console_code": "5/m/ip,20/h/ip",
    "contact": "10/h/ip,30/h/key",  # what the public writes to an organisation
    "join": "10/h/ip,30/h/key",  # applications for membership, to one organisation
    "join_address": "3/h/key",  # letters to one address that asks to join
    "signing_code": "20/m/ip,5/m/key,20/h/key",
    "signing_attempt": "60/m/ip,10/m/key,30/h/key",
    "verify_document": "20/m/ip",
    "sign_in_attempt": "3/10m/key",  # of one code, for as long as it lasts
    "sign_in_code": "200/m/ip,5/m/key,20/h/key",
}
ACCOUNT_PREVENT_ENUMERATION = True  # an unknown address sees the same page; nothing is sent to it (`accounts.adapter`)
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_FORMS = {
    "request_login_code": "kevread.accounts.forms.AskCode",
    "confirm_login_code": "kevread.accounts.forms.ConfirmCode",
}
# https comes from a proxy in front: its word on who calls is taken.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if SECURE_SITE else 0
MFA_ADAPTER = "kevread.accounts.adapter.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Kevread"
MFA_TOTP_TOLERANCE = 0  # a code is remembered as used for as long as it is valid, and no longer
MFA_FORMS = {
    "authenticate": "kevread.accounts.forms.SecondFactor",
    "reauthenticate": "kevread.accounts.forms.ConfirmSecondFactor",
    "activate_totp": "kevread.accounts.forms.ActivateSecondFactor",
}

MAILERS = {
    "default": {"BACKEND": "kevread.demonstration.mail.Mailbox"}
    if KEVREAD_DEMONSTRATION
    else {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": os.environ.get("KEVREAD_MAIL_HOST", "localhost"),
            "port": int(os.environ.get("KEVREAD_MAIL_PORT", "25")),
            "username": os.environ.get("KEVREAD_MAIL_USER", ""),
            "password": os.environ.get("KEVREAD_MAIL_PASSWORD", ""),
            "use_tls": flag("KEVREAD_MAIL_TLS"),
            "timeout": 20,  # seconds: the worker alone waits, and not for ever
        },
    }
}
DEFAULT_FROM_EMAIL = os.environ.get("KEVREAD_MAIL_FROM", "Kevread <kevread@localhost>")

SESSION_ENGINE = "kevread.base.sessions"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = SECURE_SITE
SESSION_COOKIE_AGE = 14 * 24 * 3600
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_SITE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE_SITE else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF, CSP.NONCE],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
# Counts of attempts and used codes: shared by all the processes that serve. A GET may not write there either.
CACHES = {
    "default": {
        "BACKEND": "kevread.base.cache.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no cookie but the session's and CSRF's

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}

import os
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

SECRET_KEY = "a small site keeps no secret"
DATA = Path(os.environ["KEVREAD_DATA"])
if not (DATA / "secret_key").exists():
    (DATA / "secret_key").write_text("kept with the data")
ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
INSTALLED_APPS = ["config", "django.contrib.staticfiles"]
ROOT_URLCONF = "config.urls"
STATIC_URL = "/static/"
STATIC_ROOT = os.environ["KEVREAD_STATIC"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True


def database(url):
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": parts.username,
        "PASSWORD": parts.password or "",
        "HOST": dict(parse_qsl(parts.query)).get("host", parts.hostname),
        "PORT": parts.port or "",
    }


DATABASES = {"default": database(os.environ["DATABASE_URL"])}
if "KEVREAD_OWNER_URL" in os.environ:
    DATABASES["owner"] = database(os.environ["KEVREAD_OWNER_URL"])

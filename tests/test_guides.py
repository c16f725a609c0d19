"""What the guide of operation gives to copy agrees with what Kevread does: its front server, its variables, its service."""

import re
from pathlib import Path

import pytest

from kevread.documents import models as documents
from kevread.imports.reading import wrong as imports
from kevread.ledgers import forms as ledgers
from launch import ports, serve

ROOT = Path(__file__).parents[1]
GUIDE = (ROOT / "docs" / "guides" / "exploitation.md").read_text(encoding="utf-8")
LAUNCHER = "\n".join(path.read_text(encoding="utf-8") for path in [ROOT / "kevread", *(ROOT / "launch").glob("*.py")])
SETTINGS = (ROOT / "src" / "config" / "settings.py").read_text(encoding="utf-8")
DIRECTIVE = re.compile(r"^ +([a-z_]+) +([^;{]+?) *[;{]$", re.MULTILINE)


def block(opening: str) -> str:
    """What is indented from the line that begins so, blank lines excepted."""
    lines = GUIDE[GUIDE.index(f"\n    {opening}") + 1 :].splitlines()
    end = next((number for number, line in enumerate(lines) if line and not line.startswith("    ")), len(lines))
    return "\n".join(lines[:end])


FRONT = dict(
    (f"{name} {value.split()[0]}", value.split()[1]) if name == "proxy_set_header" else (name, value)
    for name, value in DIRECTIVE.findall(block("server {"))
)


def test_each_line_of_the_front_server_is_whole():
    text = block("server {")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    assert all(line.endswith((";", "{")) or line == "}" for line in lines), lines
    assert text.count("{") == text.count("}") == 2
    assert len(FRONT) == sum(line.endswith(";") for line in lines) + 1, "« location » opens, « server » has no name"


def test_the_front_server_lets_through_the_largest_file_that_kevread_takes():
    """Smaller, it would refuse the file itself, in English, where Kevread says why and what to do."""
    (number, unit) = re.fullmatch(r"(\d+)(m)", FRONT["client_max_body_size"]).groups()
    largest = max(ledgers.LARGEST, imports.LARGEST, documents.LARGEST)
    assert int(number) * 2**20 > largest * 1.05, (unit, largest)
    assert f"jusqu’à {ledgers.LARGEST // 1_000_000} Mo" in GUIDE
    assert f"un fichier à importer, {imports.LARGEST // 1_000_000}" in GUIDE


def test_the_front_server_waits_longer_than_the_server_behind_it():
    (behind,) = re.findall(r'"--timeout", "(\d+)"', Path(serve.__file__).read_text(encoding="utf-8"))
    assert int(FRONT["proxy_read_timeout"].removesuffix("s")) > int(behind)


def test_the_front_server_says_who_asks_and_how_and_keeps_nothing():
    """An address that the browser itself could write would let attempts be counted for somebody else (`allauth` trusts
    one front server); without its port, the host is not the one of the form (403); a log of accesses tells who voted when."""
    assert FRONT["proxy_pass"] == f"http://127.0.0.1:{ports.FIRST}"
    assert FRONT["proxy_set_header Host"] == "$http_host"
    assert FRONT["proxy_set_header X-Forwarded-For"] == "$remote_addr"
    assert FRONT["proxy_set_header X-Forwarded-Proto"] == "$scheme"
    assert FRONT["access_log"] == "off"
    assert 'SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE_SITE' in SETTINGS
    assert "ALLAUTH_TRUSTED_PROXY_COUNT = 1 if SECURE_SITE" in SETTINGS


def test_the_service_leaves_time_to_stop():
    service = dict(line.strip().split("=", 1) for line in block("[Service]").splitlines() if "=" in line)
    (graceful,) = re.findall(r'"--graceful-timeout", "(\d+)"', Path(serve.__file__).read_text(encoding="utf-8"))
    assert int(service["TimeoutStopSec"]) > int(graceful)
    assert service["ExecStart"].endswith(f"/kevread --port {ports.FIRST}")


def variables() -> list[str]:
    """Those the guide names: « KEVREAD_MAIL_HOST, _PORT » names two."""
    found = set()
    for first, more in re.findall(r"(KEVREAD_[A-Z_]+[A-Z])((?:, _[A-Z]+)*)", GUIDE):
        found.add(first)
        family = re.sub(r"_[A-Z]+$", "", first)
        found |= {family + one for one in re.findall(r"_[A-Z]+", more)}
    return sorted(found)


@pytest.mark.parametrize("name", variables())
def test_a_variable_that_the_guide_names_is_read(name):
    assert re.search(rf"\b{name}\b", SETTINGS + LAUNCHER)

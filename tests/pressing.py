"""A button of a page, pressed as a browser does: with what the page carries back of what it showed."""

import re
from typing import Any

from django.test import Client

SHOWN = re.compile(r'name="vu" value="([0-9a-f]*)"')
DEMANDS = re.compile(r'name="demande" value="([0-9a-f-]+)"')


def shown(client: Client, page: str) -> str:
    """The mark of what a page shows; empty where it carries none."""
    found = SHOWN.search(client.get(page).content.decode())
    return found[1] if found else ""


def asked(client: Client, page: str) -> dict[str, list[str]]:
    """The demands for signatures that a page shows, as its forms carry them."""
    return {"demande": sorted(set(DEMANDS.findall(client.get(page).content.decode())))}


def press(client: Client, page: str, typed: dict[str, Any] | None = None, **options: Any) -> Any:
    """Open the page, then send its form."""
    return client.post(page, {"vu": shown(client, page), **asked(client, page), **(typed or {})}, **options)

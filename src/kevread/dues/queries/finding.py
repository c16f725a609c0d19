"""Where one reads a bank statement, as « Chercher » finds it."""

from datetime import date

from kevread.common.actor import Actor
from kevread.common.rooms import Hit
from kevread.common.words import terms, to
from kevread.directory.models import Organisation
from kevread.dues.models import KEEPS_DUES
from kevread.ui.places import screen_address

SAID = ("releve", "releves", "bancaire", "bancaires", "banque", "rapprocher", "rapprochement")
SHORTEST = 4  # letters by which one of them is known


def find_statements(actor: Actor, text: str, on: date, limit: int) -> list[Hit]:
    """The screen that reads a statement, to whoever types « relevé bancaire », « relevé ess 35 »: where this person keeps the
    dues. One query, when such a word is typed."""
    typed = [word for word in terms(text) if word not in ("de", "du", "la", "le")]
    told = {word for word in typed if len(word) >= SHORTEST and any(said.startswith(word) for said in SAID)}
    where = actor.where(KEEPS_DUES)
    if not told or where == frozenset():
        return []
    rows = Organisation.objects.on(on).exclude(scale="")
    if where is not None:
        rows = rows.filter(pk__in=where)
    for word in (word for word in typed if word not in told):
        rows = rows.filter(search__contains=word)
    return [
        Hit(
            f"Lire un relevé de banque, {to(one.name)}",
            "Paiements à rapprocher de leur cotisation",
            screen_address("dues:receive", scale=one.slug),
        )
        for one in rows.order_by("search", "slug")[:limit]
    ]

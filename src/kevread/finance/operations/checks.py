"""What several verbs ask of what is typed."""

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import F, Func
from django.db.models.functions import Lower
from django.utils import timezone

from kevread.common.errors import Invalid
from kevread.common.money import euros
from kevread.common.words import one_line, plain, seen
from kevread.directory.models import Organisation
from kevread.finance.models import Funder, Scale
from kevread.finance.rules import EXPLAINED, GREATEST


def today_of(now: datetime) -> date:
    return timezone.localtime(now).date()


def money(field: str, cents: int | None) -> None:
    if cents is None or not 0 < cents <= GREATEST:
        raise Invalid(field, f"Indiquez un montant de plus de 0 €, et de {euros(GREATEST)} au plus.")


def said(field: str, text: str, wanted: str, most: int = 200) -> str:
    text = one_line(text)
    if not 3 <= len(seen(text)) <= len(text) <= most:
        raise Invalid(field, wanted)
    return text


def explained(field: str, text: str, wanted: str, most: int = 300) -> str:
    text = one_line(text)
    if not EXPLAINED <= len(seen(text)) <= len(text) <= most:
        raise Invalid(field, wanted)
    return text


def days_in_order(first: date, last: date) -> None:
    if last < first:
        raise Invalid("last", "Le dernier jour précède le premier.")
    if (last - first).days > 3660:
        raise Invalid("last", "Dix ans au plus sont attendus entre le premier jour et le dernier.")


def known_scale(scale: str, *, may_be_unsaid: bool = False) -> str:
    if scale not in Scale.values and not (may_be_unsaid and not scale):
        raise Invalid("scale", "Dites à quelle échelle : locale, supraterritoriale ou régionale.")
    return scale


@dataclass(frozen=True, slots=True)
class Named:
    """A funder as somebody types it: its name, its nature."""

    name: str
    kind: str


def tidy(name: str) -> str:
    """A name as it is kept: nothing invisible, one space between words, each letter written one way.

    >>> tidy("Re\u0301gie\u200b  du lavoir") == "R\u00e9gie du lavoir"
    True
    """
    seen = "".join(letter for letter in one_line(name) if unicodedata.category(letter) != "Cf")
    return " ".join(unicodedata.normalize("NFC", seen).split())


def known_as(name: str) -> Funder | None:
    """The funder of this name, or whose organisation bears it, whatever its capitals and accents."""
    rows = Funder.objects.select_related("organisation").order_by("pk")
    plainly = Lower(Func(F("name"), function="f_unaccent"))
    found: Funder | None = rows.annotate(plainly=plainly).filter(plainly=plain(name)).first()
    return found or rows.filter(organisation__search=plain(name)).first()


def funder_named(named: Named) -> Funder:
    """The funder of this name, whatever its capitals and accents; a new one, tied to the organisation of the directory that
    bears the very name. Two who name the same at once wait for each other. Called in an act. Raises Invalid on `name`, or on
    `kind` when it is known with another."""
    name = said("name", tidy(named.name), "Écrivez le nom du financeur, en 160 caractères au plus.", 160)
    if named.kind not in Funder.Kind.values:
        raise Invalid("kind", "Dites de quelle nature est ce financeur.")
    found = known_as(name)
    if found is None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('finance_funder.name'))")
        found = known_as(name)
    if found is None:
        return Funder.objects.create(name=name, kind=named.kind, organisation=tied_to(name, named.kind))
    if found.kind != named.kind:
        raise Invalid(
            "kind",
            f"{found.called} est déjà inscrit ainsi : {found.get_kind_display().lower()}. Choisissez cette nature ; si elle "
            "est fausse, elle se corrige ensuite depuis la page du financement.",
        )
    return found


def tied_to(name: str, kind: str) -> Organisation | None:
    """The organisation of the directory that bears the very name, if it is one, and does not fund under another nature."""
    same = list(Organisation.objects.filter(name__iexact=name)[:2])
    if len(same) != 1 or Funder.objects.filter(organisation=same[0]).exclude(kind=kind).exists():
        return None
    return same[0]

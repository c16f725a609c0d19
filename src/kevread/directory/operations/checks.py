"""What the database refuses, said in French; and the checks that several verbs share."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.db import IntegrityError

from kevread.base.models import Dated, as_range
from kevread.common import identifiers
from kevread.common.errors import Invalid, Refused
from kevread.common.periods import Period, day_in_words
from kevread.common.words import seen

EXPLAINED = 10  # characters: the least that says why something is taken back
CONSTRAINTS: dict[str, tuple[str, str]] = {
    "siren_once": ("siren", "Ce SIREN est déjà celui d’une autre organisation de l’annuaire."),
    "rna_once": ("rna", "Ce numéro RNA est déjà celui d’une autre organisation de l’annuaire."),
    "directory_organisation_slug_key": ("slug", "Cette adresse est déjà celle d’une autre organisation."),
    "name_once": ("since", "Deux noms de même nature ne peuvent pas être en vigueur le même jour."),
    "capacity_once": ("kind", "Cette qualité est déjà inscrite sur une partie de cette période."),
    "affiliation_once": ("member", "Cette adhésion est déjà inscrite sur une partie de cette période."),
    "affiliation_not_to_itself": ("member", "Une organisation ne peut pas adhérer à elle-même."),
    "coverage_once": ("zone", "Ce territoire est déjà rattaché à une organisation sur une partie de cette période."),
    "listing_once": (
        "agreed_by",
        "Cette organisation est déjà montrée dans l’annuaire sur une partie de cette période.",
    ),
    "consent_once": ("what", "Cet accord est déjà donné."),
    "directory_person_account_id_key": ("account", "Ce compte est déjà celui d’une autre personne."),
}


@contextmanager
def said_in_french() -> Iterator[None]:
    """Turn a constraint of the database into a refusal. Wraps the act: what the database refused is rolled back."""
    try:
        yield
    except IntegrityError as fault:
        name = getattr(getattr(fault.__cause__, "diag", None), "constraint_name", None)
        if name not in CONSTRAINTS:
            raise
        raise Invalid(*CONSTRAINTS[name]) from None


def checked(field: str, value: str, of: str = "") -> str:
    """An identifier without its spaces, or the sentence that says what would be right. Empty stays empty."""
    if not seen(value):
        return ""
    try:
        if field == "siret":
            return identifiers.siret(value, of=of)
        return identifiers.siren(value) if field == "siren" else identifiers.rna(value)
    except ValueError as fault:
        raise Invalid(field, str(fault)) from None


def identified(siren: str, siret: str, rna: str) -> dict[str, str]:
    number = checked("siren", siren)
    return {"siren": number, "siret": checked("siret", siret, of=number), "rna": checked("rna", rna)}


def required(field: str, value: str, sentence: str, *, least: int = 1) -> str:
    """What was typed, its spaces made one. Raises Invalid below so many characters."""
    text = " ".join(value.split())
    if len(seen(text)) < least:
        raise Invalid(field, sentence)
    return text


def close(row: Dated, last: date, what: str) -> None:
    """The period ends on its last day, included. Never a deletion: what began the day after `last` is refused."""
    start = row.dates.start
    if not row.in_force(last):
        edge = f" du {day_in_words(start)}" if start else ""
        if start and last < start:
            raise Invalid("last", f"{what} commence le {day_in_words(start)} : son dernier jour ne peut pas précéder.")
        if row.dates.last:
            raise Refused(f"{what}{edge} a déjà pris fin le {day_in_words(row.dates.last)}.")
    try:
        row.period = as_range(Period.through(start, last))
    except ValueError as fault:
        raise Invalid("last", str(fault)) from None

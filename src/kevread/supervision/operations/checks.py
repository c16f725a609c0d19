"""What verbs check of a matter and of what is typed."""

from collections.abc import Collection
from datetime import date

from kevread.common.actor import Hat
from kevread.common.errors import Invalid, Refused
from kevread.common.periods import day_in_words
from kevread.common.words import of, one_line, seen
from kevread.directory.models import Organisation
from kevread.supervision.loader import acts
from kevread.supervision.models import Matter
from kevread.supervision.rules import PERSON, Act

LONGEST = 4000


def own_hat(line: str, place: Organisation) -> Hat | None:
    """What one asks about oneself is asked by one’s contract, whatever seat one holds there; None for a line, which acts by its
    own."""
    return Hat("employee", place.pk, f"Contrat de travail, {place.name}", {}) if line == PERSON else None


def known(code: str) -> Act:
    """Raises Invalid on `act`."""
    if code not in acts().acts:
        raise Invalid("act", "Choisissez un des actes proposés.")
    return acts().acts[code]


def written(field: str, text: str, missing: str, *, least: int = 5) -> str:
    """A text that says something. Raises Invalid."""
    text = text.strip()
    if len(seen(text)) < least:
        raise Invalid(field, missing)
    if len(text) > LONGEST:
        raise Invalid(field, f"Ce texte est trop long : {LONGEST} caractères au plus.")
    return text


def reason_of(reason: str, missing: str) -> str:
    reason = one_line(reason)
    if not 5 <= len(seen(reason)) <= len(reason) <= 300:
        raise Invalid("reason", missing)
    return reason


def still_open(matter: Matter) -> Matter:
    """The row, locked: two who answer at once are served one after the other. Raises Refused when it waits no more."""
    row: Matter = Matter.objects.select_related("organisation", "post", "person").lock(matter.pk)
    if row.annulled_on:
        raise Refused("Ce dossier a été annulé : c’était une erreur.")
    if row.closed_at:
        raise Refused(f"Ce dossier est clos : {row.get_outcome_display().lower()}.")
    return row


def in_words(places: Collection[Organisation]) -> str:
    return ", ".join(one.name for one in places)


def not_future(field: str, day: date, today: date) -> None:
    if day > today:
        raise Invalid(field, f"Ce jour n’est pas encore venu : dites un jour jusqu’au {day_in_words(today)}.")


def not_theirs(place: Organisation, matter: Matter) -> Refused:
    return Refused(f"Ce dossier {of(matter.post.name)} ne demande rien à {place.name} aujourd’hui.")

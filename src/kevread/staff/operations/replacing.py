"""Who takes the place of somebody away: by a contract of a term, that names them and their qualification (L1242-12)."""

from kevread.common.errors import Invalid
from kevread.common.words import one_line, seen
from kevread.staff.models import Contract

LONGEST = 200


def replaced(kind: str, is_replacement: bool, replaces: str, signs_here: bool) -> str:
    """Whom they replace, as it is written: asked of a contract that is set here, which would not say it otherwise. Raises
    Invalid on `is_replacement` or `replaces`."""
    if is_replacement and kind != Contract.Kind.CDD:
        raise Invalid("is_replacement", "Seul un CDD remplace une personne absente.")
    replaces = one_line(replaces)
    if replaces and not is_replacement:
        raise Invalid("replaces", "Dites que ce contrat remplace une personne absente, ou ne nommez personne.")
    if len(replaces) > LONGEST:
        raise Invalid("replaces", f"Le nom et la qualification tiennent en {LONGEST} caractères.")
    if is_replacement and signs_here and len(seen(replaces)) < 5:
        raise Invalid("replaces", "Un CDD de remplacement nomme qui est remplacé·e, et dit sa qualification.")
    return replaces

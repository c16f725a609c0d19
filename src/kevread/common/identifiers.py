"""French identifiers of associations. Each check says, in French, what would be right."""

import re

from stdnum import luhn
from stdnum.exceptions import ValidationError as NumberError
from stdnum.fr import siret as siret_number

RNA = re.compile(r"W[0-9][0-9A-Z][0-9]{7}")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def compact(value: str) -> str:
    """
    >>> compact("732 829 320")
    '732829320'
    """
    if value.isascii() and value.isalnum():  # most of them, of a large file
        return value.upper()
    return re.sub(r"[\s\u00a0\u202f.\-]", "", value).upper()


def siren(value: str) -> str:
    """The nine digits of a SIREN (L1.2).

    >>> siren("732 829 320")
    '732829320'
    >>> siren("732829321")
    Traceback (most recent call last):
    ValueError: SIREN : la clé ne correspond pas. Vérifiez les neuf chiffres, par exemple sur l’avis de situation Insee.
    """
    number = compact(value)
    if not re.fullmatch(r"[0-9]{9}", number):
        raise ValueError("SIREN : neuf chiffres sont attendus, par exemple 732 829 320.")
    if luhn.checksum(number):  # all that `stdnum.fr.siren` asks of nine digits, without cleaning them again
        raise ValueError(
            "SIREN : la clé ne correspond pas. Vérifiez les neuf chiffres, par exemple sur l’avis de situation Insee."
        )
    return number


def siret(value: str, of: str = "") -> str:
    """The fourteen digits of a SIRET; its first nine are the SIREN `of` its organisation when it is known (L1.2).

    >>> siret("732 829 320 00074", of="732829320")
    '73282932000074'
    """
    number = compact(value)
    if not re.fullmatch(r"[0-9]{14}", number):
        raise ValueError("SIRET : quatorze chiffres sont attendus, par exemple 732 829 320 00074.")
    try:
        siret_number.validate(number)
    except NumberError:
        raise ValueError("SIRET : la clé ne correspond pas. Vérifiez les quatorze chiffres.") from None
    if of and number[:9] != of:
        raise ValueError("SIRET : ses neuf premiers chiffres doivent être ceux du SIREN de l’organisation.")
    return number


def rna(value: str) -> str:
    """An association number: W, then nine characters (L1.1).

    >>> rna("w351000001")
    'W351000001'
    """
    number = compact(value)
    if not RNA.fullmatch(number):
        raise ValueError("RNA : la lettre W suivie de neuf chiffres ou lettres est attendue, par exemple W351000001.")
    return number

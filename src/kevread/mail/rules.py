"""What a refusal means, and what identifies a letter. Pure."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

# Minutes before the next try: a greylisting, a restart, a night, a week-end. Then the letter is given up, and shown.
DELAYS = (1, 5, 15, 60, 180, 360, 720, 1440, 1440)


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a letter did not leave. `permanent`: trying again would not help."""

    sentence: str
    permanent: bool


SEALED = Fault(
    "La clé de l’installation a changé : ce courriel ne se lit plus. Écrivez à cette personne autrement.",
    permanent=True,
)

ALTERED = Fault(
    "Ce courriel n’est plus celui que Kevread avait demandé : une autre main l’a changé, ou la clé de l’installation n’est "
    "plus la même. Il n’est pas parti ; écrivez de nouveau.",
    permanent=True,
)


def judged(code: int | None) -> Fault:
    """What an SMTP answer means; None when no server answered.

    >>> judged(550)
    Fault(sentence='Le serveur du destinataire refuse ce message (code 550) : vérifiez l’adresse.', permanent=True)
    >>> judged(451).permanent, judged(None).permanent, judged(535).permanent
    (False, False, False)
    """
    if code is None:
        return Fault("Le serveur de courriel ne répond pas.", permanent=False)
    if code in (530, 534, 535):
        return Fault(f"Le serveur de courriel refuse le mot de passe de Kevread (code {code}).", permanent=False)
    if 500 <= code < 600:
        return Fault(
            f"Le serveur du destinataire refuse ce message (code {code}) : vérifiez l’adresse.", permanent=True
        )
    return Fault(f"Le serveur du destinataire demande d’attendre (code {code}).", permanent=False)


def minutes_before(tries: int) -> int | None:
    """How long to wait after that many tries; None when they are enough.

    >>> minutes_before(1), minutes_before(9), minutes_before(10)
    (1, 1440, None)
    """
    return DELAYS[tries - 1] if tries <= len(DELAYS) else None


def digest_of(
    address: str,
    subject: str,
    text: str,
    buttons: Sequence[Sequence[str]],
    enclosed: Sequence[tuple[str, str]],
    back: Sequence[str] = (),
) -> str:
    """SHA-256 of what a letter says: `enclosed` are the names and digests of its attachments, in any order; `back`, where one
    answers it and stops it, if it says so.

    >>> digest_of("a@exemple.fr", "Bonjour", "Texte", [], [("x", "1"), ("y", "2")]) == digest_of(
    ...     "a@exemple.fr", "Bonjour", "Texte", [], [("y", "2"), ("x", "1")])
    True
    """
    said = [address, subject, text, [list(button) for button in buttons], sorted(map(list, enclosed))]
    said += [list(back)] if any(back) else []
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()

"""What each room holds about people, declared in its `personal.py`: whoever asks is told all of it, and what is erased is
erased everywhere. A test walks every column of every model, and fails on one that could name somebody and says nothing.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

# Of what a column in JSON holds, what stays of it without somebody: told whether a text is, whole, one of their names.
Forget = Callable[[Any, Callable[[str], bool]], Any]


class Basis(Enum):
    """What allows to hold it (art. 6 of the regulation), in words."""

    LAW = "Obligation légale"
    CONTRACT = "Contrat associatif"
    INTEREST = "Intérêt légitime"
    CONSENT = "Consentement"


class Activity(Enum):
    """What an association does with data about people: the lines of its register (art. 30), and whom each is about."""

    DIRECTORY = ("Annuaire, adhésions et contacts", "Qui agit pour une organisation du réseau, ou demande à y adhérer")
    GOVERNANCE = ("Gouvernance : instances, réunions, décisions", "Qui siège, travaille ou est convoqué·e")
    VOTES = ("Votes", "Qui est appelé·e à voter, candidat·e, ou tient une urne")
    DOCUMENTS = ("Documents conservés et signés", "Qui signe, à qui un document est ouvert, qui y est nommé·e")
    LETTERS = ("Courriels et agendas", "Qui est prévenu·e ou convoqué·e par courriel")
    ACCESS = ("Accès et sécurité", "Qui se connecte")
    TRACE = ("Journal : qui a fait quoi", "Qui agit dans Kevread")
    STAFF = ("Équipes salariées : postes et contrats de travail", "Qui est salarié·e d’une organisation du réseau")
    RIGHTS = ("Droits des personnes sur leurs données", "Qui demande quelque chose sur ses données, et qui répond")

    @property
    def label(self) -> str:
        return self.value[0]

    @property
    def people(self) -> str:
        return self.value[1]


# Why an activity is (art. 30, 1, b): said of what nobody said it of in particular.
PURPOSES = {
    Activity.DIRECTORY: "Savoir qui adhère, qui agit pour chaque organisation, et comment lui écrire.",
    Activity.GOVERNANCE: "Réunir les instances, tenir leurs registres, et savoir qui a décidé quoi.",
    Activity.VOTES: "Appeler à voter, compter, et pouvoir le prouver.",
    Activity.DOCUMENTS: "Garder et signer ce que l’organisation doit pouvoir produire.",
    Activity.LETTERS: "Prévenir et convoquer chaque personne, et savoir ce qui est parti.",
    Activity.ACCESS: "N’ouvrir à chaque personne que ce qui la regarde, et protéger ses accès.",
    Activity.TRACE: "Savoir qui a fait quoi, pour le corriger et en répondre.",
    Activity.STAFF: "Savoir qui travaille où, sur quel poste, et qui l’emploie.",
    Activity.RIGHTS: "Répondre aux personnes de leurs données, et le prouver.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What one model holds about somebody.

    `model`: « seats.mandate ». `by`: the ways from a row to the person, as Django's lookups; none, when a row belongs to nobody
    and only its texts may name people. `wrote`: the ways to whoever only wrote there of somebody else, or accompanies
    them: they are told that it exists and what they did, and nothing of what it says. `called`, `why`, `basis`, `kept`,
    `readers` are told to the person.
    `copies`: columns where who they are is written again, and what takes its place when it is erased. `texts`: columns where
    whoever writes may name anybody. `pairs`: of these, a given and a family name that stand side by side, which name somebody
    together. `forgets`: of these, in JSON, what takes out an entry that one name alone fills. `aside`: columns that name
    nobody, each with the reason. `law`: why texts and copies stay when somebody is erased, and until when; empty, the law
    keeps nothing of it. `goes`: rows that serve nothing once their person is erased, and are taken out. `kind`: under which
    name `retention.yaml` says how long it is kept once it is over; `ends`: the way to the column that says since when it is;
    `over`: what makes it so besides.
    """

    model: str
    called: str
    by: tuple[str, ...] = ()
    wrote: tuple[str, ...] = ()
    why: str = ""
    basis: Basis = Basis.INTEREST
    kept: str = ""
    readers: str = ""
    copies: Mapping[str, str | None] = field(default_factory=dict)
    texts: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    forgets: Mapping[str, Forget] = field(default_factory=dict)
    aside: Mapping[str, str] = field(default_factory=dict)
    law: str = ""
    goes: bool = False
    kind: str = ""
    ends: str = ""
    over: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if bool(self.kind) is not bool(self.ends):
            raise ValueError(
                f"« {self.model} » says under which kind it is kept, and since when it is over: both, or neither."
            )
        if strangers := {*self.forgets, *(name for pair in self.pairs for name in pair)} - {*self.texts}:
            raise ValueError(f"« {self.model} » has no text that is called {', '.join(sorted(strangers))}.")
        if self.ways and not (self.why and self.kept and self.readers):
            raise ValueError(f"« {self.model} » holds something of people: say why, how long, and who reads it.")

    @property
    def ways(self) -> tuple[str, ...]:
        """From a row to each person it leads to: whom it is about, and who wrote it."""
        return (*self.by, *self.wrote)

    @property
    def named(self) -> frozenset[str]:
        """The columns of which something is said.

        >>> one = Held(model="a.b", called="", texts=("text",), aside={"code": "a code"})
        >>> sorted(one.named)
        ['code', 'text']
        """
        return frozenset((*self.texts, *self.copies, *self.aside, *(path.partition("__")[0] for path in self.ways)))


# Why a column that is a text names nobody.
CODE = "a word of ours, or of the federation’s files"
DIGEST = "a digest, a stamp or a sealed value: nobody reads a name in it"
KEY = "the key of another row"
PLACE = "an organisation, a place or a number of theirs"

ERASED_NAME, ERASED_ADDRESS = "Personne effacée", "effacee@kevread.invalid"

HELD: dict[str, dict[str, Held]] = {}
ACTIVITIES: dict[str, Activity] = {}


def hold(room: str, *those: Held, activity: Activity = Activity.GOVERNANCE) -> None:
    """Enter what a room holds, and of which activity it is. ValueError when a model is declared twice.

    >>> hold("toy", Held(model="toy.present", called=""), Held(model="toy.present", called=""))
    Traceback (most recent call last):
    ValueError: « toy.present » is declared twice.
    """
    models = [one.model for one in those]
    for model in models:
        if models.count(model) > 1 or any(model in held for other, held in HELD.items() if other != room):
            raise ValueError(f"« {model} » is declared twice.")
    HELD[room] = {one.model: one for one in those}
    ACTIVITIES[room] = activity


def everything() -> Iterator[tuple[str, Held]]:
    """All that the house holds, room by room, the lowest first."""
    return ((room, one) for room, held in reversed(HELD.items()) for one in held.values())


def held_in(model: str) -> Held | None:
    return next((one for _, one in everything() if one.model == model), None)

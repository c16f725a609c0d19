"""Who may do what where, in one table. A role is recognised by a seat held; nobody is granted anything otherwise.

« here »: the organisation where the seat is. « below »: the members of that organisation in the network (the pôles of a
grouping). « above »: the organisations it belongs to, up to the head of network. « all »: the whole network. « unheld »:
wherever nobody holds the right yet from a seat of that place; from then on it is theirs, and of nobody elsewhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from kevread.common import rooms

HERE, BELOW, ABOVE, ALL, UNHELD = "here", "below", "above", "all", "unheld"

# The rights of this room and of those below; rooms above declare theirs, and to which groups of rights they belong. Every
# right is a verb, but « read »: to see teams, verdicts, the journal, and what the public does not see.
OWN = {
    "read": "Lire ce qui n’est pas public : constats, équipes, journal",
    "fill_seat": "Confier un siège à qui une décision du registre y nomme",
    "decide_seats": "Confier ou retirer un siège par une décision d’avant le registre, créer un bureau",
    "hire": "Confier un poste de l’équipe, y mettre fin",
    "end_mandate": "Mettre fin à un mandat",
    "correct_mandate": "Corriger un mandat mal saisi",
    "lead_zone": "Désigner la personne référente d’une intercommunalité",
    "create_body": "Créer une instance ou un groupe",
    "register_person": "Inscrire une personne à l’annuaire",
    "register_organisation": "Inscrire ou modifier une organisation",
    "open_organisation": "Ouvrir ou fermer un groupement, un pôle",
    "affiliate": "Inscrire une adhésion entre organisations du réseau",
    "cover_zone": "Rattacher une intercommunalité à un pôle, un territoire à un groupement",
    "set_setting": "Inscrire une modalité décidée",
    "grant_derogation": "Inscrire une dérogation au cadre commun, pour une organisation",
    "attest": "Attester un point du cadre commun",
    "answer_contest": "Répondre à qui conteste un constat",
    "keep_register": "Déclarer qu’un registre est tenu",
    "entrust_secretariat": "Confier le secrétariat à un·e délégué·e",
    "record_existing": "Constater une situation existante qui s’écarte d’une règle",
    "attach_source": "Joindre le document fondateur",
    "keep_document": "Conserver un document de l’organisation",
}

# What a group of rights holds, before what rooms above add to it.
GROUPS = {
    "prepares": (
        "fill_seat", "end_mandate", "correct_mandate", "register_person", "keep_register", "answer_contest", "keep_document",
    ),
    "decides": (
        "decide_seats", "hire", "create_body", "set_setting", "attest", "entrust_secretariat", "register_organisation",
    ),
    "directs": ("hire", "create_body", "lead_zone", "attest", "set_setting"),
    "keeps_minutes": ("fill_seat", "answer_contest"),
    "keeps_accounts": (),
    "administers": (),
}  # fmt: skip


@cache
def every_right() -> dict[str, str]:
    """Each right in words."""
    return OWN | {right.name: right.label for right in rooms.rights()}


def group(*names: str) -> tuple[str, ...]:
    """The rights of some groups, those that rooms above add included."""
    declared = (right.name for right in rooms.rights() if set(names) & set(right.groups))
    return tuple(dict.fromkeys((*(right for name in names for right in GROUPS[name]), *declared)))


def at_home() -> tuple[str, ...]:
    """The rights that reach no further than where one directs or presides, not even for the coordination of the network."""
    return tuple(right.name for right in rooms.rights() if right.at_home)


def left_to_others() -> tuple[str, ...]:
    """The rights by which one elects, names or entrusts: the coordination of the network, which is salaried, has them only to
    begin, where nobody has them yet."""
    return ("decide_seats", "entrust_secretariat", *(right.name for right in rooms.rights() if right.elects))


@dataclass(frozen=True, slots=True)
class Role:
    """`bodies`, `titles` and `scales` say which seats make the role; empty `titles` means any seat of these bodies."""

    name: str
    label: str
    bodies: tuple[str, ...]
    titles: tuple[str, ...]
    scales: tuple[str, ...]
    rights: Mapping[str, tuple[str, ...]]
    second_factor: bool = False

    def is_made_by(self, body: str, title: str, scale: str) -> bool:
        return body in self.bodies and scale in self.scales and (not self.titles or title in self.titles)

    def by(self, title: str) -> "Role":
        """What it gives to who holds this title: whoever coordinates the network does not direct its head."""
        if title != "coordination":
            return self
        return replace(self, rights={right: where for right, where in self.rights.items() if right not in at_home()})

    def for_a_colleague(self) -> "Role":
        """What it gives to whoever stands in for an employee: not what colleagues may not read of each other."""
        return replace(
            self, rights={right: where for right, where in self.rights.items() if right not in self.staying()}
        )

    def staying(self) -> set[str]:
        """The rights that it gives and that a colleague who stands in does not have."""
        return {right.name for right in rooms.rights() if right.stays and right.name in self.rights}


def rights(reads: tuple[str, ...], verbs: tuple[str, ...] = (), where: tuple[str, ...] = (HERE,)) -> dict:
    return {"read": reads, **dict.fromkeys(verbs, where)}


@cache
def every_role() -> tuple[Role, ...]:
    """First match wins for one seat; a person has as many hats as seats."""
    return (
        Role(
            "coordination", "Coordination du réseau", ("team",), ("direction", "coordination"), ("head",),
            rights((ALL,), tuple(right for right in every_right() if right != "read"), (ALL,))
            | dict.fromkeys(at_home(), (HERE,))
            | dict.fromkeys(left_to_others(), (UNHELD,)) | {"hire": (HERE, UNHELD)},
            second_factor=True,
        ),
        Role(
            "head_president", "Présidence de la tête de réseau", ("board", "bureau"), ("president",), ("head",),
            rights((ALL,), (*group("prepares", "decides"), "grant_derogation", "attach_source")), second_factor=True,
        ),
        Role(
            "direction", "Direction du groupement", ("team",), ("direction",), ("grouping",),
            rights((HERE, BELOW, ABOVE), group("prepares", "directs"), (HERE,))
            | dict.fromkeys(("register_person", "keep_register"), (HERE, BELOW)),
            second_factor=True,
        ),
        Role(
            "grouping_president", "Présidence du groupement", ("board",), ("president",), ("grouping",),
            rights((HERE, BELOW, ABOVE), (*group("prepares", "decides"), "lead_zone")), second_factor=True,
        ),
        Role(
            "local_president", "Présidence du pôle", ("board",), ("president",), ("local",),
            rights((HERE, ABOVE), group("prepares", "decides")), second_factor=True,
        ),
        Role(
            "secretary", "Secrétariat du conseil", ("board",), ("secretary",), ("grouping", "local"),
            rights((HERE, BELOW, ABOVE), group("keeps_minutes", "administers")), second_factor=True,
        ),
        Role(
            "treasurer", "Trésorerie", ("board",), ("treasurer",), ("head", "grouping", "local"),
            rights((HERE, ABOVE), group("keeps_accounts", "administers")), second_factor=True,
        ),
        Role(
            "grouping_vice_president", "Vice-présidence pour un groupement", ("bureau",), ("vice-president-grouping",),
            ("head",), rights((HERE, BELOW), group("administers")),
        ),
        Role("head_administrator", "Administration de la tête de réseau", ("board", "bureau"), (), ("head",),
             rights((HERE,), group("administers"))),
        Role("delegate", "Délégué·e territorial·e", ("team",), ("delegate",), ("grouping",), rights((HERE, BELOW, ABOVE))),
        Role("employee", "Équipe salariée", ("team",), (), ("head", "grouping", "local"), rights((HERE, ABOVE))),
        Role("grouping_administrator", "Administration du groupement", ("board", "bureau"), (), ("grouping",),
             rights((HERE, BELOW, ABOVE), group("administers"))),
        Role("local_administrator", "Administration du pôle", ("board", "bureau"), (), ("local",),
             rights((HERE, ABOVE), group("administers"))),
        Role("assembly", "Représentation en assemblée", ("assembly",), (), ("head", "grouping", "local"), rights((HERE,))),
        Role("space", "Espace de pilotage régional", ("space",), (), ("head",), rights((HERE,))),
    )  # fmt: skip


@cache
def delegated() -> dict[str, Role]:
    """What a delegation gives, where it is granted."""
    return {
        "secretariat": Role(
            "secretariat",
            "Secrétariat confié",
            (),
            (),
            ("local",),
            rights((HERE, ABOVE), group("prepares")),
            second_factor=True,
        ),
    }


ORDER = ("local", "grouping", "head")


@cache
def seats_that_give(right: str) -> tuple[Role, ...]:
    """The roles by which a right is held where one sits."""
    return tuple(role for role in every_role() if HERE in role.rights.get(right, ()))


@cache
def titles_that_decide() -> frozenset[str]:
    """Those of the seats by which the rights are held that somebody has elsewhere only while nobody has them there."""
    left = {right for role in every_role() for right, extents in role.rights.items() if UNHELD in extents}
    return frozenset(title for right in left for role in seats_that_give(right) for title in role.titles)


def reaches(role: Role, right: str, scale: str) -> bool:
    """Whether a role has a right on some organisation of a scale: its own, one below, one above, or all."""
    for extent in role.rights.get(right, ()):
        for own in role.scales:
            distance = ORDER.index(scale) - ORDER.index(own)
            if extent == ALL or (extent == HERE and distance == 0):
                return True
            if (extent == BELOW and distance < 0) or (extent == ABOVE and distance > 0):
                return True
    return False


def who_has(right: str, scale: str) -> list[Role]:
    """The roles that have a right on organisations of a scale, in the order of the table."""
    return [role for role in (*every_role(), *delegated().values()) if reaches(role, right, scale)]


EXTENT_WORDS = {
    HERE: "ici", BELOW: "en dessous", ABOVE: "au-dessus", ALL: "tout le réseau", UNHELD: "là où personne ne le tient encore",
}  # fmt: skip


def matrix() -> list[tuple[str, list[str]]]:
    """For each right, what each role has: « ici », « ici, en dessous »… or nothing. The screen and docs/roles.md."""
    return [
        (
            label,
            [
                ", ".join(EXTENT_WORDS[e] for e in role.rights.get(right, ()))
                for role in (*every_role(), *delegated().values())
            ],
        )
        for right, label in every_right().items()
    ]


def as_markdown() -> str:
    """The content of docs/roles.md."""
    every = (*every_role(), *delegated().values())
    lines = [
        "# Qui peut faire quoi, et où",
        "",
        "Produit à partir de `src/kevread/seats/roles.py` par `./kevread manage roles`. Un rôle vient d’un mandat, d’un",
        "poste ou d’une délégation en vigueur, et de rien d’autre. « Ici » : l’organisation où l’on siège ; « en dessous » :",
        "ses membres dans le réseau ; « au-dessus » : les organisations dont elle est membre, jusqu’à la tête.",
        "",
        "| Rôle | Ce qui le donne | Second facteur |",
        "|---|---|---|",
        *(f"| {role.label} | {given_by(role)} | {'oui' if role.second_factor else '—'} |" for role in every),
        "",
        f"| Droit | {' | '.join(role.label for role in every)} |",
        f"|---|{'---|' * len(every)}",
        *(f"| {label} | {' | '.join(cell or '—' for cell in cells)} |" for label, cells in matrix()),
        "",
    ]
    return "\n".join(lines)


BODY_WORDS = {
    "assembly": "assemblée",
    "board": "conseil",
    "bureau": "bureau",
    "space": "espace régional",
    "team": "équipe",
}
SCALE_WORDS = {"head": "tête de réseau", "grouping": "groupement", "local": "pôle"}


def given_by(role: Role) -> str:
    """The seats that make a role, in words."""
    if not role.bodies:
        return "délégation acceptée, dans un " + ", ".join(SCALE_WORDS[scale] for scale in role.scales)
    bodies = ", ".join(BODY_WORDS[body] for body in role.bodies)
    titles = f" ({', '.join(role.titles)})" if role.titles else ""
    return f"{bodies}{titles}, à l’échelle : {', '.join(SCALE_WORDS[scale] for scale in role.scales)}"

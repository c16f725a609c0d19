"""The first gestures in a federation that was just founded: one after the other, until its life is told here."""

from uuid import UUID

from kevread.charter.models import Keeping
from kevread.common.actor import Actor
from kevread.common.facts import GROUPING, HEAD, LOCAL
from kevread.common.todo import Asker, ToDo, why
from kevread.common.words import listed, of
from kevread.directory.models import Organisation, Person
from kevread.directory.queries import left_to_open, scale_word
from kevread.journal.models import Act
from kevread.seats.models import Mandate
from kevread.seats.queries.doors import OFFERINGS
from kevread.ui.places import screen_address
from kevread.ui.words import counted

NAMED = 3


def first_gestures(asker: Asker) -> list[ToDo]:
    """What is still to be begun, in the order in which one begins; nothing in a network that lives. Three queries, and one
    more for whoever may open organisations."""
    actor, scale, circle, on = asker.actor, asker.scale, asker.circle, asker.on
    network = list(Organisation.objects.on(on).filter(pk__in=circle).order_by("search", "slug"))
    here = [one.pk for one in network]
    seated = Mandate.objects.on(on).filter(seat__body__organisation__in=here)
    lived = set(seated.values_list("seat__body__organisation", flat=True).distinct())
    kept = set(Keeping.objects.on(on).filter(organisation__in=here).values_list("organisation", flat=True))
    seats = wanting(
        actor, "fill_seat", network, lived, "Confier les premiers sièges {}", "seats:bodies", "Voir les instances"
    )
    registers = wanting(
        actor, "keep_register", network, kept,
        "Dire depuis quand les registres {} sont tenus : d’ici là, ce qui n’y est pas inscrit reste inconnu",
        "charter:registers", "Voir les registres", scale,
    )  # fmt: skip
    if any(one.scale in (GROUPING, LOCAL) for one in network):
        is_empty = len(lived) * 2 <= len(network)
        people = files_to_bring(actor, scale) if is_empty else to_invite(asker)
        return [*people, *seats, *registers, *others_to_open(actor, scale)]
    return [*network_to_open(actor, scale), *seats, *registers]


def network_to_open(actor: Actor, scale: Organisation) -> list[ToDo]:
    """A federation that was just founded has its head alone: the first gesture is to open its network."""
    what = f"Ouvrir le réseau : aucun {scale_word(GROUPING)} ni aucun {scale_word(LOCAL)} n’est encore ouvert"
    return opening(actor, scale, what)


def files_to_bring(actor: Actor, scale: Organisation) -> list[ToDo]:
    """Whoever comes with spreadsheets does not type them again, seat by seat."""
    if (hat := actor.hat_for("import_file", scale.pk)) is None:
        return []
    what = "Reprendre vos tableurs : personnes, mandats et organisations entrent d’un coup, tels que vous les avez"
    return [ToDo(what, why(hat), screen_address("imports:imports", scale=scale.slug), "Importer un fichier")]


def was_anybody_invited() -> bool:
    """Somebody enters besides whoever founded it, or was told how to. Two queries at most."""
    others = Person.objects.exclude(account=None)[1:2]
    return others.exists() or Act.objects.filter(verb__in=OFFERINGS).exists()


def to_invite(asker: Asker) -> list[ToDo]:
    """As long as nobody was told that they may come in, where they sit."""
    hat = asker.actor.hat_for("register_person", asker.scale.pk)
    if hat is None or asker.scale.scale != HEAD or was_anybody_invited():
        return []
    what = "Inviter celles et ceux qui siègent : personne n’a encore reçu d’invitation à entrer dans Kevread"
    return [ToDo(what, why(hat), screen_address("seats:entering", scale=asker.scale.slug), "Voir qui inviter")]


def others_to_open(actor: Actor, scale: Organisation) -> list[ToDo]:
    """What the federation's file proposes, and nobody opened yet."""
    if not actor.hat_for("open_organisation", scale.pk) or not (left := len(left_to_open(scale))):
        return []
    what = counted(left, "organisation que la fédération propose", "organisations que la fédération propose")
    return opening(actor, scale, f"Ouvrir, quand leur existence est établie : {what}")


def opening(actor: Actor, scale: Organisation, what: str) -> list[ToDo]:
    hat = actor.hat_for("open_organisation", scale.pk)
    if hat is None or scale.scale != HEAD:
        return []
    return [ToDo(what, why(hat), screen_address("seats:openings", scale=scale.slug), "Voir ce qui est proposé")]


def wanting(
    actor: Actor,
    right: str,
    network: list[Organisation],
    begun: set[UUID],
    what: str,
    screen: str,
    button: str,
    together: Organisation | None = None,
) -> list[ToDo]:
    """One line for all the organisations where this person may begin; its button leads to the first, or where all are begun
    `together`."""
    found = [(one, hat) for one in network if one.pk not in begun and (hat := actor.hat_for(right, one.pk))]
    if not found:
        return []
    first, hat = found[0]
    names = [of(one.name) for one, _ in found[:NAMED]]
    if more := len(found) - len(names):
        names.append(f"de {counted(more, 'autre', 'autres')}")
    url = screen_address(screen, scale=(together or first).slug)
    return [ToDo(what.format(listed(names)), why(hat), url, button)]

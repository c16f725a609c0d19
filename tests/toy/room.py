from datetime import date

from kevread.common.actor import Actor
from kevread.common.rooms import Finder, Hit, Right, Room, Screen, Under, Verb, declare
from kevread.common.todo import Asker, Line, ToDo
from kevread.ui.places import screen_address

from .models import Present
from .papers import Card


def to_wrap(asker: Asker) -> list[ToDo]:
    rows = Present.objects.visible_to(asker.actor).filter(organisation__in=asker.circle, ribbon="none")
    where = screen_address("toy:presents", scale=asker.scale.slug)
    return [ToDo(f"Mettre un ruban : {one.name}", "Il n’en a pas.", where, "Voir les cadeaux") for one in rows]


def found(actor: Actor, text: str, on: date, limit: int) -> list[Hit]:
    rows = Present.objects.visible_to(actor).filter(name__icontains=text).select_related("organisation")[:limit]
    return [
        Hit(one.name, one.organisation.name, screen_address("toy:presents", scale=one.organisation.slug))
        for one in rows
    ]


ROOM = declare(
    Room(
        "toy",
        verbs=(Verb("toy.wrap", "a emballé un cadeau", "wrap"),),
        rights=(Right("wrap", "Emballer un cadeau", ("directs",)),),
        registers={"presents": "Cadeaux offerts"},
        papers=(Card,),
        screens=(
            Screen(
                "toy:presents", "presents", "Voir les cadeaux", "wrap", mends=True, under=Under("means", "Cadeaux", -1)
            ),
        ),
        lines=(Line(100, to_wrap),),
        tabs={"cadeaux": "means"},
        finders=(Finder("Cadeaux", found),),
    )
)

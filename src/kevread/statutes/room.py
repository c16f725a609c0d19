"""What the legal life of associations brings to the house."""

from typing import Any

from kevread.charter.engine import framework
from kevread.common.finality import GONE
from kevread.common.rooms import Heard, Right, Room, Screen, Under, Verb, declare
from kevread.common.todo import Line
from kevread.statutes.exports import CALENDAR, DEVIATIONS, HANDINGS
from kevread.statutes.models import ADOPTS, HANDS_OVER
from kevread.statutes.papers import StatutesText, TransferCalendar
from kevread.statutes.queries import articles
from kevread.statutes.queries.handing import REGISTER
from kevread.statutes.todo import days_to_decide


def told_values(values: dict[str, Any]) -> str:
    """« Délai de convocation : 15 ; vote électronique : permis »."""
    known = framework().settings
    return " ; ".join(
        f"{known[name].label} : {known[name].words(value)}" for name, value in values.items() if name in known
    )


ROOM = declare(
    Room(
        "statutes",
        verbs=(
            Verb("statutes.decide_day", "a inscrit le jour d’un passage au groupement", HANDS_OVER, heard=Heard.NEAR),
            Verb(
                "statutes.say_nothing",
                "a inscrit qu’il n’y a rien à passer au groupement",
                HANDS_OVER,
                heard=Heard.NEAR,
            ),
            Verb("statutes.undo_day", "a annulé le jour d’un passage au groupement", HANDS_OVER, heard=Heard.NEAR),
            Verb(
                "statutes.keep_day",
                "a maintenu le jour d’un passage dont l’annulation était demandée",
                HANDS_OVER,
                rewrites={"statutes_handingover": ("undo_asked_for_id", "undo_asked_by_id")},
                heard=Heard.NEAR,
            ),
            Verb("statutes.begin", "a commencé des statuts ou un règlement intérieur", ADOPTS, heard=Heard.NOWHERE),
            Verb("statutes.add_article", "a ajouté un article à un brouillon", ADOPTS, heard=Heard.NOWHERE),
            Verb("statutes.write_article", "a écrit un article d’un brouillon", ADOPTS, heard=Heard.NOWHERE),
            Verb("statutes.write_values", "a écrit ce que fixe un brouillon", ADOPTS, heard=Heard.NOWHERE),
            Verb("statutes.take_file", "a repris un brouillon d’un fichier Akoma Ntoso", ADOPTS, heard=Heard.NOWHERE),
            Verb("statutes.drop", "a abandonné un brouillon de statuts ou de règlement", ADOPTS, heard=Heard.NOWHERE),
            Verb(
                "statutes.adopt", "a inscrit des statuts adoptés", ADOPTS, heading="Statuts adoptés", heard=Heard.NEAR
            ),
            Verb(
                "statutes.adopt_bylaws",
                "a inscrit un règlement intérieur adopté",
                ADOPTS,
                heading="Règlement intérieur adopté",
                heard=Heard.NEAR,
            ),
            Verb("statutes.attach", "a joint le texte signé des statuts ou d’un règlement", ADOPTS, heard=Heard.NEAR),
            Verb(
                "statutes.annul",
                "a annulé des statuts inscrits par erreur",
                ADOPTS,
                heading="Statuts annulés",
                heard=Heard.NEAR,
                rewrites={"charter_setting": (GONE,)},
            ),
            Verb(
                "statutes.annul_bylaws",
                "a annulé un règlement intérieur inscrit par erreur",
                ADOPTS,
                heading="Règlement intérieur annulé",
                heard=Heard.NEAR,
                rewrites={"charter_setting": (GONE,)},
            ),
        ),
        rights=(
            Right(HANDS_OVER, "Inscrire le jour d’un passage au groupement, que son registre décide", ("prepares",)),
            Right(
                ADOPTS,
                "Rédiger les statuts et le règlement intérieur, et inscrire ceux qui sont adoptés",
                ("decides", "directs"),
            ),
        ),
        registers={REGISTER: "Passages aux groupements", articles.REGISTER: "Statuts"},
        papers=(StatutesText, TransferCalendar),
        screens=(
            Screen(
                "statutes:handings",
                "handings",
                "Voir les passages aux groupements",
                HANDS_OVER,
                mends=True,
                does="inscrire le jour d’un passage au groupement",
                under=Under("decisions", "Passages aux groupements", 8),
            ),
            Screen(
                "statutes:calendar",
                "transfer_calendar",
                "Calculer le calendrier d’un apport",
                "read",
                under=Under("decisions", "Calendrier d’un apport", 9),
            ),
            Screen(
                "statutes:articles",
                "articles",
                "Voir les statuts",
                ADOPTS,
                mends=True,
                does="inscrire les statuts et le règlement intérieur adoptés",
                under=Under("decisions", "Statuts et règlement", 7),
            ),
        ),
        tabs={"apport": "decisions", "statuts": "decisions"},
        lines=(Line(64, days_to_decide),),
        tables=(CALENDAR, HANDINGS, DEVIATIONS),
        says={
            "statutes.statutes.values": lambda value, row: told_values(value),
            "statutes.statutesarticle.blanks": lambda value, row: " ; ".join(str(one) for one in value.values() if one),
        },
    )
)

"""What fundings bring to the house."""

from kevread.common.rooms import Heard, Right, Room, Screen, Under, Verb, declare
from kevread.common.todo import Line
from kevread.finance.exports import AWAITED, FUNDINGS
from kevread.finance.models import KEEPS, READS, REGISTER
from kevread.finance.todo import fundings_waiting

ROOM = declare(
    Room(
        "finance",
        verbs=(
            Verb("finance.prepare_request", "a préparé une demande de financement", KEEPS, heard=Heard.NOWHERE),
            Verb("finance.change_request", "a récrit une demande de financement", KEEPS, heard=Heard.NOWHERE),
            Verb("finance.send_request", "a envoyé une demande de financement", KEEPS, heard=Heard.NOWHERE),
            Verb("finance.note_refusal", "a inscrit le refus d’un financement", KEEPS, heard=Heard.NOWHERE),
            Verb("finance.withdraw_request", "a retiré une demande de financement", KEEPS, heard=Heard.NOWHERE),
            Verb("finance.record_funding", "a inscrit un financement", KEEPS, heard=Heard.NOWHERE),
            Verb("finance.describe_funding", "a précisé un financement", KEEPS, heard=Heard.NOWHERE),
            Verb("finance.undo_funding", "a annulé un financement", KEEPS, heard=Heard.NOWHERE),
            Verb("finance.plan_instalment", "a prévu un versement de financement", KEEPS, heard=Heard.NOWHERE),
            Verb("finance.drop_instalment", "a retiré un versement prévu", KEEPS, heard=Heard.NOWHERE),
            Verb("finance.receive_instalment", "a constaté un versement de financement", KEEPS, heard=Heard.NOWHERE),
            Verb("finance.unreceive_instalment", "a annulé un versement constaté", KEEPS, heard=Heard.NOWHERE),
        ),
        rights=(
            Right(
                READS,
                "Lire les finances de sa propre organisation",
                ("prepares", "decides", "directs", "keeps_accounts", "administers"),
                at_home=True,
            ),
            Right(
                KEEPS,
                "Tenir les financements : demandes, notifications, versements",
                ("prepares", "keeps_accounts"),
                at_home=True,
            ),
        ),
        registers={REGISTER: "Financements"},
        screens=(
            Screen(
                "finance:fundings",
                "fundings",
                "Voir les financements",
                KEEPS,
                mends=True,
                does="tenir les financements",
                under=Under("means", "Financements", 5),
            ),
        ),
        tabs={"financements": "means"},
        lines=(Line(66, fundings_waiting),),
        tables=(FUNDINGS, AWAITED),
    )
)

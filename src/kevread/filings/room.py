"""What filings bring to the house."""

from kevread.common.rooms import Heard, Right, Room, Screen, Under, Verb, declare
from kevread.common.todo import Line
from kevread.common.witness import Witness
from kevread.filings.exports import FILINGS
from kevread.filings.models import FILES, PUBLISHES
from kevread.filings.panels import declared
from kevread.filings.papers import FilingSheet
from kevread.filings.queries import REGISTER
from kevread.filings.todo import to_declare
from kevread.filings.witnessed import declared as seen_declared

ROOM = declare(
    Room(
        "filings",
        verbs=(
            Verb("filings.tell", "a inscrit un changement à déclarer", FILES, heard=Heard.NEAR),
            Verb("filings.untell", "a annulé un changement à déclarer", FILES, heard=Heard.NEAR),
            Verb("filings.declare", "a inscrit une déclaration faite", FILES, heard=Heard.NEAR),
            Verb("filings.take_back", "a annulé une déclaration", FILES, heard=Heard.NEAR),
            Verb(
                "filings.publish",
                "a inscrit la publication d’une association au Journal officiel",
                FILES,
                heard=Heard.NEAR,
            ),
            Verb("filings.unpublish", "a annulé une publication au Journal officiel", FILES, heard=Heard.NEAR),
            Verb("filings.attach", "a joint la preuve d’une déclaration", FILES, heard=Heard.NEAR),
            Verb("filings.declare_accounts", "a inscrit la publication de comptes", PUBLISHES, heard=Heard.NEAR),
            Verb("filings.take_back_accounts", "a annulé une publication de comptes", PUBLISHES, heard=Heard.NEAR),
            Verb(
                "filings.attach_accounts", "a joint la preuve d’une publication de comptes", PUBLISHES, heard=Heard.NEAR
            ),
        ),
        rights=(
            Right(FILES, "Dire ce qui est à déclarer, et ce qui l’a été", ("prepares",)),
            Right(PUBLISHES, "Dire que des comptes sont publiés", ("prepares", "keeps_accounts"), at_home=True),
        ),
        registers={REGISTER: "Formalités"},
        papers=(FilingSheet,),
        tabs={"formalites": "house"},
        screens=(
            Screen(
                "filings:filings",
                "filings",
                "Voir les formalités",
                FILES,
                mends=True,
                does="inscrire ce qui est déclaré",
                under=Under("house", "Formalités", 11),
            ),
            Screen(
                "filings:creation",
                "creation",
                "Voir la création",
                FILES,
                mends=True,
                does="inscrire la publication au Journal officiel",
            ),
        ),
        panels={"declared": declared},
        lines=(Line(63, to_declare),),
        tables=(FILINGS,),
        witnesses=(
            Witness(
                "filings.declared", "une déclaration de qui doit à l’État", "declaration", seen_declared, of_body=False
            ),
        ),
    )
)

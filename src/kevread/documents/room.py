"""What « documents » brings to the house."""

from collections.abc import Mapping
from typing import Any

from kevread.base import clock
from kevread.common import rooms
from kevread.common.rooms import Carrier, Finder, Heard, Right, Room, Screen, Under, Verb, declare
from kevread.common.todo import Line
from kevread.documents.exports import CIRCLES, DOCUMENTS, PAST
from kevread.documents.models import ERASE
from kevread.documents.papers import Deposited, Evidence, SignatureSheet
from kevread.documents.queries import find_documents
from kevread.documents.queries.carrying import signatures_carried
from kevread.documents.terms import keeping_on
from kevread.documents.todo import denials_to_answer, refusals_to_follow, signatures_to_give


def template(name: str, row: Mapping[str, Any]) -> str:
    """The paper that it sets."""
    return dict(rooms.kinds_of_paper()).get(name, name)


def sort(code: str, row: Mapping[str, Any]) -> str:
    """As what it is kept."""
    found = keeping_on(clock.today()).get(code)
    return found.label if found else code


ROOM = declare(
    Room(
        "documents",
        verbs=(
            Verb("documents.keep", "a conservé un document", "keep_document"),
            Verb("documents.keep_version", "a conservé une nouvelle version d’un document", "keep_document"),
            Verb("documents.share", "a ouvert un document à d’autres personnes", "keep_document"),
            Verb("documents.open_circles", "a demandé des signatures", "keep_document"),
            Verb("documents.remind", "a rappelé une signature qui manque", "keep_document"),
            Verb(
                "documents.nudge",
                "a rappelé de lui-même une signature qui manque",
                None,
                because="Kevread itself, at its hours",
            ),
            Verb("documents.replace_signer", "a remplacé un·e signataire", "keep_document"),
            Verb("documents.withdraw_circle", "a retiré une demande de signatures", "keep_document"),
            Verb(
                "documents.refuse_to_sign",
                "a refusé de signer",
                None,
                because="the person whose signature is awaited",
                heard=Heard.NOWHERE,
            ),
            Verb("documents.leave_unsigned", "a dit qu’un refus de signer reste sans suite", "keep_document"),
            Verb("documents.tell_on_paper", "a inscrit une signature sur papier", "keep_document"),
            Verb("documents.undo_on_paper", "a annulé une signature sur papier inscrite par erreur", "keep_document"),
            Verb("documents.deny_on_paper", "a dit que sa partie n’a pas signé", "keep_document"),
            Verb("documents.answer_denial", "a répondu à une signature contestée", "keep_document"),
            Verb("documents.withdraw_denial", "a retiré la contestation d’une signature", "keep_document"),
            Verb(
                "documents.say_sort", "a dit de quelle sorte est un document, et combien il est gardé", "keep_document"
            ),
            Verb(
                "documents.erase",
                "a effacé des documents gardés depuis assez longtemps",
                ERASE,
                heading="Documents effacés à leur terme",
                heard=Heard.NEAR,
                erases=True,
            ),
            Verb("documents.sign", "a signé un document", None, because="the person whose signature is awaited"),
        ),
        rights=(Right(ERASE, "Effacer un document gardé depuis assez longtemps", ("decides",), at_home=True),),
        says={"documents.version.template": template, "documents.document.sort": sort},
        screens=(
            Screen("documents:documents", "documents", under=Under("house", "Documents", 1)),
            Screen("documents:circles", "circles"),
            Screen("documents:ask", "ask_signatures", "Demander des signatures", "keep_document", writes=True),
            Screen("documents:past", "past_documents", "Effacer ce qui est gardé depuis assez longtemps", ERASE),
            Screen("documents:verify", "verify_document", under=Under("house", "Vérifier un document", 12)),
        ),
        tables=(DOCUMENTS, CIRCLES, PAST),
        tabs={"documents": "house", "verifier-un-document/": "house"},
        lines=(Line(20, signatures_to_give), Line(21, denials_to_answer), Line(22, refusals_to_follow)),
        papers=(Deposited, Evidence, SignatureSheet),
        finders=(Finder("Documents", find_documents, is_public=True),),
        carriers=(Carrier("signatures", "Signatures attendues", signatures_carried),),
    )
)

"""What fundings bring to the house."""

from kevread.common.rooms import Heard, Right, Room, Screen, Under, Verb, declare
from kevread.common.todo import Line
from kevread.finance.exports import AWAITED, DEDICATED, EXCHANGED, FUNDERS, FUNDINGS, GIVEN, LOCAL_LINES, REPORTS
from kevread.finance.models import EXCHANGES, KEEPS, LOCAL_LIFE, READS, REGISTER
from kevread.finance.papers import FundingReport, LocalLifeAccount, PackContents
from kevread.finance.todo import exchanges_waiting, fundings_waiting, reports_due

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
            Verb("finance.spell_funder", "a corrigé le nom d’un financeur", KEEPS, heard=Heard.NOWHERE),
            Verb("finance.say_funder_kind", "a corrigé la nature d’un financeur", KEEPS, heard=Heard.NOWHERE),
            Verb("finance.say_who_funder_is", "a dit qui est un financeur à l’annuaire", KEEPS, heard=Heard.NOWHERE),
            Verb("finance.describe_funding", "a précisé un financement", KEEPS, heard=Heard.NOWHERE),
            Verb("finance.undo_funding", "a annulé un financement", KEEPS, heard=Heard.NOWHERE),
            Verb("finance.plan_instalment", "a prévu un versement de financement", KEEPS, heard=Heard.NOWHERE),
            Verb("finance.drop_instalment", "a retiré un versement prévu", KEEPS, heard=Heard.NOWHERE),
            Verb("finance.receive_instalment", "a constaté un versement de financement", KEEPS, heard=Heard.NOWHERE),
            Verb("finance.unreceive_instalment", "a annulé un versement constaté", KEEPS, heard=Heard.NOWHERE),
            Verb("finance.enter_accounts", "a inscrit les comptes d’un exercice", KEEPS, heard=Heard.NOWHERE),
            Verb("finance.publish_accounts", "a inscrit la publication de comptes", KEEPS, heard=Heard.NOWHERE),
            Verb("finance.undo_accounts", "a annulé les comptes d’un exercice", KEEPS, heard=Heard.NOWHERE),
            Verb("finance.send_report", "a inscrit l’envoi d’un compte rendu financier", KEEPS, heard=Heard.NOWHERE),
            Verb("finance.undo_report", "a annulé l’envoi d’un compte rendu financier", KEEPS, heard=Heard.NOWHERE),
            Verb("finance.say_spent", "a inscrit ce qui est dépensé d’un financement", KEEPS, heard=Heard.NOWHERE),
            Verb("finance.undo_spent", "a annulé ce qui était dit dépensé", KEEPS, heard=Heard.NOWHERE),
            Verb("finance.say_exchange", "a inscrit un échange entre membres", KEEPS, heard=Heard.NOWHERE),
            Verb("finance.agree_exchange", "a confirmé un échange entre membres", KEEPS, heard=Heard.NOWHERE),
            Verb("finance.contest_exchange", "a contesté un échange entre membres", KEEPS, heard=Heard.NOWHERE),
            Verb("finance.withdraw_answer", "a repris sa réponse à un échange", KEEPS, heard=Heard.NOWHERE),
            Verb("finance.undo_exchange", "a annulé un échange entre membres", KEEPS, heard=Heard.NOWHERE),
            Verb("finance.settle_exchange", "a constaté le règlement d’un échange", KEEPS, heard=Heard.NOWHERE),
            Verb("finance.undo_settlement", "a annulé le règlement d’un échange", KEEPS, heard=Heard.NOWHERE),
            Verb("finance.read_local_balance", "a lu un solde de vie locale", KEEPS, heard=Heard.NOWHERE),
            Verb("finance.undo_local_balance", "a annulé un solde de vie locale", KEEPS, heard=Heard.NOWHERE),
            Verb("finance.note_local_line", "a inscrit une ligne de vie locale", KEEPS, heard=Heard.NOWHERE),
            Verb("finance.undo_local_line", "a annulé une ligne de vie locale", KEEPS, heard=Heard.NOWHERE),
        ),
        rights=(
            Right(
                READS,
                "Lire les finances de sa propre organisation",
                ("prepares", "decides", "directs", "keeps_accounts", "administers"),
                at_home=True,
                reads=True,
            ),
            Right(
                KEEPS,
                "Tenir les financements : demandes, notifications, versements",
                ("prepares", "keeps_accounts"),
                at_home=True,
            ),
        ),
        papers=(FundingReport, LocalLifeAccount, PackContents),
        registers={REGISTER: "Financements", EXCHANGES: "Échanges entre membres", LOCAL_LIFE: "Vie locale"},
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
            Screen(
                "finance:accounts",
                "thresholds",
                "Voir les comptes et les seuils",
                KEEPS,
                mends=True,
                does="inscrire les comptes d’un exercice, les comptes rendus envoyés",
                under=Under("means", "Comptes et seuils", 17, "Comptes"),
            ),
            Screen(
                "finance:exchanges",
                "exchanges",
                "Voir ce qui passe entre membres",
                KEEPS,
                mends=True,
                does="inscrire ce qui passe entre membres, et y répondre",
                under=Under("means", "Entre membres", 7),
            ),
            Screen(
                "finance:local",
                "local_life",
                "Voir le compte de la vie locale",
                KEEPS,
                mends=True,
                does="tenir le compte de la vie locale",
                under=Under("means", "Vie locale", 18, "Cotisations"),
            ),
        ),
        tabs={
            "financements": "means",
            "financeurs": "means",
            "comptes-et-seuils": "means",
            "entre-membres": "means",
            "vie-locale": "means",
        },
        lines=(Line(66, fundings_waiting), Line(67, reports_due), Line(69, exchanges_waiting)),
        tables=(FUNDINGS, FUNDERS, GIVEN, AWAITED, DEDICATED, EXCHANGED, LOCAL_LINES, REPORTS),
    )
)

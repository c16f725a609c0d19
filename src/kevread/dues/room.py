"""What dues bring to the house."""

from kevread.common.rooms import Finder, Heard, Right, Room, Screen, Under, Verb, declare
from kevread.common.todo import Line
from kevread.dues.exports import DUES, RECEIPTS
from kevread.dues.models import KEEPS_DUES
from kevread.dues.papers import DuesCertificate, TaxReceipt
from kevread.dues.queries.finding import find_statements
from kevread.dues.todo import ours_to_pay, payments_to_match

READS = "read"

ROOM = declare(
    Room(
        "dues",
        verbs=(
            Verb("dues.set_tariff", "a inscrit un barème de cotisation", KEEPS_DUES),
            Verb("dues.undo_tariff", "a annulé un barème de cotisation", KEEPS_DUES, heard=Heard.NEAR),
            Verb("dues.call", "a appelé les cotisations d’une année", KEEPS_DUES, heard=Heard.NEAR),
            Verb("dues.undo_call", "a annulé un appel de cotisation", KEEPS_DUES, heard=Heard.NEAR),
            Verb("dues.adjust", "a ajusté une cotisation", KEEPS_DUES, heard=Heard.NOWHERE),
            Verb("dues.declare_measure", "a inscrit ce qui mesure un membre", KEEPS_DUES, heard=Heard.NOWHERE),
            Verb(
                "dues.tell_measure",
                "a dit ce qui mesure sa cotisation",
                None,
                because="whoever speaks for the member says it of its own",
                heard=Heard.NOWHERE,
            ),
            Verb("dues.pay", "a inscrit le paiement d’une cotisation", KEEPS_DUES, heard=Heard.NOWHERE),
            Verb("dues.refund", "a inscrit le remboursement d’une cotisation", KEEPS_DUES, heard=Heard.NOWHERE),
            Verb("dues.undo_payment", "a annulé le paiement d’une cotisation", KEEPS_DUES, heard=Heard.NOWHERE),
            Verb("dues.write_letters", "a écrit aux membres qui doivent une cotisation", KEEPS_DUES, heard=Heard.NEAR),
            Verb(
                "dues.say_eligibility",
                "a dit si la cotisation ouvre droit à un reçu fiscal",
                KEEPS_DUES,
                heard=Heard.NEAR,
            ),
            Verb(
                "dues.undo_eligibility",
                "a annulé ce qui était dit des reçus fiscaux",
                KEEPS_DUES,
                heard=Heard.NEAR,
            ),
            Verb("dues.issue_receipts", "a fait des reçus fiscaux", KEEPS_DUES, heard=Heard.NOWHERE),
            Verb("dues.annul_receipt", "a annulé un reçu fiscal", KEEPS_DUES, heard=Heard.NOWHERE),
            Verb("dues.receive_statement", "a inscrit les paiements d’un relevé", KEEPS_DUES, heard=Heard.NOWHERE),
            Verb("dues.match", "a rapproché un paiement d’une cotisation", KEEPS_DUES, heard=Heard.NOWHERE),
            Verb("dues.unmatch", "a détaché un paiement d’une cotisation", KEEPS_DUES, heard=Heard.NOWHERE),
            Verb("dues.ask_payer", "a demandé pour qui est un paiement", KEEPS_DUES, heard=Heard.NOWHERE),
            Verb(
                "dues.claim",
                "a dit pour qui est un paiement",
                None,
                because="whoever holds the link of the letter paid",
                heard=Heard.NOWHERE,
            ),
        ),
        rights=(
            Right(
                KEEPS_DUES,
                "Tenir les cotisations : barème, appels, paiements",
                ("prepares", "keeps_minutes", "keeps_accounts"),
            ),
        ),
        registers={"dues": "Cotisations"},
        papers=(DuesCertificate, TaxReceipt),
        finders=(Finder("Pages", find_statements),),
        screens=(
            Screen(
                "dues:dues",
                "dues",
                "Voir les cotisations",
                KEEPS_DUES,
                mends=True,
                does="appeler les cotisations, inscrire un paiement",
                under=Under("means", "Cotisations", 2, "Cotisations"),
            ),
            Screen(
                "dues:tariffs",
                "tariff",
                "Voir le barème de cotisation",
                KEEPS_DUES,
                mends=True,
                does="inscrire un barème qu’une décision fixe",
                under=Under("means", "Barème de cotisation", 3, "Cotisations"),
            ),
            Screen(
                "dues:waiting",
                "payments_to_match",
                "Voir les paiements à rapprocher",
                KEEPS_DUES,
                mends=True,
                does="rapprocher un paiement de sa cotisation",
                under=Under("means", "Paiements à rapprocher", 4, "Cotisations"),
            ),
            Screen(
                "dues:ours",
                "our_membership",
                "Voir notre adhésion",
                READS,
                under=Under("network", "Notre adhésion", 15, "Adhésions"),
            ),
            Screen(
                "dues:receipts",
                "tax_receipts",
                "Voir les reçus fiscaux",
                KEEPS_DUES,
                mends=True,
                does="faire ou annuler un reçu fiscal",
                under=Under("means", "Reçus fiscaux", 6, "Cotisations"),
            ),
        ),
        tabs={
            "cotisations": "means",
            "decisions": "decisions",
            "paiement/": "house",
            "notre-adhesion/": "house",
            "notre-adhesion": "network",
        },
        lines=(Line(63, payments_to_match), Line(64, ours_to_pay)),
        tables=(DUES, RECEIPTS),
    )
)

"""Examples of what shows who signed."""

from datetime import UTC, date, datetime

from kevread.documents.contracts import Letterhead
from kevread.documents.papers import Evidence, Happened, Proof, SignatureSheet, SignedLine


def evidence(letterhead: Letterhead, made_at: datetime) -> Evidence:
    return Evidence(
        letterhead=letterhead,
        document="Contrat d’engagement réciproque",
        number=1,
        name="contrat.pdf",
        size=95_234,
        sha256="9f2c41d0aa1703be7710e5c255ab19f4" * 2,
        sealed_sha256="0b2c41d0aa1703be7710e5c255ab19f4" * 2,
        kept_at=made_at,
        verdict="Le fichier signé est intact.",
        amount="12 000 €",
        act="Signer une convention",
        consent="Je signe ce contrat au nom de mon organisation.",
        signatures=(
            Proof(
                name="Anne Morvan",
                quality="Présidence",
                organisation="ESS des Marais",
                signed_at=datetime(2026, 12, 15, 8, 12, tzinfo=UTC),
                how="par un code reçu par courriel",
                sha256="9f2c41d0aa1703be7710e5c255ab19f4" * 2,
                chain=("Présidence, ESS des Marais, jusqu’au 30 septembre 2027",),
                again="Le 15 décembre 2026, ce droit tenait, d’après ce qui est inscrit aujourd’hui.",
                seal="Sceau intact.",
            ),
        ),
        awaited=("Yves Le Gall, Présidence",),
        happened=(
            Happened(at=made_at, what="Signatures demandées", who="Anne Morvan"),
            Happened(at=made_at, what="Demande faite", who="Yves Le Gall", said="courriel parti"),
        ),
    )


def sheet(letterhead: Letterhead, made_at: datetime) -> SignatureSheet:
    return SignatureSheet(
        letterhead=letterhead,
        document="Procès-verbal – Assemblée générale ordinaire du 12 décembre 2026",
        number=1,
        name="Procès-verbal.pdf",
        size=95_234,
        sha256="9f2c41d0aa1703be7710e5c255ab19f4" * 2,
        kept_at=made_at,
        signatures=(
            SignedLine(
                name="Anne Morvan",
                quality="Présidente de séance",
                authority="Présidence, ESS des Marais",
                until=date(2027, 9, 30),
                signed_at=datetime(2026, 12, 15, 8, 12, tzinfo=UTC),
                how="par un code reçu par courriel",
            ),
        ),
        awaited=("Yves Le Gall, Secrétaire de séance",),
    )

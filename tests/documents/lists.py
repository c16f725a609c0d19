"""Invented people, and an example of each paper that says what an organisation is on a day."""

from datetime import date

from kevread.agreements.papers import (
    AgreementReview,
    AgreementText,
    AmendmentText,
    ClauseAmended,
    ClauseShown,
    DayAmended,
    DueShown,
    Happened,
    PartyShown,
    SideShown,
)
from kevread.delegations.papers import Above, Dealings, Delegation, Told
from kevread.documents.contracts import Paper, Signatory
from kevread.filings.papers import FilingSheet
from kevread.filings.papers import Officer as Charged
from kevread.rhythm.papers import BodyYear, Calendar, Date, Holidays, MonthOf, Rhythm, YearOf, YearSheet
from kevread.seats.papers import (
    BodyDrawn,
    Branch,
    Chart,
    Governance,
    LevelDrawn,
    Officer,
    Officers,
    OfficersOf,
    Post,
    SeatsOf,
)
from kevread.sittings.papers import Attendee
from kevread.statutes.papers import ArticleShown, StatutesText, Step, TransferCalendar, ValueShown
from tests.documents.house import HOUSE
from tests.documents.money import MONEY
from tests.documents.of_dues import OF_DUES
from tests.documents.of_supervision import interview_sheet
from tests.documents.registers import common_text, employment_contract, staff_register

GIVEN = ("Anne", "Yves", "Lena", "Malo", "Soizic", "Gwenn", "Erwan", "Nolwenn", "Ewen", "Rozenn", "Tugdual", "Maïwenn")
FAMILY = ("Morvan", "Le Gall", "Kervella", "Rivoal", "Prigent", "Quéré", "Guéguen", "Le Bihan", "Tanguy", "Jaouen")


def people(count: int, note: str = "", first: int = 0) -> tuple[Attendee, ...]:
    return tuple(
        Attendee(name=f"{GIVEN[i % 12]} {FAMILY[(i // 12 + i) % 10]}", quality=f"ESS Pays n° {i % 7 + 1}", note=note)
        for i in range(first, first + count)
    )


LISTS: tuple[Paper, ...] = (
    FilingSheet(
        place="au greffe des associations",
        is_accounts=False,
        letterhead=HOUSE,
        name="Changement de dirigeant·es du 12 juin 2026",
        form="13971",
        rule="L1.3",
        identifiers="RNA W351234567, SIREN 732 829 320",
        locality="Redon",
        state="En retard",
        happened_on=date(2026, 6, 12),
        by=date(2026, 9, 12),
        filed_on=None,
        things=("Anne Morvan, Présidence (Conseil d’administration) : arrive",),
        asks=("Un extrait du procès-verbal de l’élection.",),
        officers=(Charged(name="Anne Morvan", seat="Présidence, Conseil d’administration", since=date(2026, 6, 12)),),
    ),
    *MONEY,
    StatutesText(
        letterhead=HOUSE,
        name="Statuts, ESS des Marais",
        kind="Statuts",
        identifiers="RNA W351234567, SIREN 732 829 320",
        state="En vigueur",
        model="Statuts d’un groupement territorial",
        adopted_on=date(2025, 6, 12),
        adopted_by="Assemblée constitutive du 12 juin 2025",
        since=date(2025, 6, 12),
        articles=(
            ArticleShown(
                title="Objet", text="L’association réunit les moyens de ses pôles.\n\nElle n’a pas de but lucratif."
            ),
            ArticleShown(title="Dispositions propres", text=""),
        ),
        values=(ValueShown(label="Vote électronique", words="permis", rule="L1.13"),),
    ),
    TransferCalendar(
        letterhead=HOUSE,
        on=date(2026, 11, 24),
        assembly=date(2027, 3, 31),
        headline="Pour une assemblée le 31 mars 2027, il reste 66 jours de marge, vu du 24 novembre 2026.",
        steps=(
            Step(
                name="Les conseils arrêtent le projet",
                when="au plus tard le",
                day=date(2027, 1, 31),
                rule="Décret du 16 août 1901, art. 15-1 et suivants",
                slack="marge de 68 jours, chemin critique",
                sentence="Le conseil de chaque association arrête le projet de traité.",
                place=480,
                window=120,
            ),
            Step(
                name="Assemblées",
                when="le",
                day=date(2027, 3, 31),
                rule="",
                slack="",
                sentence="Les assemblées adoptent le même texte.",
                place=900,
            ),
        ),
        now=100,
        left_out=("Consultation du CSE",),
    ),
    *OF_DUES,
    common_text(HOUSE),
    Dealings(
        letterhead=HOUSE,
        year=2025,
        agreements=(
            Told(
                officer="Anne Morvan",
                function="Présidence",
                counterpart="Imprimerie du Canal, que dirige son frère",
                subject="Impression du rapport d’activité, aux prix du marché.",
                concluded_on=date(2025, 3, 12),
                amount="1 240,50 €",
            ),
        ),
        signatories=(Signatory(name="Anne Morvan", quality="Présidente"),),
    ),
    Delegation(
        letterhead=HOUSE,
        nature="Délégation de pouvoirs",
        holder="Soizic Rivoal",
        post="Délégué·e territorial·e, ESS des Marais",
        given_by="Anne Morvan, par sa délégation du 3 janvier 2026",
        acts=("Signer une convention, jusqu’à 5 000 €", "Demander une subvention"),
        first=date(2026, 11, 24),
        last=date(2027, 6, 30),
        limits="Les baux, et ce qui engage au-delà de 2027.",
        means="Le budget voté ; compte rendu au bureau chaque trimestre.",
        above=(Above(holder="Anne Morvan", given_by="Conseil d’administration (décision n° 2026-003)"),),
        signatories=(
            Signatory(name="Anne Morvan", quality="Délégant·e"),
            Signatory(name="Soizic Rivoal", quality="Délégué·e territorial·e"),
        ),
    ),
    Officers(
        letterhead=HOUSE,
        on=date(2026, 11, 24),
        bodies=(
            OfficersOf(
                body="Conseil d’administration",
                officers=tuple(
                    Officer(
                        name=one.name,
                        function="Présidence" if i == 0 else "Administrateur·rice",
                        represents=one.quality,
                        since=date(2024, 10, 1),
                        until=date(2027, 9, 30),
                    )
                    for i, one in enumerate(people(10))
                ),
                vacancies=("2 sièges vacants : ESS Pays de Vilaine.",),
            ),
            OfficersOf(body="Bureau", officers=()),
        ),
        signatories=(Signatory(name="Anne Morvan", quality="Présidente"),),
    ),
    Calendar(
        letterhead=HOUSE,
        year=2027,
        dates=(
            Date(day=date(2027, 1, 12), starts_at="18 h", body="Conseil d’administration", place="Redon", state="held"),
            Date(day=date(2027, 2, 2), starts_at="9 h 30", body="Codir", place="À distance"),
            Date(day=date(2027, 3, 9), starts_at="18 h", body="Conseil d’administration", state="cancelled"),
            Date(day=date(2027, 3, 1), starts_at="9 h 30", body="Codir", state="proposed"),
            Date(day=date(2027, 6, 18), body="Assemblée générale", name="Assemblée générale ordinaire", place="Redon"),
        ),
        rhythms=(
            Rhythm(body="Conseil d’administration", wanted="4 à 5 par an", found="1 tenue, 3 prévues"),
            Rhythm(body="Codir", wanted="1 par mois", found="1 prévue ; il en manque 11"),
        ),
        off=("jours fériés", "août"),
    ),
    YearSheet(
        letterhead=HOUSE,
        year=2027,
        on=date(2027, 5, 3),
        organisations=(
            YearOf(
                organisation="ESS des Marais",
                bodies=(
                    BodyYear(
                        body="Conseil d’administration",
                        months=(
                            MonthOf(state="held", meetings=1),
                            MonthOf(state="missing"),
                            *(MonthOf(state="free"),) * 3,
                            MonthOf(state="planned", meetings=2),
                            *(MonthOf(state="off"),) * 2,
                            *(MonthOf(state="to_plan"),) * 4,
                        ),
                        counts="1 tenue, 2 planifiées",
                        to_plan="4 dates à proposer",
                    ),
                ),
            ),
            YearOf(
                organisation="ESS Pays de Redon",
                bodies=(BodyYear(body="Bureau", months=(MonthOf(state="unwatched"),) * 12, counts="aucune réunion"),),
            ),
        ),
        holidays=(Holidays(name="vacances d’hiver", first=date(2027, 2, 20), last=date(2027, 3, 7)),),
        zone="B",
        to_plan="4 réunions restent à planifier",
    ),
    Governance(
        letterhead=HOUSE,
        on=date(2026, 11, 24),
        members=("ESS Pays de Redon", "ESS Pays de Vilaine", "ESS Pays de Brocéliande", "3 adhésions directes"),
        levels=(
            LevelDrawn(
                name="Tous les membres",
                bodies=(
                    BodyDrawn(
                        name="Assemblée générale",
                        purpose="Oriente, approuve les comptes, élit.",
                        rhythm="1 fois par an",
                    ),
                ),
            ),
            LevelDrawn(
                name="Élu·es par l’assemblée",
                bodies=(
                    BodyDrawn(
                        name="Conseil d’administration",
                        purpose="Décide entre deux assemblées.",
                        seats=(
                            SeatsOf(name="Administrateur·rice, par pôle", held=8, vacant=2),
                            SeatsOf(name="Présidence", held=1),
                        ),
                        rhythm="4 à 5 fois par an",
                    ),
                    BodyDrawn(name="Bureau", seats=(SeatsOf(name="Membre", held=3),)),
                ),
            ),
            LevelDrawn(
                name="L’équipe",
                bodies=(
                    BodyDrawn(
                        name="Équipe",
                        seats=(SeatsOf(name="Direction", held=1), SeatsOf(name="Délégué·e", held=4, vacant=1)),
                    ),
                ),
            ),
        ),
    ),
    Chart(
        letterhead=HOUSE,
        on=date(2026, 11, 24),
        heads=(
            Branch(name="Présidence", posts=(Post(name="Anne Morvan", function="Présidente"),)),
            Branch(name="Direction", posts=(Post(name="Gwenn Quéré", function="Directrice"),)),
        ),
        branches=(
            Branch(
                name="Délégué·es",
                posts=(
                    Post(
                        name="Malo Rivoal",
                        function="Délégué territorial",
                        grounds="Redon Agglomération, Brocéliande Communauté",
                    ),
                    Post(name="", function="Délégué·e territorial·e", grounds="Pays de Vilaine"),
                ),
            ),
            Branch(name="Missions", posts=(Post(name="Lena Kervella", function="Chargée de mission"),)),
            Branch(name="Appui", posts=(Post(name="Ewen Jaouen", function="Comptabilité"),)),
        ),
    ),
    AgreementReview(
        letterhead=HOUSE,
        name="Contrat d’engagement réciproque du groupement et de la Cress",
        kind="Contrat d’engagement réciproque",
        year=2026,
        on=date(2026, 11, 24),
        state="En vigueur",
        sides=(
            SideShown(party="La Cress", said="1 tenu, 1 en retard"),
            SideShown(party="ESS des Marais", said="1 tenu"),
        ),
        dues=tuple(
            DueShown(
                debtor="La Cress",
                creditor="ESS des Marais",
                what=f"Réunir le comité de direction, {number}e trimestre",
                by=date(2026, 3 * number, 28),
                state="Tenu" if number < 4 else "En retard",
                said="Tenu par la réunion du 12 mars 2026." if number < 4 else "",
            )
            for number in (1, 2, 3, 4)
        ),
        events=(Happened(on=date(2026, 6, 3), what="Médiation ouverte : les priorités de la feuille de route."),),
        signatories=(Signatory(name="La Cress", quality="Pour cette partie"),),
    ),
    AmendmentText(
        letterhead=HOUSE,
        name="Contrat d’engagement réciproque du groupement et de la Cress",
        number=2,
        subject="Prolonger d’un an et revoir la coopération",
        state="En négociation",
        on=date(2026, 11, 24),
        signed_on=date(2025, 7, 1),
        starts_on=date(2027, 1, 1),
        days=(DayAmended(what="Dernier jour", before="le 31 décembre 2030", after="le 31 décembre 2031"),),
        parties=(PartyShown(name="La Cress", place="la Cress", authority="Habilitée par : décision n° 2026-012"),),
        clauses=(
            ClauseAmended(
                title="Coopération",
                said="est désormais ainsi rédigée :",
                text="Le groupement prend part.\n\nIl le dit.",
            ),
            ClauseAmended(title="Litiges", said="est supprimée.", text=""),
        ),
        signatories=(Signatory(name="Anne Morvan", quality="Présidente"),),
    ),
    AgreementText(
        letterhead=HOUSE,
        name="Contrat d’engagement réciproque",
        kind="Contrat d’engagement réciproque",
        state="En vigueur",
        on=date(2026, 11, 24),
        starts_on=date(2026, 1, 1),
        ends_on=None,
        notice="6 mois, par lettre recommandée avec avis de réception",
        renewal="aucune",
        parties=(
            PartyShown(name="Cress Bretagne", place="la Cress", locality="Rennes", identifiers="RNA W123456789"),
            PartyShown(name="ESS des Marais", place="le groupement", authority="Habilitée par : décision n° 2026-012"),
        ),
        clauses=(
            ClauseShown(title="Objet", text="Une première ligne.\n\nUne seconde."),
            ClauseShown(title="Moyens", text=""),
        ),
        reserve="Ce qui est inscrit d’un document signé ailleurs. Seul le document signé fait foi.",
        signatories=(Signatory(name="Anne Morvan", quality="Présidente"),),
    ),
    staff_register(HOUSE),
    employment_contract(HOUSE),
    interview_sheet(HOUSE),
)  # fmt: skip

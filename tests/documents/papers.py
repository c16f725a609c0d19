"""An invented example of each paper: what tests open, and what one looks at."""

from datetime import UTC, date, datetime

from kevread.attendance.papers import RollGroup, RollLine, SignIn
from kevread.decisions.papers import Decision, Register
from kevread.documents.contracts import Paper, Signatory
from kevread.equalisation.papers import ShareSheet, ValueOf
from kevread.equalisation.rules.waterfall import Step, waterfall
from kevread.meetings.papers import Agenda, Item, Meeting, Notice, Pack, Part, Proxy, Recipient
from kevread.privacy.papers import BreachSheet, Dossier, Known, KnownPart, Processing, Treated, Treatment
from kevread.sittings.papers import Attendance, Attendee, Extract, Minutes, NoQuorum, Point, QuorumNoted
from kevread.votes.papers import Ballot, Choice, CollegeResult, Count, Fact, Vote
from tests.documents.lists import HOUSE, LISTS, people
from tests.documents.proof import evidence, sheet

MADE_AT = datetime(2026, 12, 15, 9, 0, tzinfo=UTC)
TRAP = "#let x = 1 *gras* _bas_ $a^2$ @cle <ancre> `code` [crochet] \\n // rien"  # printed as it is typed
ASSEMBLY = Meeting(
    kind="assembly",
    body="Assemblée générale",
    name="Assemblée générale ordinaire",
    starts_at=datetime(2026, 12, 12, 17, 30, tzinfo=UTC),
    mode="hybrid",
    place="Maison des associations, 12 rue du Canal, Redon",
    link="https://exemple.org/salle/marais",
)
BOARD = Meeting(
    kind="board",
    body="Conseil d’administration",
    name="Conseil d’administration",
    starts_at=datetime(2026, 12, 1, 17, 0, tzinfo=UTC),
    place="Locaux d’ESS des Marais, Redon",
)
ITEMS = (
    Item(
        number="1",
        title="Rapport moral et d’activité",
        kind="vote",
        text="L’assemblée approuve le rapport moral et d’activité de l’exercice clos le 31 août 2026.",
        led_by="Anne Morvan",
        minutes=30,
        papers=("Rapport moral", "Rapport d’activité"),
    ),
    Item(
        number="2",
        title="Comptes de l’exercice",
        kind="vote",
        text="L’assemblée approuve les comptes, et affecte l’excédent de 4 210 € aux réserves.",
        led_by="Yves Le Gall",
        minutes=25,
        papers=("Comptes annuels", "Rapport du commissaire aux comptes"),
    ),
    Item(
        number="3",
        title="Élection de deux administrateur·rices",
        kind="election",
        text="Deux sièges, pour trois ans.",
        minutes=20,
        origin="Inscrit à la demande d’ESS Pays de Vilaine, le 20 novembre 2026.",
    ),
    Item(number="4", title="Questions diverses", kind="other", text="Rien n’y est mis aux voix.", minutes=15),
)
SIGNED = (
    Signatory(
        name="Anne Morvan",
        quality="Présidente de séance",
        signed_at=datetime(2026, 12, 15, 8, 12, tzinfo=UTC),
        how="par code dans Kevread",
    ),
    Signatory(name="Yves Le Gall", quality="Secrétaire de séance"),
)
FOR_AGAINST = (
    Choice(name="Pour", votes="38"),
    Choice(name="Contre", votes="3"),
    Choice(name="Abstention", votes="1"),
    Choice(name="Blanc", votes="0"),
    Choice(name="Nul", votes="0"),
)
ADOPTED = Vote(
    text="L’assemblée approuve le rapport moral et d’activité de l’exercice clos le 31 août 2026.",
    how="à main levée",
    majority="Majorité simple des exprimés",
    registered="60",
    choices=FOR_AGAINST,
    sum="38 pour, 3 contre",
    outcome="adopted",
)
ELECTED = Vote(
    text="Deux administrateur·rices, pour trois ans.",
    how="au scrutin secret électronique",
    majority="Plus grand nombre de voix, deux sièges",
    registered="60",
    choices=(
        Choice(name="Lena Kervella", votes="31", is_elected=True),
        Choice(name="Malo Rivoal", votes="27", is_elected=True),
        Choice(name="Soizic Prigent", votes="22"),
        Choice(name="Blancs", votes="2"),
    ),
    outcome="elected",
    conclusion="Lena Kervella et Malo Rivoal sont élu·es jusqu’au 31 décembre 2029.",
)
IN_COLLEGES = Vote(
    text="L’assemblée approuve les comptes, et affecte l’excédent de 4 210 € aux réserves.",
    how="vote électronique, par collèges",
    majority="Deux tiers des exprimés, et majorité dans chaque collège",
    registered="60",
    choices=FOR_AGAINST,
    sum="38 sur 41 ; il en fallait les deux tiers au moins",
    outcome="adopted",
    colleges=(
        CollegeResult(name="Collège des pôles", votes="20 pour, 1 contre", outcome="adopté"),
        CollegeResult(name="Collège des adhésions directes", votes="18 pour, 2 contre, 1 abstention", outcome="adopté"),
    ),
)


THERE = Attendance(
    present=(*people(14), Attendee(name="Erwan Tanguy", quality="adhésion directe", note="arrivé à 18 h 50")),
    represented=people(4, "pouvoir donné à Anne Morvan", 20),
    excused=people(2, first=30),
    guests=(Attendee(name="Gwenn Quéré", quality="direction"),),
)
QUORUM = QuorumNoted(
    rule="Un quart des membres, présents ou représentés (statuts, article 9).",
    sum="19 membres sur 60 ; il en fallait 15 au moins",
    met=True,
)
DEBATE = (
    "La présidente présente le rapport. Trois pôles soulignent le travail mené avec les intercommunalités.\n\n"
    "Une question porte sur les locaux de Redon : le bail court jusqu’en 2029. La trésorerie répond que le loyer est "
    "couvert par la convention en cours ; le conseil y reviendra en janvier."
)
MINUTES = Minutes(
    letterhead=HOUSE,
    meeting=ASSEMBLY,
    opened_at=datetime(2026, 12, 12, 17, 40, tzinfo=UTC),
    closed_at=datetime(2026, 12, 12, 19, 55, tzinfo=UTC),
    chair="Anne Morvan, présidente",
    secretary="Yves Le Gall",
    scrutineers=("Nolwenn Le Bihan", "Ewen Jaouen"),
    convened="Envoyée le 24 novembre 2026 par Anne Morvan, présidente, à 60 membres.",
    attendance=THERE,
    quorum=QUORUM,
    points=(
        Point(number="1", title="Rapport moral et d’activité", debate=DEBATE, votes=(ADOPTED,)),
        Point(
            number="2",
            title="Comptes de l’exercice",
            debate="Le commissaire aux comptes certifie sans réserve.",
            votes=(IN_COLLEGES,),
            follow_up=("Trésorerie, avant le 31 janvier 2027 : publier les comptes.",),
        ),
        Point(number="3", title="Élection de deux administrateur·rices", votes=(ELECTED,)),
        Point(number="4", title="Questions diverses", debate=TRAP),
    ),
    annexes=("Feuille d’émargement", "4 pouvoirs"),
    signatories=SIGNED,
)
SHORT_OF = QuorumNoted(
    rule="La moitié des membres, présents ou représentés (statuts, article 12).",
    sum="19 membres sur 60 ; il en fallait 30 au moins, il en manque 11",
    met=False,
)

EXAMPLES: dict[str, Paper] = {
    paper.template: paper
    for paper in (
        *LISTS,
        ShareSheet(
            letterhead=HOUSE,
            year=2026,
            name="ESS des Marais",
            amount="52 321,81 €",
            envelope="200 000,01 €",
            among=5,
            sentence="ESS des Marais reçoit 12 400 € de moins qu’en 2025, surtout à cause de la superficie.",
            decision="Décision n° 2026-014, Bureau, 21 octobre 2026.",
            falls=(
                waterfall(
                    "De 2025 à 2026",
                    ("En 2025", 6_472_181),
                    (Step("Enveloppe", 500_000, 6_972_181), Step("Superficie", -1_740_000, 5_232_181)),
                    ("En 2026", 5_232_181),
                ),
            ),
            values=(ValueOf(name="Superficie", said="6 775 km²", weight="20 %", source=TRAP, as_of=date(2026, 10, 1)),),
            bounds="Aucune borne ne joue : il pouvait aller de 20 000 € à 80 000 €.",
            more=("Avec 1 EPCI de plus : + 4 112 €.",),
            frozen="Données figées le 19 octobre 2026 par Anne Morvan.",
        ),
        Dossier(
            letterhead=HOUSE,
            person="Anne Morvan",
            made_at=datetime(2026, 12, 1, 9, 30, tzinfo=UTC),
            parts=(
                KnownPart(
                    called="Vos mandats et vos postes",
                    why="Savoir qui peut agir, où et jusqu’à quand.",
                    basis="Obligation légale",
                    kept="Tant que l’organisation tient ses registres.",
                    readers="Les personnes du réseau.",
                    rows=(
                        Known(
                            said="Siège : Présidente ; Dates : depuis le 1er janvier 2026",
                            written="Yves Le Gall a confié un siège.",
                        ),
                        Known(said=TRAP),
                    ),
                    more=3,
                ),
            ),
        ),
        Processing(
            letterhead=HOUSE,
            made_at=datetime(2026, 12, 1, 9, 30, tzinfo=UTC),
            validated="Validé par Anne Morvan, le 24 novembre 2026 à 10 h.",
            contact="La présidence, contact@exemple.org",
            joint="Non décidé : aucune convention ne dit encore qui répond de quoi.",
            changed=("Votes, durée : « Cinq ans » est devenu « Six ans ».", TRAP),
            treatments=(
                Treatment(
                    called="Votes",
                    people="Qui est appelé·e à voter",
                    lines=(
                        Treated(
                            what="Émargement",
                            data="votant·e, collège",
                            why="Savoir qui pouvait voter.",
                            basis="Obligation légale",
                            kept="Cinq ans.",
                            readers="Le bureau de vote.",
                        ),
                        Treated(
                            what="Bulletin", data="", why=TRAP, basis="Consentement", kept="Un an.", readers="Vous."
                        ),
                    ),
                ),
            ),
            security=("On entre par un code.", TRAP),
        ),
        BreachSheet(
            letterhead=HOUSE,
            made_at=datetime(2026, 12, 1, 9, 30, tzinfo=UTC),
            known_at=datetime(2026, 11, 30, 9, 30, tzinfo=UTC),
            by=datetime(2026, 12, 3, 9, 30, tzinfo=UTC),
            what="Une liste de membres est partie à la mauvaise adresse.",
            concerned="Quarante personnes : nom et adresse.",
            consequences="Des courriels qui ne sont pas de nous.",
            measures=TRAP,
            risk="Un risque : la CNIL est à prévenir",
            notified="le 1er décembre 2026 à 9 h",
            people_told="",
            because="",
            people_because="",
            opened_by="Anne Morvan",
            closed="",
        ),
        Notice(
            letterhead=HOUSE,
            meeting=ASSEMBLY,
            sent_on=date(2026, 11, 24),
            recipient=Recipient(name="Soizic Prigent", quality="Représentante d’ESS Pays de Vilaine"),
            sha256="5e" * 32,
            convened_by="Anne Morvan",
            convened_as="Présidente",
            items=ITEMS,
            message="Chères et chers membres,\nvous êtes convoqué·es à notre assemblée générale ordinaire.",
            rules=(
                "Le quorum est d’un quart des membres, présents ou représentés.",
                "Une personne porte deux pouvoirs au plus, du même collège ; un pouvoir ne se transmet pas.",
            ),
            papers=("Rapport moral", "Comptes annuels", "Modèle de pouvoir"),
            answer_by=date(2026, 12, 10),
        ),
        Agenda(
            letterhead=HOUSE,
            meeting=BOARD,
            items=ITEMS,
            settled_on=date(2026, 11, 20),
            settled_by="Anne Morvan, présidente",
        ),
        Pack(
            letterhead=HOUSE,
            meeting=ASSEMBLY,
            parts=(
                Part(name="Convocation", first_page=2, pages=1),
                Part(name="Rapport d’activité", first_page=3, pages=12),
            ),
            as_given=("Rapport d’activité",),
            apart=("Budget prévisionnel.xlsx",),
        ),
        Proxy(
            letterhead=HOUSE,
            meeting=ASSEMBLY,
            giver="Soizic Prigent",
            giver_quality="Représentante d’ESS Pays de Vilaine",
            items=ITEMS,
            rules=("Une personne porte deux pouvoirs au plus.", "Ce pouvoir vaut pour cette seule réunion."),
        ),
        SignIn(
            letterhead=HOUSE,
            meeting=ASSEMBLY,
            groups=(
                RollGroup(
                    name="Collège des pôles",
                    lines=tuple(RollLine(name=one.name, quality=one.quality, votes="1") for one in people(24)),
                ),
                RollGroup(
                    name="Adhésions directes",
                    lines=(
                        RollLine(name="Erwan Tanguy", quality="La Ronde", attendance="Présent, 18 h 50"),
                        RollLine(name="Lena Jaouen", quality="Le Lavoir", proxy_to="Erwan Tanguy"),
                    ),
                ),
            ),
            guests=(RollLine(name="Gwenn Quéré", quality="direction"),),
            certified_by=("présidence de séance", "secrétariat de séance"),
        ),
        Ballot(
            letterhead=HOUSE,
            meeting=ASSEMBLY,
            question="Élection de deux administrateur·rices",
            text="Pour trois ans.",
            choices=("Lena Kervella", "Malo Rivoal", "Soizic Prigent"),
            at_most=2,
            copies=8,
        ),
        MINUTES,
        NoQuorum(
            letterhead=HOUSE,
            meeting=ASSEMBLY,
            opened_at=datetime(2026, 12, 12, 18, 0, tzinfo=UTC),
            chair="Anne Morvan, présidente",
            secretary="Yves Le Gall",
            convened="Envoyée le 24 novembre 2026 à 60 membres.",
            attendance=THERE,
            quorum=SHORT_OF,
            agenda=("Modification des statuts",),
            second_call="Une seconde réunion se tiendra le 9 janvier 2027 à 18 h, au même lieu ; elle délibère sans quorum.",
            signatories=SIGNED,
        ),
        Count(
            letterhead=HOUSE,
            meeting=ASSEMBLY,
            counted_at=datetime(2026, 12, 12, 19, 20, tzinfo=UTC),
            facts=(
                Fact(name="Personnes inscrites", value="60"),
                Fact(name="Émargements", value="42"),
                Fact(name="Bulletins trouvés dans l’urne", value="42"),
                Fact(name="Bulletins blancs", value="2"),
                Fact(name="Bulletins nuls", value="0"),
            ),
            vote=ELECTED,
            scrutineers=("Nolwenn Le Bihan", "Ewen Jaouen"),
            seals=(Fact(name="Urne, après clôture", value="9f2c 41d0 aa17 03be 7710 e5c2 55ab 19f4 " * 2),),
            signatories=SIGNED,
        ),
        Extract(
            letterhead=HOUSE,
            meeting=BOARD,
            number="2026-14",
            decision="Ouverture d’un compte bancaire",
            vote=ADOPTED,
            attended="14 membres présents, 4 représentés, sur 20 ; le quorum était atteint.",
            minutes="Procès-verbal signé le 15 décembre 2026.",
            certified_on=date(2026, 12, 16),
            signatories=SIGNED[:1],
        ),
        sheet(HOUSE, MADE_AT),
        evidence(HOUSE, MADE_AT),
        Register(
            letterhead=HOUSE,
            first=date(2026, 1, 1),
            last=date(2026, 12, 31),
            decisions=tuple(
                Decision(
                    number=f"2026-{n:02}",
                    day=date(2026, n, 7),
                    body="Conseil d’administration",
                    title=("Budget de l’année", "Convention avec Redon Agglomération", "Adhésion d’un pôle")[n % 3],
                    outcome="adoptée",
                    sum="14 pour, 2 contre",
                    kind="Budget" if n % 3 == 0 else "",
                    text="Le conseil approuve le projet présenté, tel qu’il est annexé." if n % 2 else "",
                    flags=("Prise sans l’avis du Codir, que demande la matrice proposée.",) if n == 5 else (),
                )
                for n in range(1, 13)
            ),
        ),
    )
}

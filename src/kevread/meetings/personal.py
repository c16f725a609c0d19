"""What meetings hold about people: who was called, who replied, who spoke for whom."""

from kevread.common.personal import CODE, DIGEST, Basis, Held, hold

REGISTER = (
    "Une convocation et sa liste prouvent que chacun·e fut appelé·e : elles se gardent tant que ce qui fut décidé peut être "
    "contesté, et avec le registre des délibérations ensuite."
)
KEPT = "Aussi longtemps que le registre des délibérations."
READERS = "Qui peut lire la réunion."

hold(
    "meetings",
    Held(
        model="meetings.rollentry",
        called="Les réunions où vous fûtes appelé·e",
        by=("person",),
        why="Convoquer, compter le quorum, savoir qui pouvait voter.",
        basis=Basis.LAW,
        kept=KEPT,
        readers=READERS,
        aside={"seat_name": CODE, "college": CODE},
    ),
    Held(
        model="meetings.reply",
        called="Vos réponses aux convocations",
        by=("entry__person",),
        why="Préparer la réunion.",
        kept=KEPT,
        readers=READERS,
    ),
    Held(
        model="meetings.proxy",
        called="Les pouvoirs que vous avez donnés ou portés",
        by=("giver__person", "holder__person"),
        why="Prouver qui votait pour qui.",
        basis=Basis.LAW,
        kept=KEPT,
        readers=READERS,
    ),
    Held(
        model="meetings.dateanswer",
        called="Les dates qui vous convenaient",
        by=("person",),
        why="Trouver une date.",
        kept="Aussi longtemps que la réunion.",
        readers="Qui prépare la réunion, et qui y est appelé·e.",
    ),
    Held(
        model="meetings.meeting",
        called="Les réunions que vous avez présidées, ou dont vous avez tenu le secrétariat",
        by=("chair", "secretary"),
        why="Savoir qui répond de ce qui y fut dit.",
        basis=Basis.LAW,
        kept=KEPT,
        readers=READERS,
        texts=("title", "place", "link", "opening_text", "closing_text"),
        law="Le procès-verbal signé redit ces mots : ils se gardent avec lui.",
    ),
    Held(
        model="meetings.agendaitem",
        called="Ordres du jour et ce qui s’y est dit",
        texts=("title", "text", "presenter", "record", "incident"),
        law="Le procès-verbal signé redit ces mots : ils se gardent avec lui.",
    ),
    Held(
        model="meetings.notice",
        called="Les convocations que vous avez envoyées",
        by=("sender",),
        why="Savoir qui a convoqué.",
        basis=Basis.LAW,
        kept=KEPT,
        readers=READERS,
        texts=("content", "reason"),
        aside={"sha256": DIGEST},
        law=REGISTER,
    ),
)

"""What decisions hold about people."""

from kevread.common.personal import DIGEST, Basis, Held, hold

REGISTER = "Le registre des délibérations ne se réécrit pas : il se garde tant que l’organisation existe."

hold(
    "decisions",
    Held(
        model="decisions.followup",
        called="Ce dont vous êtes chargé·e",
        by=("owner",),
        why="Suivre ce qui fut décidé.",
        basis=Basis.INTEREST,
        kept="Aussi longtemps que la décision.",
        readers="Qui peut lire la décision.",
        texts=("what", "note"),
    ),
    Held(
        model="decisions.decision",
        called="Décisions",
        texts=("title", "text", "sum", "reason", "annulled_because"),
        law=REGISTER,
    ),
    Held(
        model="decisions.outsideadvice",
        called="Avis rendus hors de Kevread",
        texts=("text", "mistake"),
        law=REGISTER,
    ),
    Held(
        model="decisions.application",
        called="Ce que les décisions ouvrent",
        by=("mandate__person",),
        why="Savoir de quelle décision vient un mandat.",
        basis=Basis.LAW,
        kept="Aussi longtemps que la décision.",
        readers="Qui peut lire la décision.",
        texts=("asked", "note"),
        aside={"mark": DIGEST},
        law=REGISTER,
    ),
)

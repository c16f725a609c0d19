"""What a presence holds about people."""

from kevread.common.personal import Basis, Held, hold

hold(
    "attendance",
    Held(
        model="attendance.presence",
        called="Vos présences",
        by=("entry__person",),
        why="Prouver qui était là, et que le quorum y était.",
        basis=Basis.LAW,
        kept="Aussi longtemps que le registre des délibérations.",
        readers="Qui peut lire la réunion.",
    ),
    Held(
        model="attendance.quorumcheck",
        called="Quorums constatés",
        texts=("need", "shown"),
        law="Un quorum constaté prouve que l’on pouvait décider : il se garde avec le registre des délibérations.",
    ),
)

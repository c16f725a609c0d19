"""What allowances hold about people: what those who administer were paid."""

from kevread.common.personal import CODE, Basis, Held, hold

LAW = "Les pièces comptables se gardent dix ans (code de commerce, art. L123-22)."

hold(
    "allowances",
    Held(
        model="allowances.allowance",
        called="Ce qui vous est versé pour vos mandats",
        by=("mandate__person",),
        why="Savoir ce qui est versé à qui administre, et s’il faut y voir une rémunération.",
        basis=Basis.LAW,
        kept="Dix ans, comme les pièces comptables.",
        readers="Vous, et qui tient l’argent de qui verse ; une autre organisation qui vous verse aussi n’en lit que le total.",
        texts=("evidence", "undone_because"),
        aside={"kind": CODE},
        law=LAW,
    ),
)

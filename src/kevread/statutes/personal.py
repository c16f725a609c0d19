"""What the legal life of associations holds about people: nobody; a reason that is typed may name somebody."""

from kevread.common.personal import Held, hold

hold(
    "statutes",
    Held(
        model="statutes.handingover",
        called="Passages au groupement",
        texts=("local_decided_by", "grouping_decided_by", "undone_because"),
    ),
)

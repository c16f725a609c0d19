"""What is taken away of the register of processing."""

from kevread.common.tables import Column, Table
from kevread.privacy.rules.register import SECURITY

PROCESSING = Table(
    "registre-des-traitements",
    "Registre des traitements",
    (
        Column("activité", lambda line: line.activity),
        Column("personnes concernées", lambda line: line.people),
        Column("ce qui est tenu", lambda line: line.what),
        Column("données", lambda line: line.data),
        Column("finalité", lambda line: line.why),
        Column("base", lambda line: line.basis),
        Column("durée", lambda line: line.kept),
        Column("destinataires", lambda line: line.readers),
        Column("sécurité", lambda line: " ".join(SECURITY)),
    ),
)

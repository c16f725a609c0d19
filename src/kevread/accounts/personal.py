"""What signing in holds about people."""

from kevread.common.personal import CODE, DIGEST, Activity, Basis, Held, hold

SIGNING_IN = "Vous laisser entrer, vous et personne d’autre."
WHILE_OPEN = "Tant que votre accès est ouvert."
ONLY_YOU = "Vous. Aucun écran ne le montre à quelqu’un d’autre."

hold(
    "accounts",
    Held(
        model="accounts.account",
        called="Votre accès",
        by=("person",),
        why=SIGNING_IN,
        basis=Basis.CONTRACT,
        kept=WHILE_OPEN,
        readers=ONLY_YOU,
        copies={"email": None},
        aside={"password": "no password: what stands there ends sessions", "stamp": DIGEST},
        goes=True,
    ),
    Held(
        model="account.emailaddress",
        called="L’adresse avec laquelle vous entrez",
        by=("user__person",),
        why=SIGNING_IN,
        basis=Basis.CONTRACT,
        kept=WHILE_OPEN,
        readers=ONLY_YOU,
        copies={"email": None},
        goes=True,
    ),
    Held(model="account.emailconfirmation", called="Adresses à confirmer", aside={"key": DIGEST}),
    Held(
        model="mfa.authenticator",
        called="Votre second facteur",
        by=("user__person",),
        why="Protéger ce que vos mandats permettent.",
        basis=Basis.CONTRACT,
        kept=WHILE_OPEN,
        readers="Personne : il est scellé.",
        aside={"data": DIGEST},
        goes=True,
    ),
    Held(
        model="accounts.consolecode",
        called="Votre code de première connexion",
        by=("account__person",),
        why=SIGNING_IN,
        basis=Basis.CONTRACT,
        kept="24 heures.",
        readers="Personne : seule son empreinte est gardée.",
        aside={"digest": DIGEST},
        goes=True,
    ),
    Held(model="sessions.session", called="Sessions", aside={"session_data": DIGEST}),
    Held(model="auth.permission", called="", aside={"name": CODE, "codename": CODE}),
    Held(model="auth.group", called="", aside={"name": CODE}),
    Held(model="contenttypes.contenttype", called="", aside={"app_label": CODE, "model": CODE}),
    activity=Activity.ACCESS,
)

"""The screens of `ledgers`: see the package."""

from tests.journeys.screen import KEY, Screen

BOOK = rf".*/comptes/{KEY}"
SCREENS = (
    Screen("ledgers:books", "direction", "/ess-35/comptes"),
    Screen("ledgers:read", "direction", "/ess-35/comptes", (r".*/lire",)),
    Screen("ledgers:book", "direction", "/ess-35/comptes", (BOOK,)),
    Screen("ledgers:account", "direction", "/ess-35/comptes", (BOOK, r".*/compte/613")),
    Screen("ledgers:undo", "direction", "/ess-35/comptes", (BOOK, r".*/annuler")),
)
TAKEN = ("ledgers:book",)

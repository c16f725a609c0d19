"""The screens of `allowances`: see the package."""

from tests.journeys.screen import KEY, Screen

HERE = "/ess-35/indemnites"

SCREENS = (
    Screen("allowances:allowances", "direction", "/ess-35/perequation", (HERE,)),
    Screen("allowances:mine", "direction", HERE, (r".*/les-miennes",)),
    Screen("allowances:record", "direction", HERE, (r".*/indemnites/inscrire",)),
    Screen("allowances:undo", "direction", HERE, (rf".*/indemnites/{KEY}/annuler",)),
)
TAKEN = ("allowances:allowances",)

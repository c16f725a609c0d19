"""The screens of `ui`: see the package."""

from tests.journeys.screen import Screen

SCREENS = (Screen("ui:catalogue", "", "/composants/"),)

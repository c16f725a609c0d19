"""The screens of `territory`: see the package."""

from tests.journeys.screen import Screen

SCREENS = (Screen("territory:map", "", "/territoires/"),)

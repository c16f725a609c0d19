"""The screens of `demonstration`: see the package."""

from tests.journeys.screen import Screen

SCREENS = (
    Screen("demonstration:personae", "", "/demonstration/"),
    Screen("demonstration:mailbox", "", "/demonstration/courrier/"),
)
POST_ONLY = (
    "demonstration:enter",
    "demonstration:leave",
)
NOT_TAKEN = {
    "demonstration:mailbox": "letters of the demonstration, to nobody",
    "demonstration:personae": "choices of a form",
}

"""The rhythm of the year: how often a body meets, the dates that miss, the calendars that follow."""

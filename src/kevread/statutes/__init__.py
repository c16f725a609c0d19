"""The legal life of each association: the calendar of a transfer, and the day on which a local hands over to its grouping."""

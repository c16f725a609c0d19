"""What binds parties: agreements, the texts that make them, what each party owes, and the dates that end them."""

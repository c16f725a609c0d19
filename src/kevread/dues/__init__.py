"""What members owe each year: by what tariff, what was called, what was paid."""

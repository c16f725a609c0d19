"""What a file holds, before anyone says what it means: pure, one format a module."""

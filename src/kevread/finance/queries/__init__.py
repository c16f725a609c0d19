"""What finance is asked."""

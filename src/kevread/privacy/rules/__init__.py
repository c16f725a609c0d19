"""What is decided without a database: delays, and how somebody is named."""

"""What is paid to those who administer: each payment, by whom, and what the law says of its total."""

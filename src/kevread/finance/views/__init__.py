"""The screens of fundings."""

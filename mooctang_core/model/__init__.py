"""The only classes in the database."""

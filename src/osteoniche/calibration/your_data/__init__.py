"""A visitor's own table: read, understood, fitted and reported."""

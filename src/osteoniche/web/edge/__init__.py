"""What stands around every request: what may come in, what is refused, headers, health, scripts."""

"""What administrators copy, and the whole stack on one machine to try it (stack.py)."""

"""What `make bench` measures: the cost of a curve, and the time to the first one on the screen."""

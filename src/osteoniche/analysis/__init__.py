"""What is made of many runs: dose surfaces, published series, experiments reproduced."""

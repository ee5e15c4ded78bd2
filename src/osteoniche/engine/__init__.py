"""From a scenario to its curve: generated code, solvers, ensembles, results."""

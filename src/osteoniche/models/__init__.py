"""Disease models, one file each. The one that pages and files run is `bone_metastasis`."""

CELLS, BONE, APOPTOSIS = "tumour_cells", "bone_mass_percent", "apoptosis_percent"
"""The read-outs that fits, surfaces, cohorts and cards ask for by name."""

"""Disease models, one file each. The one that pages and files run is `bone_metastasis`."""

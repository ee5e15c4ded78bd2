"""First steps in Python: run it with `.venv/bin/python docs/first_steps.py`, or in a notebook."""

import numpy as np

import osteoniche as on

# One run: a preset, and the curves by name. list(result) says which there are.
result = on.simulate(on.preset("combination"))
print(result)
print(
    f"day {result['day'][-1]:g}: {result['tumour_cells'][-1]:,.0f} {result.units['tumour_cells']}s"
)

# A treatment of one's own: doses by drug, on the usual schedule unless another is given.
mine = on.given(paclitaxel=5, antibody_15d11={"dose": 10, "every": 7}, days=60)
print(mine.treatments[1])

# A constant of one's own, by its symbol: the largest share of the kill that Notch can block.
weaker = on.given(mine, parameters={"protection_max": 0.5})
print(f"with less protection: {on.simulate(weaker)['tumour_cells'][-1]:,.0f} cells")

# Beside others: a table of headline numbers; in a notebook the curves too.
runs = on.compare("untreated", "chemotherapy", mine=mine)
print(runs)
print(f"bone mass of mine on its last day: {runs['mine']['bone_mass_percent'][-1]:.1f} %")

# Why: the parts of the mechanism from untreated to a run, or what each setting does between two.
print(on.why(mine))
print(on.why(mine, against=weaker))

# Thousands of runs: the last day's tumour at every dose. The first use compiles, for half a minute.
doses = np.linspace(0, 30, 7)
dosed = on.Varied(mine, {"paclitaxel.dose": doses})
curves = on.many(dosed, ["tumour_cells"], days=[60])
for dose, cells in zip(doses, curves.values[:, 0, 0], strict=True):
    print(f"paclitaxel {dose:4.0f} mg/kg: {cells:12,.0f} cells")

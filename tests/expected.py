"""What the presets of the mouse come to, as the page writes it; worked out from their curves.

With `fitted-2026-11`, day 42: 3.76 million cells untreated, 2.37 million with chemotherapy and
4,260 with both; bone mass 53.2 % untreated and 97.5 % with both.
"""

UNTREATED_CELLS = "3.76 million"
SMALLER = {"chemotherapy": "1.59", "combination": "883"}
"""How many times smaller the tumour is than without treatment."""
LOST = {"untreated": "46.8 %", "combination": "2.5 %"}
PEAK = {"untreated": "2.6 %", "combination": "18.6 %"}
"""The highest share of apoptotic cells."""
NOTCH = {"chemotherapy": "0.86"}
"""Average activity while it lasts."""

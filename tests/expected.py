"""What the presets of the mouse come to, as the page writes it; worked out from their curves.

With `fitted-2026`, day 42: 5.51 million cells untreated, 1.96 million with chemotherapy and 7,490
with both; bone mass 54.3 % untreated and 97.5 % with both.
"""

UNTREATED_CELLS = "5.51 million"
SMALLER = {"chemotherapy": "2.81", "combination": "735"}
"""How many times smaller the tumour is than without treatment."""
LOST = {"untreated": "45.7 %", "combination": "2.5 %"}
PEAK = {"untreated": "1.7 %", "combination": "17.4 %"}
"""The highest share of apoptotic cells."""
NOTCH = {"chemotherapy": "0.8"}
"""Average activity while it lasts."""

"""Pictures of results, as plain dictionaries that plotly.js draws."""

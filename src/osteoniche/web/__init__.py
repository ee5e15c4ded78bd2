"""The pages: layout, controls and callbacks. Nothing above this folder knows Dash."""

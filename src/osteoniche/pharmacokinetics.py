"""Compartments that drugs share: absorption, exchange, an effect site.

Amounts are per kilogram of body weight, concentrations are amounts over volumes per kilogram, rate
constants are per day.
"""

from typing import Any


def absorption(depot: Any, ka: Any) -> Any:
    """Flow out of a depot under the skin or in the peritoneum: first order (amount per day)."""
    return ka * depot


def two_compartments(
    central: Any, peripheral: Any, inflow: Any, k10: Any, k12: Any, k21: Any
) -> tuple[Any, Any]:
    """Rates of a central and a peripheral amount with first-order elimination and exchange."""
    to_peripheral = k12 * central - k21 * peripheral
    return inflow - k10 * central - to_peripheral, to_peripheral


def effect_site(concentration: Any, site: Any, ke: Any) -> Any:
    """Rate of a site that follows a concentration with first-order delay."""
    return ke * (concentration - site)


def mg_per_kg(dose: Any, unit: str, p: Any) -> Any:
    """A dose per body surface or per body weight as mg per kg of body weight.

    Doses in mg/m2 are divided by the species' body weight per body surface (kg/m2).
    """
    return dose / p.weight_per_surface if unit == "mg/m2" else dose


def nmol_per_kg(dose: Any, unit: str, p: Any, mass: Any) -> Any:
    """A protein dose (mg/kg, or mg per patient) as nmol per kg, for a molar mass in kDa."""
    per_kg = dose / p.body_weight if unit == "mg" else dose
    return per_kg * p.nmol_per_mg_kDa / mass

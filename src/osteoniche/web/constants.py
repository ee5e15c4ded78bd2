"""All constants in one table, generated from their declarations and from the calibration."""

from typing import Any

from dash import html

from osteoniche.calibration.parameter_set import Calibrated
from osteoniche.calibration.profiles import Profile, Verdict
from osteoniche.checks import SET_BY_OTHERS
from osteoniche.export import sources
from osteoniche.narrative.evidence import number
from osteoniche.quantity import HUMAN, MOUSE, SPECIES, SPECIES_NAMES, Kind, Param, shown_unit
from osteoniche.system import default_system
from osteoniche.web import ids, words
from osteoniche.web.dials import aria, data
from osteoniche.web.panels import NOTHING


def table(made: Calibrated) -> html.Table:
    """Every constant; each row carries its classes for assets/evidence.js."""
    head = html.Tr([html.Th(text, scope="col") for text in words.CONSTANTS_HEADINGS])
    profiles = {one.name: one for one in made.profiles}
    rows = [_row(param, made, profiles.get(param.symbol)) for param in default_system().params]
    return html.Table([html.Thead(head), html.Tbody(rows)], className="values constants")


def count() -> int:
    """How many there are."""
    return len(default_system().params)


def kinds(param: Param, made: Calibrated) -> list[Kind]:
    """The classes of a constant: those of its species, and fitted where the fit moves it."""
    found = dict.fromkeys(param.kinds[species] for species in SPECIES)
    if param.symbol in made.shared:
        found[Kind.FITTED] = None
    return list(found)


def _row(param: Param, made: Calibrated, profile: Profile | None) -> html.Tr:
    fitted = made.shared.get(param.symbol)
    ends = made.intervals().get(param.symbol) if fitted is not None else None
    cells: list[Any] = [
        param.meaning,
        number(param.values[MOUSE]),
        number(param.values[HUMAN]),
        shown_unit(param.unit) or NOTHING,
        _classes(param, made),
        NOTHING if fitted is None else number(fitted),
        f"{number(ends[0])} to {number(ends[1])}" if ends else NOTHING,
        verdict(profile) if profile else NOTHING,
        [param.source, *_addresses(param)],
    ]
    symbol = html.Th([html.Code(param.symbol), *_control(param)], scope="row")
    told = data(kinds=" ".join(kind.value for kind in kinds(param, made)))
    return html.Tr([symbol, *(html.Td(cell) for cell in cells)], **told)


def _classes(param: Param, made: Calibrated) -> str:
    mouse, human = (param.kinds[species].value for species in SPECIES)
    text = mouse if mouse == human else f"{mouse}; {SPECIES_NAMES[HUMAN]}: {human}"
    moved = param.symbol in made.shared and param.kinds[MOUSE] is not Kind.FITTED
    return f"{text}; fitted in mice" if moved else text


def verdict(profile: Profile) -> str:
    """What the rows say of a fitted constant, with the end that they bound."""
    text = profile.verdict.value
    if profile.verdict is not Verdict.ONE_SIDE:
        return text
    if profile.low is not None:
        return f"{text}: at least {number(profile.low)}"
    return f"{text}: at most {number(profile.high or 0.0)}"


def _addresses(param: Param) -> list[Any]:
    """Links to the papers that a source names, as far as their identifiers are known."""
    found = sources.addresses(param.source)
    return [
        part
        for address in found
        for part in (" ", html.A(address.removeprefix(sources.RESOLVER), href=address))
    ]


def _control(param: Param) -> list[Any]:
    """The way to the control that sets a constant, if one does."""
    name = SET_BY_OTHERS.get(param.symbol)
    if name is None:
        return []
    place = ids.number(name) if name in words.DIALS else ids.control(name)
    told = data(focus=place, fold=words.FOLDS.get(name, ""))
    label = aria(label=f"{param.symbol}: {words.CONSTANTS_GO[0].lower()}{words.CONSTANTS_GO[1:]}")
    return [html.Button(words.CONSTANTS_GO, type="button", className="tool", **told, **label)]

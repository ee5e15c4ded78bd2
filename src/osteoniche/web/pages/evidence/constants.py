"""All constants in one table: defaults, what they were before the fit, and what it leaves open."""

from typing import Any

from dash import html
from markupsafe import Markup

from osteoniche.calibration.parameter_set import Calibrated
from osteoniche.calibration.profiles import Profile, Verdict
from osteoniche.equations import typeset
from osteoniche.export import sources
from osteoniche.narrative.evidence import number
from osteoniche.quantity import HUMAN, MOUSE, SPECIES, SPECIES_NAMES, Kind, Param, shown_unit
from osteoniche.scenario import address
from osteoniche.scenario.checks import SET_BY_OTHERS
from osteoniche.scenario.presets import OPENING, preset
from osteoniche.system import default_system
from osteoniche.web.kit import ids, places
from osteoniche.web.kit import words as kit_words
from osteoniche.web.kit.dials import aria, data
from osteoniche.web.kit.tables import NOTHING
from osteoniche.web.pages.evidence import words

WAYS = "ways-to"
"""The class of the list of equations, which a search of constants leaves out."""


def table(made: Calibrated) -> html.Table:
    """Every constant; each row carries its classes for assets/pages/evidence.js."""
    head = html.Tr([html.Th(text, scope="col") for text in words.CONSTANTS_HEADINGS])
    profiles = {one.name: one for one in made.profiles}
    rows = [_row(param, made, profiles.get(param.symbol)) for param in default_system().params]
    return html.Table([html.Thead(head), html.Tbody(rows)], className="values constants")


def count() -> int:
    """How many there are."""
    return len(default_system().params)


def before_the_fit() -> html.Button:
    """A button that explores with the values before the fit; assets/shell/places.js adds them.

    Only constants of mice were fitted, so that a patient becomes a mouse.
    """
    moved = {
        param.symbol: param.declared[MOUSE]
        for param in default_system().params
        if param.kinds[MOUSE] is Kind.FITTED
    }
    query = address.encode(preset(OPENING).changed(parameters=moved))
    told = data(also=query, species=MOUSE, leads=places.EXPLORE)
    return html.Button(words.CONSTANTS_BEFORE, type="button", className="tool", **told)


def kinds(param: Param) -> list[Kind]:
    """The classes of a constant: those of its species."""
    return list(dict.fromkeys(param.kinds[species] for species in SPECIES))


def _row(param: Param, made: Calibrated, profile: Profile | None) -> html.Tr:
    cells: list[Any] = [
        param.meaning,
        number(param.values[MOUSE]),
        number(param.values[HUMAN]),
        shown_unit(param.unit) or NOTHING,
        _classes(param),
        html.Ul([html.Li(way) for way in places.ways(param.symbol)], className=WAYS),
        _fit(param, made, profile),
        [param.source, *_addresses(param)],
    ]
    printed = Markup(typeset.inline(param.latex))
    named = [html.Code(param.symbol), " ", printed, *_former(param), *_control(param)]
    symbol = html.Th(named, scope="row")
    told = data(kinds=" ".join(kind.value for kind in kinds(param)))
    place = places.constant_place(param.symbol)
    return html.Tr([symbol, *(html.Td(cell) for cell in cells)], id=place, tabIndex=-1, **told)


def _former(param: Param) -> list[Any]:
    """The constant whose place this one took, where links to that still lead."""
    if param.former is None:
        return []
    symbol = param.former.symbol
    told = words.CONSTANTS_FORMER.format(symbol=symbol)
    return [" ", html.Small(told, id=places.constant_place(symbol), tabIndex=-1)]


def _fit(param: Param, made: Calibrated, profile: Profile | None) -> Any:
    """What the fit has made of a constant of mice, and what it leaves open."""
    if param.symbol not in made.shared:
        return NOTHING
    low, high = param.bounds(MOUSE)
    told = [words.CONSTANTS_WAS.format(before=number(param.declared[MOUSE]))]
    if ends := made.intervals().get(param.symbol):
        first, last = number(max(low, ends[0])), number(min(high, ends[1]))
        told.append(words.CONSTANTS_INTERVAL.format(low=first, high=last))
    if profile:
        told.append(words.CONSTANTS_DATA.format(verdict=verdict(profile)))
    return html.Ul([html.Li(text) for text in told])


def _classes(param: Param) -> str:
    mouse, human = (param.kinds[species].value for species in SPECIES)
    return mouse if mouse == human else f"{mouse}; {SPECIES_NAMES[HUMAN]}: {human}"


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
    place = ids.number(name) if name in kit_words.DIALS else ids.control(name)
    told = data(leads=places.EXPLORE, focus=place, fold=kit_words.FOLDS.get(name, ""))
    label = aria(label=f"{param.symbol}: {words.CONSTANTS_GO[0].lower()}{words.CONSTANTS_GO[1:]}")
    return [html.Button(words.CONSTANTS_GO, type="button", className="tool", **told, **label)]

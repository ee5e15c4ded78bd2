"""What controls are built of: a dial (slider, typed value, way back), fields, choices."""

from typing import Any

import dash_mantine_components as dmc
from dash import html

from osteoniche.quantity import shown_unit
from osteoniche.scenario import scales
from osteoniche.scenario.limits import Range
from osteoniche.web.kit import ids, words

UNIT_WIDTH = 50
"""Pixels for the unit in a field, at the usual size of letters."""
UNIT = {
    "justifyContent": "flex-end",
    "paddingInlineEnd": "0.6rem",
    "fontSize": "0.75rem",
    "color": "var(--soft)",
    "whiteSpace": "nowrap",
}
"""How the unit in a field looks: as far from the field's end as the number from its start."""


def aria(**attributes: str) -> dict[str, Any]:
    """Attributes for people who hear the page: `aria(label="Settings")` is aria-label."""
    return {f"aria-{name}": text for name, text in attributes.items()}


def data(**attributes: str) -> dict[str, Any]:
    """Attributes that scripts read: `data(unpin="0")` is data-unpin."""
    return {f"data-{name}": text for name, text in attributes.items()}


FLOATING: Any = {"floatingStrategy": "fixed"}
"""What opens over the page is placed in the window. Placed in the page, it would be measured beyond
the page's edge first, and a telephone widens its page to show what is there."""
POPUP: Any = {"portalProps": {"target": f"#{ids.POPUPS}"}, **FLOATING}
"""Where lists open: inside the page's main part, but in no box that could cut them off."""


def scrolled(label: str, children: Any = None, **given: Any) -> html.Div:
    """A box that may scroll, so that the keyboard must reach it, and so needs a name."""
    return html.Div(children, tabIndex=0, role="group", **given, **aria(label=label))


def scale_text(limits: Range) -> str:
    """The range of a dial in words."""
    return str(limits)


def stands(limits: Range, value: Any) -> Any:
    """Where a slider stands for a value: at the value, or at its place on a scale."""
    return scales.position(limits.scale, value) if limits.scale else value


def reads(limits: Range, position: Any, typed: Any = None) -> Any:
    """The value of a slider that stands there: what is typed beside it, where it stands for that.

    What is no number is given back as it is.
    """
    if not limits.scale or not isinstance(position, int | float):
        return position
    number = isinstance(typed, int | float)
    if number and abs(scales.position(limits.scale, typed) - position) < scales.NEAR:
        return typed
    return scales.value(limits.scale, position)


def track(limits: Range, value: Any) -> dict[str, Any]:
    """What a slider between these limits has: its ends, its step, and where it stands.

    It has a mark at the default, or where it has a scale at each of its landmarks; the lowest of
    these is too close to none for a label of its own.
    """
    if not limits.scale:
        ends = {"min": limits.low, "max": limits.high, "step": limits.step}
        return {**ends, "value": value, "marks": [{"value": limits.default}]}
    lowest, *higher = scales.landmarks(limits.high)
    marks = [(0.0, "0"), (lowest, ""), *((mark, f"{mark:g}") for mark in higher)]
    return {
        "min": 0,
        "max": len(limits.scale) - 1,
        "step": 1,
        "value": stands(limits, value),
        "marks": [{"value": stands(limits, mark), "label": label} for mark, label in marks],
    }


def dial(name: str, label: str, limits: Range, value: float, hint: str) -> html.Div:
    """A slider with a typed value in its unit and a button back to its default."""
    return html.Div(
        className="dial",
        children=[
            html.Div(
                className="dial-head",
                children=[
                    html.Label(label, htmlFor=ids.number(name), className="dial-label"),
                    _typed(ids.number(name), limits.unit, value=value, className="dial-number"),
                    dmc.ActionIcon(
                        "↺",
                        id=ids.default(name),
                        variant="subtle",
                        size="md",
                        attributes={"root": aria(label=f"{label}: back to the usual value")},
                    ),
                ],
            ),
            dmc.Slider(
                id=ids.control(name),
                **track(limits, value),
                updatemode="drag",
                label=None,
                thumbLabel=label,
                size="md",
                thumbSize=22,
            ),
            html.Div(
                className="dial-foot",
                children=[html.Span(scale_text(limits), id=ids.scale(name)), html.Span(hint)],
            ),
        ],
    )  # fmt: skip


def field(name: str, label: str, limits: Range, value: Any, **given: Any) -> dmc.TextInput:
    """A typed number with its unit."""
    explained = words.explained(name)
    about = {"label": label, "description": explained, "value": value, **given}
    return _typed(ids.control(name), limits.unit, **about)


def _typed(component: str, unit: str, **given: Any) -> dmc.TextInput:
    """A field of text for a number, with its unit beside it.

    An input of numbers leaves out the letters that it does not take, so that 1e99 becomes 199. Here
    what was typed stays, and what is no number is refused (see `typed`).
    """
    beside = f"{component}-unit"
    about = f"{component}-description {component}-error {beside}"
    return dmc.TextInput(
        id=component,
        rightSection=shown_unit(unit),
        rightSectionProps={"id": beside, "style": UNIT},
        rightSectionWidth=UNIT_WIDTH,
        rightSectionPointerEvents="none",
        inputProps={"inputMode": "decimal"},
        attributes={"input": aria(describedby=about)},
        debounce=True,
        size="xs",
        **given,
    )


def choose(name: str, label: str, options: dict[str, str], value: str) -> dmc.Select:
    """A choice from a list: value -> words."""
    return dmc.Select(
        id=ids.control(name),
        label=label,
        description=words.explained(name),
        data=choices(options),
        value=value,
        allowDeselect=False,
        size="xs",
        checkIconPosition="right",
        comboboxProps=POPUP,
    )


def choose_freely(name: str, label: str, options: dict[str, str]) -> dmc.Select:
    """A list of what can be taken over at once: it shows none of them as chosen."""
    return dmc.Select(
        id=ids.control(name),
        label=label,
        description=words.explained(name),
        data=choices(options),
        value=None,
        placeholder=words.TAKE_OVER,
        size="xs",
        comboboxProps=POPUP,
    )


def choices(options: dict[str, str]) -> list[dict[str, str]]:
    """Options as Mantine wants them."""
    return [{"value": value, "label": words} for value, words in options.items()]


def segmented(component: str, options: dict[str, str], value: str, label: str) -> html.Div:
    """A choice of which all options are in view, under its name: value -> words."""
    control = dmc.SegmentedControl(id=component, data=choices(options), value=value, size="xs")
    return html.Div(
        [html.Span(label, className="quiet"), control],
        className="choice",
        role="group",
        **aria(label=label),
    )


def fold(value: str, title: Any, children: list[Any]) -> dmc.AccordionItem:
    """A section that is folded until its title is pressed."""
    return dmc.AccordionItem(
        [dmc.AccordionControl(title), dmc.AccordionPanel(html.Div(children, className="fold"))],
        value=value,
    )


def summed(value: str, title: str, children: list[Any]) -> dmc.AccordionItem:
    """A folded section whose head says in one line what it holds; a script fills the line."""
    head = [
        html.Span(title, className="fold-name"),
        html.Span(words.EDIT, className="fold-edit", **aria(hidden="true")),
        html.Span(id=ids.summary(value), className="fold-line"),
    ]
    return fold(value, html.Span(head, className="fold-head"), children)

"""Zooming into a plot, and taking the zoom back."""

from typing import Any

from playwright.sync_api import Page
from tests.browser import laboratory as lab


def zoom(page: Page, graph: str, row: int = 0, *, height: float = 0) -> None:
    """Draw a frame over a part of a plot's row with the mouse: as high as a part of it, or all."""
    area = page.locator(f"#{graph} .nsewdrag").nth(row)
    area.scroll_into_view_if_needed()
    box = area.bounding_box()
    assert box is not None
    top = box["y"] + box["height"] * (1 - height) / 2
    page.mouse.move(box["x"] + 0.25 * box["width"], top)
    page.mouse.down()
    end = top + height * box["height"]
    page.mouse.move(box["x"] + 0.5 * box["width"], end, steps=8)
    page.mouse.up()


LABELS = """graph => Array.from(
  document.querySelectorAll(`#${graph} :is(.xtick, .ytick) text`), label => label.textContent)"""


def looks(page: Page, graph: str) -> Any:
    """What the axes of a plot show, and the labels beside them."""
    return lab.axes(page, graph), page.evaluate(LABELS, graph)


def await_looks(page: Page, graph: str, whole: Any) -> None:
    """Wait until a plot shows the ranges of `whole`; then it has its labels too."""
    same = f"([graph, axes]) => JSON.stringify(({lab.AXES})(graph)) === JSON.stringify(axes)"
    lab.until(page, same, graph, whole[0])
    assert looks(page, graph) == whole


PATIENT = """graph => {
  const plot = document.querySelector(`#${graph} .js-plotly-plot`);
  plot._context.doubleClickDelay = 60000;
  plot._mouseDownTime = 0;
}"""


def take_back(page: Page, graph: str, way: str, row: int = 0) -> None:
    """Take the zoom of a plot back: by a double click, or as plotly.js does.

    Two presses are a double click however busy the machine is; what was pressed before is none of
    them.
    """
    area = page.locator(f"#{graph} .nsewdrag").nth(row)
    if way == "double click":
        page.evaluate(PATIENT, graph)
        area.dblclick()
    else:
        axes = [name for name in lab.axes(page, graph) if name != "yaxis4"]
        page.evaluate(
            """([graph, axes]) => Plotly.relayout(
              document.querySelector(`#${graph} .js-plotly-plot`),
              Object.fromEntries(axes.map(name => [`${name}.autorange`, true])))""",
            [graph, axes],
        )


def rows_of(page: Page, graph: str) -> int:
    """How many rows of a plot can be zoomed."""
    return page.locator(f"#{graph} .nsewdrag:not(.cursor-ew-resize)").count()


def await_zoomed(page: Page, graph: str, before: Any) -> None:
    """Wait until a plot shows other ranges than before."""
    other = f"([graph, axes]) => JSON.stringify(({lab.AXES})(graph)) !== JSON.stringify(axes)"
    lab.until(page, other, graph, before[0])

/* The map of doses: what it is to be computed for, and what the address says of it. */
(function () {
  "use strict";
  const noUpdate = () => window.dash_clientside.no_update;

  /* What the address may say (see pages/surface.py), and what the controls show, by control. */
  const view = { terms: null, shown: {} };
  /* Whether the visitor has just come back to an entry of the history. */
  let returned = false;
  window.addEventListener("popstate", () => {
    returned = true;
  });

  /* What an address says of the controls, by control; what it does not say is as usual. */
  function read(search, terms) {
    const said = new URLSearchParams(search);
    const value = ([control, [key, usual, allowed]]) => {
      return [control, allowed.includes(said.get(key)) ? said.get(key) : usual];
    };
    return Object.fromEntries(Object.entries(terms.keys).map(value));
  }

  /* What the controls add to an address (see shell/places.js): what is not as usual. */
  function addedBy(shown, terms) {
    const entries = Object.entries(terms.keys);
    const unusual = entries.filter(([control, [, usual]]) => shown[control] !== usual);
    return {
      keys: entries.map(([, [key]]) => key),
      parts: unusual.map(([control, [key]]) => `${key}=${shown[control]}`),
      longest: terms.longest,
    };
  }

  /* The values of the controls, in their order, as an address wants them. */
  function readMap(search, visit, terms) {
    const changed = window.dash_clientside.callback_context.triggered.map((item) => item.prop_id);
    const visited = changed.includes("visit.data");
    const opening = !view.terms;
    const same = Object.keys(terms.keys).map(noUpdate);
    view.terms = terms;
    if (visited && visit.alone) return same;
    view.shown = read(visited ? visit.search : search || window.location.search, terms);
    const added = addedBy(view.shown, terms);
    window.osteoniche.adds("surface", added);
    return opening && !added.parts.length ? same : Object.values(view.shown);
  }

  /* The controls have moved: the address follows. */
  function showMap(points, quantity) {
    if (!view.terms) return noUpdate();
    const [size, colours] = Object.keys(view.terms.keys);
    view.shown = { [size]: points, [colours]: quantity };
    window.osteoniche.adds("surface", addedBy(view.shown, view.terms));
    window.osteoniche.describe(window.location.search.slice(1));
    return noUpdate();
  }

  /* Whether an answer is the one to what the visitor came back to. */
  function isReturn(answer) {
    if (!returned || window.osteoniche.settings() !== answer.query) return false;
    returned = false;
    return true;
  }

  /* What the map is to be computed for, and what it would be for now. A new one is wanted by the
     button, and at the first sight of the page; who comes back by the history sees the one that was
     there, if it is known. */
  function wantSurface(clicks, answer, page, points, wanted) {
    if (page !== "surface" || !answer || answer.scenario === undefined) {
      return [noUpdate(), noUpdate()];
    }
    const changed = window.dash_clientside.callback_context.triggered.map((item) => item.prop_id);
    const now = {
      query: answer.scenario,
      points: Number(points),
      screen: window.osteoniche.screen(),
      wish: window.osteoniche.wish(),
    };
    if (!wanted || changed.includes("surface-start.n_clicks")) return [now, null];
    return [noUpdate(), Object.assign(now, { returned: isReturn(answer) })];
  }

  /* The map is pressed, or its circle dragged: the dials go where it is let go. */
  const MAP = "#surface .js-plotly-plot";
  const MARK = 1; // the place of the circle among the traces (see figures/surface.py)
  const DIALS = { x: "control-antibody-dose", y: "control-chemotherapy-dose" };
  const held = { down: false };

  /* The map with the circle at its new place; nothing where no map is drawn yet. */
  function moveMark(place, figure) {
    const mark = figure?.data?.[MARK];
    if (!place || !mark) return noUpdate();
    const data = figure.data.slice();
    data[MARK] = { ...mark, ...place };
    return { ...figure, data };
  }

  /* The doses under a pointer, as places on both axes. */
  function cellAt(plot, { clientX, clientY }) {
    const { xaxis, yaxis } = plot._fullLayout;
    const box = plot.getBoundingClientRect();
    const place = (axis, pixels, count) => {
      const at = Math.round(axis.p2l(pixels - axis._offset));
      return Math.min(Math.max(at, 0), count - 1);
    };
    const [{ x, y }] = plot.data;
    return {
      x: place(xaxis, clientX - box.left, x.length),
      y: place(yaxis, clientY - box.top, y.length),
    };
  }

  function follow(event) {
    const plot = document.querySelector(MAP);
    if (!plot?.data?.[MARK] || !held.down) return null;
    const at = cellAt(plot, event);
    const rings = plot.data[MARK].x.length;
    const all = (place) => [Array(rings).fill(place)];
    window.Plotly.restyle(plot, { x: all(at.x), y: all(at.y) }, [MARK]);
    return { plot, at };
  }

  document.addEventListener("pointerdown", (event) => {
    held.down = event.button === 0 && Boolean(event.target.closest?.(`${MAP} .draglayer`));
  });
  document.addEventListener("pointermove", follow);
  document.addEventListener("pointerup", (event) => {
    const found = follow(event);
    held.down = false;
    if (!found) return;
    for (const [axis, id] of Object.entries(DIALS)) {
      const value = Number.parseFloat(found.plot.data[0][axis][found.at[axis]]);
      const stands = window.osteoniche.stands(id, value);
      window.dash_clientside.set_props(id, { value: stands });
      window.dash_clientside.set_props(`${id}-number`, { value, error: null });
    }
    window.dash_clientside.set_props("rested", { data: Date.now() });
  });
  document.addEventListener("pointercancel", () => {
    held.down = false;
  });

  document.addEventListener("click", ({ target }) => {
    if (!target.closest("#surface-picture")) return;
    const plot = document.querySelector(MAP);
    const file = { format: "png", width: 1200, height: 900, filename: "osteoniche-dose-map" };
    if (plot?.data) window.osteoniche.takePicture(plot, plot.data, { margin: { r: 90 } }, file);
  });

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.osteoniche = Object.assign(window.dash_clientside.osteoniche || {}, {
    moveMark,
    readMap,
    showMap,
    wantSurface,
  });
})();

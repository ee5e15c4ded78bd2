/* The map of doses: what it is to be computed for, and what the address says of it. */
(function () {
  "use strict";
  const noUpdate = () => window.dash_clientside.no_update;

  /* What the address may say (see pages/surface.py), and what the controls show, by control. */
  const view = { terms: null, shown: {} };
  /* Whether the visitor has just come back to an entry of the history. */
  let returned = false;
  window.addEventListener("popstate", () => (returned = true));

  /* The values of the controls, in their order, as an address wants them. */
  function readMap(search, visit, terms) {
    const changed = window.dash_clientside.callback_context.triggered.map((item) => item.prop_id);
    const visited = changed.includes("visit.data");
    const opening = !view.terms;
    view.terms = terms;
    if (visited && visit.alone) return [noUpdate(), noUpdate()];
    const said = new URLSearchParams(visited ? visit.search : search || window.location.search);
    for (const [control, [key, usual, allowed]] of Object.entries(terms.keys)) {
      view.shown[control] = allowed.includes(said.get(key)) ? said.get(key) : usual;
    }
    const values = Object.values(view.shown);
    const plain = Object.values(terms.keys).every(([, usual], place) => usual === values[place]);
    return opening && plain ? [noUpdate(), noUpdate()] : values;
  }

  /* The controls have moved: the address follows. */
  function showMap(points, quantity) {
    if (!view.terms) return noUpdate();
    const [size, colours] = Object.keys(view.terms.keys);
    Object.assign(view.shown, { [size]: points, [colours]: quantity });
    window.osteoniche.describe(window.location.search.slice(1));
    return noUpdate();
  }

  function withoutMap(query) {
    const keys = view.terms ? Object.values(view.terms.keys).map(([key]) => key) : [];
    return query.split("&").filter((part) => !keys.includes(part.split("=")[0])).join("&");
  }

  /* A query with what the controls show; without it where there is no room. */
  function withMap(query) {
    if (!view.terms) return query;
    const parts = [withoutMap(query)];
    for (const [control, [key, usual]] of Object.entries(view.terms.keys)) {
      if (view.shown[control] !== usual) parts.push(`${key}=${view.shown[control]}`);
    }
    const full = parts.filter(Boolean).join("&");
    return full.length > view.terms.longest ? parts[0] : full;
  }

  /* Whether an answer is the one to what the visitor came back to. */
  function isReturn(answer) {
    if (!returned || withoutMap(window.location.search.slice(1)) !== answer.query) return false;
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
    if (!wanted || changed.includes("surface-compute.n_clicks")) return [now, null];
    return [noUpdate(), Object.assign(now, { returned: isReturn(answer) })];
  }

  window.osteoniche = Object.assign(window.osteoniche || {}, { withMap });
  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.osteoniche = Object.assign(window.dash_clientside.osteoniche || {}, {
    readMap, showMap, wantSurface,
  });
})();

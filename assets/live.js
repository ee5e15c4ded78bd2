/* A dial that moves: its curves and numbers are drawn here, and not by Dash, which takes too long. */
(function () {
  "use strict";
  const PATH = "live";
  const GRAPH = "#timecourse .js-plotly-plot";

  /* The dial that a hand is on. One that is set otherwise (by a preset, by typing) is none of ours. */
  const hand = { on: null, timer: null };
  const LETS_GO_AFTER = 200; // milliseconds after the last event; what follows it may come late

  function takes(event) {
    const dial = event.target.closest && event.target.closest(".mantine-Slider-root");
    clearTimeout(hand.timer);
    hand.on = dial;
    if (event.type === "keydown") lets();
  }

  function lets() {
    clearTimeout(hand.timer);
    hand.timer = setTimeout(() => (hand.on = null), LETS_GO_AFTER);
  }

  document.addEventListener("pointerdown", takes, true);
  document.addEventListener("keydown", takes, true);
  document.addEventListener("pointerup", lets, true);
  document.addEventListener("pointercancel", lets, true);

  /* Mantine moves the thumb at once; Dash would hear of it later. */
  new MutationObserver((changes) => {
    for (const { target } of changes) {
      if (!hand.on || !hand.on.contains(target)) continue;
      const value = Number(target.getAttribute("aria-valuenow"));
      const field = `${hand.on.id}-number`;
      window.osteoniche.show(field, value);
      if (document.querySelector(`#${field}[aria-invalid="true"]`)) {
        window.dash_clientside.set_props(field, { error: null });
      }
      window.osteoniche.moved(hand.on.id, value);
    }
  }).observe(document.documentElement, { attributeFilter: ["aria-valuenow"], subtree: true });

  /* Answers of this visit, by what was asked: going back over a dial needs no server. They end with
     the server that gave them. */
  const known = new Map();
  const KNOWN_AT_MOST = 300;

  function keep(question, answer) {
    known.set(question, answer);
    if (known.size > KNOWN_AT_MOST) known.delete(known.keys().next().value);
  }

  /* Show what follows the dials; failures.js says so when there is no answer. */
  async function live(request) {
    const question = JSON.stringify(Object.assign({}, request, { seq: null, drawn: null }));
    const shown = known.get(question) || (await asked(request));
    if (!shown) return;
    keep(question, shown);
    const drawn = shown.moved && draw(shown.moved);
    if (drawn) window.osteoniche.arrived(Object.assign({}, shown, { seq: request.seq }));
    else window.osteoniche.whole();
  }

  async function asked(request) {
    const answer = await window.fetch(window.osteoniche.prefix() + PATH, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(request),
    });
    return answer.status === 200 ? answer.json() : null;
  }

  function draw({ traces, panels }) {
    const plot = document.querySelector(GRAPH);
    const places = Object.keys(traces).map(Number);
    if (!plot || !plot.data || places.some((place) => !plot.data[place])) return false;
    window.osteoniche.redraw(plot, places, Object.values(traces));
    for (const [id, figure] of Object.entries(panels)) {
      const panel = document.querySelector(`#${CSS.escape(id)} .js-plotly-plot`);
      if (panel) window.Plotly.react(panel, figure.data, figure.layout);
    }
    return true;
  }

  /* The sentence and the numbers of the visitor's run. */
  function tell(answer) {
    if (answer.told === undefined) return;
    write(document.getElementById("sentence"), answer.told);
    write(document.getElementById("band-note"), answer.band);
    const cells = document.querySelectorAll("#headlines .row-own :is(.same, td)");
    cells.forEach((cell, place) => write(cell, answer.own[place]));
  }

  function write(element, text) {
    if (element && element.textContent !== text) element.textContent = text;
  }

  window.osteoniche = Object.assign(window.osteoniche || {}, { live, tell, forget: () => known.clear() });
})();

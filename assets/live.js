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
  const parts = new Map(); // what is drawn of the runs beside the visitor's own, by its name
  const KNOWN_AT_MOST = 300;

  function keep(answers, question, answer) {
    answers.set(question, answer);
    if (answers.size > KNOWN_AT_MOST) answers.delete(answers.keys().next().value);
  }

  /* Show what follows the dials; failures.js says so when there is no answer. */
  async function live(request) {
    const same = { seq: null, drawn: null, beside: null };
    const question = JSON.stringify(Object.assign({}, request, same));
    let shown = known.get(question);
    let runs = shown && moving(shown, request.beside);
    if (!runs) {
      shown = await asked(request);
      if (!shown) return;
      keep(known, question, shown);
      runs = moving(shown, request.beside);
    }
    if (!runs || !draw(runs, shown.moved.panels)) return window.osteoniche.whole();
    const rows = Object.fromEntries(runs.map(([run, { row }]) => [run, row]));
    window.osteoniche.arrived(Object.assign({}, shown, { seq: request.seq, rows }));
  }

  /* The runs that an answer has to draw anew, with their parts: the visitor's own, and those of
     which something else is drawn. Nothing where an answer has none, or lacks some of them. */
  function moving({ beside, moved }, drawn) {
    if (!moved) return null;
    const { own, ...others } = moved.runs;
    for (const [run, part] of Object.entries(others)) keep(parts, beside[run], part);
    const anew = Object.keys(beside).filter((run) => beside[run] !== drawn[run]);
    const runs = [["own", own], ...anew.map((run) => [run, parts.get(beside[run])])];
    return runs.every(([, part]) => part) ? runs : null;
  }

  async function asked(request) {
    const answer = await window.fetch(window.osteoniche.prefix() + PATH, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(request),
    });
    return answer.status === 200 ? answer.json() : null;
  }

  function draw(runs, panels) {
    const traces = Object.assign({}, ...runs.map(([, part]) => part.traces));
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

  /* The sentence, where it is seen also for the ear, and the numbers of the runs that moved. */
  function tell(answer) {
    if (answer.told === undefined) return;
    const sentence = document.getElementById("sentence");
    write(sentence, answer.told);
    if (sentence.getClientRects().length) window.osteoniche.speak(answer.brief);
    write(document.getElementById("band-note"), answer.band);
    for (const [run, texts] of Object.entries(answer.rows)) {
      const cells = document.querySelectorAll(`#headlines .row-${run} :is(.same, td)`);
      cells.forEach((cell, place) => write(cell, texts[place]));
    }
  }

  function write(element, text) {
    if (element && element.textContent !== text) element.textContent = text;
  }

  function forget() {
    known.clear();
    parts.clear();
  }

  window.osteoniche = Object.assign(window.osteoniche || {}, { live, tell, forget });
})();

/* What follows a dial that moves: its curves and numbers are drawn here, and not by Dash, which takes
   too long. */
(function () {
  "use strict";
  const PATH = "live";
  const GRAPH = "#timecourse .js-plotly-plot";

  /* Answers of this visit, by what was asked: going back over a dial needs no server. They end with
     the server that gave them. */
  const known = new Map();
  const parts = new Map(); // what is drawn of the runs beside the visitor's own, by its name
  const KNOWN_AT_MOST = 300;

  function keep(answers, question, answer) {
    answers.set(question, answer);
    if (answers.size > KNOWN_AT_MOST) answers.delete(answers.keys().next().value);
  }

  /* A dial that moves asks the server so often at most: more than eyes follow, and what a hall of
     hands can be given. */
  const APART = 125; // milliseconds
  const OVERTAKEN = "overtaken";
  let asked = Number.NEGATIVE_INFINITY;

  async function turn() {
    const wait = asked + APART - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
  }

  /* The answer to a request, remembered or from the server; none where it was lost. One that is
     overtaken before its turn comes is not asked for. */
  async function live(request, isOvertaken) {
    const question = JSON.stringify({ ...request, seq: null, drawn: null, beside: null });
    const before = known.get(question);
    if (before && moving(before, request.beside)) return before;
    await turn();
    if (isOvertaken()) return OVERTAKEN;
    asked = performance.now();
    const answer = await fetched(request);
    if (answer) keep(known, question, answer);
    return answer;
  }

  async function fetched(request) {
    const answer = await window.fetch(window.osteoniche.prefix() + PATH, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(request),
    });
    return answer.status === 200 ? answer.json() : null;
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

  /* Draw an answer; returns it with the rows of numbers that go with it, or nothing where more
     changes than can be drawn here. */
  function draw(request, answer) {
    const runs = moving(answer, request.beside);
    if (!runs || !drawRuns(runs, answer.moved.panels)) return null;
    const rows = Object.fromEntries(runs.map(([run, { row }]) => [run, row]));
    return { ...answer, seq: request.seq, rows };
  }

  function drawRuns(runs, panels) {
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
  document.addEventListener("osteoniche:answered", ({ detail: answer }) => {
    if (answer.sentence === undefined) return;
    const sentence = document.getElementById("sentence");
    write(sentence, answer.sentence);
    if (sentence.getClientRects().length) window.osteoniche.speak(answer.brief);
    for (const [run, texts] of Object.entries(answer.rows)) {
      const cells = document.querySelectorAll(`#headlines .row-${run} :is(.same, td)`);
      cells.forEach((cell, place) => {
        write(cell, texts[place]);
      });
    }
  });

  function write(element, text) {
    if (element && element.textContent !== text) element.textContent = text;
  }

  document.addEventListener("osteoniche:back", () => {
    known.clear();
    parts.clear();
  });

  window.osteoniche = Object.assign(window.osteoniche || {}, { live, draw, OVERTAKEN });
})();

/* The visitor's arm of a cohort while a dial moves: asked for past Dash and drawn over the bands that
   are there. One request is under way at most, and the newest settings wait for it. */
(function () {
  "use strict";
  const PATH = "cohort-live";
  const BANDS = "#cohort-bands .js-plotly-plot";
  const OWN = "own"; // what traces of the visitor's run say of themselves (meta)
  const CONSTANTS = "constants"; // the likely range, which comes again at rest
  const AGAIN = 300; // milliseconds after which a busy server is asked again

  const BUSY = "busy";
  const held = { busy: false, resting: true, waiting: null };

  document.addEventListener("osteoniche:answered", ({ detail: { likely, scenario } }) => {
    if (document.body.dataset.page !== "cohort" || !scenario) return;
    held.resting = Boolean(likely); // then Dash draws the page
    held.waiting = likely ? null : scenario;
    if (!held.busy) next();
  });

  async function next() {
    while (held.waiting) {
      const scenario = held.waiting;
      held.waiting = null;
      held.busy = true;
      const answer = await asked(scenario);
      if (answer === BUSY) await again(scenario);
      else if (answer && !held.resting) draw(answer);
      held.busy = false;
    }
  }

  /* After a while the same is asked for, unless something newer is. */
  async function again(scenario) {
    await new Promise((resolve) => setTimeout(resolve, AGAIN));
    if (!held.resting) held.waiting ??= scenario;
  }

  async function asked(query) {
    const theme = window.osteoniche.theme();
    const message = { query, settings: window.osteoniche.cohortSettings(), theme };
    try {
      const answer = await window.fetch(window.osteoniche.prefix() + PATH, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(message),
      });
      if (answer.status === 202) return BUSY;
      return answer.status === 200 ? await answer.json() : null;
    } catch {
      return null; // failures.js says so as soon as curves are asked for
    }
  }

  /* Bands move while the dial does; what takes longer to draw is pale until the dial rests. */
  function draw({ line, row, bands }) {
    const plot = document.querySelector(BANDS);
    if (!plot?.data || !move(plot, bands)) return;
    document.getElementById("cohort-line").textContent = line;
    const cells = document.querySelectorAll("#cohort-arms .row-own > *");
    for (const [place, cell] of cells.entries()) cell.textContent = row[place];
    window.osteoniche.overwritten("cohort-line", "cohort-arms");
    window.osteoniche.cohortIsBehind(true);
  }

  /* The traces of the visitor's run as they are now; whether they are there to be moved. */
  function move(plot, traces) {
    const isOf = (kind) => plot.data.flatMap(({ meta }, place) => (meta === kind ? [place] : []));
    const [mine, constants] = [isOf(OWN), isOf(CONSTANTS)];
    if (mine.length !== traces.length) return false;
    if (constants.length) window.Plotly.deleteTraces(plot, constants);
    window.osteoniche.redraw(plot, mine, traces);
    return true;
  }
})();

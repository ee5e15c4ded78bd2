/* How sure the numbers are. An answer at rest names the runs that have a likely range; each is asked
   for by itself and kept. While a dial moves, what is there of earlier settings fades. */
(function () {
  "use strict";
  const PATH = "ranges";
  const CARDS = ["tumour", "bone", "apoptosis"]; // as the columns of the table
  const BAND = "Likely range"; // the traces that shade it
  const KNOWN_AT_MOST = 200;
  const BUSY = 204;
  const AGAIN = 2000; // milliseconds after which a busy server is asked again

  const known = new Map(); // ranges by the address of their scenario
  const held = { runs: {}, why: "", asking: null, later: false, say: "" };

  document.addEventListener("osteoniche:choice", ({ detail: { rules } }) => {
    held.say = rules.say.ranges;
  });

  const of = (run) => known.get(held.runs[run]);

  /* An answer of the short way names none: a dial moves. */
  document.addEventListener("osteoniche:answered", ({ detail: { likely } }) => {
    held.asking?.abort();
    held.asking = null;
    document.body.classList.toggle("is-moving", !likely);
    if (!likely) {
      document.body.classList.add("ranges-wait");
      held.runs = {};
      return;
    }
    Object.assign(held, likely);
    held.later = !isSeen();
    if (!held.later) load();
  });

  /* Ranges are dear: on another page nobody waits for them. */
  const isSeen = () => document.body.dataset.page === "explore";
  document.addEventListener("osteoniche:page", () => {
    if (!held.later || !isSeen()) return;
    held.later = false;
    load();
  });

  /* The ranges that are not known yet, one after the other, the visitor's own first. */
  async function load() {
    const asking = new AbortController();
    held.asking = asking;
    const wanted = [...new Set(Object.values(held.runs))].filter((each) => !known.has(each));
    show();
    for (const scenario of wanted) {
      const answer = await asked(scenario, asking.signal);
      if (asking.signal.aborted) return;
      if (!answer) {
        setTimeout(() => asking === held.asking && load(), AGAIN);
        return;
      }
      keep(scenario, answer);
      show();
    }
  }

  /* What the server says of a scenario; nothing where it is to be asked again. */
  async function asked(scenario, signal) {
    const options = {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ scenario }),
      signal,
    };
    try {
      const answer = await window.fetch(window.osteoniche.prefix() + PATH, options);
      if (answer.status === BUSY) return null;
      return answer.ok ? await answer.json() : {};
    } catch {
      return null; // failures.js says so as soon as curves are asked for
    }
  }

  function keep(scenario, answer) {
    const { days, ends, ...words } = answer;
    const read = window.osteoniche.decoded;
    const both = Object.entries(ends || {}).map(([axis, [low, high]]) => [
      axis,
      read({ low, high }),
    ]);
    known.set(scenario, { ...words, ...read({ days }), ends: Object.fromEntries(both) });
    if (known.size > KNOWN_AT_MOST) known.delete(known.keys().next().value);
  }

  /* All that is known of what is shown, where it belongs; what has none goes. */
  function show() {
    const waits = "own" in held.runs && !of("own");
    document.body.classList.toggle("ranges-wait", waits);
    write(document.getElementById("ranges-note"), note());
    if (!waits) fill();
    document.dispatchEvent(new CustomEvent("osteoniche:drawn")); // the ends of the lines read it
  }

  function note() {
    const wanted = new Set(Object.values(held.runs));
    const done = Array.from(wanted).filter((each) => known.has(each)).length;
    if (done < wanted.size) return held.say.replace("{done}", done).replace("{all}", wanted.size);
    return held.why || of("own")?.none || "";
  }

  function fill() {
    const own = of("own");
    for (const name of CARDS)
      write(document.querySelector(`#cards .card-${name} small`), own?.texts?.[name] || "");
    write(document.getElementById("band-note"), own?.note || "");
    const rows = document.querySelectorAll("#headlines tbody tr");
    for (const [number, row] of rows.entries()) fillRow(row, of(key(row, number))?.texts || {});
  }

  /* The key of a row: its class, or for kept runs their place behind the five others. */
  function key(row, number) {
    const name = row.className.replace("row-", "").split(" ")[0];
    return name === "pin" ? `pin-${number - 5}` : name;
  }

  function fillRow(row, texts) {
    for (const [place, name] of CARDS.entries()) {
      const cell = row.cells[place + 1];
      if (texts[name]) cell.dataset.likely = texts[name];
      else delete cell.dataset.likely;
    }
  }

  function write(element, text) {
    if (element && element.textContent !== text) element.textContent = text;
  }

  /* The band of the visitor's run. A figure that Dash draws anew comes without. */
  function shade() {
    const plot = document.querySelector("#timecourse .js-plotly-plot");
    if (!plot?.data || document.body.classList.contains("ranges-wait")) return;
    const places = plot.data.flatMap(({ name }, place) => (name === BAND ? [place] : []));
    const own = held.why ? undefined : of("own");
    const drawn = own?.days ? held.runs.own : "";
    if (!places.length || (plot.data[places[0]].meta || "") === drawn) return;
    const bands = places.map((place) => outline(drawn && own, plot.data[place].yaxis));
    const parts = { x: bands.map(([x]) => x), y: bands.map(([, y]) => y), meta: drawn };
    window.Plotly.restyle(plot, parts, places);
  }

  /* Along the upper end of a range, and back along its lower one. */
  function outline(range, axis) {
    if (!range) return [[], []];
    const { low, high } = range.ends[axis];
    const days = Array.from(range.days);
    return [days.concat(days.toReversed()), [...high, ...Array.from(low).reverse()]];
  }

  document.addEventListener("osteoniche:drawn", shade);
  document.addEventListener("osteoniche:back", () => known.clear());

  /* The ends of the range of a run on an axis, at the row of a day; none where there is none. */
  function likelyAt(run, axis, rowOf) {
    const range = document.body.classList.contains("ranges-wait") || held.why ? null : of(run);
    if (!range?.days) return null;
    const row = rowOf(range.days);
    return [range.ends[axis].low[row], range.ends[axis].high[row]];
  }

  /* What the band that is drawn means; nothing where none is. */
  function rangesTold() {
    const drawn = !document.body.classList.contains("ranges-wait") && !held.why;
    return (drawn && of("own")?.note) || "";
  }

  window.osteoniche = Object.assign(window.osteoniche || {}, { likelyAt, rangesTold });
})();

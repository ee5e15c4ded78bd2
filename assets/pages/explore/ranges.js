/* How sure the numbers are: the likely range of each card and of each cell of the table of runs. They
   come after the answer, and fade as soon as the page shows other settings. */
(function () {
  "use strict";
  const CARDS = ["tumour", "bone", "apoptosis"];
  let ranges = { query: null, runs: {} };
  let shown = null;

  function showRanges(data) {
    if (data) {
      ranges = data;
      apply();
    }
    return window.dash_clientside.no_update;
  }

  /* What is there is of other settings: it fades, and goes where new numbers have none. */
  function apply() {
    const fits = ranges.query === shown;
    document.body.classList.toggle("ranges-wait", !fits);
    if (!fits) return;
    const own = ranges.runs.own || [];
    for (const [place, name] of CARDS.entries()) {
      const small = document.querySelector(`#cards .card-${name} small`);
      if (small) small.textContent = own[place] || "";
    }
    for (const [number, row] of table().entries()) write(row, ranges.runs[key(row, number)] || []);
  }

  function table() {
    return Array.from(document.querySelectorAll("#headlines tbody tr"));
  }

  /* The key of a row: its class, or for kept runs their place behind the five others. */
  function key(row, number) {
    const name = row.className.replace("row-", "");
    return name === "pin" ? `pin-${number - 5}` : name;
  }

  function write(row, texts) {
    for (const [place, cell] of Array.from(row.cells).slice(1).entries()) {
      if (texts[place]) cell.dataset.likely = texts[place];
      else delete cell.dataset.likely;
    }
  }

  document.addEventListener("osteoniche:answered", ({ detail: answer }) => {
    shown = answer.query;
    apply();
  });

  window.dash_clientside.osteoniche = Object.assign(window.dash_clientside.osteoniche || {}, {
    showRanges,
  });
})();

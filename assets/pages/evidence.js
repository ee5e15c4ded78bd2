/* The evidence: what the server has written, ways within the page, and a table that is searched. */
(function () {
  "use strict";

  /* Texts and plots that the server has written: they stand outside of what Dash looks after, since
     a change of anything would otherwise go through every cell of every table. A text that is there
     already stays as it is, with what is open in it. */
  const STILL = { displayModeBar: false, responsive: true };
  const written = new Map();

  function write(texts) {
    for (const [id, text] of Object.entries(texts)) {
      if (written.get(id) === text) continue;
      document.getElementById(id).innerHTML = text;
      written.set(id, text);
    }
    document.dispatchEvent(new CustomEvent("osteoniche:written"));
  }

  function picture(figures, tries) {
    if (!window.Plotly) {
      if (tries > 0) setTimeout(() => picture(figures, tries - 1), 100);
      return;
    }
    for (const [id, { data, layout }] of Object.entries(figures)) {
      const place = document.getElementById(id);
      if (place) window.Plotly.react(place, data, layout, STILL);
    }
  }

  function writeTexts(texts) {
    if (texts) write(texts);
    return window.dash_clientside.no_update;
  }

  function drawEvidence(drawn, tabled) {
    if (tabled) write(tabled);
    if (drawn) {
      write(drawn.texts);
      picture(drawn.figures, 200);
    }
    return window.dash_clientside.no_update;
  }

  /* Show the constants of a class that hold all the words; returns how many there are. */
  function filterConstants(kind, text, say) {
    const words = (text || "").toLowerCase().split(/\s+/).filter(Boolean);
    const rows = Array.from(document.querySelectorAll("#constants-table tbody tr"));
    for (const row of rows) {
      const cells = Array.from(row.children).filter((cell) => !cell.querySelector(".ways-to"));
      const said = cells
        .map((cell) => cell.textContent)
        .join(" ")
        .toLowerCase();
      const fits = kind === "all" || row.dataset.kinds.split(" ").includes(kind);
      row.hidden = !(
        fits &&
        words.every((word) => said.includes(word) || said.includes(word.replaceAll("β", "beta")))
      );
    }
    const shown = rows.filter((row) => !row.hidden).length;
    return say.replace("{shown}", shown).replace("{all}", rows.length);
  }

  /* A way within the page moves the focus along, and makes no entry of the history: those are
     settings. */
  document.addEventListener("click", (event) => {
    const way = event.target.closest?.(".results a.jump, .evidence a[href^='#']");
    const target = way && document.getElementById(way.getAttribute("href").slice(1));
    if (!target) return;
    event.preventDefault();
    target.scrollIntoView({ block: "start" });
    target.focus({ preventScroll: true });
  });

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.osteoniche = Object.assign(window.dash_clientside.osteoniche || {}, {
    drawEvidence,
    writeTexts,
    filterConstants,
  });
})();

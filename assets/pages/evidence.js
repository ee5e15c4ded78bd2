/* The evidence: what the server has written, ways within the page, and a table that is searched. */
(function () {
  "use strict";

  function drawEvidence(drawn, tabled) {
    if (tabled) window.osteoniche.write(tabled);
    if (drawn) {
      window.osteoniche.write(drawn.texts);
      window.osteoniche.picture(drawn.figures);
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
    filterConstants,
  });
})();

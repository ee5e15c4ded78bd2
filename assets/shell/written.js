/* Texts and plots that the server has written: they stand outside of what Dash looks after, since a
   change of anything would otherwise go through every cell of every table, and each new cell through
   all that are there. */
(function () {
  "use strict";
  const STILL = { displayModeBar: false, responsive: true };
  const written = new Map();

  /* Texts (HTML) by the id of their place. One that is there already stays, with what is open in
     it. */
  function write(texts) {
    for (const [id, text] of Object.entries(texts)) {
      if (written.get(id) === text) continue;
      document.getElementById(id).innerHTML = text;
      written.set(id, text);
    }
    document.dispatchEvent(new CustomEvent("osteoniche:written", { detail: texts }));
  }

  /* What is in these places has been changed by others since it was written. */
  function overwritten(...places) {
    for (const id of places) written.delete(id);
  }

  /* Figures by the id of their place; plotly.js may still be on its way. */
  function picture(figures, tries = 200) {
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

  window.osteoniche = Object.assign(window.osteoniche || {}, { write, overwritten, picture });
  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.osteoniche = Object.assign(window.dash_clientside.osteoniche || {}, {
    writeTexts,
  });
})();

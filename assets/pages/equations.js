/* The equations: asked for at their first sight. */
(function () {
  "use strict";

  function wantEquations(page, texts) {
    return page === "equations" && !texts ? Date.now() : window.dash_clientside.no_update;
  }

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.osteoniche = Object.assign(window.dash_clientside.osteoniche || {}, {
    wantEquations,
  });
})();

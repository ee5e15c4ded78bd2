/* What requests say of this browser: its kind of screen, and a name that tells one wish from others. */
(function () {
  "use strict";

  /* The kind of screen, which the style sheet decides: phone, desk or hall. */
  function screen() {
    return getComputedStyle(document.documentElement).getPropertyValue("--screen").trim();
  }

  /* A name for one wish of long work, so that stopping it stops nobody else's. */
  function wish() {
    return Date.now().toString(36) + Math.random().toString(36).slice(2, 12);
  }

  window.osteoniche = Object.assign(window.osteoniche || {}, { screen, wish });
})();

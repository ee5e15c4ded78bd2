/* What requests say of this browser: its kind of screen, its theme, where the server is, and a name
   that tells one wish from others. */
(function () {
  "use strict";

  /* The kind of screen, which the style sheet decides: phone, desk or hall. */
  function screen() {
    return getComputedStyle(document.documentElement).getPropertyValue("--screen").trim();
  }

  /* Mantine marks the root element once it has drawn; before that the system decides. */
  function theme() {
    const drawn = document.documentElement.getAttribute("data-mantine-color-scheme");
    if (drawn === "light" || drawn === "dark") return drawn;
    const chosen = window.localStorage.getItem("mantine-color-scheme-value");
    if (chosen === "light" || chosen === "dark") return chosen;
    return window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  }

  /* Under which path of its server the laboratory lives. */
  function prefix() {
    const config = document.getElementById("_dash-config");
    return config ? JSON.parse(config.textContent).requests_pathname_prefix : "/";
  }

  /* A name for one wish of long work, so that stopping it stops nobody else's: that of the visit,
     which nobody can guess, and a number. A visit lasts until the page is loaded anew. */
  const visit = { name: "", wishes: 0 };
  function wish() {
    if (!visit.name) {
      const numbers = window.crypto.getRandomValues(new Uint32Array(4));
      visit.name = Array.from(numbers, (number) => number.toString(36)).join("");
    }
    visit.wishes += 1;
    return `${visit.name}-${visit.wishes}`;
  }

  window.osteoniche = Object.assign(window.osteoniche || {}, { screen, theme, prefix, wish });
})();

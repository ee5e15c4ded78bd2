/* The theme that the visitor chose, which stays in this browser. */
(function () {
  "use strict";
  const KEPT = "mantine-color-scheme-value"; // where Mantine looks when it starts
  const CHOICES = ["light", "dark", "auto"];

  function kept() {
    try {
      const found = window.localStorage.getItem(KEPT);
      return CHOICES.includes(found) ? found : "auto";
    } catch {
      return "auto";
    }
  }

  /* Mantine follows a choice that was made in another window, so it is told as if this were one. */
  function choose(choice) {
    const before = kept();
    try {
      window.localStorage.setItem(KEPT, choice);
      const told = { key: KEPT, oldValue: before, newValue: choice, storageArea: localStorage };
      window.dispatchEvent(new StorageEvent("storage", told));
    } catch {
      return; // a browser that keeps nothing shows what the system wants
    }
  }

  /* On opening shows what is kept; later keeps what is chosen. */
  function theme(choice) {
    const opening = window.dash_clientside.callback_context.triggered.length === 0;
    if (opening || choice === kept()) return kept();
    choose(choice);
    return window.dash_clientside.no_update;
  }

  window.addEventListener("storage", (event) => {
    if (event.key !== KEPT || !event.isTrusted) return;
    window.dash_clientside.set_props("theme-choice", { value: kept() });
  });

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.osteoniche = Object.assign(window.dash_clientside.osteoniche || {}, {
    theme,
  });
})();

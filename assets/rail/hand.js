/* The dial that a hand is on: Mantine moves its thumb at once, and Dash would hear of it later. */
(function () {
  "use strict";

  /* A dial that is set otherwise (by a preset, by typing) is none of ours. */
  const hand = { on: null, timer: null };
  const LETS_GO_AFTER = 200; // milliseconds after the last event; what follows it may come late

  function takes(event) {
    const dial = event.target.closest?.(".mantine-Slider-root");
    clearTimeout(hand.timer);
    hand.on = dial;
    if (event.type === "keydown") lets();
  }

  function lets() {
    clearTimeout(hand.timer);
    hand.timer = setTimeout(() => {
      hand.on = null;
    }, LETS_GO_AFTER);
  }

  document.addEventListener("pointerdown", takes, true);
  document.addEventListener("keydown", takes, true);
  document.addEventListener("pointerup", lets, true);
  document.addEventListener("pointercancel", lets, true);

  /* The field beside the dial follows at once; who draws what follows the dial hears of it. */
  function moved(id, value) {
    const field = `${id}-number`;
    window.osteoniche.show(field, value);
    if (document.querySelector(`#${field}[aria-invalid="true"]`)) {
      window.dash_clientside.set_props(field, { error: null });
    }
    document.dispatchEvent(new CustomEvent("osteoniche:moved", { detail: { id, value } }));
  }

  new MutationObserver((changes) => {
    for (const { target } of changes) {
      if (!hand.on || !hand.on.contains(target)) continue;
      const { id } = hand.on;
      moved(id, window.osteoniche.reads(id, Number(target.getAttribute("aria-valuenow"))));
    }
  }).observe(document.documentElement, { attributeFilter: ["aria-valuenow"], subtree: true });
})();

/* What people who use the keyboard alone would miss in Mantine and in what Dash draws anew. */
(function () {
  "use strict";

  /* Larger steps of a slider, as browsers' own sliders have them: a tenth of the range. */
  const PAGES = { PageUp: 1, PageDown: -1 };

  document.addEventListener("keydown", (event) => {
    const thumb = event.target.closest("[role=slider]");
    const slider = thumb?.closest("[id]");
    if (!slider || !(event.key in PAGES)) return;
    event.preventDefault();
    const [low, high, now] = ["min", "max", "now"].map((which) =>
      Number(thumb.getAttribute("aria-value" + which)),
    );
    const wanted = now + (PAGES[event.key] * (high - low)) / 10;
    const value = Number(Math.min(high, Math.max(low, wanted)).toPrecision(9));
    window.dash_clientside.set_props(slider.id, { value: value });
  });

  /* A mark that is taken away by its own button leaves the focus nowhere: the box it was in takes
     over, so that the next Tab goes on from there. */
  let homes = [];

  document.addEventListener("focusin", (event) => {
    homes = [event.target];
    const around = (box) => box.parentElement?.closest("[tabindex]");
    for (let box = around(event.target); box; box = around(box)) homes.push(box);
  });

  function takeOver() {
    if (document.activeElement !== document.body || !homes.length || homes[0].isConnected) return;
    const home = homes.find((box) => box.isConnected && box.getClientRects().length > 0);
    homes = [];
    if (home) home.focus({ preventScroll: true });
  }
  new MutationObserver(takeOver).observe(document.documentElement, {
    childList: true,
    subtree: true,
  });

  /* Mantine lets an empty box take the focus when a menu opens: pass it on to the first item. */
  document.addEventListener("focusin", (event) => {
    if (!event.target.matches("[role=menu] > [data-autofocus]")) return;
    const first = event.target.parentElement.querySelector("[role=menuitem]");
    if (!first) return;
    first.focus({ preventScroll: true });
    event.target.setAttribute("aria-hidden", "true");
  });

  /* An item of a menu opens a file: what takes files can not stand in a menu itself. */
  document.addEventListener("click", (event) => {
    if (event.target.closest("#open-file"))
      document.querySelector("#upload input[type=file]").click();
  });
})();

/* What people who use the keyboard alone would miss in Mantine and in what Dash draws anew. */
(function () {
  "use strict";

  /* Larger steps of a slider, as browsers' own sliders have them: a tenth of the range. A dial with a
     scale goes from step to step, also from between two of them. */
  const PAGES = { PageUp: 1, PageDown: -1 };
  const ARROWS = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1 };

  function step(event) {
    const thumb = event.target.closest("[role=slider]");
    const slider = thumb?.closest("[id]");
    const scale = slider && window.osteoniche.scaleOf(slider.id);
    const between = scale && !Number.isInteger(Number(thumb.getAttribute("aria-valuenow")));
    const direction = PAGES[event.key] || (between && ARROWS[event.key]);
    if (!slider || !direction) return;
    event.preventDefault();
    const [low, high, now] = ["min", "max", "now"].map((which) =>
      Number(thumb.getAttribute("aria-value" + which)),
    );
    const tenth = (high - low) / 10;
    const wanted = Math.min(high, Math.max(low, now + direction * tenth));
    const steps = direction * (event.key in PAGES ? Math.floor(tenth) : 1);
    const value = scale
      ? window.osteoniche.stepsFrom(scale, now, steps)
      : Number(wanted.toPrecision(9));
    event.stopPropagation(); // Mantine would step once more
    window.dash_clientside.set_props(slider.id, { value: value });
  }
  document.addEventListener("keydown", step, true);

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

  /* A browser leaves what is partly seen where it is; in what scrolls sideways (a table, or
     the ways to the pages on a telephone) that is not enough to read it. */
  document.addEventListener("focusin", (event) => {
    if (event.target.parentElement?.closest(".values-box, .ways"))
      event.target.scrollIntoView({ block: "nearest", inline: "nearest" });
  });

  /* An item of a menu opens a file: what takes files can not stand in a menu itself. */
  document.addEventListener("click", (event) => {
    if (event.target.closest("#open-file"))
      document.querySelector("#upload input[type=file]").click();
  });
})();

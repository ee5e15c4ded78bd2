/* Who comes for the first time, and without settings, sees what the page is for and where to begin:
   until the first move, and never again in this browser. */
(function () {
  "use strict";
  const KEPT = "osteoniche-welcomed";
  const APART = 14; // pixels between the dial and the note
  let first = null; // the scenario with which the page opened, once it has

  const box = () => document.getElementById("welcome");

  function isKnown() {
    try {
      return window.localStorage.getItem(KEPT) !== null;
    } catch {
      return true; // a browser that keeps nothing would say it at every visit
    }
  }

  function end() {
    box().hidden = true;
    try {
      window.localStorage.setItem(KEPT, "yes");
    } catch {
      return; // it was not shown then
    }
  }

  /* Beside the dial, or where the settings are a sheet at the bottom, above it; null out of sight. */
  function placed(dial, rail, note, docked) {
    if (docked) return { left: 12, top: rail.top - note.height - APART };
    if (dial.bottom < rail.top || dial.top > rail.bottom) return null;
    return { left: rail.right + APART, top: (dial.top + dial.bottom) / 2 - note.height / 2 };
  }

  function place() {
    const note = box();
    if (!note || note.hidden) return;
    const dial = document.getElementById(note.dataset.beside);
    const rail = dial.closest(".rail");
    const docked = getComputedStyle(rail).position === "fixed";
    const [at, around, own] = [dial, rail, note].map((each) => each.getBoundingClientRect());
    const found = placed(at, around, own, docked);
    note.classList.toggle("is-above", docked);
    note.style.visibility = found ? "" : "hidden";
    if (found) note.style.transform = `translate(${found.left}px, ${found.top}px)`;
  }

  document.addEventListener("osteoniche:answered", ({ detail: answer }) => {
    const note = box();
    if (!note || answer.scenario === undefined) return;
    if (first === null) {
      first = answer.scenario;
      note.hidden = Boolean(window.location.search) || isKnown();
      place();
    } else if (!note.hidden && answer.scenario !== first) end();
  });

  document.addEventListener("click", ({ target }) => {
    if (target.closest?.("#welcome .close")) end();
  });
  window.addEventListener("resize", place);
  document.addEventListener("scroll", place, { capture: true, passive: true });
})();

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

  /* Beside the dial, if that is scrolled away at the end of the settings where it went; and above
     settings that are a sheet at the bottom. */
  function placed(dial, rail, note, docked) {
    if (docked) return { left: 12, top: rail.top - note.height - APART };
    const beside = (dial.top + dial.bottom) / 2 - note.height / 2;
    const top = Math.min(Math.max(beside, rail.top), rail.bottom - note.height);
    return { left: rail.right + APART, top };
  }

  function place() {
    const note = box();
    if (!note || note.hidden) return;
    const dial = document.getElementById(note.dataset.beside);
    const rail = dial.closest(".rail");
    const docked = getComputedStyle(rail).position === "fixed";
    const [at, around, own] = [dial, rail, note].map((each) => each.getBoundingClientRect());
    const { left, top } = placed(at, around, own, docked);
    note.classList.toggle("is-above", docked);
    note.style.transform = `translate(${left}px, ${top}px)`;
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

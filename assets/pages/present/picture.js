/* The living picture as one of the views of a step: Explore's own, lent while it is shown. */
(function () {
  "use strict";
  const RUNS = 4000; // milliseconds from day 0 to the last, as the curves of an answer
  const held = { home: null, scene: null, phase: null };

  function send(scene) {
    document.dispatchEvent(new CustomEvent("osteoniche:scene", { detail: { scene } }));
  }

  function read(day) {
    document.dispatchEvent(new CustomEvent("osteoniche:read", { detail: { day } }));
  }

  /* The run of a step on its last day; before the answer on day 0, and then all days. */
  function show({ scene, days }, phase) {
    const picture = document.getElementById("scene");
    const place = document.getElementById("present-picture");
    if (!picture || !scene) return;
    if (picture.parentElement !== place) {
      held.home = picture.parentElement;
      place.append(picture);
    }
    if (held.scene === scene && held.phase === phase) return;
    if (held.scene !== scene) send(scene);
    Object.assign(held, { scene, phase });
    if (phase === "running") run(scene, days);
    else read(phase === "asked" ? 0 : null);
  }

  function run(scene, days) {
    const began = performance.now();
    const go = (now) => {
      if (held.scene !== scene || held.phase !== "running") return;
      const share = Math.min(Math.max(now - began, 0) / RUNS, 1);
      read(share * days);
      if (share < 1) requestAnimationFrame(go);
    };
    requestAnimationFrame(go);
  }

  function giveBack() {
    if (!held.home) return;
    held.home.prepend(document.getElementById("scene"));
    Object.assign(held, { home: null, scene: null, phase: null });
    send(null);
    read(null);
  }

  const lecturePicture = { show, giveBack };
  window.osteoniche = Object.assign(window.osteoniche || {}, { lecturePicture });
})();

/* The day of the picture: a slider that moves with the day that is read in the plots and moves it, and
   a button that plays all days. */
(function () {
  "use strict";
  const LASTS = 20; // seconds
  const held = { last: 0, day: null, playing: null };

  const slider = () => document.querySelector("#scene .scrubber");
  const button = () => document.querySelector("#scene .play");
  const still = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

  /* The day after so many seconds of playing: where nothing may move, it goes once a second. */
  function dayAfter(seconds, from, last, stepwise) {
    const passed = stepwise ? Math.floor(seconds) : seconds;
    return Math.min(from + (passed * last) / LASTS, last);
  }

  /* The day that a key leads to; none for other keys. */
  function dayBy(key, day, last) {
    const step = last > 200 ? 7 : 1;
    const steps = {
      ArrowRight: 1,
      ArrowUp: 1,
      ArrowLeft: -1,
      ArrowDown: -1,
      PageUp: 7,
      PageDown: -7,
    };
    if (key === "Home") return 0;
    if (key === "End") return last;
    if (!(key in steps)) return null;
    return Math.min(Math.max(Math.round(day) + step * steps[key], 0), last);
  }

  const dayNow = () => Math.min(held.day ?? held.last, held.last);

  function play() {
    const from = dayNow() >= held.last ? 0 : dayNow();
    const began = performance.now();
    const stepwise = still();
    const playing = {};
    held.playing = playing;
    mark();
    const go = (now) => {
      if (held.playing !== playing) return;
      const day = dayAfter(Math.max(now - began, 0) / 1000, from, held.last, stepwise);
      window.osteoniche.readDay(day);
      if (day < held.last) requestAnimationFrame(go);
      else pause();
    };
    requestAnimationFrame(go);
  }

  function pause() {
    held.playing = null;
    mark();
  }

  function mark() {
    const pressed = Boolean(held.playing);
    button().classList.toggle("is-playing", pressed);
    button().setAttribute("aria-label", pressed ? button().dataset.pause : button().dataset.play);
  }

  const toggle = () => (held.playing ? pause() : play());

  document.addEventListener("input", ({ target }) => {
    if (!target.matches?.("#scene .scrubber")) return;
    pause();
    window.osteoniche.readDay(Number(target.value));
  });
  document.addEventListener("click", ({ target }) => {
    if (target.closest?.("#scene .play")) toggle();
  });
  document.addEventListener(
    "keydown",
    (event) => {
      if (!event.target.matches?.("#scene .scrubber")) return;
      const day = dayBy(event.key, dayNow(), held.last);
      if (event.key !== " " && day === null) return;
      event.preventDefault();
      event.stopPropagation();
      if (event.key === " ") return toggle();
      pause();
      window.osteoniche.readDay(day);
    },
    true,
  );
  document.addEventListener("visibilitychange", () => {
    if (document.hidden && held.playing) pause();
  });

  document.addEventListener("osteoniche:day", ({ detail: { day } }) => {
    held.day = day;
  });
  document.addEventListener("osteoniche:painted", ({ detail: { day, last, words } }) => {
    held.last = last;
    const dial = slider();
    dial.max = String(last);
    dial.step = String(last / 840);
    dial.value = String(day);
    dial.style.setProperty("--share", String(last > 0 ? day / last : 1));
    const { filled } = window.osteoniche.figures;
    dial.setAttribute("aria-valuetext", filled(dial.dataset.says, words));
    const shown = document.querySelector("#scene .day-read");
    const text = filled(shown.dataset.says, words);
    if (shown.textContent !== text) shown.textContent = text;
  });
})();

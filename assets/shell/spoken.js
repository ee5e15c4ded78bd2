/* What those who hear the page are told: in one place, shortly, and only once all has come to rest. */
(function () {
  "use strict";
  const RESTS_AFTER = 600; // milliseconds
  const LONGEST = 120; // characters
  const next = { text: null, timer: null, rest: RESTS_AFTER };

  /* The newest text is the one that will be spoken; `rest` is how long it has to stay as it is. */
  function speak(text, rest = RESTS_AFTER) {
    const brief = briefly(text.trim());
    if (brief === next.text) return;
    Object.assign(next, { text: brief, rest: rest });
    stir();
  }

  /* Something moves: what waits to be spoken waits anew. */
  function stir() {
    if (next.text === null) return;
    clearTimeout(next.timer);
    next.timer = setTimeout(say, next.rest);
  }

  function say() {
    const place = document.getElementById("spoken");
    if (place.textContent !== next.text) place.textContent = next.text;
    next.text = null;
  }

  /* The beginning of a text, up to the last whole clause that there is time for. */
  function briefly(text) {
    if (text.length <= LONGEST) return text;
    const begin = text.slice(0, LONGEST - 1); // and the mark of what is left out
    const ends = Array.from(begin.matchAll(/[.,;:](?=\s)/g), ({ index }) => index);
    const end = ends.length ? ends[ends.length - 1] : begin.lastIndexOf(" ");
    return `${begin.slice(0, end)}${begin[end] === "." ? "." : " …"}`;
  }

  /* Texts of the page that are spoken when they change, if they are seen; each says after how long. */
  function listen() {
    for (const part of document.querySelectorAll("[data-spoken]")) {
      const changed = () => {
        if (part.getClientRects().length) speak(part.textContent, Number(part.dataset.spoken));
      };
      new MutationObserver(changed).observe(part, {
        childList: true,
        characterData: true,
        subtree: true,
      });
    }
    const working = document.querySelector(".working");
    const slow = () => {
      if (document.body.classList.contains("is-working")) speak(working.textContent);
    };
    new MutationObserver(slow).observe(document.body, { attributeFilter: ["class"] });
  }

  window.osteoniche = Object.assign(window.osteoniche || {}, { speak, stir, listen });
})();

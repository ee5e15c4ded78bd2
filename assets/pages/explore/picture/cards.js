/* What is known of a part of the picture: a card that opens by a click or Enter on it. */
(function () {
  "use strict";
  const AWAY = 8; // pixels from what it lies over

  const named = ({ part, drug }) => (drug ? `card-drug-${drug}` : `card-${part}`);

  function open(part) {
    const box = document.querySelector("#scene .canvas");
    const card = document.getElementById(named(part.dataset));
    if (!card || card.matches(":popover-open")) return;
    card.showPopover();
    document.dispatchEvent(new CustomEvent("osteoniche:opened"));
    writeFormula(card);
    place(card, part.getBoundingClientRect(), box.getBoundingClientRect());
    card.querySelector(".close").focus();
  }

  /* The equation stands on its page, which is asked for where nobody has seen it yet. */
  function writeFormula(card) {
    const place = card.querySelector(".part-formula");
    if (place.firstElementChild) return;
    const known = document.querySelector(`#${CSS.escape(place.dataset.of)} .formula`);
    if (known) place.replaceChildren(...known.cloneNode(true).childNodes);
    else window.osteoniche.see(place.dataset.page);
  }

  document.addEventListener("osteoniche:written", () => {
    const card = document.querySelector("#scene .part-card:popover-open");
    if (card) writeFormula(card);
  });

  /* Below the part or above it, and within the window. */
  function place(card, part, box) {
    const { offsetWidth: wide, offsetHeight: high } = card;
    const [room, floor] = [window.innerWidth - wide - AWAY, window.innerHeight - high - AWAY];
    const left = Math.min(Math.max(part.left, box.left + AWAY), room);
    const below = part.bottom + AWAY;
    const top = below <= floor ? below : Math.max(part.top - high - AWAY, AWAY);
    card.style.left = `${Math.max(left, AWAY)}px`;
    card.style.top = `${Math.min(top, floor)}px`;
  }

  document.addEventListener("click", ({ target }) => {
    const close = target.closest?.("#scene .part-card .close, #scene .part-card .way");
    if (close) return close.closest(".part-card").hidePopover();
    const part = target.closest?.("#scene [data-part]");
    if (part) open(part);
  });
})();

/* A dial that has come to rest: Dash hears of it then, and not of every move. */
(function () {
  "use strict";

  /* What a dial moved is asked for again, with all that goes with it, when it has rested so long.
     `ahead`: dials whose typed field Dash has not heard of. */
  const RESTS_AFTER = 500; // milliseconds
  const state = { timer: null, due: false, ahead: new Set() };

  /* A dial has moved. */
  function rest(id) {
    state.due = true;
    state.ahead.add(id);
    clearTimeout(state.timer);
    state.timer = setTimeout(rested, RESTS_AFTER);
  }

  /* Dash gives everything that goes with the moved dials. */
  function rested() {
    state.due = false;
    window.dash_clientside.set_props("rested", { data: Date.now() });
  }

  /* Whoever does something else has moved the dial far enough. */
  function restNow(event) {
    const dial = event.target.closest?.(".mantine-Slider-root");
    if (dial || !state.due) return;
    clearTimeout(state.timer);
    rested();
  }
  document.addEventListener("pointerdown", restNow, true);
  document.addEventListener("keydown", restNow, true);

  /* Dash must know what stands in a typed field before somebody types there; telling it of every
     move would be late for the next one. */
  document.addEventListener("focusin", ({ target }) => {
    for (const id of state.ahead) if (target.id === `${id}-number`) settle(id);
  });

  /* Dash hears of all fields that it does not know yet. */
  function catchUp() {
    state.ahead.forEach(settle);
  }

  function settle(id) {
    const thumb = document.querySelector(`#${id} [aria-valuenow]`);
    const value = window.osteoniche.reads(id, Number(thumb.getAttribute("aria-valuenow")));
    state.ahead.delete(id);
    window.dash_clientside.set_props(`${id}-number`, { value, error: null });
  }

  window.osteoniche = Object.assign(window.osteoniche || {}, { rest, catchUp });
})();

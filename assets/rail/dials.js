/* A dial and its typed value follow each other. What a dial says wherever it stands: its value with
   its unit to those who hear the page; and in the row of differences, before the server has answered,
   that it is not at its default. */
(function () {
  "use strict";
  const noUpdate = () => window.dash_clientside.no_update;
  const ROW = "differs";
  const known = { opening: null }; // where dials stand by default, by their id

  const thumbOf = (dial) => dial.querySelector('[role="slider"]');
  const place = (dial) => Number(thumbOf(dial).getAttribute("aria-valuenow"));
  const standsAt = (dial) => window.osteoniche.reads(dial.id, place(dial));

  const isAt = (dial, value) => place(dial) === window.osteoniche.stands(dial.id, value);

  /* The unit is the one beside the typed value. */
  function said(dial) {
    const unit = window.osteoniche.unitOf(`${dial.id}-number`);
    return `${standsAt(dial)} ${unit}`.trim();
  }

  const difference = (dial) => `${thumbOf(dial).getAttribute("aria-label")} ${said(dial)}`;

  function tell() {
    const dials = Array.from(document.querySelectorAll(".dial .mantine-Slider-root"));
    for (const dial of dials.filter(thumbOf)) {
      const text = said(dial);
      const thumb = thumbOf(dial);
      if (thumb.getAttribute("aria-valuetext") !== text) thumb.setAttribute("aria-valuetext", text);
    }
    const lead = document.querySelector(`#${ROW} [data-dials]`);
    if (lead) follow(lead, dials.filter(thumbOf));
  }

  /* The row is of where the dials stood when it was made: those that have moved since speak for
     themselves, and while an answer is waited for nobody knows that nothing differs. */
  function follow(lead, dials) {
    const stood = JSON.parse(lead.dataset.dials);
    const moved = dials.filter((dial) => dial.id in known.opening && !isAt(dial, stood[dial.id]));
    const apart = moved.filter((dial) => !isAt(dial, known.opening[dial.id]));
    const chips = Array.from(document.querySelectorAll(`#${ROW} .chip`));
    for (const chip of chips) {
      const dial = apart.find(({ id }) => id === chip.dataset.of);
      chip.hidden = !dial && moved.some(({ id }) => id === chip.dataset.of);
      name(chip, dial ? difference(dial) : chip.dataset.text);
    }
    const listed = chips.filter((chip) => !chip.hidden).map((chip) => chip.dataset.of);
    const others = apart.filter(({ id }) => !listed.includes(id)).map(difference);
    const same = isOfNow() ? lead.dataset.same : "";
    const differs = listed.length || others.length;
    write(lead, differs ? `${lead.dataset.differs} ${others.join(", ")}`.trim() : same);
  }

  /* Whether the last answer is of all settings as they stand now, and is no refusal. */
  function isOfNow() {
    const { classList, dataset } = document.body;
    return dataset.asked === dataset.answered && !classList.contains("is-refused");
  }

  function name(chip, text) {
    const [there, back] = chip.querySelectorAll("button");
    const label = `${text}: ${back.title.charAt(0).toLowerCase()}${back.title.slice(1)}`;
    write(there, text);
    if (back.getAttribute("aria-label") !== label) back.setAttribute("aria-label", label);
  }

  function write(element, text) {
    if (element.textContent !== text) element.textContent = text;
  }

  /* Where dials stand by default follows the species and the drugs. */
  document.addEventListener("osteoniche:choice", ({ detail: { choice } }) => {
    const first = !known.opening;
    known.opening = choice.opening;
    if (first) watch();
    tell();
  });

  function watch() {
    const parts = { childList: true, characterData: true, subtree: true };
    const moves = new MutationObserver((changes) => {
      tell();
      if (changes.some(({ type }) => type === "attributes")) window.osteoniche.stir();
    });
    const values = { attributeFilter: ["aria-valuenow"] };
    moves.observe(document.querySelector(".rail"), Object.assign(values, parts));
    const row = new MutationObserver(tell);
    row.observe(document.getElementById(ROW), parts);
    window.osteoniche.listen();
    row.observe(document.body, { attributeFilter: ["data-asked", "data-answered", "class"] });
  }

  /* Returns slider, typed value, the error beside it, and the word that the dial is to be read; a
     wrong value moves nothing. */
  function dial(typed, clicks, slider, choice, range, rules) {
    const context = window.dash_clientside.callback_context;
    const changed = context.triggered.map((item) => item.prop_id);
    const [sliderId] = context.states_list.map((state) => state.id);
    const field = `${sliderId}-number`;
    const { low, high } = choice.limits[field];
    const stands = (value) => window.osteoniche.stands(sliderId, value, choice.limits);
    const now = window.osteoniche.reads(sliderId, slider, choice.limits);
    if (changed.some((id) => id.endsWith("-default.n_clicks"))) {
      const usual = choice.defaults[sliderId];
      return [stands(usual), usual, null, Date.now()];
    }
    const text = String(typed === null || typed === undefined ? "" : typed);
    /* Shown at once too: a property that is emptied and set within one drawing seems unchanged. */
    if (!text.trim()) return [noUpdate(), window.osteoniche.show(field, now), null, noUpdate()];
    const value = window.osteoniche.number(
      window.osteoniche.bare(text, window.osteoniche.unitOf(field)),
      rules,
    );
    if (Number.isNaN(value) || value < low || value > high) {
      const why = Number.isNaN(value) ? window.osteoniche.say(rules.say.noNumber, text) : "";
      return [noUpdate(), noUpdate(), `${why}Allowed: ${range}`, noUpdate()];
    }
    if (value === now) return [noUpdate(), value, null, noUpdate()];
    return [stands(value), value, null, Date.now()];
  }

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.osteoniche = Object.assign(window.dash_clientside.osteoniche || {}, {
    dial,
  });
})();

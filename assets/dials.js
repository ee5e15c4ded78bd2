/* What a dial says wherever it stands: its value with its unit to those who hear the page; and in the
   row of differences, before the server has answered, that it is not at its default. */
(function () {
  "use strict";
  const ROW = "differs";
  const known = { opening: null }; // where dials stand by default, by their id

  const thumbOf = (dial) => dial.querySelector('[role="slider"]');
  const valueOf = (dial) => Number(thumbOf(dial).getAttribute("aria-valuenow"));

  /* The unit is the one beside the typed value. */
  function said(dial) {
    const unit = document.getElementById(`${dial.id}-number-unit`);
    return `${thumbOf(dial).getAttribute("aria-valuenow")} ${unit ? unit.textContent : ""}`.trim();
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
    const moved = dials.filter((dial) => dial.id in known.opening && valueOf(dial) !== stood[dial.id]);
    const apart = moved.filter((dial) => valueOf(dial) !== known.opening[dial.id]);
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
  function opens({ opening }) {
    const first = !known.opening;
    known.opening = opening;
    if (first) watch();
    tell();
  }

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

  window.osteoniche = Object.assign(window.osteoniche || {}, { opens });
})();

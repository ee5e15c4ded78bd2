/* Runs that are kept under a name, and those that others can be shown against. */
(function () {
  "use strict";
  const noUpdate = () => window.dash_clientside.no_update;
  const last = { answer: null }; // what is shown, and so what is kept

  document.addEventListener("osteoniche:answered", ({ detail }) => {
    last.answer = detail;
  });

  /* Keep the run that is shown under the name that was typed, or let one go. */
  function pin(clicks, submits, gone, name, pins, minus, rules) {
    const changed = window.dash_clientside.callback_context.triggered;
    if (gone && changed.some((item) => item.prop_id === "unpin.data")) {
      const left = pins.filter((kept, place) => place !== gone.place);
      return [left, noUpdate(), null, withoutPin(minus, gone.place, rules.pin), ""];
    }
    const refuse = (why, of = "") => {
      return [noUpdate(), noUpdate(), saying(rules.say[why], of), noUpdate(), ""];
    };
    const text = tidy(name);
    const taken = rules.taken.concat(pins.map((kept) => kept.name.toLowerCase()));
    if (!text) return refuse("noName");
    if (taken.includes(text.toLowerCase())) return refuse("sameName");
    if (pins.length >= rules.pins) return refuse("tooMany");
    if (!last.answer || last.answer.scenario === undefined) return refuse("noRun");
    const same = pins.find((kept) => kept.query === last.answer.scenario);
    if (same) return refuse("sameRun", same.name);
    window.osteoniche.showRow(pins.length, text);
    close();
    const said = saying(rules.say.kept, text);
    return [pins.concat([{ name: text, query: last.answer.scenario }]), "", null, noUpdate(), said];
  }

  const saying = (words, name) => words.replace("{name}", () => name);

  /* What was to be done in the form is done: it closes as by Escape, and gives the focus back. */
  function close() {
    const pressed = new window.KeyboardEvent("keydown", { key: "Escape", bubbles: true });
    document.getElementById("pin-name").dispatchEvent(pressed);
  }

  /* What was said of the last run that was kept stays until something else moves. */
  document.addEventListener("osteoniche:moved", () => {
    if (document.getElementById("kept").textContent)
      window.dash_clientside.set_props("kept", { children: "" });
  });

  /* A name without control characters and halves of characters, which the server refuses. */
  function tidy(name) {
    return (name || "").replace(/[\p{Cc}\p{Cs}\s]+/gu, " ").trim();
  }

  /* The key of the run that others are shown against, once a pin is gone and those behind move up. */
  function withoutPin(minus, place, prefix) {
    if (!minus || !minus.startsWith(prefix)) return noUpdate();
    const stood = Number(minus.slice(prefix.length));
    if (stood === place) return null;
    return stood > place ? prefix + (stood - 1) : noUpdate();
  }

  /* The runs that others can be shown against. */
  function against(pins, rules) {
    const kept = pins.map((pin, place) => ({ value: rules.pin + place, label: pin.name }));
    return rules.arms.concat(kept);
  }

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.osteoniche = Object.assign(window.dash_clientside.osteoniche || {}, {
    pin,
    against,
  });
})();

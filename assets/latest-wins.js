/* The browser's half of the Explore page: dials, and requests of which the latest wins. */
(function () {
  "use strict";
  const noUpdate = () => window.dash_clientside.no_update;

  /* One request is under way at most; the newest state that came meanwhile waits for its answer. */
  const line = {
    busy: false, read: false, waiting: null, sent: null, sequence: 0, shown: null, timer: null,
  };
  const SLOW_AFTER = 300; // milliseconds after which work is shown as under way

  function send(request) {
    line.busy = true;
    line.sent = request;
    line.sequence += 1;
    clearTimeout(line.timer);
    line.timer = setTimeout(() => document.body.classList.add("is-working"), SLOW_AFTER);
    return Object.assign({}, request, { seq: line.sequence, shown: line.shown });
  }

  function rest() {
    line.busy = false;
    clearTimeout(line.timer);
    document.body.classList.remove("is-working");
  }

  /* An answer was lost (see failures.js): the newest state waits for the server to come back.
     An address that was refused is not read again. */
  function lost(kind) {
    rest();
    line.read = line.read || kind === "refused";
    line.waiting = line.waiting || line.sent;
  }

  const NAMES = {
    "choice.data": "choice",
    "extra.data": "extra",
    "tumour-scale.value": "scale",
    "panels.value": "panels",
    "minus.value": "minus",
    "data.value": "data",
    "pins.data": "pins",
    "side.checked": "side",
  };
  /* What starts a request and is no part of it: the request looks by itself. */
  const SIGNALS = ["theme.data", "screen.data", "again.data", "arranged.data"];
  const LOOKS = ["theme.data", "screen.data"];

  /* Mantine marks the root element once it has drawn; before that the system decides. */
  function theme() {
    const drawn = document.documentElement.getAttribute("data-mantine-color-scheme");
    if (drawn === "light" || drawn === "dark") return drawn;
    const chosen = window.localStorage.getItem("mantine-color-scheme-value");
    if (chosen === "light" || chosen === "dark") return chosen;
    return window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  }

  /* The kind of screen, which the style sheet decides: phone, desk or hall. */
  function screen() {
    return getComputedStyle(document.documentElement).getPropertyValue("--screen").trim();
  }

  function noticed(id, look) {
    if (window.dash_clientside.set_props) window.dash_clientside.set_props(id, { data: look });
  }

  /* The toggle's own property does not follow the system, so the root element is watched. */
  new MutationObserver(() => noticed("theme", theme()))
    .observe(document.documentElement, { attributeFilter: ["data-mantine-color-scheme"] });
  window.addEventListener("resize", () => {
    if (line.sent && line.sent.screen !== screen()) noticed("screen", screen());
  });

  /* Until the address that the page was opened with has been read, the controls stand where they
     stood before it: whatever curve was asked for now would belong to other settings. */
  function isRead(arranged) {
    line.read = line.read || Boolean(arranged) || !window.location.search;
    return line.read;
  }

  function request() {
    const state = { values: {}, theme: theme(), screen: screen() };
    const context = window.dash_clientside.callback_context;
    const signals = {};
    for (const input of context.inputs_list) {
      const name = NAMES[input.id + "." + input.property];
      const value = input.value === undefined ? null : input.value;
      if (SIGNALS.includes(input.id + "." + input.property)) signals[input.id] = value;
      else if (name) state[name] = value;
      else state.values[input.id] = value;
    }
    const changed = context.triggered.map((item) => item.prop_id);
    if (!isRead(signals.arranged)) {
      if (changed.includes("again.data")) window.osteoniche.read();
      return noUpdate();
    }
    const looks = changed.length > 0 && changed.every((id) => LOOKS.includes(id));
    if (looks && line.sent && line.sent.theme === state.theme && line.sent.screen === state.screen) {
      return noUpdate();
    }
    if (line.busy) {
      line.waiting = JSON.stringify(state) === JSON.stringify(line.sent) ? null : state;
      return noUpdate();
    }
    line.waiting = null;
    return send(state);
  }

  function release(answer) {
    if (answer && answer.seq === line.sequence) {
      rest();
      line.shown = answer.shown || null;
      document.body.dataset.answered = String(answer.seq);
      const next = line.waiting;
      line.waiting = null;
      if (next) window.dash_clientside.set_props("request", { data: send(next) });
      else window.osteoniche.describe(answer.query);
    }
    return noUpdate();
  }

  /* Returns slider, typed value and the error beside it; a wrong value moves nothing. */
  function dial(slider, typed, clicks, choice, low, high, range, rules) {
    const context = window.dash_clientside.callback_context;
    const changed = context.triggered.map((item) => item.prop_id);
    const [sliderId, typedId] = context.inputs_list.map((input) => input.id);
    if (changed.some((id) => id.endsWith("-default.n_clicks"))) {
      const usual = choice.defaults[sliderId];
      return [usual, usual, null];
    }
    if (changed.includes(sliderId + ".value")) {
      return [noUpdate(), window.osteoniche.show(typedId, slider), null];
    }
    const text = String(typed === null || typed === undefined ? "" : typed);
    if (!text.trim()) return [noUpdate(), slider, null];
    const value = window.osteoniche.number(text, rules);
    if (Number.isNaN(value) || value < low || value > high) {
      const why = Number.isNaN(value) ? window.osteoniche.say(rules.say.noNumber, text) : "";
      return [noUpdate(), noUpdate(), why + "Allowed: " + range];
    }
    return [value === slider ? noUpdate() : value, value, null];
  }

  /* Keep the run that is shown under the name that was typed, or let one go. */
  function pin(clicks, submits, gone, name, answer, pins, minus, rules) {
    const changed = window.dash_clientside.callback_context.triggered;
    if (gone && changed.some((item) => item.prop_id === "unpin.data")) {
      const left = pins.filter((kept, place) => place !== gone.place);
      return [left, noUpdate(), null, withoutPin(minus, gone.place, rules.pin)];
    }
    const refuse = (why) => [noUpdate(), noUpdate(), rules.say[why], noUpdate()];
    /* without control characters and halves of characters, which the server refuses */
    const text = (name || "").replace(/[\p{Cc}\p{Cs}\s]+/gu, " ").trim();
    const taken = rules.taken.concat(pins.map((kept) => kept.name.toLowerCase()));
    if (!text) return refuse("noName");
    if (taken.includes(text.toLowerCase())) return refuse("sameName");
    if (pins.length >= rules.pins) return refuse("tooMany");
    if (!answer || answer.scenario === undefined) return refuse("noRun");
    return [pins.concat([{ name: text, query: answer.scenario }]), "", null, noUpdate()];
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

  window.osteoniche = Object.assign(window.osteoniche || {}, { lost });
  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.osteoniche = Object.assign(window.dash_clientside.osteoniche || {}, {
    request, release, dial, pin, against,
  });
})();

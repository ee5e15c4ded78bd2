/* The browser's half of the Explore page: dials, and requests of which the latest wins.

   A moved dial takes the short way: live.js asks for its curves and draws them. Once it rests, and
   for everything else, the request goes through Dash. */
(function () {
  "use strict";
  const noUpdate = () => window.dash_clientside.no_update;

  /* One request is under way at most; the newest state that came meanwhile waits for its answer.
     `short` says by which way it is, `light` that it draws nothing (a dial came to rest, and its
     curves are there); `answer` is the last one that was shown. */
  const line = {
    busy: false, short: false, light: false, read: false,
    waiting: null, sent: null, sequence: 0, answer: null, timer: null,
  };
  const SLOW_AFTER = 300; // milliseconds after which work is shown as under way

  /* What a dial moved is asked for again, with all that goes with it, when it has rested so long.
     `ahead`: dials whose typed field Dash has not heard of. */
  const RESTS_AFTER = 500;
  const rest = { timer: null, due: false, ahead: new Set() };

  function send(request, short) {
    line.busy = true;
    line.short = short;
    line.light = false;
    line.sent = request;
    line.sequence += 1;
    document.body.dataset.asked = String(line.sequence);
    clearTimeout(line.timer);
    line.timer = setTimeout(() => document.body.classList.add("is-working"), SLOW_AFTER);
    const { shown = null, scenario = null, beside = {} } = line.answer || {};
    return Object.assign({}, request, { seq: line.sequence, shown, drawn: scenario, beside });
  }

  function free() {
    line.busy = false;
    clearTimeout(line.timer);
    document.body.classList.remove("is-working");
  }

  /* An answer was lost (see failures.js): the newest state waits for the server to come back.
     Where it is not asked `again`, the address that it failed at is not read again. */
  function lost(again) {
    free();
    line.read = line.read || !again;
    line.waiting = line.waiting || { state: line.sent, short: false };
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
    "band.checked": "band",
  };
  /* What starts a request and is no part of it: the request looks by itself. */
  const SIGNALS = ["theme.data", "screen.data", "again.data", "arranged.data", "rested.data"];
  const LOOKS = ["theme.data", "screen.data"];
  const UNASKED = [...LOOKS, "again.data"]; // no change that the visitor makes

  /* Mantine marks the root element once it has drawn; before that the system decides. */
  function theme() {
    const drawn = document.documentElement.getAttribute("data-mantine-color-scheme");
    if (drawn === "light" || drawn === "dark") return drawn;
    const chosen = window.localStorage.getItem("mantine-color-scheme-value");
    if (chosen === "light" || chosen === "dark") return chosen;
    return window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  }

  function noticed(id, look) {
    if (window.dash_clientside.set_props) window.dash_clientside.set_props(id, { data: look });
  }

  /* The toggle's own property does not follow the system, so the root element is watched. */
  new MutationObserver(() => noticed("theme", theme()))
    .observe(document.documentElement, { attributeFilter: ["data-mantine-color-scheme"] });
  window.addEventListener("resize", () => {
    const screen = window.osteoniche.screen();
    if (line.sent && line.sent.screen !== screen) noticed("screen", screen);
  });

  /* Until the address that the page was opened with has been read, the controls stand where they
     stood before it: whatever curve was asked for now would belong to other settings. */
  function isRead(arranged) {
    line.read = line.read || Boolean(arranged) || !window.location.search;
    return line.read;
  }

  function request() {
    const state = { values: {}, theme: theme(), screen: window.osteoniche.screen() };
    const context = window.dash_clientside.callback_context;
    const signals = {};
    for (const input of context.inputs_list.concat(context.states_list)) {
      const name = NAMES[input.id + "." + input.property];
      const value = input.value === undefined ? null : input.value;
      if (SIGNALS.includes(input.id + "." + input.property)) signals[input.id] = value;
      else if (name) state[name] = value;
      else state.values[input.id] = value;
    }
    const changed = context.triggered.map((item) => item.prop_id);
    if (changed.includes("arranged.data")) rest.ahead.forEach(catchUp);
    else if (changed.some((id) => !UNASKED.includes(id))) window.osteoniche.heeded();
    if (!isRead(signals.arranged)) {
      if (changed.includes("again.data")) window.osteoniche.read();
      return noUpdate();
    }
    const looks = changed.length > 0 && changed.every((id) => LOOKS.includes(id));
    if (looks && line.sent && line.sent.theme === state.theme && line.sent.screen === state.screen) {
      return noUpdate();
    }
    if (line.busy) {
      const same = !line.short && JSON.stringify(state) === JSON.stringify(line.sent);
      line.waiting = same ? null : { state: state, short: false };
      return noUpdate();
    }
    line.waiting = null;
    const light = line.short && changed.every((id) => id === "rested.data");
    const request = send(state, false);
    line.light = light;
    return request;
  }

  /* What is asked for, with one dial moved: by the short way, as soon as the line is free. */
  function moved(id, value) {
    if (!line.sent || !line.read) return;
    window.osteoniche.heeded();
    if (line.busy && line.light) giveUp();
    const { state, short } = line.waiting || { state: line.sent, short: true };
    const values = Object.assign({}, state.values, { [id]: value });
    Object.assign(rest, { due: true, ahead: rest.ahead.add(id) });
    clearTimeout(rest.timer);
    rest.timer = setTimeout(rested, RESTS_AFTER);
    proceed({ state: Object.assign({}, state, { values: values }), short: short });
  }

  /* What only follows a dial at rest gives way to one that moves again. */
  function giveUp() {
    window.osteoniche.abort(line.sequence);
    free();
  }

  function proceed(next) {
    if (line.busy) line.waiting = next;
    else if (next.short && line.answer) window.osteoniche.live(send(next.state, true));
    else window.dash_clientside.set_props("request", { data: send(next.state, false) });
  }

  /* Whoever does something else has moved the dial far enough. */
  function restNow(event) {
    const dial = event.target.closest && event.target.closest(".mantine-Slider-root");
    if (dial || !rest.due) return;
    clearTimeout(rest.timer);
    rested();
  }
  document.addEventListener("pointerdown", restNow, true);
  document.addEventListener("keydown", restNow, true);

  /* Dash gives everything that goes with the moved dials. */
  function rested() {
    rest.due = false;
    window.dash_clientside.set_props("rested", { data: Date.now() });
  }

  /* Dash must know what stands in a typed field before somebody types there; telling it of every
     move would be late for the next one. */
  document.addEventListener("focusin", ({ target }) => {
    for (const id of rest.ahead) if (target.id === `${id}-number`) catchUp(id);
  });

  function catchUp(id) {
    const thumb = document.querySelector(`#${id} [aria-valuenow]`);
    const value = Number(thumb.getAttribute("aria-valuenow"));
    rest.ahead.delete(id);
    window.dash_clientside.set_props(`${id}-number`, { value, error: null });
  }

  /* An answer is on the page, by either way: now for what came meanwhile. */
  function arrived(answer) {
    free();
    line.answer = answer;
    window.osteoniche.tell(answer);
    document.body.dataset.answered = String(answer.seq);
    document.body.classList.toggle("is-refused", answer.query === null);
    const next = line.waiting;
    line.waiting = null;
    if (next) proceed(next);
    return !next;
  }

  /* The short way ended without a picture: more changes than what follows a dial. */
  function whole() {
    free();
    const next = line.waiting || { state: line.sent };
    line.waiting = null;
    proceed({ state: next.state, short: false });
  }

  /* The address of what is on the page now. */
  function shown() {
    return line.answer && line.answer.query;
  }

  /* What stands below a picture that is taken away: its settings in words. */
  function caption() {
    return (line.answer && line.answer.caption) || [];
  }

  function release(answer) {
    if (answer && answer.seq === line.sequence && arrived(answer)) {
      window.osteoniche.describe(answer.query);
    }
    return noUpdate();
  }

  /* Returns slider, typed value, the error beside it, and the word that the dial is to be read; a
     wrong value moves nothing. */
  function dial(typed, clicks, slider, choice, low, high, range, rules) {
    const context = window.dash_clientside.callback_context;
    const changed = context.triggered.map((item) => item.prop_id);
    const [sliderId] = context.states_list.map((state) => state.id);
    if (changed.some((id) => id.endsWith("-default.n_clicks"))) {
      const usual = choice.defaults[sliderId];
      return [usual, usual, null, Date.now()];
    }
    const text = String(typed === null || typed === undefined ? "" : typed);
    /* Shown at once too: a property that is emptied and set within one drawing seems unchanged. */
    if (!text.trim()) return [noUpdate(), window.osteoniche.show(`${sliderId}-number`, slider), null, noUpdate()];
    const value = window.osteoniche.number(window.osteoniche.bare(text, `${sliderId}-number`), rules);
    if (Number.isNaN(value) || value < low || value > high) {
      const why = Number.isNaN(value) ? window.osteoniche.say(rules.say.noNumber, text) : "";
      return [noUpdate(), noUpdate(), why + "Allowed: " + range, noUpdate()];
    }
    if (value === slider) return [noUpdate(), value, null, noUpdate()];
    return [value, value, null, Date.now()];
  }

  /* Keep the run that is shown under the name that was typed, or let one go. */
  function pin(clicks, submits, gone, name, pins, minus, rules) {
    const { answer } = line;
    const changed = window.dash_clientside.callback_context.triggered;
    if (gone && changed.some((item) => item.prop_id === "unpin.data")) {
      const left = pins.filter((kept, place) => place !== gone.place);
      return [left, noUpdate(), null, withoutPin(minus, gone.place, rules.pin), ""];
    }
    const refuse = (why) => [noUpdate(), noUpdate(), rules.say[why], noUpdate(), ""];
    /* without control characters and halves of characters, which the server refuses */
    const text = (name || "").replace(/[\p{Cc}\p{Cs}\s]+/gu, " ").trim();
    const taken = rules.taken.concat(pins.map((kept) => kept.name.toLowerCase()));
    if (!text) return refuse("noName");
    if (taken.includes(text.toLowerCase())) return refuse("sameName");
    if (pins.length >= rules.pins) return refuse("tooMany");
    if (!answer || answer.scenario === undefined) return refuse("noRun");
    window.osteoniche.showRow(pins.length, text);
    const told = rules.say.kept.replace("{name}", () => text);
    return [pins.concat([{ name: text, query: answer.scenario }]), "", null, noUpdate(), told];
  }

  /* The key of the run that others are shown against, once a pin is gone and those behind move up. */
  function withoutPin(minus, place, prefix) {
    if (!minus || !minus.startsWith(prefix)) return noUpdate();
    const stood = Number(minus.slice(prefix.length));
    if (stood === place) return null;
    return stood > place ? prefix + (stood - 1) : noUpdate();
  }

  /* What is taken away is what was asked for last, and not what Dash heard of last. */
  function take() {
    const button = window.dash_clientside.callback_context.triggered[0].prop_id.split(".")[0];
    return { what: button, request: (line.waiting || { state: line.sent }).state };
  }

  /* The runs that others can be shown against. */
  function against(pins, rules) {
    const kept = pins.map((pin, place) => ({ value: rules.pin + place, label: pin.name }));
    return rules.arms.concat(kept);
  }

  window.osteoniche = Object.assign(window.osteoniche || {}, { lost, moved, arrived, whole, shown, caption });
  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.osteoniche = Object.assign(window.dash_clientside.osteoniche || {}, {
    request, release, dial, pin, take, against,
  });
})();

/* The browser's half of the Explore page: dials, and requests of which the latest wins. */
(function () {
  "use strict";
  const noUpdate = () => window.dash_clientside.no_update;

  /* One request is under way at most; the newest state that came meanwhile waits for its answer. */
  const line = { busy: false, waiting: null, sequence: 0, shown: null, sentAt: 0, timer: null };
  const LOST_AFTER = 15000; // milliseconds after which an answer is no longer waited for
  const SLOW_AFTER = 300; // milliseconds after which work is shown as under way

  function send(request) {
    line.busy = true;
    line.sentAt = Date.now();
    line.sequence += 1;
    clearTimeout(line.timer);
    line.timer = setTimeout(() => document.body.classList.add("is-working"), SLOW_AFTER);
    return Object.assign({}, request, { seq: line.sequence, shown: line.shown });
  }

  function arrived(answer) {
    line.busy = false;
    line.shown = answer.shown || null;
    clearTimeout(line.timer);
    document.body.classList.remove("is-working");
    document.body.dataset.answered = String(answer.seq);
  }

  function describe(query) {
    if (query === null || query === undefined) return;
    const place = window.location.pathname + (query ? "?" + query : "");
    if (place !== window.location.pathname + window.location.search) {
      window.history.replaceState(window.history.state, "", place);
    }
  }

  const NAMES = {
    "choice.data": "choice",
    "extra.data": "extra",
    "tumour-scale.value": "scale",
    "panels.value": "panels",
    "theme.data": "themeSeen",
  };

  /* Mantine marks the root element once it has drawn; before that the system decides. */
  function theme() {
    const drawn = document.documentElement.getAttribute("data-mantine-color-scheme");
    if (drawn === "light" || drawn === "dark") return drawn;
    const chosen = window.localStorage.getItem("mantine-color-scheme-value");
    if (chosen === "light" || chosen === "dark") return chosen;
    return window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  }

  /* The toggle's own property does not follow the system, so the root element is watched. */
  new MutationObserver(() => {
    if (window.dash_clientside.set_props) window.dash_clientside.set_props("theme", { data: theme() });
  }).observe(document.documentElement, { attributeFilter: ["data-mantine-color-scheme"] });

  function request() {
    const state = { values: {}, theme: theme() };
    for (const input of window.dash_clientside.callback_context.inputs_list) {
      const name = NAMES[input.id + "." + input.property];
      const value = input.value === undefined ? null : input.value;
      if (name) state[name] = value;
      else state.values[input.id] = value;
    }
    if (line.busy && Date.now() - line.sentAt < LOST_AFTER) {
      line.waiting = state;
      return noUpdate();
    }
    return send(state);
  }

  function release(answer) {
    if (answer && answer.seq === line.sequence) {
      arrived(answer);
      describe(line.waiting ? null : answer.query);
      if (line.waiting) {
        const next = line.waiting;
        line.waiting = null;
        window.dash_clientside.set_props("request", { data: send(next) });
      }
    }
    return noUpdate();
  }

  /* Returns slider, typed value and the error beside it; a wrong value moves nothing. */
  function dial(slider, typed, clicks, choice, low, high, range) {
    const context = window.dash_clientside.callback_context;
    const changed = context.triggered.map((item) => item.prop_id);
    const sliderId = context.inputs_list[0].id;
    if (changed.some((id) => id.endsWith("-default.n_clicks"))) {
      const usual = choice.defaults[sliderId];
      return [usual, usual, null];
    }
    if (changed.includes(sliderId + ".value")) return [noUpdate(), slider, null];
    if (typed === slider) return [noUpdate(), noUpdate(), null];
    if (typeof typed !== "number") return [noUpdate(), slider, null];
    if (typed < low || typed > high) return [noUpdate(), noUpdate(), "Allowed: " + range];
    return [typed, noUpdate(), null];
  }

  /* Plots below the main ones show the same days when one of them is zoomed. */
  function shareTimeAxis(event) {
    const range = event.target.layout && event.target.layout.xaxis && event.target.layout.xaxis.range;
    if (!range) return;
    for (const other of document.querySelectorAll(".js-plotly-plot")) {
      const own = other.layout && other.layout.xaxis && other.layout.xaxis.range;
      if (other !== event.target && own && (own[0] !== range[0] || own[1] !== range[1])) {
        window.Plotly.relayout(other, { "xaxis.range": range.slice() });
      }
    }
  }

  function watchPlots() {
    for (const plot of document.querySelectorAll(".js-plotly-plot:not([data-shared])")) {
      plot.dataset.shared = "yes";
      plot.on("plotly_relayout", () => shareTimeAxis({ target: plot }));
    }
  }
  new MutationObserver(watchPlots).observe(document.documentElement, { childList: true, subtree: true });

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.osteoniche = { request, release, dial };
})();

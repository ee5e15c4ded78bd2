/* What a cohort is to be: kept by name as it was typed, told to the server and to the address. */
(function () {
  "use strict";
  const noUpdate = () => window.dash_clientside.no_update;
  const PAGE = "cohort";
  const RULE = "progression";
  const LIMIT = "limit";

  /* `terms`: the key in the address, and how long that may be. */
  const held = { terms: null, texts: {}, wanted: "" };

  /* What is written in an address: name:text, apart by commas. */
  const plain = (text) => text.replace(/[^\w.+=;-]/g, "");

  function read(search, key) {
    const said = new URLSearchParams(search).get(key) || "";
    const pairs = said.split(",").map((part) => part.split(":").map(plain));
    return Object.fromEntries(pairs.filter(([name, text]) => name && text));
  }

  function written(texts, key) {
    const parts = Object.entries(texts).map(([name, text]) => `${plain(name)}:${plain(text)}`);
    return parts.length ? [`${key}=${parts.join(",")}`] : [];
  }

  function keep(texts) {
    held.texts = texts;
    const { key, longest } = held.terms;
    window.osteoniche.adds(PAGE, { keys: [key], parts: written(texts, key), longest });
  }

  /* The settings with one typed anew: an empty field is as usual. The number of a rule stands
     behind it, and another rule has another. */
  function typed(texts, name, text, rule) {
    const { [name]: _, ...others } = texts;
    if (name === LIMIT) return { ...others, [RULE]: text ? `${rule}=${text}` : rule };
    return text ? { ...others, [name]: text } : others;
  }

  function set(name, text) {
    const rule = document.querySelector(`[data-cohort="${RULE}"]`)?.value || "";
    keep(typed(held.texts, name, text, rule));
    window.dash_clientside.set_props("cohort-form-of", { data: null }); // the field says what is so
    window.dash_clientside.set_props("cohort-settings", { data: held.texts });
    window.osteoniche.describe(window.osteoniche.settings());
  }

  /* What was run along a setting; values stand apart by what an address may have. */
  function alongText({ setting, values }) {
    return `${setting}=${values
      .split(/[\s,;]+/)
      .filter(Boolean)
      .join(";")}`;
  }

  function keepAlong(request) {
    if (!request) return noUpdate();
    keep({ ...held.texts, along: alongText(request) });
    window.osteoniche.describe(window.osteoniche.settings());
    return noUpdate();
  }

  document.addEventListener("change", ({ target }) => {
    const name = target.closest?.("[data-cohort]")?.dataset.cohort;
    if (!name) return;
    const ticked = target.checked ? "yes" : "";
    set(name, target.type === "checkbox" ? ticked : target.value.trim());
  });

  /* A bar is pressed: the curve of its subject is shown. */
  document.addEventListener("click", ({ target }) => {
    const plot = target.closest?.("#cohort-waterfall .js-plotly-plot");
    const [bar] = plot?._hoverdata || [];
    if (bar?.customdata) set("subject", String(bar.customdata[0]));
  });

  /* An address is opened, or come back to. */
  function readCohort(search, visit, terms) {
    held.terms = terms;
    const changed = window.dash_clientside.callback_context.triggered.map((item) => item.prop_id);
    const visited = changed.includes("visit.data");
    if (visited && visit.alone) return noUpdate();
    keep(read(visited ? visit.search : search || window.location.search, terms.key));
    return held.texts;
  }

  /* What the page is to show, where that has changed; and by the button what is to be run. */
  function wantCohort(answer, page, settings) {
    const same = [noUpdate(), noUpdate()];
    if (page !== PAGE || !answer || !answer.scenario) return same;
    const changed = window.dash_clientside.callback_context.triggered.map((item) => item.prop_id);
    const pressed = changed.includes("cohort-start.n_clicks");
    const asked = { query: answer.scenario, settings: settings || {} };
    const wanted = JSON.stringify(asked);
    if (!pressed && wanted === held.wanted) return same;
    held.wanted = wanted;
    const look = { screen: window.osteoniche.screen(), wish: window.osteoniche.wish() };
    const request = { ...asked, ...look };
    return [request, pressed ? request : noUpdate()];
  }

  /* The server is back: what was wanted of it may be lost. */
  document.addEventListener("osteoniche:back", () => {
    held.wanted = "";
    window.dash_clientside.set_props("cohort-settings", { data: { ...held.texts } });
  });

  /* A dial that moves has left the page behind: whatever it rests at is asked for. */
  function cohortIsBehind(yes) {
    document.querySelector(".cohort").classList.toggle("is-behind", yes);
    if (yes) held.wanted = "";
  }
  document.addEventListener("osteoniche:written", ({ detail }) => {
    if ("cohort-line" in detail) cohortIsBehind(false);
  });

  const cohortSettings = () => held.texts;
  window.osteoniche = Object.assign(window.osteoniche || {}, { cohortSettings, cohortIsBehind });
  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.osteoniche = Object.assign(window.dash_clientside.osteoniche || {}, {
    keepAlong,
    readCohort,
    wantCohort,
  });
})();

/* The address of what is shown, and the ways that lead from a mark on the page to a setting. */
(function () {
  "use strict";
  const setProps = (id, props) => window.dash_clientside.set_props(id, props);

  /* One gesture (a drag, a click, a run of keys) makes one entry of the browser's history. */
  const history = { gesture: 0, entered: 0, keyAt: 0 };
  const SAME_KEYS = 1000; // milliseconds between keys that belong to one gesture

  function gestureBegins(event) {
    if (event.type === "keydown") {
      const pause = Date.now() - history.keyAt;
      history.keyAt = Date.now();
      if (pause < SAME_KEYS) return;
    }
    history.gesture += 1;
  }
  document.addEventListener("pointerdown", gestureBegins, true);
  document.addEventListener("keydown", gestureBegins, true);

  function describe(query) {
    if (query === null || query === undefined) return;
    const place = window.location.pathname + (query ? "?" + query : "");
    if (place === window.location.pathname + window.location.search) return;
    const enter = history.gesture !== history.entered ? "pushState" : "replaceState";
    history.entered = history.gesture;
    window.history[enter](null, "", place);
  }

  function visit(search) {
    setProps("visit", { data: { search: search, at: Date.now() } });
  }

  window.addEventListener("popstate", () => {
    history.entered = history.gesture;
    visit(window.location.search);
  });

  async function copy(button) {
    const words = button.textContent;
    let copied = true;
    try {
      await window.navigator.clipboard.writeText(window.location.href);
    } catch (refused) {
      copied = copyBySelection(window.location.href); // a page that came without encryption
    }
    button.textContent = copied ? "Link copied" : "Copy it from the address bar";
    setTimeout(() => (button.textContent = words), 2000);
  }

  function copyBySelection(text) {
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    const copied = document.execCommand("copy");
    field.remove();
    return copied;
  }

  /* Open the folded section that holds a control, if any, and go to it. */
  function goTo(id, fold) {
    const header = fold && document.getElementById("folds-control-" + fold);
    const toggle = header || (fold && document.querySelector(`#folds [data-fold-of="${fold}"] button`));
    if (toggle && toggle.getAttribute("aria-expanded") === "false") toggle.click();
    setTimeout(() => {
      const found = document.getElementById(id);
      if (!found) return;
      const inner = found.matches("input, button") ? found : found.querySelector("input, button, [tabindex]");
      found.scrollIntoView({ block: "center" });
      (inner || found).focus();
    }, 250);
  }

  function unpin(place) {
    window.dash_clientside.set_props("unpin", { data: { place: Number(place), at: Date.now() } });
  }

  document.addEventListener("click", (event) => {
    const target = event.target.closest("button");
    if (!target) return;
    const { focus, fold, reset, visit: query, unpin: place } = target.dataset;
    if (focus !== undefined) goTo(focus, fold);
    if (reset !== undefined) {
      const { id, property, value } = JSON.parse(reset);
      setProps(id, { [property]: value });
    }
    if (query !== undefined) visit("?" + query + viewOf(window.location.search));
    if (place !== undefined) unpin(place);
    if (target.id === "copy-link") copy(target);
    if (target.id === "take-png") window.osteoniche.picture("png");
    if (target.id === "take-svg") window.osteoniche.picture("svg");
  });

  /* The part of an address that says how things are shown. */
  function viewOf(search) {
    const parts = search.replace(/^\?/, "").split("&");
    return parts.filter((part) => part.startsWith("view.")).map((part) => "&" + part).join("");
  }

  window.osteoniche = Object.assign(window.osteoniche || {}, { describe });
})();

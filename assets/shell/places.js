/* The address of what is shown, and the ways that lead from a mark on the page to a setting. */
(function () {
  "use strict";
  const setProps = (id, props) => window.dash_clientside.set_props(id, props);

  /* One gesture (a drag, a click, a run of keys) makes one entry of the browser's history. */
  let history = { gesture: 0, entered: 0, keyAt: 0 };
  const SAME_KEYS = 1000; // milliseconds between keys that belong to one gesture

  /* The history once a pointer or a key has gone down. */
  function pressed(history, type, at) {
    const isKey = type === "keydown";
    const begins = !isKey || at - history.keyAt >= SAME_KEYS;
    const keyAt = isKey ? at : history.keyAt;
    return { ...history, keyAt, gesture: history.gesture + (begins ? 1 : 0) };
  }

  function gestureBegins({ type }) {
    history = pressed(history, type, Date.now());
  }
  document.addEventListener("pointerdown", gestureBegins, true);
  document.addEventListener("keydown", gestureBegins, true);

  /* What pages that are not computed with every answer add to the address (see adds), and the
     address of the last answer. */
  const said = { added: {}, query: null };

  document.addEventListener("osteoniche:answered", ({ detail }) => {
    said.query = detail.query;
  });

  function describe(query) {
    if (query === null || query === undefined) return;
    const full = withAdded(query, allOf(said.added));
    const place = window.location.pathname + (full ? `?${full}` : "");
    if (place === window.location.pathname + window.location.search) return;
    const enter = history.gesture !== history.entered ? "pushState" : "replaceState";
    history.entered = history.gesture;
    window.history[enter](null, "", place);
  }

  /* A query with what a page adds to it; without it where there is no room. */
  function withAdded(query, { keys, parts, longest }) {
    const bare = without(query, keys);
    const full = [bare, ...parts].filter(Boolean).join("&");
    return full.length > longest ? bare : full;
  }

  function without(query, keys) {
    return query
      .split("&")
      .filter((part) => !keys.includes(part.split("=")[0]))
      .join("&");
  }

  /* A page adds `parts` to the address from now on, in place of all that has one of the `keys`. */
  function adds(page, added) {
    said.added[page] = added;
  }

  /* What all pages add. */
  function allOf(added) {
    const each = Object.values(added);
    return {
      keys: each.flatMap(({ keys }) => keys),
      parts: each.flatMap(({ parts }) => parts),
      longest: Math.min(...each.map(({ longest }) => longest)),
    };
  }

  /* The settings of the address, without what a page has added. */
  function settings() {
    return without(window.location.search.slice(1), allOf(said.added).keys);
  }

  /* `alone`: the settings change, and how they are shown stays. */
  function visit(search, alone) {
    setProps("visit", { data: { search: search, alone: Boolean(alone), at: Date.now() } });
  }

  /* The settings of an address with others added; of another species none of them stay. */
  function together(search, added, species) {
    const name = (part) => decodeURIComponent(part.split("=")[0]);
    const here = search.slice(1).split("&").filter(Boolean);
    const other = here.some((part) => name(part) === "species" && part !== `species=${species}`);
    const names = added.split("&").map(name);
    const kept = other ? [] : here.filter((part) => !names.includes(name(part)));
    return `?${[...kept, added].join("&")}`;
  }

  /* Once more, what the page was opened with: the first time the server did not answer. */
  function read() {
    visit(window.location.search);
  }

  window.addEventListener("popstate", () => {
    history.entered = history.gesture;
    visit(window.location.search);
  });

  async function copy(button) {
    const label = button.querySelector("[class*='itemLabel']") || button;
    const words = label.textContent;
    let copied = true;
    try {
      await window.navigator.clipboard.writeText(window.location.href);
    } catch {
      copied = copyBySelection(window.location.href); // a page that came without encryption
    }
    label.textContent = copied ? "Link copied" : "Copy it from the address bar";
    setTimeout(() => {
      label.textContent = words;
    }, 2000);
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

  /* The address as a telephone is to open it. */
  function link(clicks) {
    if (!clicks) return window.dash_clientside.no_update;
    describe(said.query);
    return window.location.href;
  }

  /* What a link of the page led to stands in the address, so that it can be sent. */
  function keepPlace(id) {
    const { pathname, search } = window.location;
    window.history.replaceState(null, "", `${pathname}${search}#${id}`);
  }

  /* Open the folded section that holds a control, if any, and go to it. */
  function goTo(id, fold, page) {
    if (fold) setProps("unfold", { data: { fold: fold, at: Date.now() } });
    reach(id, null, page === undefined ? 40 : 400); // another page may be filled first
  }

  function unfold(wanted, open) {
    if (!wanted || open.includes(wanted.fold)) return window.dash_clientside.no_update;
    return open.concat([wanted.fold]);
  }

  /* A section takes a moment to open: wait until its control is there and has come to rest. */
  function reach(id, before, tries) {
    const found = document.getElementById(id);
    const row = found?.closest("tr");
    if (row) row.hidden = false; // what a search had left out
    const box = found?.getClientRects()[0];
    const there = box && box.height > 0 && getComputedStyle(found).visibility === "visible";
    const where = there ? box.top : null;
    if (where === null || where !== before) {
      if (tries > 0) setTimeout(() => reach(id, where, tries - 1), 50);
      return;
    }
    const parts = ["input:checked", "input", "button", "[tabindex]"];
    const part = parts.map((kind) => found.querySelector(kind)).find(Boolean);
    const target = found.matches("input, button, [tabindex='-1']") ? found : part || found;
    found.scrollIntoView({ block: "center" });
    target.focus({ preventScroll: true });
  }

  /* Open the panel that explains a word, and go there. */
  function explain(id) {
    const panel = document.getElementById(id).closest(".mantine-Accordion-item");
    const head = panel.querySelector("button[aria-expanded]");
    if (head.getAttribute("aria-expanded") !== "true") head.click();
    reach(id, null, 40);
  }

  function unpin(place) {
    window.dash_clientside.set_props("unpin", { data: { place: Number(place), at: Date.now() } });
  }

  document.addEventListener("click", (event) => {
    const target = event.target.closest("button, a[data-leads]");
    if (!target || (target.href && (event.ctrlKey || event.metaKey || event.shiftKey))) return;
    if (target.href) event.preventDefault(); // the page is here already
    const {
      focus,
      fold,
      reset,
      visit: query,
      unpin: place,
      press,
      term,
      leads,
      also,
      species,
    } = target.dataset;
    if (leads !== undefined)
      document.querySelector(`.ways a[data-way="${CSS.escape(leads)}"]`).click();
    if (term !== undefined) explain(term);
    if (target.href) keepPlace(focus);
    if (focus !== undefined) goTo(focus, fold, leads);
    if (reset !== undefined) {
      const { id, property, value } = JSON.parse(reset);
      setProps(id, { [property]: window.osteoniche.stands(id, value) });
      if (document.getElementById(`${id}-number`)) setProps(`${id}-number`, { value, error: null });
      setProps("rested", { data: Date.now() }); // sliders are read when they rest
    }
    if (query !== undefined) visit("?" + query, true);
    if (also !== undefined) visit(together(window.location.search, also, species), true);
    if (place !== undefined) unpin(place);
    if (press !== undefined) document.getElementById(press).click();
    if (target.id === "copy-link") {
      describe(said.query);
      copy(target);
    }
  });

  window.osteoniche = Object.assign(window.osteoniche || {}, {
    describe,
    adds,
    settings,
    goTo,
    read,
  });
  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.osteoniche = Object.assign(window.dash_clientside.osteoniche || {}, {
    unfold,
    link,
  });
})();

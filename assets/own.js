/* One's own table: from a file, the clipboard or the example into the field, and from there to the
   server; of a file that can not be read as text only the beginning goes there. */
(function () {
  "use strict";
  const noUpdate = () => window.dash_clientside.no_update;

  function ownGiven(text, contents, clicks, terms) {
    const changed = window.dash_clientside.callback_context.triggered.map((item) => item.prop_id);
    if (changed.includes("own-upload.contents") && typeof contents === "string") {
      return opened(contents, terms);
    }
    if (changed.includes("own-example.n_clicks") && clicks) {
      return [{ text: terms.example }, terms.example, noUpdate()];
    }
    if (!text && !changed.includes("own-text.value")) return [noUpdate(), noUpdate(), noUpdate()];
    return [given(text || "", terms), noUpdate(), noUpdate()];
  }

  function given(text, terms) {
    const bytes = new TextEncoder().encode(text).length;
    const sent = JSON.stringify(text).length;
    if (bytes <= terms.bytes && sent <= terms.sent) return { text: text, groups: groupsOf(text) };
    return { bytes: Math.max(bytes, terms.bytes + 1), begin: "" };
  }

  function opened(contents, terms) {
    const written = contents.slice(contents.indexOf(",") + 1);
    const size = Math.floor(written.length * 0.75);
    const part = { bytes: size, begin: written.slice(0, terms.begin) };
    if (size > terms.bytes + 2) return [part, "", null]; // base64 fills up by as many at most
    try {
      const bytes = Uint8Array.from(atob(written), (letter) => letter.charCodeAt(0));
      const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
      if (text.startsWith("PK") || text.includes("\0")) return [part, "", null];
      return [given(text, terms), text, null];
    } catch (none) {
      return [part, "", null];
    }
  }

  /* What the button wants; and at the first sight of the page what it wanted before a reload. */
  const KEPT = "osteoniche-own";
  let seen = false;
  function ownWanted(clicks, page, table, answer, free, bounds, ...groups) {
    const changed = window.dash_clientside.callback_context.triggered.map((item) => item.prop_id);
    if (!changed.includes("own-fit.n_clicks")) return seen ? noUpdate() : remembered(page);
    if (!clicks || !table || !answer || answer.scenario === undefined) return noUpdate();
    const wanted = Object.assign({}, table, {
      query: answer.scenario,
      free: free,
      bounds: bounds,
      groups: groups,
      wish: window.osteoniche.wish(),
    });
    keep(wanted);
    return wanted;
  }

  function keep(wanted) {
    try {
      window.sessionStorage.setItem(KEPT, JSON.stringify(wanted));
    } catch (full) {
      window.sessionStorage.removeItem(KEPT); // a reload then begins anew
    }
  }

  function kept() {
    return JSON.parse(window.sessionStorage.getItem(KEPT));
  }

  function remembered(page) {
    if (page !== "own-data") return noUpdate();
    seen = true;
    return kept() || noUpdate();
  }

  /* What the groups of a table were said to be when it was fitted: a reload keeps that too. */
  function groupsOf(text) {
    const before = kept();
    return before && before.text === text ? before.groups : [];
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest("#own-open")) document.querySelector("#own-upload input").click();
  });

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.osteoniche = Object.assign(window.dash_clientside.osteoniche || {}, {
    ownGiven, ownWanted,
  });
})();

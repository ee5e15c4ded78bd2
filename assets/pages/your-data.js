/* One's own table: from a file, the clipboard or the example into the field, and from there to the
   server; of a file that can not be read as text only the beginning goes there. */
(function () {
  "use strict";
  const noUpdate = () => window.dash_clientside.no_update;

  function ownGiven(text, contents, clicks, terms, refused) {
    const changed = window.dash_clientside.callback_context.triggered.map((item) => item.prop_id);
    if (changed.includes("own-upload.contents") && typeof contents === "string") {
      return opened(contents, terms, kept());
    }
    if (changed.includes("own-example.n_clicks") && clicks) {
      return [given(terms.example, terms, kept()), terms.example, noUpdate(), quiet(refused)];
    }
    if (!text && !changed.includes("own-text.value")) return Array(4).fill(noUpdate());
    return [given(text || "", terms, kept()), noUpdate(), noUpdate(), quiet(refused)];
  }

  /* What was said of a file that was not opened goes when there is another table. */
  function quiet(refused) {
    return refused ? null : noUpdate();
  }

  /* What goes to the server of a table: all, with what its groups were said to be when it was fitted
     `before` a reload; or, if it is too large, its size alone. */
  function given(text, terms, before) {
    const bytes = new TextEncoder().encode(text).length;
    const sent = JSON.stringify(text).length;
    const groups = before && before.text === text ? before.groups : [];
    if (bytes <= terms.bytes && sent <= terms.sent) return { text: text, groups: groups };
    return { bytes: Math.max(bytes, terms.bytes + 1), begin: "" };
  }

  /* The table in a file; of one that is none the server says why, and what is there stays. */
  function opened(contents, terms, before) {
    const written = contents.slice(contents.indexOf(",") + 1);
    const size = Math.floor(written.length * 0.75) - written.match(/=*$/)[0].length;
    const begin = written.slice(0, terms.begin);
    const refused = [noUpdate(), noUpdate(), null, { bytes: size, begin: begin }];
    if (size > terms.bytes) return refused;
    try {
      const bytes = Uint8Array.from(atob(written), (letter) => letter.charCodeAt(0));
      const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
      if (!text.trim()) return [...refused.slice(0, 3), { bytes: 0 }];
      if (/^(PK|%PDF)/.test(text) || text.includes("\0")) return refused;
      const table = given(text, terms, before);
      return table.bytes ? [...refused.slice(0, 3), table] : [table, text, null, null];
    } catch {
      return refused;
    }
  }

  /* What the button wants; and at the first sight of the page what it wanted before a reload. */
  const KEPT = "osteoniche-own";
  let seen = false;
  function ownWanted(clicks, page, table, answer, free, bounds, ...groups) {
    const changed = window.dash_clientside.callback_context.triggered.map((item) => item.prop_id);
    if (!changed.includes("own-start.n_clicks")) return seen ? noUpdate() : remembered(page);
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

  /* Whether the result is of another table or other settings than there are now, and what is said
     of the fit then. */
  function ownChanged(ready, table, answer, free, bounds, idle, unfit, ...others) {
    const groups = others.slice(0, -2);
    const [told, terms] = others.slice(-2);
    const there = ready && table && answer && answer.scenario !== undefined;
    const now = { text: table?.text, query: answer?.scenario, free, bounds };
    const present = alike(now, shown(groups));
    const changed = there && present !== alike(ready, shown(groups, ready.groups));
    const said = changed ? (idle ? terms.changed : terms.underWay) : "";
    const news = [!changed, said, unfit || !idle];
    if (changed && idle && told === terms.done) return [...news, "", 0];
    if (there && !changed && idle && !told) return [...news, terms.done, 100];
    return [...news, noUpdate(), noUpdate()];
  }

  function alike(wanted, groups) {
    const { text, query, free, bounds } = wanted;
    return JSON.stringify([text, query, [...(free || [])].sort(), bounds, groups]);
  }

  /* The choices of the groups that a table has: values come first, then as many styles. */
  function shown(groups, chosen) {
    const half = groups.length / 2;
    const there = groups.slice(half).map((style) => !style || style.display !== "none");
    return (chosen || groups.slice(0, half)).filter((_, place) => there[place]);
  }

  function keep(wanted) {
    try {
      window.sessionStorage.setItem(KEPT, JSON.stringify(wanted));
    } catch {
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

  document.addEventListener("click", (event) => {
    if (event.target.closest("#own-open")) document.querySelector("#own-upload input").click();
  });

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.osteoniche = Object.assign(window.dash_clientside.osteoniche || {}, {
    ownGiven,
    ownWanted,
    ownChanged,
  });
})();

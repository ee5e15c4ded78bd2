/* When the server is gone or refuses: say so, mark what is shown as old, come back by itself. */
(function () {
  "use strict";
  const CALLBACKS = "_dash-update-component";
  const PATIENCE = 20000; // milliseconds after which an answer is no longer waited for
  const PAUSE = 2000; // milliseconds between tries
  const fetched = window.fetch.bind(window);
  let trying = null;

  const WORDS = {
    gone: "The server does not answer. The curves are those of earlier settings. Trying again …",
    busy: "The server is busy. The curves are those of earlier settings. Trying again …",
    refused: "The server could not use these settings, so the curves are those of earlier ones. Change a setting, or reload the page.",
  };

  function prefix() {
    const config = document.getElementById("_dash-config");
    return config ? JSON.parse(config.textContent).requests_pathname_prefix : "/";
  }

  function say(text) {
    const banner = document.getElementById("banner");
    if (banner && banner.textContent !== text) banner.textContent = text;
    document.body.classList.toggle("is-stale", Boolean(text));
  }

  function failed(kind) {
    say(WORDS[kind]);
    window.osteoniche.lost(kind);
    if (kind !== "refused" && !trying) trying = setTimeout(tryAgain, PAUSE);
  }

  async function tryAgain() {
    trying = null;
    try {
      const answer = await fetched(prefix() + "healthz", { cache: "no-store" });
      if (!answer.ok) throw new Error(String(answer.status));
      window.dash_clientside.set_props("again", { data: Date.now() });
    } catch (gone) {
      trying = setTimeout(tryAgain, PAUSE);
    }
  }

  /* Dash would log an error and keep silent; nothing to update (204) is what it can live with. */
  async function watched(resource, options) {
    const address = typeof resource === "string" ? resource : resource.url;
    if (!address.includes(CALLBACKS)) return fetched(resource, options);
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), PATIENCE);
    try {
      const answer = await fetched(resource, Object.assign({}, options, { signal: limit.signal }));
      if (answer.ok) {
        if (!trying) say("");
        return answer;
      }
      failed(answer.status === 429 || answer.status >= 500 ? "busy" : "refused");
    } catch (gone) {
      failed("gone");
    } finally {
      clearTimeout(timer);
    }
    return new Response(null, { status: 204 });
  }

  window.fetch = watched;
})();

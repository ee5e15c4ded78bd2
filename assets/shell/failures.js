/* When the server is gone or refuses: say so, mark what is shown as old, come back by itself. */
(function () {
  "use strict";
  const WATCHED = /\/(_dash-update-component|live)\b/; // where curves come from
  const PATIENCE = 20000; // milliseconds after which an answer is no longer waited for
  const PAUSE = 2000; // milliseconds between tries, where the server names no time
  const LONGEST = 30000; // whatever it names
  const SPREAD = 0.5; // part of a pause by which pages that were refused together come apart
  const fetched = window.fetch.bind(window);
  const given = { up: 0, limits: {} }; // requests for curves, by their number
  let trying = null;

  const WORDS = {
    gone: "The server does not answer. The curves are those of earlier settings. Trying again …",
    busy: "The server is busy. The curves are those of earlier settings. Trying again …",
    broken:
      "Something went wrong in the server, so the curves are those of earlier settings. Change a setting, or reload the page; if it comes again, tell whoever runs the server.",
    refused:
      "The server could not use these settings, so the curves are those of earlier ones. Change a setting, or reload the page.",
  };

  const AGAIN = ["gone", "busy"]; // what passes by itself
  const BUSY = [429, 502, 503, 504];

  function kindOf(status) {
    if (BUSY.includes(status)) return "busy";
    return status >= 500 ? "broken" : "refused";
  }

  const tell = (what, detail) => {
    document.dispatchEvent(new CustomEvent(what, { detail }));
  };

  function say(text) {
    const banner = document.getElementById("banner");
    if (banner && banner.textContent !== text) banner.textContent = text;
    document.body.classList.toggle("is-stale", Boolean(text));
  }

  /* A failure of a kind, with the answer that says so where there is one: somebody may have to look for
     its number in the log. */
  function failed(kind, answer) {
    const number = kind === "broken" && answer?.headers.get("X-Request-ID");
    say(number ? `${WORDS[kind]} Its number: ${number}.` : WORDS[kind]);
    const again = AGAIN.includes(kind);
    tell("osteoniche:lost", { again });
    if (again && !trying) trying = setTimeout(tryAgain, pauseFor(answer));
  }

  /* As long as the server says (Retry-After, in seconds), and no two pages alike. */
  function pauseFor(answer) {
    const told = 1000 * Number(answer?.headers.get("Retry-After"));
    return Math.min(told || PAUSE, LONGEST) * (1 + SPREAD * Math.random());
  }

  async function tryAgain() {
    trying = null;
    let answer = null;
    try {
      answer = await fetched(`${window.osteoniche.prefix()}healthz`, { cache: "no-store" });
      if (!answer.ok) throw new Error(String(answer.status));
      tell("osteoniche:back");
      window.dash_clientside.set_props("again", { data: Date.now() });
    } catch {
      trying = setTimeout(tryAgain, pauseFor(answer));
    }
  }

  /* The request for curves that has this number is not wanted any more. */
  function abort(number) {
    given.up = number;
    if (given.limits[number]) given.limits[number].abort();
  }

  /* With all of its content: a reader can not be told that the rest of it never came. */
  async function entire(answer) {
    const { status, headers } = answer;
    const content = status === 204 ? null : await answer.arrayBuffer();
    return new Response(content, { status, headers });
  }

  /* Dash would log an error and keep silent; nothing to update (204) is what it can live with. */
  async function watched(resource, options) {
    const address = typeof resource === "string" ? resource : resource.url;
    if (!WATCHED.test(address)) return fetched(resource, options);
    const [, number] = /"seq":(\d+)/.exec(options?.body || "") || [];
    const isFile = /"changedPropIds":\["file\.data"\]/.test(options?.body || "");
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), PATIENCE);
    if (number) given.limits = { [number]: limit };
    try {
      if (number && Number(number) === given.up) limit.abort();
      const answer = await fetched(resource, Object.assign({}, options, { signal: limit.signal }));
      if (answer.ok) {
        const whole = await entire(answer);
        if (!trying) say("");
        return whole;
      }
      failed(kindOf(answer.status), answer);
    } catch {
      if (!number || Number(number) !== given.up) failed("gone");
    } finally {
      clearTimeout(timer);
    }
    if (isFile) tell("osteoniche:unopened");
    return new Response(null, { status: 204 });
  }

  window.fetch = watched;
  window.osteoniche = Object.assign(window.osteoniche || {}, { abort });
})();

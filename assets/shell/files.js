/* Files that are opened: what goes to the server of them, and what is refused by its size. */
(function () {
  "use strict";
  const known = { rules: null };
  document.addEventListener("osteoniche:choice", ({ detail: { rules } }) => {
    known.rules = rules;
  });

  /* A file that was opened goes to the server; of one that is too large the beginning, by which
     the server says what it is. */
  function opened(contents, rules) {
    const same = window.dash_clientside.no_update;
    if (typeof contents !== "string") return [same, same];
    const file = contents.length > rules.contents ? withoutCurves(contents) : contents;
    const given = { contents: file, at: Date.now() };
    if (file.length > rules.contents) {
      given.contents = file.slice(0, rules.begin);
      given.bytes = Math.floor((file.length - file.indexOf(",") - 1) * 0.75);
    }
    return [given, null];
  }

  /* A result of the command line holds curves, which are large, and its scenario, which is not. */
  function withoutCurves(contents) {
    try {
      const bytes = Uint8Array.from(atob(contents.split(",")[1]), (letter) => letter.charCodeAt(0));
      const scenario = JSON.parse(new TextDecoder().decode(bytes)).scenario;
      if (!scenario) return contents;
      const written = new TextEncoder().encode(JSON.stringify({ scenario: scenario }));
      return "data:application/json;base64," + btoa(String.fromCharCode(...written));
    } catch {
      return contents;
    }
  }

  /* What takes files is emptied once a file is taken: of one that was corrected and is chosen again
     under the same name a browser says nothing otherwise. */
  document.addEventListener(
    "change",
    (event) => {
      const { target } = event;
      const empty = () => {
        target.value = "";
      };
      if (target.matches("input[type=file]")) setTimeout(empty); // when all have heard
    },
    true,
  );

  /* A file far too large is never read: it would keep the page busy for a long time, without a word.
     The server says of its beginning what it is, and how large a file may be. */
  document.addEventListener(
    "change",
    (event) => {
      const { target } = event;
      const { rules } = known;
      const chosen = target.closest("#upload") && target.files && target.files[0];
      if (!chosen || !rules || chosen.size <= rules.reads) return;
      event.stopPropagation();
      window.osteoniche.heeded();
      const reader = new FileReader();
      reader.onload = () => {
        const given = {
          contents: reader.result.slice(0, rules.begin),
          bytes: chosen.size,
          at: Date.now(),
        };
        window.dash_clientside.set_props("file", { data: given });
      };
      reader.readAsDataURL(chosen.slice(0, rules.begin));
    },
    true,
  );

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.osteoniche = Object.assign(window.dash_clientside.osteoniche || {}, {
    opened,
  });
})();

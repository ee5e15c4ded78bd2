/* Numbers that are typed: read without changing them into others, and stepped by the arrow keys. */
(function () {
  "use strict";

  /* The unit that stands beside a field. */
  function unitOf(id) {
    const beside = document.getElementById(`${id}-unit`);
    return beside ? beside.textContent : "";
  }

  /* A text without the unit of its field, which people type along, as it stands there or as a
     keyboard writes it. */
  function bare(text, unit) {
    const written = String(text).trim();
    const small = unit.toLowerCase();
    const units = [small, small.replace("²", "2").replace("µ", "u")].filter(Boolean);
    const found = units.find((each) => written.toLowerCase().endsWith(each));
    return found ? written.slice(0, -found.length).trim() : written;
  }

  /* What a text stands for, by the patterns of the server; NaN if it is no number. */
  function number(text, rules) {
    const written = String(text).trim().replace("\u2212", "-");
    const is = (pattern) => new RegExp(`^(?:${pattern})$`).test(written);
    if (!is(rules.number) || is(rules.thousands)) return NaN;
    return Number(written.replace(",", "."));
  }

  function say(words, text) {
    const shown = text.length > 20 ? text.slice(0, 19) + "…" : text;
    return words.replace("{text}", shown);
  }

  /* The next value of a field: from what stands there, or from the default where nothing does. */
  function next(text, limits, direction, rules) {
    if (!text.trim()) return limits.default;
    const stands = number(text, rules);
    if (!Number.isFinite(stands)) return null;
    if (limits.scale) return window.osteoniche.stepped(limits.scale, stands, direction);
    const moved = Number((stands + direction * limits.step).toPrecision(12));
    return Math.min(limits.high, Math.max(limits.low, moved));
  }

  /* Into the field itself, which follows its property late: it may still be on the way to the value
     before, and then stays there. */
  function show(id, value) {
    const field = document.getElementById(id);
    if (!field || field.value === String(value)) return value;
    const plain = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value");
    plain.set.call(field, String(value));
    field.dispatchEvent(new Event("input", { bubbles: true }));
    return value;
  }

  /* What is typed and not yet confirmed may differ from the field's property. */
  function write(field, value) {
    window.dash_clientside.set_props(field.id, { value: show(field.id, value) });
  }

  /* The limits of every field, by its id: they follow the species and the drugs. */
  const known = { limits: {}, rules: null };
  function limits(choice, rules) {
    known.limits = choice.limits;
    known.rules = rules;
    document.dispatchEvent(new CustomEvent("osteoniche:choice", { detail: { choice, rules } }));
    return window.dash_clientside.no_update;
  }

  document.addEventListener("keydown", (event) => {
    const direction = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    const range = known.limits[event.target.id];
    if (!direction || !range || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const value = next(event.target.value, range, direction, known.rules);
    if (value !== null) write(event.target, value);
  });

  /* Before Mantine takes over what was typed, its unit goes: 12 mg/kg is 12. */
  function settle(field) {
    if (!known.limits[field.id]) return;
    const plain = bare(field.value, unitOf(field.id));
    const value = number(plain, known.rules);
    if (Number.isNaN(value) || plain === field.value.trim()) return;
    write(field, value);
  }

  document.addEventListener(
    "keydown",
    (event) => {
      if (event.key === "Enter" || event.key === "Tab") settle(event.target);
    },
    true,
  );
  document.addEventListener(
    "pointerdown",
    (event) => {
      const field = document.activeElement;
      if (field !== event.target) settle(field);
    },
    true,
  );

  /* Only an infusion has a length. */
  function infused(route) {
    return route !== "infusion";
  }

  window.osteoniche = Object.assign(window.osteoniche || {}, { number, bare, unitOf, say, show });
  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.osteoniche = Object.assign(window.dash_clientside.osteoniche || {}, {
    limits,
    infused,
  });
})();

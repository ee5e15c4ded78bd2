/* The living picture: what the day that is read changes in the drawing that the server laid out
   (drawing.py). Attributes only, and only those that differ. */
(function () {
  "use strict";
  const held = {
    sent: null, // the run of the page
    lent: null, // another one, while it is shown
    run: null,
    day: null,
    room: null,
    asked: false,
    watched: null,
  };
  const known = new WeakMap(); // what stands in an element, by the name of the attribute

  const scene = () => document.getElementById("scene");

  function set(node, attributes) {
    const before = known.get(node) || {};
    for (const [name, value] of Object.entries(attributes)) {
      if (before[name] === value) continue;
      if (value === null) node.removeAttribute(name);
      else node.setAttribute(name, value);
    }
    known.set(node, { ...before, ...attributes });
  }

  function write(node, text) {
    if (node && node.textContent !== text) node.textContent = text;
  }

  const put = ({ x, y, size = 1, turn = 0 }) => {
    const moved = `translate(${x.toFixed(2)} ${y.toFixed(2)})`;
    return `${moved} rotate(${turn}) scale(${size.toFixed(3)})`;
  };

  /* The elements of a pool that are needed, the others out of sight. */
  function pool(box, selector, placed) {
    const nodes = box.querySelectorAll(selector);
    for (const [place, node] of nodes.entries()) set(node, placed[place] || { display: "none" });
  }

  const used = (place, symbol) => ({
    href: `#${symbol}`,
    transform: put(place),
    display: null,
  });

  const path = (box, selector, d) => set(box.querySelector(selector), { d: d || "" });

  function paintTumour(art, cells) {
    const placed = cells.map((cell) => ({
      ...used(cell, cell.kind),
      class: cell.kind === "dying" ? "cell is-dying" : "cell",
    }));
    pool(art, '[data-part="tumour"] use', placed);
  }

  function paintShield(art, shield) {
    const part = art.querySelector('[data-part="notch"]');
    set(part, { display: shield ? null : "none" });
    if (!shield) return;
    path(part, ".shield", shield.band);
    path(part, ".rim", shield.rims[0]);
    path(part, ".rim.inner", shield.rims[1]);
    path(part, ".receptor", shield.receptors.off);
    path(part, ".receptor.is-on", shield.receptors.on);
    path(part, ".plug", shield.receptors.plugs);
  }

  function paintKill(art, kill) {
    const part = art.querySelector('[data-part="kill"]');
    set(part, { display: kill ? null : "none" });
    if (!kill) return;
    set(part.querySelector(".coming"), { d: kill.coming, "stroke-width": kill.wide.toFixed(2) });
    for (const name of ["passes", "stopped"]) {
      const wide = kill[name].wide.toFixed(2);
      set(part.querySelector(`.${name}`), { d: kill[name].path, "stroke-width": wide });
    }
    path(part, ".passes-head", kill.head);
    path(part, ".stopped-head", kill.stoppedHead);
  }

  function paintFlow(part, flow, unit) {
    const seen = Boolean(flow?.wide);
    set(part, { display: seen ? null : "none" });
    if (!seen) return;
    const head = window.osteoniche.shapes.arrowhead(flow.tip, flow.turn, flow.wide, unit);
    set(part.querySelector(".flow"), { d: flow.path, "stroke-width": flow.wide.toFixed(2) });
    path(part, ".head", head);
  }

  function paintBone(art, clasts, values, room) {
    const { bone, pits, ruffle, pitPath } = window.osteoniche.trabecula;
    const hollows = pits(clasts, values.resorption, room);
    const drawn = bone(values, hollows, room);
    const part = art.querySelector('[data-part="bone"]');
    for (const name of ["mass", "edge", "healthy", "lost"]) path(part, `.${name}`, drawn[name]);
    path(art, ".mass-clip", drawn.mass);
    pool(
      part,
      ".lamella",
      drawn.lamellae.map((d) => ({ d })),
    );
    pool(
      part,
      ".osteocyte",
      drawn.osteocytes.map((cell) => ({ transform: put(cell) })),
    );
    path(art, ".pit", pitPath(hollows, room));
    path(art, ".ruffle", ruffle(hollows, room));
  }

  /* The bar of what holds osteoclasts back: as wide as its level. */
  function paintBoneDrug(art, level, { clasts, surface, body, unit }) {
    const part = art.querySelector(".bone-drug");
    set(part, { display: level > 0.01 ? null : "none" });
    const [x, y] = [0.6 * clasts.from + 0.4 * clasts.to, surface - 1.6 * body];
    const half = 12 * unit;
    path(part, ".bar", `M${x} ${y - 26 * unit}V${y - 3 * unit}`);
    path(part, ".stop", `M${x - half} ${y}H${x + half}`);
    set(part, { "stroke-width": ((1.5 + 3.5 * level) * unit).toFixed(2) });
  }

  /* The highest level of the given drugs that act first at a place. */
  function levelAt(place, levels) {
    const chief = (drug) =>
      scene().querySelector(`[data-drug="${CSS.escape(drug)}"]`)?.dataset.chief;
    return Math.max(
      0,
      ...levels.filter(([drug]) => chief(drug) === place).map(([, level]) => level),
    );
  }

  const WIDE = { clast: 108, blast: 95 }; // how wide the cells are drawn

  function paintRow(art, kind, cells) {
    const standing = ({ x, y, wide }) => used({ x, y, size: wide / WIDE[kind] }, kind);
    pool(art, `.${kind}`, cells.map(standing));
  }

  function paintJagged1(art, { stalks, heads, ys }) {
    path(art, ".stalk", stalks);
    path(art, ".knob", heads);
    path(art, ".ys", ys);
  }

  /* What cells send to each other, and what drugs do to them. */
  function paintArrows(art, values, blasts, around, room) {
    const { call, kill, loop } = window.osteoniche.shapes;
    const { pthrp, tgf } = loop(values, around?.outer, room);
    const called = call(values, blasts, around?.outer, room);
    paintFlow(art.querySelector(".calls"), called, room.unit);
    paintFlow(art.querySelector('[data-part="pthrp"]'), pthrp, room.unit);
    paintFlow(art.querySelector('[data-part="tgf-beta"]'), tgf, room.unit);
    paintKill(art, kill(values, around || undefined, room));
    paintBoneDrug(art, levelAt("bone", values.levels), room);
  }

  function paintArt(values, room, run) {
    const { cluster, shield, row, outlines, ligands } = window.osteoniche.shapes;
    const art = scene().querySelector(".art");
    const { scale, most } = run;
    const many = (kind, fold) => Math.min(scale[kind] * fold, most[kind]);
    const rowOf = (kind, fold) => row(many(kind, fold), room[kind], scale[kind], room.surface);
    const { cells, inner } = cluster(values, run, room);
    const around = shield(values, inner, room, levelAt("Notch", values.levels) > 0.01);
    const clasts = rowOf("clasts", values.osteoclasts).cells;
    const blasts = rowOf("blasts", values.osteoblasts);
    paintTumour(art, cells);
    paintShield(art, around);
    paintBone(art, clasts, values, room);
    paintRow(art, "clast", clasts);
    paintRow(art, "blast", blasts.cells);
    path(art, ".missing", outlines(blasts.missing));
    paintJagged1(art, ligands(values, blasts.cells, run, room));
    placeTag(tagOf("jagged1"), window.osteoniche.room.besideLast(blasts.cells, room));
    paintArrows(art, values, blasts.cells, around, room);
  }

  /* Words that have nothing to say are not there. */
  function silent(values) {
    const none = values.tumour === 0;
    const uncovered = values.covered < 0.0005 && !levelAt("Jagged1", values.levels);
    return {
      notch: none,
      kill: none || values.full < 1e-4,
      pthrp: none,
      "tgf-beta": none,
      antibody: uncovered,
    };
  }

  function paintWords(box, values, words) {
    const hidden = silent(values);
    for (const tag of box.querySelectorAll(".tag"))
      tag.parentElement.hidden = Boolean(hidden[tag.dataset.part]);
    const told = ".scene-day, .tags [data-says], :popover-open [data-says]";
    for (const said of box.querySelectorAll(told))
      write(said, window.osteoniche.figures.filled(said.dataset.says, words));
  }

  function paintVessel(box, run, levels) {
    const given = new Map(levels);
    for (const chip of box.querySelectorAll(".drug-chip")) {
      const level = given.get(chip.dataset.drug);
      chip.parentElement.hidden = level === undefined;
      if (level === undefined) continue;
      const { name } = run.drugs.find(({ drug }) => drug === chip.dataset.drug);
      write(chip.querySelector(".name"), name);
      chip.style.setProperty("--level", level.toFixed(3));
    }
    box.querySelector(".no-drug").hidden = given.size > 0;
  }

  function wordsOf(values, day, open) {
    const { written, percent } = window.osteoniche.figures;
    const level = new Map(values.levels).get(open?.dataset.drawn.replace("drug-", ""));
    const told = level === undefined ? "no drug" : percent(100 * level);
    return { ...written(values), level: told, day: String(Number(day.toFixed(1))) };
  }

  /* The run that was sent, with how much of it is drawn. */
  function opened(art, sent) {
    const [scale, most] = [JSON.parse(art.dataset.scale), JSON.parse(art.dataset.most)];
    return { ...window.osteoniche.figures.opened(sent), scale, most };
  }

  function paint() {
    held.asked = false;
    const box = scene();
    const canvas = box?.querySelector(".canvas");
    const sent = held.lent || held.sent;
    if (!canvas || !sent) return;
    held.run = held.run || opened(box.querySelector(".art"), sent);
    watch(canvas);
    const { clientWidth: width, clientHeight: height } = canvas;
    if (!width || !height) return;
    arrange(box, width, height);
    const { days } = held.run;
    const last = days[days.length - 1];
    const day = Math.min(held.day ?? last, last);
    const values = window.osteoniche.figures.read(held.run, day);
    paintArt(values, held.room, held.run);
    const words = wordsOf(values, day, box.querySelector(":popover-open"));
    paintWords(box, values, words);
    paintVessel(box, held.run, values.levels);
    box.dataset.day = words.day;
    document.dispatchEvent(new CustomEvent("osteoniche:painted", { detail: { day, last, words } }));
  }

  function paintSoon() {
    if (held.asked) return;
    held.asked = true;
    requestAnimationFrame(paint);
  }

  /* Put the words in their places, where the room has another size. */
  function arrange(box, width, height) {
    const unit = parseFloat(getComputedStyle(box).fontSize) / 16;
    if (held.room?.width === width && held.room.height === height && held.room.unit === unit)
      return;
    held.room = window.osteoniche.room.layout(width, height, unit);
    box.style.setProperty("--wide", `${width}px`); // on paper it stays as it is
    box.style.setProperty("--high", `${height}px`);
    set(box.querySelector(".art"), { viewBox: `0 0 ${width} ${height}` });
    for (const [part, place] of Object.entries(held.room.tags)) placeTag(tagOf(part), place);
  }

  const tagOf = (part) => scene().querySelector(`.tags [data-part="${part}"]`);

  function placeTag(tag, { left, right, top, most }) {
    const pixels = (length) => (length === undefined ? "auto" : `${length}px`);
    const [from, to] = [pixels(left), pixels(right)];
    const place = { left: from, right: to, top: pixels(top), maxWidth: pixels(most) };
    Object.assign(tag.parentElement.style, place);
  }

  function watch(canvas) {
    if (held.watched === canvas) return;
    held.watched = canvas;
    new ResizeObserver(paintSoon).observe(canvas);
  }

  document.addEventListener("osteoniche:answered", ({ detail: { scene: drawn } }) => {
    if (!drawn) return;
    Object.assign(held, { sent: drawn, run: null });
    paintSoon();
  });
  /* Another run for a while, or none any more: the lecture shows its own. */
  document.addEventListener("osteoniche:scene", ({ detail: { scene: lent } }) => {
    Object.assign(held, { lent, run: null });
    paintSoon();
  });
  document.addEventListener("osteoniche:day", ({ detail: { day } }) => {
    held.day = day;
    paintSoon();
  });
  document.addEventListener("osteoniche:opened", paintSoon);
})();

/* The names and values at the ends of the lines, and the day that is read: by pointer, touch and keys. */
(function () {
  "use strict";
  const GRAPH = "#timecourse .js-plotly-plot";
  const APART = 0.875; // between two names, in the letters of the page (rem)
  const RANGE = 0.69; // more where a range stands below
  /* The day that was chosen, the one under the pointer, and the one that others were told of. */
  const held = { day: null, over: null, told: null };

  const plotOf = () => document.querySelector(GRAPH);

  /* The tops of labels of so many pixels each, that cover each other nowhere, as near to those that
     are wanted as can be, within two ends. */
  function spread(wanted, sizes, low, bottom) {
    const order = wanted.map((height, place) => [height, place]).sort((a, b) => a[0] - b[0]);
    const size = order.map(([, place]) => sizes[place]);
    const placed = order.map(([top], at) => Math.min(Math.max(top, low), bottom - size[at]));
    for (let i = 1; i < placed.length; i++)
      placed[i] = Math.max(placed[i], placed[i - 1] + size[i - 1]);
    let limit = bottom;
    for (let i = placed.length - 1; i >= 0; i--) {
      placed[i] = Math.min(placed[i], limit - size[i]);
      limit = placed[i];
    }
    const result = [];
    for (const [at, [, place]] of order.entries()) result[place] = placed[at];
    return result;
  }

  function dayOf(plot) {
    const [low, high] = plot._fullLayout.xaxis.range;
    const day = held.over ?? held.day ?? high;
    return Math.min(Math.max(day, low), high);
  }

  /* Whoever shows the same day hears of it; none is the last one. */
  function tell() {
    const day = held.over ?? held.day;
    if (day === held.told) return;
    held.told = day;
    document.dispatchEvent(new CustomEvent("osteoniche:day", { detail: { day } }));
  }

  /* Read another day, chosen elsewhere. */
  function readDay(day) {
    Object.assign(held, { day, over: null });
    tell();
    drawSoon();
  }

  document.addEventListener("osteoniche:read", ({ detail: { day } }) => readDay(day));

  function draw() {
    tell();
    const plot = plotOf();
    const box = document.getElementById("ends");
    if (!plot?._fullLayout?.xaxis || !box) return;
    const named = plot.layout.meta?.units && !plot.layout.meta.named;
    const reader = box.parentElement.querySelector(".reader");
    reader.hidden = !named || !plot._fullData.length;
    if (!named) {
      box.replaceChildren();
      return;
    }
    const day = dayOf(plot);
    const lines = window.osteoniche.linesAt(plot, day);
    const labels = Object.entries(lines).flatMap(([axis, each]) => place(plot, axis, each));
    fill(box, labels);
    mark(plot, reader, day, lines);
  }

  function place(plot, name, lines) {
    const axis = plot._fullLayout[`yaxis${name.slice(1)}`];
    const [low, high] = [axis._offset, axis._offset + axis._length];
    const own = lines.filter((line) => line.own);
    const order = [...own, ...lines.filter((line) => !line.own)];
    for (const line of order.slice(own.length)) {
      const same = own[0]?.colour === line.colour && own[0].text === line.text;
      if (same) Object.assign(line, { name: `= ${line.name}`, text: "", range: "" }); // under it
    }
    const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    const [whole, below] = [APART * rem, RANGE * rem];
    const apart = Math.min(whole, (high - low - 2) / Math.max(order.length - 1, 1));
    leaveOut(order, (high - low - 2 + whole - apart * order.length) / below);
    const heights = spread(
      order.map((line) => line.height),
      order.map(({ range }) => apart + (range ? below : 0)),
      low + 2,
      high + whole,
    );
    const { l, w } = plot._fullLayout._size;
    const left = l + w + 6;
    const width = plot._fullLayout.width - left;
    return order.map((line, at) => ({ ...line, top: heights[at], left, width }));
  }

  /* Ranges of all lines where there is room for so many, else of the visitor's run, else of none. */
  function leaveOut(order, room) {
    const ranges = order.filter((line) => line.range);
    const kept = ranges.length <= room ? ranges : ranges.slice(0, room >= 1 ? 1 : 0);
    for (const line of order) if (!kept.includes(line)) line.range = "";
  }

  function fill(box, labels) {
    while (box.childElementCount > labels.length) box.lastElementChild.remove();
    while (box.childElementCount < labels.length) {
      const label = document.createElement("span");
      for (const part of ["b", "i", "small"]) label.append(document.createElement(part));
      box.append(label);
    }
    for (const [at, { own, name, text, range, colour, top, left, width }] of labels.entries()) {
      const label = box.children[at];
      const [first, second, third] = label.children;
      label.className = own ? "end is-own" : "end";
      label.style.transform = `translate(${left}px, ${top}px)`;
      label.style.maxWidth = `${width}px`; // a long name gives way, and never its value
      label.style.setProperty("--line-colour", colour);
      write(first, name);
      write(second, text);
      write(third, range);
    }
  }

  function write(element, text) {
    if (element.textContent !== text) element.textContent = text;
  }

  /* The upright line at the day, and what it says to those who hear it. */
  function mark(plot, reader, day, lines) {
    const { _offset: left, range } = plot._fullLayout.xaxis;
    const { t, h } = plot._fullLayout._size;
    const x = left + plot._fullLayout.xaxis.d2p(day);
    reader.style.transform = `translate(${x}px, ${t}px)`;
    reader.style.height = `${h}px`;
    const handle = reader.firstElementChild;
    const words = Object.values(lines).flatMap((each) => {
      const mine = each.filter(({ own }) => own);
      return mine.map(({ text, range }) => (range ? `${text} (${range})` : text));
    });
    const shown = Number(day.toFixed(1));
    handle.dataset.day = `day ${shown}`;
    handle.setAttribute("aria-valuemin", String(range[0]));
    handle.setAttribute("aria-valuemax", String(range[1]));
    handle.setAttribute("aria-valuenow", String(shown));
    handle.setAttribute("aria-valuetext", `Day ${shown}: your run ${words.join(", ")}`);
  }

  /* The day under a pointer; none outside the plots. */
  function under(plot, { clientX }) {
    const box = plot.getBoundingClientRect();
    const { _offset: left, _length: wide } = plot._fullLayout.xaxis;
    const x = clientX - box.left - left;
    return x < -4 || x > wide + 4
      ? null
      : plot._fullLayout.xaxis.p2d(Math.min(Math.max(x, 0), wide));
  }

  const drawSoon = (() => {
    let asked = false;
    return () => {
      if (asked) return;
      asked = true;
      requestAnimationFrame(() => {
        asked = false;
        draw();
      });
    };
  })();

  document.addEventListener("pointermove", (event) => {
    const plot = plotOf();
    if (!plot?._fullLayout?.xaxis || !event.target.closest?.("#plots-box")) {
      if (held.over !== null) {
        held.over = null;
        drawSoon();
      }
      return;
    }
    const day = under(plot, event);
    if (event.pointerType === "mouse" && !held.dragged) held.over = day;
    else if (day !== null && (held.dragged || event.pointerType !== "mouse")) held.day = day;
    drawSoon();
  });
  document.addEventListener("pointerdown", (event) => {
    const plot = plotOf();
    if (!plot?._fullLayout?.xaxis || !event.target.closest?.("#plots-box")) return;
    held.dragged = event.target.id === "reader";
    if (event.pointerType !== "mouse") held.day = under(plot, event) ?? held.day;
    drawSoon();
  });
  document.addEventListener("pointerup", () => {
    held.dragged = false;
  });

  const STEPS = {
    ArrowRight: 1,
    ArrowUp: 1,
    ArrowLeft: -1,
    ArrowDown: -1,
    PageUp: 7,
    PageDown: -7,
  };
  document.addEventListener(
    "keydown",
    (event) => {
      const plot = plotOf();
      if (event.target.id !== "reader" || !plot?._fullLayout?.xaxis) return;
      const [low, high] = plot._fullLayout.xaxis.range;
      const ends = { Home: low, End: high };
      if (!(event.key in STEPS) && !(event.key in ends)) return;
      event.preventDefault();
      event.stopPropagation();
      const step = (high - low > 200 ? 7 : 1) * (STEPS[event.key] || 0);
      held.day = ends[event.key] ?? Math.min(Math.max(Math.round(dayOf(plot)) + step, low), high);
      held.over = null;
      draw();
    },
    true,
  );

  document.addEventListener("osteoniche:drawn", drawSoon);
  window.addEventListener("resize", drawSoon);
  window.osteoniche = Object.assign(window.osteoniche || {}, { readDay });
})();

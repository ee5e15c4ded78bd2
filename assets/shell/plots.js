/* Plots: one time axis for all, and a hover label that survives an update. */
(function () {
  "use strict";
  const mouse = { x: 0, y: 0 };
  document.addEventListener("mousemove", (event) =>
    Object.assign(mouse, { x: event.clientX, y: event.clientY }),
  );

  /* The days that all plots show since one of them was zoomed; none once it is taken back. Plotly
     keeps a zoom only where the mouse made it, so the others are told again with each new figure, as
     long as it is a figure of the same horizon. */
  const days = { view: null, range: null };

  /* The time axis of a plot that takes part (see figures/look.py, layout). */
  function timeAxis(plot) {
    const { meta, xaxis } = plot.layout || {};
    return meta?.days && xaxis?.range ? xaxis : null;
  }

  function shareTimeAxis(plot) {
    const axis = timeAxis(plot);
    if (!axis) return;
    days.view = plot.layout.uirevision;
    days.range = axis.autorange ? null : axis.range.slice();
    document.querySelectorAll(".js-plotly-plot").forEach(showDays);
  }

  function showDays(plot) {
    const axis = timeAxis(plot);
    if (!axis || plot.layout.uirevision !== days.view) return;
    if (!days.range) {
      if (!axis.autorange) window.Plotly.relayout(plot, { "xaxis.autorange": true });
    } else if (axis.range[0] !== days.range[0] || axis.range[1] !== days.range[1]) {
      window.Plotly.relayout(plot, { "xaxis.range": days.range.slice() });
    }
  }

  /* What the figure came with: each axis finds it by itself (see figures/look.py, spanning). */
  function showAll(plot) {
    const axes = Object.entries(plot._fullLayout).filter(([name]) => /^[xy]axis\d*$/.test(name));
    const zoomed = axes.filter(([, axis]) => !axis.fixedrange && !axis.autorange);
    if (!zoomed.length) return;
    window.Plotly.relayout(
      plot,
      Object.fromEntries(zoomed.map(([name]) => [`${name}.autorange`, true])),
    );
  }

  /* plotly.js drops the label when it draws anew; the mouse did not move, so neither should it. */
  function keepLabel(plot) {
    if (!plot.matches(":hover")) return;
    const under = document.elementFromPoint(mouse.x, mouse.y);
    const layer = under?.closest(".drag");
    if (layer) {
      const where = { clientX: mouse.x, clientY: mouse.y, bubbles: true };
      layer.dispatchEvent(new MouseEvent("mousemove", where));
    }
  }

  /* Who stands at the lines of a plot hears that they have moved. */
  function drawn() {
    document.dispatchEvent(new CustomEvent("osteoniche:drawn"));
  }

  function watchPlots() {
    for (const plot of document.querySelectorAll(".js-plotly-plot:not([data-watched])")) {
      if (!plot.on) continue;
      plot.dataset.watched = "yes";
      plot.on("plotly_relayout", () => shareTimeAxis(plot));
      plot.on("plotly_react", () => showDays(plot));
      plot.on("plotly_doubleclick", () => showAll(plot));
      plot.on("plotly_afterplot", () => {
        keepLabel(plot);
        drawn();
      });
    }
  }
  new MutationObserver(watchPlots).observe(document.documentElement, {
    childList: true,
    subtree: true,
  });

  const FITS_AFTER = 1500; // milliseconds of rest
  const fitting = new WeakMap(); // timers by plot

  /* Other values for some traces. Animating draws lines anew and nothing else, in half the time; an
     axis that has become too short needs all. Axes fit closely again after a while of rest. */
  function redraw(plot, places, parts) {
    const values = parts.map(decoded);
    clearTimeout(fitting.get(plot));
    fitting.set(
      plot,
      setTimeout(() => fit(plot), FITS_AFTER),
    );
    const short = places.some((place, which) => leaves(plot, place, values[which].y));
    const coloured = recoloured(plot, places, values);
    if (short) {
      const data = plot.data.slice();
      for (const [which, place] of places.entries()) {
        data[place] = { ...data[place], ...values[which] };
      }
      window.Plotly.react(plot, data, plot.layout);
      return;
    }
    const still = {
      transition: { duration: 0 },
      frame: { duration: 0, redraw: false },
      mode: "immediate",
    };
    const overtaken = () => null; // by a newer one, or a whole figure
    window.Plotly.animate(plot, { data: values, traces: places }, still)
      .then(() => coloured.size && recolour(plot, coloured))
      .catch(overtaken);
    keepLabel(plot);
    drawn();
  }

  /* The traces that get another colour, by their place: animating moves them and leaves them as they
     were. */
  function recoloured(plot, places, values) {
    const colours = places.map((place, which) => [place, coloursOf(values[which])]);
    const differs = ([place, colours]) => {
      const before = coloursOf(plot.data[place]);
      return Object.keys(colours).some((name) => colours[name] !== before[name]);
    };
    return new Map(colours.filter(differs));
  }

  /* The colours that a trace has, by the name of their attribute. */
  function coloursOf({ line, fillcolor }) {
    const all = { "line.color": line?.color, fillcolor };
    return Object.fromEntries(Object.entries(all).filter(([, colour]) => colour));
  }

  function recolour(plot, coloured) {
    const each = [...coloured].map(([place, colours]) =>
      window.Plotly.restyle(plot, colours, [place]),
    );
    return Promise.all(each);
  }

  function fit(plot) {
    const free = Object.keys(plot._fullLayout).filter((name) => {
      return name.startsWith("yaxis") && plot._fullLayout[name].autorange;
    });
    window.Plotly.relayout(
      plot,
      Object.fromEntries(free.map((name) => [`${name}.autorange`, true])),
    );
  }

  const NUMBERS = { f4: Float32Array, f8: Float64Array };

  function decoded(parts) {
    const plain = ([name, part]) => {
      if (!part || !part.bdata) return [name, part];
      const bytes = Uint8Array.from(window.atob(part.bdata), (letter) => letter.charCodeAt(0));
      return [name, new NUMBERS[part.dtype](bytes.buffer)];
    };
    return Object.fromEntries(Object.entries(parts).map(plain));
  }

  function leaves(plot, place, values) {
    const trace = plot._fullData[place];
    const axis = plot._fullLayout["yaxis" + (trace.yaxis || "y").slice(1)];
    if (!axis.autorange || !values) return false;
    const [low, high] = axis.range.slice().sort((one, other) => one - other);
    const outside = (value) => {
      const height = axis.type === "log" ? Math.log10(value) : value;
      return height < low || height > high; // never for what is no number
    };
    return values.some(outside);
  }

  window.osteoniche = Object.assign(window.osteoniche || {}, { redraw, decoded });
})();

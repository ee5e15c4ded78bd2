/* The plots as a picture to take away, as large and with as much in it as is chosen. */
(function () {
  "use strict";
  const WEIGHT = 60; // pixels of a line in the legend: dashes are told apart
  const DOSES = "y4";
  const known = { rules: null };

  document.addEventListener("osteoniche:choice", ({ detail: { rules } }) => {
    known.rules = rules;
  });

  /* The traces of a plot of these axes; without arms, where these are not wanted. On white paper
     there is a legend in place of the names at the ends of the lines. */
  function traces(data, axes, arms) {
    const seen = new Set();
    return data
      .filter(({ yaxis, meta }) => axes.includes(yaxis || "y") && !arms.includes(meta))
      .map((trace) => {
        const first = trace.name && trace.yaxis !== DOSES && !seen.has(trace.name);
        seen.add(trace.name);
        const legendrank = trace.meta === "own" ? 1 : 1000; // as in the table
        return { ...trace, legendrank, showlegend: Boolean(first && trace.x?.length !== 0) };
      });
  }

  const named = (axis) => `yaxis${axis.slice(1)}`;

  /* The layout with one plot alone, as high as all were; its title goes along. */
  function alone(layout, axis) {
    const axes = Object.keys(layout.meta.units);
    const more = { annotations: layout.annotations.slice(axes.length) };
    for (const each of axes.filter((other) => other !== axis))
      more[named(each)] = { visible: false };
    more[named(axis)] = { ...layout[named(axis)], domain: [0.1, 1] };
    const title = layout.annotations[axes.indexOf(axis)];
    more.annotations = [{ ...title, y: 1 }, ...more.annotations];
    return more;
  }

  function picture({ size, plots, format, arms }) {
    const plot = document.querySelector("#timecourse .js-plotly-plot");
    const { rules } = known;
    const { width, scale, letters, grows, ...heights } = rules.pictures.sizes[size];
    const beside = plot.layout.meta.named; // side by side all plots belong together
    const all = beside || plots === rules.pictures.all;
    const axes = Object.keys(plot.layout.meta.units || {});
    const shown = all ? plot.data.map(({ yaxis }) => yaxis || "y") : [plots, DOSES];
    const without = arms || beside ? [] : rules.arms.map(({ value }) => value);
    const more = {
      ...(all || !axes.length ? {} : alone(plot.layout, plots)),
      font: { ...plot.layout.font, size: letters + 2 },
      showlegend: !beside,
      legend: { orientation: "h", x: 0, y: 1.04, yanchor: "bottom", itemwidth: WEIGHT },
    };
    const height = all ? heights.all : heights.one;
    const file = { format, width, height, scale, letters, grows, filename: "osteoniche" };
    const told = [window.osteoniche.rangesTold()].filter(Boolean);
    const data = beside ? plot.data : traces(plot.data, shown, without);
    window.osteoniche.takePicture(plot, data, more, file, told);
  }

  const chosen = (id) => document.querySelector(`#${id} input:checked`)?.value;

  /* A page that has a picture of its own gives that; else there is a choice. */
  document.addEventListener("click", ({ target }) => {
    if (target.closest("#take-picture")) {
      const other = window.osteoniche.taken("picture");
      if (other) other.click();
      else window.dash_clientside.set_props("picture-dialog", { opened: true });
    }
    if (!target.closest("#picture-save")) return;
    const arms = document.querySelector("#picture-arms").checked;
    picture({
      size: chosen("picture-size"),
      plots: chosen("picture-plots"),
      format: chosen("picture-format"),
      arms,
    });
    window.dash_clientside.set_props("picture-dialog", { opened: false });
  });
})();

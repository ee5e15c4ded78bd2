/* A plot as a tone: the higher the curve, the higher the tone. The visitor's run is left, the one that
   it is compared with right, and a soft steady tone is the value at the start. */
(function () {
  "use strict";
  const SECONDS = 4;
  const POINTS = 80; // each of 50 milliseconds
  const [LOWEST, OCTAVES] = [220, 2]; // Hz; octaves from the lower end of an axis to its upper one
  const LOUD = 0.16;
  const STEADY = 0.04;
  const OWN = "Your run";
  let playing = null; // the context of the tone that sounds, and its button

  /* The tone of a share of the height of a plot, in Hz. */
  const tone = (share) => LOWEST * 2 ** (OCTAVES * Math.min(Math.max(share, 0), 1));

  function between(one, next, passed) {
    if (passed <= 0) return one;
    return passed >= 1 ? next : one + (next - one) * passed;
  }

  /* Values evenly along the days from one to another, straight between rows; null where there is none. */
  function sampled(days, values, [from, to], points = POINTS) {
    let row = 0;
    return Array.from({ length: points }, (_, place) => {
      const day = from + ((to - from) * place) / (points - 1);
      while (row < days.length - 2 && days[row + 1] <= day) row++;
      const value = between(
        values[row],
        values[row + 1],
        (day - days[row]) / (days[row + 1] - days[row] || 1),
      );
      return Number.isFinite(value) ? value : null;
    });
  }

  /* The tones and the loudness of a line; silent where it is not drawn. */
  function melody(heights) {
    const heard = [];
    for (const height of heights) heard.push(height ?? heard.at(-1) ?? 0);
    const isEnd = (place) => place === 0 || place === heights.length - 1;
    return {
      tones: Float32Array.from(heard, tone),
      loud: Float32Array.from(heights, (height, place) =>
        height === null || isEnd(place) ? 0 : LOUD,
      ),
    };
  }

  /* Where the values of a line stand on its axis, from 0 at the lower end to 1 at the upper one. */
  function heightsOf(plot, trace) {
    const axis = plot._fullLayout[`yaxis${trace.yaxis.slice(1)}`];
    const [low, high] = axis.range;
    const share = (value) => (axis.d2l(value) - low) / (high - low);
    const days = plot._fullLayout.xaxis.range;
    return sampled(trace.x, trace.y, days).map((value) => (value === null ? null : share(value)));
  }

  function lineOf(plot, yaxis, name) {
    const isIt = (trace) => trace.yaxis === yaxis && trace.name === name && trace.mode === "lines";
    return plot._fullData.find(
      (trace) => isIt(trace) && trace.fill !== "toself" && trace.x?.length,
    );
  }

  function voice(context, { tones, loud }, side) {
    const [source, filter] = [context.createOscillator(), context.createBiquadFilter()];
    const [gain, pan] = [context.createGain(), context.createStereoPanner()];
    source.type = "triangle";
    filter.frequency.value = 2000;
    pan.pan.value = side;
    source.frequency.setValueCurveAtTime(tones, context.currentTime, SECONDS);
    gain.gain.setValueCurveAtTime(loud, context.currentTime, SECONDS);
    source.connect(filter).connect(gain).connect(pan).connect(context.destination);
    source.start();
    source.stop(context.currentTime + SECONDS);
    return source;
  }

  function play(button) {
    const plot = document.querySelector("#timecourse .js-plotly-plot");
    const { listen: yaxis, against } = button.dataset;
    const own = plot?._fullData && lineOf(plot, yaxis, OWN);
    if (!own) return;
    const context = new AudioContext();
    const heights = heightsOf(plot, own);
    const source = voice(context, melody(heights), -0.8);
    const steady = melody(heights.map(() => heights[0]));
    voice(context, { ...steady, loud: steady.loud.map((loud) => loud && STEADY) }, 0);
    const other = lineOf(plot, yaxis, against);
    if (other) voice(context, melody(heightsOf(plot, other)), 0.8);
    playing = { context, button };
    button.setAttribute("aria-pressed", "true");
    source.onended = () => playing?.context === context && stop();
  }

  function stop() {
    if (!playing) return;
    playing.button.setAttribute("aria-pressed", "false");
    playing.context.close();
    playing = null;
  }

  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.("[data-listen]");
    if (!button) return;
    const again = playing?.button === button;
    stop();
    if (!again) play(button);
  });
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Escape" || !playing) return;
      event.stopPropagation(); // the list of views stays open
      stop();
    },
    true,
  );
  document.addEventListener("visibilitychange", () => document.hidden && stop());
})();

/* The plots are drawn by the small bundle of plotly.js that the head of the page names. Dash would
   fetch the whole of it, three times as large, from where it writes down before each first plot. */
(function () {
  "use strict";
  const get = () => document.getElementById("plotly").href;
  Object.defineProperty(window, "_dashPlotlyJSURL", { get, set: () => {} });
})();

/* The medians and bands of a cohort as a picture. */
(function () {
  "use strict";
  const FILE = { format: "png", width: 1600, height: 1100, filename: "osteoniche-cohort" };

  document.addEventListener("click", ({ target }) => {
    if (!target.closest("#cohort-picture")) return;
    const plot = document.querySelector("#cohort-bands .js-plotly-plot");
    const told = [document.getElementById("cohort-story").textContent];
    if (plot?.data?.length) window.osteoniche.takePicture(plot, plot.data, {}, FILE, told);
  });
})();

/* Long work of a page: whether what it is of is what the settings say now. */
(function () {
  "use strict";

  /* Nothing was asked for yet, or for the settings of now. */
  function isUnchanged(request, answer) {
    const [shown, present] = [request?.query, answer?.scenario];
    return !shown || !present || shown === present;
  }

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.osteoniche = Object.assign(window.dash_clientside.osteoniche || {}, {
    isUnchanged,
  });
})();

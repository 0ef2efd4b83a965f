// Draws the page's charts from the JSON beside it. Nothing is fetched: the loader refuses every address, and
// expressions are interpreted (ast), so that the policy of the page needs no 'unsafe-eval'.
(() => {
  "use strict";
  const specs = JSON.parse(document.getElementById("specs").textContent);
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const refuse = () => Promise.reject(new Error("this page loads nothing"));
  const loader = { load: refuse, sanitize: refuse, http: refuse, file: refuse };
  const ink = () => (dark.matches ? "#e8e6e1" : "#1c2126");

  const fitted = (spec, box) => {
    const copy = structuredClone(spec);
    const room = Math.max(box.closest(".plot").clientWidth - 4, 280);
    if (copy.facet) {
      const most = copy.columns || 3;
      const columns = Math.max(1, Math.min(most, Math.floor(room / 230)));
      copy.columns = columns;
      copy.spec.width = Math.floor(room / columns) - 62;
    } else {
      const narrow = room < 480;
      if (narrow) {
        copy.config.legend.columns = 1;
        copy.config.axis.labelLimit = 115;
      }
      copy.width = Math.min(Math.max(room - (narrow ? 145 : 200), 150), 640);
    }
    const text = { labelColor: ink(), titleColor: ink() };
    copy.config.axis = { ...copy.config.axis, ...text };
    copy.config.legend = { ...copy.config.legend, ...text };
    copy.config.header = { ...copy.config.header, ...text };
    return copy;
  };

  const draw = () => Promise.all([...document.querySelectorAll("[data-chart]")].map(async (box) => {
    const spec = specs[box.dataset.chart];
    const options = {
      actions: false, ast: true, renderer: "svg", mode: "vega-lite", defaultStyle: false, loader,
      tooltip: { disableDefaultStyle: true },
    };
    try {
      await window.vegaEmbed(box, fitted(spec, box), options);
      const drawing = box.querySelector("svg");
      // One image with one description: its parts, which carry roles without names, would be read as noise.
      drawing.querySelectorAll("[role]").forEach((part) => {
        ["role", "aria-label", "aria-roledescription"].forEach((name) => part.removeAttribute(name));
      });
      drawing.setAttribute("role", "img");
      drawing.setAttribute("aria-label", spec.description);
      box.dataset.drawn = "yes";
    } catch (error) {
      box.dataset.drawn = "no";
      console.error("chart " + box.dataset.chart + ": " + error.message);
    }
  }));

  let width = window.innerWidth;
  let waiting = 0;
  window.addEventListener("resize", () => {
    if (window.innerWidth === width) return;
    width = window.innerWidth;
    clearTimeout(waiting);
    waiting = setTimeout(draw, 200);
  });
  dark.addEventListener("change", draw);
  draw().then(() => { document.documentElement.dataset.charts = "done"; });
})();

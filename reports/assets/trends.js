// Filters the table of trends by name, label and kind; rows are only shown or hidden.
(() => {
  "use strict";
  const rows = [...document.querySelectorAll("#rows tr")];
  const [words, label, kind] = ["words", "label", "kind"].map((id) => document.getElementById(id));
  const show = () => {
    const wanted = words.value.trim().toLowerCase();
    let count = 0;
    for (const row of rows) {
      const fits = row.dataset.name.includes(wanted) && (!kind.value || row.dataset.kind === kind.value)
        && (!label.value || row.dataset.labels.split("|").includes(label.value));
      row.hidden = !fits;
      count += fits ? 1 : 0;
    }
    document.getElementById("shown").textContent = `${count} of ${rows.length} skills.`;
  };
  for (const input of [words, label, kind]) input.addEventListener("input", show);
  document.getElementById("filter").addEventListener("submit", (event) => event.preventDefault());
})();

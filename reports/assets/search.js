// The search box over skills: names first, then aliases. Text is only ever set as text.
(() => {
  "use strict";
  const skills = JSON.parse(document.getElementById("catalogue").textContent);
  const query = document.getElementById("query");
  const kind = document.getElementById("kind");
  const results = document.getElementById("results");
  const found = document.getElementById("found");
  const folded = (text) => text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f]/g, "");
  const rows = skills.map((skill) => ({ skill, name: folded(skill.name), others: skill.aliases.map(folded) }));

  const rank = (row, wanted) => {
    if (row.name === wanted || row.others.includes(wanted)) return 0;
    if (row.name.startsWith(wanted)) return 1;
    if (row.name.includes(wanted)) return 2;
    if (row.others.some((other) => other.startsWith(wanted))) return 3;
    return row.others.some((other) => other.includes(wanted)) ? 4 : -1;
  };
  const percent = (share) => (share === null ? "–" : (share === 0 ? "0" : (share * 100).toFixed(share < 0.00995 ? 2 : 1)) + "%");

  const show = () => {
    const wanted = folded(query.value.trim());
    const matching = rows
      .filter((row) => !kind.value || row.skill.kind === kind.value)
      .map((row, order) => ({ row, order, rank: wanted ? rank(row, wanted) : 9 }))
      .filter((hit) => hit.rank >= 0)
      .sort((a, b) => a.rank - b.rank || a.order - b.order);
    results.replaceChildren(...matching.slice(0, 30).map(({ row }) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      const share = document.createElement("small");
      link.href = "skills/" + row.skill.id + ".html";
      link.textContent = row.skill.name;
      share.textContent = percent(row.skill.share);
      item.append(link, " ", share);
      return item;
    }));
    const shown = Math.min(matching.length, 30);
    found.textContent = matching.length ? `Showing ${shown} of ${matching.length} that fit.` : "No skill fits.";
  };
  query.addEventListener("input", show);
  kind.addEventListener("change", show);
  document.getElementById("search").addEventListener("submit", (event) => {
    event.preventDefault();
    const first = results.querySelector("a");
    if (first && query.value.trim()) window.location.assign(first.href);
  });
})();

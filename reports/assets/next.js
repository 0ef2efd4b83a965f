// What to learn next: the sums of reports/learning.py, done in the browser over the openings that the page carries.
(() => {
  "use strict";
  const data = JSON.parse(document.getElementById("asks").textContent);
  const skills = data.skills.map(([id, name, order, tech, ml]) => ({ id, name, order, label: { tech, ml } }));
  const openings = data.openings.map(([role, isMl, employer, asks]) => ({ role, isMl, employer, asks }));
  const [leastOpenings, leastEmployers] = data.floors;
  const STEPS = 10;
  const TICKED = 36;
  const at = (id) => document.getElementById(id);
  const known = new Set();
  let extra = [];

  const chosen = (population) => openings.filter((one) =>
    population === "tech" || (population === "ml" ? one.isMl === 1 : data.roles[one.role] === population));
  const employersOf = (list) => new Set(list.map((one) => one.employer)).size;
  const isEnough = (list) => list.length >= leastOpenings && employersOf(list) >= leastEmployers;

  const standing = (list, have) => {
    let coverage = 0;
    let within = 0;
    for (const one of list) {
      const share = one.asks.filter((skill) => have.has(skill)).length / one.asks.length;
      coverage += share;
      within += share >= data.within_reach ? 1 : 0;
    }
    return { coverage: coverage / list.length, within: within / list.length };
  };

  const path = (list, have) => {
    const learned = new Set(have);
    const asked = new Map();
    for (const one of list) for (const skill of one.asks) asked.set(skill, (asked.get(skill) || 0) + 1);
    const steps = [];
    let before = standing(list, learned).coverage;
    while (steps.length < STEPS) {
      const gains = new Map();
      for (const one of list) {
        const missing = one.asks.filter((skill) => !learned.has(skill));
        const size = one.asks.length;
        const gain = (2 * (size - missing.length) + 1) / (size * size);
        for (const skill of missing) gains.set(skill, (gains.get(skill) || 0) + gain);
      }
      if (!gains.size) break;
      const [best] = [...gains].sort((a, b) => Math.abs(b[1] - a[1]) > 1e-9 ? b[1] - a[1] : skills[a[0]].id < skills[b[0]].id ? -1 : 1)[0];
      learned.add(best);
      const now = standing(list, learned);
      steps.push({ skill: skills[best], asked: asked.get(best) / list.length, added: now.coverage - before, ...now });
      before = now.coverage;
    }
    return steps;
  };

  const percent = (share) => (share === 0 || share === 1 ? share * 100 : (share * 100).toFixed(share < 0.00995 ? 2 : 1)) + "%";
  const element = (tag, text, cls) => {
    const made = document.createElement(tag);
    if (text !== undefined) made.textContent = text;
    if (cls) made.className = cls;
    return made;
  };
  const link = (skill) => {
    const made = element("a", skill.name);
    made.href = "skills/" + skill.id + ".html";
    return made;
  };

  const tick = (number) => {
    const item = element("li");
    const label = element("label");
    const box = element("input");
    box.type = "checkbox";
    box.checked = known.has(number);
    box.addEventListener("change", () => {
      if (box.checked) known.add(number); else known.delete(number);
      show();
    });
    label.append(box, " ", skills[number].name);
    item.append(label);
    return item;
  };

  const list = () => {
    const asked = new Map();
    for (const one of chosen(at("population").value)) for (const skill of one.asks) asked.set(skill, (asked.get(skill) || 0) + 1);
    const top = [...asked].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, TICKED).map(([skill]) => skill);
    const others = [...new Set([...extra, ...known])].filter((skill) => !top.includes(skill));
    at("skills").replaceChildren(...[...top, ...others].map(tick));
  };

  const remember = () => {
    const ids = [...known].map((number) => skills[number].id).sort();
    history.replaceState(null, "", "#for=" + at("population").value + (ids.length ? "&have=" + ids.join(",") : ""));
  };

  const show = () => {
    const population = at("population").value;
    const wanted = chosen(population);
    const employers = employersOf(wanted);
    const counted = `${wanted.length.toLocaleString("en")} openings of ${employers.toLocaleString("en")} employers`;
    remember();
    if (!isEnough(wanted)) {
      at("standing").textContent = `Too little data: ${counted} in the year; ${leastOpenings} openings of ${leastEmployers} employers are needed. Choose wider jobs.`;
      at("path").hidden = true;
      return;
    }
    const now = standing(wanted, known);
    at("standing").textContent = !known.size ? `Nothing is ticked yet: the path starts from nothing, over ${counted}.` : `Over ${counted} you have ${percent(now.coverage)} of what they ask for, and ${percent(now.within)} of them are within reach.`;
    const steps = path(wanted, known);
    at("steps").replaceChildren(...steps.map((step) => {
      const row = element("tr");
      const head = element("th");
      head.scope = "row";
      head.append(link(step.skill));
      row.append(head, ...[percent(step.asked), "+" + (step.added * 100).toFixed(1), percent(step.coverage), percent(step.within)].map((text) => element("td", text, "num")),
        element("td", step.skill.label[population === "ml" ? "ml" : "tech"], "nowrap"));
      return row;
    }));
    const place = (skill) => skill.order === null ? Infinity : skill.order;
    const ordered = steps.map((step) => step.skill).map((skill, n) => [skill, n]).sort((a, b) => place(a[0]) - place(b[0]) || a[1] - b[1]).map(([skill]) => skill.name);
    at("ordered").textContent = steps.length ? "In the guide's order, foundations first: " + ordered.join(", ") + "." : "You know all that these openings ask for.";
    at("path").hidden = false;
  };

  const folded = (text) => text.trim().toLowerCase();
  const named = new Map(skills.flatMap((skill, number) => [[folded(skill.name), number], [skill.id, number]]));
  const sizes = new Map(data.roles.map((role, number) => [role, openings.filter((one) => one.role === number)]));
  const roles = data.roles.filter((role) => isEnough(sizes.get(role)));
  for (const [value, title] of [["tech", "All tech roles"], ["ml", "ML and data roles"], ...roles.map((role) => [role, role.replaceAll("_", " ")])]) {
    const option = element("option", title);
    option.value = value;
    at("population").append(option);
  }
  at("names").append(...skills.map((skill) => {
    const option = element("option");
    option.value = skill.name;
    return option;
  }));

  const asked = new URLSearchParams(location.hash.slice(1));
  if ([...at("population").options].some((option) => option.value === asked.get("for"))) at("population").value = asked.get("for");
  for (const id of (asked.get("have") || "").split(",")) if (named.has(folded(id))) known.add(named.get(folded(id)));

  at("population").addEventListener("change", () => { list(); show(); });
  at("me").addEventListener("submit", (event) => {
    event.preventDefault();
    const number = named.get(folded(at("add").value));
    at("problem").textContent = number === undefined ? "No skill of that name is asked for by these openings; choose one from the list." : `${skills[number].name} added.`;
    if (number === undefined) return;
    known.add(number);
    extra = [...extra, number];
    at("add").value = "";
    list();
    show();
  });
  list();
  show();
})();

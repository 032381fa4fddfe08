// Hides the rows of a table that lack the words typed above it, or the certainty chosen beside them.
// Without a script, all rows are there.
for (const box of document.querySelectorAll("[data-filter]")) {
  const table = document.getElementById(box.dataset.filter);
  const rows = [...table.querySelectorAll("tbody tr")];
  const words = rows.map((row) => row.textContent.toLowerCase());
  const certainties = rows.map((row) => row.querySelector(".certainty")?.textContent);
  const input = box.querySelector("input");
  const choice = box.querySelector("select");
  const told = box.querySelector("output");
  const apply = () => {
    const wanted = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    const certainty = choice?.value;
    let shown = 0;
    rows.forEach((row, number) => {
      const chosen = !certainty || certainties[number] === certainty;
      row.hidden = !chosen || !wanted.every((word) => words[number].includes(word));
      shown += row.hidden ? 0 : 1;
    });
    told.textContent = shown ? `${shown} of ${rows.length}` : `None of ${rows.length} rows is like that.`;
    table.hidden = !shown;
  };
  for (const field of [input, choice]) {
    field?.addEventListener("input", apply);
  }
  box.hidden = false;
  apply();
}

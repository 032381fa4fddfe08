// Hides the rows of a table that lack the words typed above it. Without a script, all rows are there.
for (const box of document.querySelectorAll("[data-filter]")) {
  const rows = [...document.querySelectorAll(`#${box.dataset.filter} tbody tr`)];
  const words = rows.map((row) => row.textContent.toLowerCase());
  const input = box.querySelector("input");
  const told = box.querySelector("output");
  const apply = () => {
    const wanted = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    rows.forEach((row, number) => {
      row.hidden = !wanted.every((word) => words[number].includes(word));
      shown += row.hidden ? 0 : 1;
    });
    told.textContent = `${shown} of ${rows.length}`;
  };
  input.addEventListener("input", apply);
  box.hidden = false;
  apply();
}

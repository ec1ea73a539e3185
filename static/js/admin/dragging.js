// Lists that are dragged into order: the numbers of the rows in sight are dealt out anew among these rows, so that rows
// that a filter, a search or another page hides keep their places. A list that is sorted by something else stays as it is.
(() => {
  const deal = ({ from }) => {
    const inputs = [...from.querySelectorAll(`input[name$="-${from.dataset.orderingField}"]`)];
    const numbers = inputs.map((input) => Number(input.value) || 0).sort((one, other) => one - other);
    let least = -1;
    inputs.forEach((input, place) => {
      least = Math.max(numbers[place], least + 1);
      input.value = least;
    });
  };

  const fix = (list) => {
    for (const part of [list, ...list.querySelectorAll("*")]) {
      for (const name of part.getAttributeNames()) if (name.startsWith("x-sort")) part.removeAttribute(name);
    }
    for (const sign of list.querySelectorAll(".cursor-move")) sign.classList.remove("cursor-move");
    for (const sign of list.querySelectorAll(".material-symbols-outlined")) {
      if (sign.textContent.trim() === "drag_indicator") sign.hidden = true;
    }
  };

  document.addEventListener("alpine:init", () => {
    const list = document.querySelector("#result_list[data-ordering-field]");
    if (!list) return;
    window.sortRecords = deal;
    if (new URLSearchParams(location.search).get("o")) fix(list);
  });
})();

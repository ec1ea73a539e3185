// Several pictures into the library at once: each with its progress, each refused one with its sentence.
// Expects form[data-upload=address][data-done][data-failed][data-change] with input[type=file][multiple] and a list.
const form = document.querySelector("form[data-upload]");

if (form) {
  const input = form.querySelector("input[type=file]");
  const list = form.querySelector("ul");
  const send = (file) => new Promise((resolve) => {
    const line = document.createElement("li");
    const bar = document.createElement("progress");
    bar.max = 1;
    line.append(`${file.name} `, bar);
    list.append(line);
    const request = new XMLHttpRequest();
    request.open("POST", form.dataset.upload);
    request.upload.addEventListener("progress", (event) => { if (event.lengthComputable) bar.value = event.loaded / event.total; });
    request.addEventListener("loadend", () => {
      bar.remove();
      let answer = {};
      try { answer = JSON.parse(request.responseText); } catch { /* no answer of ours */ }
      if (answer.picture) {
        const link = document.createElement("a");
        link.href = `${form.dataset.change}${answer.picture.id}/change/`;
        link.textContent = form.dataset.done;
        line.append(link);
      } else {
        line.className = "is-refused";
        line.append(answer.error || form.dataset.failed);
      }
      resolve();
    });
    const body = new FormData(form);
    body.delete("");
    body.set("file", file);
    request.send(body);
  });
  const all = async (files) => { for (const file of files) await send(file); };
  input.addEventListener("change", () => { all([...input.files]).then(() => { input.value = ""; }); });
  for (const name of ["dragenter", "dragover"]) {
    form.addEventListener(name, (event) => { event.preventDefault(); form.classList.add("is-over"); });
  }
  for (const name of ["dragleave", "drop"]) form.addEventListener(name, () => form.classList.remove("is-over"));
  form.addEventListener("drop", (event) => { event.preventDefault(); all([...event.dataTransfer.files]); });
}

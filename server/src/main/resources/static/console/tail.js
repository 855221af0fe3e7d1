// Keeps the newest events on top; pausing stops the requests, not only the drawing.
(() => {
  const tail = document.querySelector("[data-tail]");
  if (!tail) return;
  const button = document.querySelector("[data-tail-pause]");
  const state = document.querySelector(".tail-state");
  const live = document.getElementById("live");
  const every = Number(tail.dataset.every) || 2000;
  const keep = Number(tail.dataset.keep) || 200;
  let paused = false;
  let arrived = 0;

  function show(text, mark) {
    state.textContent = text;
    state.classList.toggle("paused", mark === "paused");
    state.classList.toggle("broken", mark === "broken");
  }

  async function look() {
    if (paused || document.hidden) return;
    const address = new URL(tail.dataset.tail, location.href);
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    if (answer.redirected) return location.reload();
    if (!answer.ok) throw new Error(answer.statusText);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const body = tail.querySelector("tbody");
    if (!body) {
      if (page.querySelector("[data-tail] tbody")) location.reload();
      return;
    }
    const known = new Set([...body.rows].map((row) => row.id));
    const fresh = [...page.querySelectorAll("[data-tail] tbody tr")].filter((row) => !known.has(row.id));
    if (fresh.length === 0) return;
    for (const row of fresh) row.classList.add("fresh");
    body.prepend(...fresh);
    htmx.process(body);
    for (const row of fresh) row.dispatchEvent(new CustomEvent("htmx:load", { bubbles: true, detail: { elt: row } }));
    while (body.rows.length > keep) body.lastElementChild.remove();
    arrived += fresh.length;
  }

  async function turn() {
    try {
      await look();
      if (!paused) show("Live");
    } catch {
      show("Cannot reach the server; still trying", "broken");
    }
    setTimeout(turn, every);
  }

  button.addEventListener("click", () => {
    paused = !paused;
    button.textContent = paused ? "Resume" : "Pause";
    show(paused ? "Paused" : "Live", paused ? "paused" : "");
    live.textContent = paused ? "Paused" : "Live";
  });
  // Said now and then, as a live region that reads each event would drown the page.
  setInterval(() => {
    if (arrived > 0) live.textContent = arrived === 1 ? "1 new event" : `${arrived} new events`;
    arrived = 0;
  }, 15000);
  setTimeout(turn, every);
})();

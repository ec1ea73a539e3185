// Notices above the page that a reader has closed stay closed in this browser; it runs right below them, so that nothing
// moves afterwards. Nothing is sent. Expects [data-notice] with a hidden [data-notice-close] button.
(() => {
  const STORE = "closed-notices";
  const MOST = 20;
  let closed = [];
  try { closed = JSON.parse(localStorage.getItem(STORE) ?? "[]"); } catch { /* none is closed */ }
  if (!Array.isArray(closed)) closed = [];
  for (const notice of document.querySelectorAll("[data-notice]")) {
    const button = notice.querySelector("[data-notice-close]");
    notice.hidden = closed.includes(notice.dataset.notice);
    button.hidden = false;
    button.addEventListener("click", () => {
      notice.hidden = true;
      closed = [...closed, notice.dataset.notice].slice(-MOST);
      try { localStorage.setItem(STORE, JSON.stringify(closed)); } catch { /* it comes back with the next page */ }
    });
  }
})();

"use strict";
(() => {
  const get = (id) => document.getElementById(id);
  const answer = get("answer"), about = get("about"), code = get("code"), copied = get("copied");
  document.documentElement.classList.add("live");
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-code]");
    if (!button) return;
    const poll = button.closest(".poll");
    about.textContent = `${poll.getAttribute("aria-label")}: ${button.textContent}`;
    code.textContent = button.dataset.code;
    copied.textContent = "";
    answer.hidden = false;
    get("copy").focus();
  });
  const select = () => {
    const range = document.createRange();
    range.selectNodeContents(code);
    const chosen = getSelection();
    chosen.removeAllRanges();
    chosen.addRange(range);
  };
  get("copy").addEventListener("click", async () => {
    let done = false;
    try {
      await navigator.clipboard.writeText(code.textContent);
      done = true;
    } catch {
      select();
      try {
        done = document.execCommand("copy");
      } catch {
        done = false;
      }
    }
    copied.textContent = done ? "Copied. Paste it into the chat." : "Select the code and copy it.";
  });
})();

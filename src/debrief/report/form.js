
"use strict";
(() => {
  const form = document.querySelector("form");
  const { panelist, session, draft: key } = form.dataset;
  const sections = [...form.querySelectorAll("[data-competency]")];
  const LONGEST = 1024; // characters of a line in a card
  const LONGEST_TEXT = 16384; // characters of a reason
  const LARGEST = 64 * 1024; // bytes of a card
  const WIDTH = 60; // of a text in a card: mail programs break lines a little over 70
  const byId = (id) => document.getElementById(id);
  const valueOf = (name) => form.elements[name].value;

  // ---- the card

  // A card is read again with care for hidden characters, so it may name every one of them; what
  // a mail changes on its way is named as well: a no-break space, spaces in a row, quotation marks.
  const escaped = (text) => text
    .replace(/\p{Cs}/gu, "\ufffd")
    .replace(/["\\]/g, "\\$&")
    .replace(/ (?= )|[^ \P{Zs}]|[\p{C}\p{Zl}\p{Zp}\u201c-\u201f]/gu, (char) => {
      if (char === "\n") return "\\n";
      const hex = char.codePointAt(0).toString(16).toUpperCase();
      return hex.length > 4 ? "\\U" + hex.padStart(8, "0") : "\\u" + hex.padStart(4, "0");
    });

  // Rows of at most WIDTH characters, none of which begins with a space: TOML takes that away.
  function rows(text) {
    const done = [];
    let row = "";
    const add = (part) => {
      if (row && row.length + part.trimEnd().length > WIDTH) {
        done.push(row);
        row = "";
      }
      row += part;
    };
    for (const word of text.match(/[^ ]+ */g) || []) {
      if (word.trimEnd().length <= WIDTH) add(word);
      else word.match(/\\U.{8} *|\\u.{4} *|\\. *|[^\\ ] */gu).forEach(add);
    }
    return [...done, row];
  }

  // A text in quotes; a long one on several rows, which TOML reads as one.
  function quoted(text, before) {
    const one = escaped(text);
    if (before.length + one.length <= WIDTH) return `${before}"${one}"`;
    return `${before}"""\\\n${rows(one).map((row) => `    ${row}`).join("\\\n")}"""`;
  }
  const visible = (text) => text.replace(/[\s\u200c\u200d]/g, "") !== "";
  const lines = (text) => text.split(/\r\n?|\n/).map((line) => line.trim()).filter(visible);
  const oneLine = (text) => lines(text).join(" ");
  const text = (name, value) => (visible(value) ? [quoted(value.trim(), `${name} = `)] : []);
  const list = (name, items) =>
    items.length ? [`${name} = [`, ...items.map((item) => `${quoted(item, "  ")},`), "]"] : [];

  function answer(id) {
    const choice = form.querySelector(`[name="${id}:choice"]:checked`);
    return {
      id,
      choice: choice ? choice.value : "",
      kind: choice ? choice.dataset.kind : "",
      confidence: valueOf(`${id}:confidence`),
      for: lines(valueOf(`${id}:for`)),
      against: lines(valueOf(`${id}:against`)),
      depends: oneLine(valueOf(`${id}:depends`)),
      scenario: form.elements[`${id}:scenario`] ? valueOf(`${id}:scenario`) : "",
      reason: lines(valueOf(`${id}:reason`)).join("\n"),
    };
  }
  const hasEvidence = (one) => one.for.length + one.against.length > 0;
  const takesEvidence = (one) => one.kind === "rating" || one.choice === "abstains";

  function entry(one) {
    const rated = one.kind === "rating";
    const value = /^\d+$/.test(one.choice) ? one.choice : `"${one.choice}"`;
    return [
      "",
      `[ratings.${one.id}]`,
      `${one.kind} = ${value}`,
      ...(rated ? text("confidence", one.confidence) : text("reason", one.reason)),
      ...(takesEvidence(one) ? [...list("for", one.for), ...list("against", one.against)] : []),
      ...(rated ? text("depends_on_context", one.depends) : []),
      ...(rated ? text("scenario", one.scenario) : []),
    ];
  }

  const told = () => [
    ...[...form.querySelectorAll('[name="told"]:checked')].map((box) => box.value),
    ...lines(valueOf("besides")),
  ];

  function card(answers, now) {
    const fit = [...list("told", told()), ...list("concerns", lines(valueOf("concerns")))];
    return [
      "#:schema ../.schemas/scorecard.schema.json",
      "schema = 1",
      `panelist = "${panelist}"`,
      `submitted = ${now.toISOString().replace(/\.\d+/, "")}`,
      ...text("role_as_i_understood_it", oneLine(valueOf("role"))),
      ...answers.filter((one) => one.choice).flatMap(entry),
      ...(fit.length ? ["", "[fit]", ...fit] : []),
      ...(session ? ["", `#:session ${session}`] : []),
      "",
    ].join("\n");
  }

  // ---- what is missing

  // Each has the place to go to; `stops` when the card would not be taken.
  function missing(answers) {
    const found = [];
    const say = (at, sentence, stops = false) => found.push({ at, sentence, stops });
    const limit = (at, title, texts, most = LONGEST) => {
      if (!texts.some((one) => lengthOf(one) > most)) return;
      const what = most === LONGEST ? "a line" : "a text";
      say(at, `${title}: ${what} has more than ${most} characters; break it up or shorten it.`, true);
    };
    if (!answers.some((one) => one.choice)) say("h-nav", "Nothing is rated yet.", true);
    if (!visible(valueOf("role"))) say("role", "Your sentence on the role is missing.");
    limit("role", "Your sentence on the role", [oneLine(valueOf("role"))]);
    answers.forEach((one, row) => {
      const { title, own } = sections[row].dataset;
      const wrote = hasEvidence(one) || one.depends || one.reason;
      if (!one.choice && wrote) {
        say(
          `${one.id}:levels`,
          `${title}: what you wrote is left out until you choose a rating or another answer.`,
        );
      } else if (!one.choice && own !== undefined) {
        say(`${one.id}:levels`, `${title}: yours to cover; choose a rating or another answer.`);
      } else if (one.kind === "rating") {
        if (!hasEvidence(one)) say(`${one.id}:for`, `${title}: this rating has no evidence.`);
        if (!one.confidence) say(`${one.id}:sure`, `${title}: how sure are you?`);
        limit(`${one.id}:depends`, title, [one.depends]);
      } else if (one.choice) {
        const needed = one.choice === "recused";
        if (!one.reason) say(`${one.id}:reason`, `${title}: say why there is no rating.`, needed);
        if (hasEvidence(one) && !takesEvidence(one)) {
          say(
            `${one.id}:levels`,
            `${title}: the evidence you wrote is left out, because you chose “${one.choice}”.`,
          );
        }
        limit(`${one.id}:reason`, title, [one.reason], LONGEST_TEXT);
      }
      if (takesEvidence(one)) {
        limit(`${one.id}:for`, title, one.for);
        limit(`${one.id}:against`, title, one.against);
      }
    });
    for (const name of ["besides", "concerns"]) limit(name, "Fit", lines(valueOf(name)));
    return found;
  }

  // As a card is read: there a hidden character is written out, ⟨U+202E⟩.
  const lengthOf = (line) =>
    Math.max(
      [...line].length,
      [...line.normalize("NFC").replace(/[^\P{C}\u200c\u200d\n\t]|[\p{Zl}\p{Zp}]/gu, "⟨U+0000⟩")].length,
    );

  // ---- the page

  function show() {
    for (const section of sections) {
      const one = answer(section.dataset.competency);
      const part = (name, on) => (section.querySelector(`[data-part="${name}"]`).hidden = !on);
      part("reason", one.kind === "state");
      part("evidence", !one.choice || takesEvidence(one));
      part("rating", one.kind !== "state");
      byAnswer(one.id).textContent = one.choice ? "answered" : "not yet";
      if (one.choice || hasEvidence(one)) unfold(section);
    }
    const answered = sections.filter((it) => answer(it.dataset.competency).choice).length;
    byId("progress").firstChild.textContent = `${answered} of ${sections.length} answered`;
  }
  const unfold = (place) => place.querySelectorAll("[data-folded]").forEach((it) => (it.open = true));
  const byAnswer = (id) => form.querySelector(`[data-answer="${id}"]`);

  // A heading, and below it a link to each place.
  function said(heading, found) {
    const head = document.createElement("p");
    head.appendChild(document.createElement("strong")).textContent = heading;
    const points = document.createElement("ul");
    for (const one of found) {
      const link = document.createElement("a");
      link.href = `#${one.at}`;
      link.textContent = one.sentence;
      if (one.stops) link.className = "warn";
      link.addEventListener("click", (event) => {
        event.preventDefault();
        unfold(byId(one.at).closest("section, nav"));
        byId(one.at).scrollIntoView({ block: "center" });
        byId(one.at).focus({ preventScroll: true });
      });
      points.appendChild(document.createElement("li")).append(link);
    }
    return found.length ? [head, points] : [head];
  }

  function make() {
    const answers = sections.map((section) => answer(section.dataset.competency));
    const found = missing(answers);
    const made = card(answers, new Date());
    const bytes = new TextEncoder().encode(made);
    if (bytes.length > LARGEST) {
      found.push({ at: "h-nav", sentence: "The card is too long: shorten your texts.", stops: true });
    }
    const stops = found.filter((one) => one.stops);
    const adds = found.filter((one) => !one.stops);
    const ready = adds.length ? "Your card is ready. You may still add to it:" : "Your card is ready.";
    byId("result").replaceChildren(
      ...(stops.length ? said("The card cannot be made yet:", stops) : said(ready, adds)),
      ...(stops.length && adds.length ? said("This may stay open:", adds) : []),
    );
    byId("copied").textContent = "";
    byId("ready").hidden = stops.length > 0;
    if (!stops.length) {
      const begins = "===== debrief scorecard begins =====";
      const ends = "===== debrief scorecard ends =====";
      byId("card").value = `${begins}\n${made}${ends}\n`;
      URL.revokeObjectURL(byId("file").href);
      byId("file").href = URL.createObjectURL(new Blob([bytes], { type: "application/toml" }));
    }
    byId("result").focus({ preventScroll: true });
    byId("result").scrollIntoView({ block: "nearest" });
  }

  async function copy() {
    let done = false;
    try {
      await navigator.clipboard.writeText(byId("card").value);
      done = true;
    } catch {
      byId("card").select();
      done = document.execCommand("copy");
    }
    if (done) unkept = false;
    byId("copied").textContent = done
      ? "Copied. Paste all of it into a mail."
      : "The browser did not allow it: select the text below and copy it yourself.";
  }

  // A card once made is of that moment: whoever changes an answer makes it again.
  function changed() {
    if (!byId("ready").hidden) byId("result").textContent = "You changed something: make your card again.";
    byId("ready").hidden = true;
    show();
    keep();
  }

  // ---- the draft, which some browsers keep for no file

  let unkept = false;

  function keep() {
    const values = {};
    for (const [name, value] of new FormData(form)) (values[name] ||= []).push(value);
    try {
      localStorage.setItem(key, JSON.stringify({ at: new Date().toISOString(), values }));
      byId("draft").textContent = "";
      unkept = false;
    } catch {
      unkept = true;
      byId("draft").textContent =
        "This browser keeps no draft of this form: leave it open until you have your card.";
    }
  }

  function resume() {
    let kept = null;
    try {
      kept = JSON.parse(localStorage.getItem(key));
    } catch {
      return; // no draft, or none that can be read: said when something is written
    }
    if (!kept || typeof kept.values !== "object" || !kept.values) return;
    for (const field of form.elements) {
      const found = kept.values[field.name];
      const values = Array.isArray(found) ? found : [];
      if (field.type === "radio" || field.type === "checkbox") {
        field.checked = values.includes(field.value);
      } else if (field.name && values.length) {
        field.value = values[0];
      }
    }
    const at = new Date(kept.at).toLocaleString();
    byId("draft").textContent = `Your draft of ${at} is back. It is in this browser only.`;
    byId("brief").open = false;
  }

  function forget() {
    if (!window.confirm("Empty the form and delete its draft in this browser?")) return;
    try {
      localStorage.removeItem(key);
    } catch {
      // then there is none
    }
    form.reset();
    unkept = false;
    byId("ready").hidden = true;
    byId("result").textContent = "";
    byId("draft").textContent = "The form is empty, and its draft is deleted.";
    show();
  }

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", changed);
  form.addEventListener("click", (event) => {
    const id = event.target.dataset.clear;
    if (!id) return;
    form.querySelectorAll(`[name="${id}:choice"]`).forEach((radio) => (radio.checked = false));
    changed();
  });
  byId("make").addEventListener("click", make);
  byId("copy").addEventListener("click", copy);
  byId("forget").addEventListener("click", forget);
  byId("file").addEventListener("click", () => (unkept = false));
  window.addEventListener("beforeunload", (event) => {
    if (unkept) event.preventDefault();
  });
  window.addEventListener("beforeprint", () => {
    form.querySelectorAll("details").forEach((one) => (one.open = true));
  });
  byId("inert").remove();
  for (const id of ["start", "progress"]) byId(id).hidden = false;
  resume();
  show();
})();

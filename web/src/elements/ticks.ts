/**
 * What is ticked in a list stays ticked on its other pages: `data-ticks` on the form that takes it names the list.
 *
 * The tab keeps it. What is ticked on other pages is sent along, and told in `[data-elsewhere]`: its `data-words` hold a
 * `#` for how many, and `[data-forget]` in it forgets them. Without scripts each page takes what is ticked on it.
 */
import { all, hit, onPage } from "./page";

function boxes(form: HTMLFormElement): HTMLInputElement[] {
  return [...form.elements].filter((box): box is HTMLInputElement => box instanceof HTMLInputElement && box.type === "checkbox");
}

function place(form: HTMLFormElement): string {
  return `ticks ${form.dataset["ticks"] ?? ""}`;
}

function kept(form: HTMLFormElement): Set<string> {
  try {
    const values: unknown = JSON.parse(sessionStorage.getItem(place(form)) ?? "[]");
    return new Set(Array.isArray(values) ? values.map(String) : []);
  } catch {
    return new Set();
  }
}

function keep(form: HTMLFormElement, values: Set<string>): void {
  try {
    if (values.size > 0) sessionStorage.setItem(place(form), JSON.stringify([...values]));
    else sessionStorage.removeItem(place(form));
  } catch {
    // A browser that keeps nothing: each page takes what is ticked on it.
  }
}

function show(form: HTMLFormElement): void {
  const [values, here] = [kept(form), boxes(form)];
  for (const box of here) box.checked = values.delete(box.value);
  form.querySelectorAll("input[data-kept]").forEach((field) => field.remove());
  for (const value of values) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = here[0]?.name ?? "";
    field.value = value;
    field.dataset["kept"] = "";
    form.append(field);
  }
  const told = form.querySelector<HTMLElement>("[data-elsewhere]");
  const words = told?.querySelector<HTMLElement>("[data-words]");
  if (!told || !words) return;
  told.hidden = values.size === 0;
  words.textContent = (words.dataset["words"] ?? "").replace("#", values.size.toLocaleString(document.documentElement.lang));
}

onPage(() => all<HTMLFormElement>("form[data-ticks]").forEach(show));

addEventListener("change", (event) => {
  const box = event.target;
  if (!(box instanceof HTMLInputElement) || box.type !== "checkbox" || !box.form?.matches("[data-ticks]")) return;
  const values = kept(box.form);
  if (box.checked) values.add(box.value);
  else values.delete(box.value);
  keep(box.form, values);
});

addEventListener("click", (event) => {
  const form = hit(event, "[data-forget]")?.closest<HTMLFormElement>("form[data-ticks]");
  if (!form) return;
  keep(form, new Set(boxes(form).filter((box) => box.checked).map((box) => box.value)));
  show(form);
  // The pressed button is gone; what it stood beside comes next.
  form.querySelector<HTMLElement>("button[type=submit]")?.focus();
});

// A page shown again from the browser's memory has not seen what was ticked since.
addEventListener("pageshow", (event) => {
  if (event.persisted) all<HTMLFormElement>("form[data-ticks]").forEach(show);
});

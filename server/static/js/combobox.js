// A text field with suggestions, after the combobox pattern of the ARIA authoring practices.

const MOST = 12;
const plain = (text) => text.normalize("NFD").replace(/\p{Mn}/gu, "").toLowerCase();

/**
 * @param {HTMLElement} box holds an input with role combobox and a list with role listbox
 * @param {() => {place: string, name: string, papers: number}[]} people what can be suggested
 * @param {(place: string) => void} chosen called with what was chosen
 * @param {{keep?: boolean}} options whether the field keeps the chosen name
 */
export function combobox(box, people, chosen, { keep = true } = {}) {
  const input = box.querySelector("input");
  const list = box.querySelector("ul");
  let shown = [];
  let active = -1;

  function close() {
    list.hidden = true;
    list.replaceChildren();
    shown = [];
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function suggest() {
    const words = plain(input.value).split(/\s+/).filter(Boolean);
    if (!words.length) return close();
    shown = people().filter(({ name }) => words.every((word) => plain(name).includes(word))).slice(0, MOST);
    active = shown.length ? 0 : -1;
    list.replaceChildren(...(shown.length ? shown.map(option) : [nobody()]));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    mark();
  }

  function option(person, index) {
    const item = document.createElement("li");
    item.role = "option";
    item.id = `${list.id}-${index}`;
    const name = document.createElement("bdi");
    name.textContent = person.name;
    const papers = document.createElement("span");
    papers.textContent = person.papers;
    item.append(name, papers);
    item.addEventListener("pointerdown", (event) => {
      event.preventDefault(); // the field keeps the focus
      choose(index);
    });
    return item;
  }

  function nobody() {
    const item = document.createElement("li");
    item.textContent = "Nobody of this name is shown here.";
    return item;
  }

  function mark() {
    [...list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === active)));
    if (active < 0) input.removeAttribute("aria-activedescendant");
    else {
      input.setAttribute("aria-activedescendant", `${list.id}-${active}`);
      list.children[active].scrollIntoView({ block: "nearest" });
    }
  }

  function choose(index) {
    const person = shown[index];
    if (!person) return;
    input.value = keep ? person.name : "";
    close();
    chosen(person.place);
  }

  input.addEventListener("input", suggest);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    else if (event.key === "Enter" && !list.hidden) choose(active);
    else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && list.hidden) suggest();
    else if (event.key === "ArrowDown" && shown.length) active = (active + 1) % shown.length;
    else if (event.key === "ArrowUp" && shown.length) active = (active - 1 + shown.length) % shown.length;
    else return;
    event.preventDefault();
    mark();
  });
}

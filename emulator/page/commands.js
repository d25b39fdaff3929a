/** The list of commands over the input line: the whole menu, or what begins with the letters typed after the slash. */

import { word } from "./words.js";

export class CommandList {
  /** `choose(command)` is called with the name of the one that was picked. */
  constructor(element, input, choose) {
    this.element = element;
    this.input = input;
    this.choose = choose;
    this.commands = [];
    this.current = -1;
    element.id = `commands-${crypto.randomUUID()}`;
    input.setAttribute("aria-controls", element.id);
    element.addEventListener("pointerdown", (event) => event.preventDefault()); // the focus stays in the input line
  }

  get isOpen() {
    return !this.element.hidden;
  }

  /** Shows the commands that begin with `start`; nothing at all if there are none. */
  open(start = "") {
    const found = this.commands.filter(({ command }) => command.startsWith(start.toLowerCase()));
    this.element.replaceChildren(...found.map((command, index) => this.option(command, index)));
    this.element.hidden = found.length === 0;
    this.input.setAttribute("aria-expanded", String(this.isOpen));
    this.mark(-1);
  }

  close() {
    this.element.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.mark(-1);
  }

  toggle() {
    if (this.isOpen) this.close();
    else this.open();
  }

  /** Moves the mark; past either end it comes round. */
  move(step) {
    const count = this.element.children.length;
    this.mark((this.current + step + count) % count);
  }

  /** The name of the marked command, or undefined. */
  get marked() {
    return this.element.children[this.current]?.dataset.command;
  }

  mark(index) {
    this.current = index;
    for (const [place, option] of [...this.element.children].entries()) {
      option.setAttribute("aria-selected", String(place === index));
      if (place === index) option.scrollIntoView({ block: "nearest" });
    }
    if (index >= 0) this.input.setAttribute("aria-activedescendant", this.element.children[index].id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  option({ command, description }, index) {
    const option = document.createElement("li");
    option.id = `${this.element.id}-${index}`;
    option.role = "option";
    option.dataset.command = command;
    const name = document.createElement("b");
    name.textContent = `/${command}`;
    const about = document.createElement("span");
    about.textContent = description;
    option.append(name, about);
    option.title = word("send");
    option.addEventListener("click", () => this.choose(command));
    return option;
  }
}

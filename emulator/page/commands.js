/** The list of commands above the input line: the whole menu, or the commands that begin with the typed letters. */

import { Listbox, option } from "./listbox.js";
import { word } from "./i18n.js";

export class CommandList extends Listbox {
  /** `choose(command)` is called with the name of the picked command. */
  constructor(list, input, choose) {
    super(list, input);
    this.choose = choose;
    this.commands = [];
  }

  /** Shows the commands that begin with `start`; hides the list if there are none. */
  open(start = "") {
    const found = this.commands.filter(({ command }) => command.startsWith(start.toLowerCase()));
    this.show(found.map((command) => this.option(command)));
  }

  toggle() {
    if (this.isOpen) this.close();
    else this.open();
  }

  pick() {
    this.choose(this.marked.dataset.command);
  }

  option({ command, description }) {
    const element = option(`/${command}`, description, () => this.choose(command));
    element.dataset.command = command;
    element.title = word("send");
    return element;
  }
}

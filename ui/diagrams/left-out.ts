/** Stands in the frame's script for what Mermaid seldom needs and would double it: layouts of ELK, formulas of KaTeX. */
export default class LeftOut {
  constructor() {
    LeftOut.renderToString();
  }

  static renderToString(): never {
    throw new Error("This is not supported here.");
  }
}

/**
 * Makes the children of `target` like those of `source`, which it uses up. What is alike stays the same node, so a
 * reply that grows keeps its selection, its scrolled code and its focus.
 */
export function morphChildren(target: Node, source: Node): void {
  const wanted = [...source.childNodes];
  const present = [...target.childNodes];
  wanted.forEach((next, index) => {
    const old = present[index];
    if (!old) target.appendChild(next);
    else if (!old.isEqualNode(next)) morph(target, old, next);
  });
  for (const old of present.slice(wanted.length)) target.removeChild(old);
}

function morph(parent: Node, old: Node, next: Node): void {
  if (old instanceof Text && next instanceof Text) setText(old, next.data);
  else if (sameShell(old, next)) morphChildren(old, next);
  else parent.replaceChild(next, old);
}

function sameShell(old: Node, next: Node): boolean {
  return (
    old instanceof Element &&
    next instanceof Element &&
    old.cloneNode(false).isEqualNode(next.cloneNode(false))
  );
}

/** Text that grows is only lengthened: the browser then keeps the shapes of the words that are there. */
function setText(node: Text, text: string): void {
  if (text.startsWith(node.data)) node.appendData(text.slice(node.length));
  else node.data = text;
}

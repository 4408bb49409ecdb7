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
  if (old instanceof Text && next instanceof Text) old.data = next.data;
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

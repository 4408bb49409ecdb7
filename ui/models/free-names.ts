/** Gives each path of one archive a name of its own: the second `a.txt` is `a (2).txt`, also where case says nothing. */
export function freeNames(): (path: string) => string {
  const taken = new Set<string>();
  return (path) => {
    const [, stem = path, ending = ""] = /^(.*?)(\.[^./]*)?$/.exec(path) ?? [];
    let name = path;
    for (let count = 2; taken.has(name.toLowerCase()); count += 1) name = `${stem} (${count})${ending}`;
    taken.add(name.toLowerCase());
    return name;
  };
}

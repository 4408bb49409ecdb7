import type { LanguageFn } from "highlight.js";
import hljs from "highlight.js/lib/core";
import bash from "highlight.js/lib/languages/bash";
import c from "highlight.js/lib/languages/c";
import cpp from "highlight.js/lib/languages/cpp";
import csharp from "highlight.js/lib/languages/csharp";
import css from "highlight.js/lib/languages/css";
import dart from "highlight.js/lib/languages/dart";
import diff from "highlight.js/lib/languages/diff";
import dockerfile from "highlight.js/lib/languages/dockerfile";
import elixir from "highlight.js/lib/languages/elixir";
import go from "highlight.js/lib/languages/go";
import graphql from "highlight.js/lib/languages/graphql";
import haskell from "highlight.js/lib/languages/haskell";
import http from "highlight.js/lib/languages/http";
import ini from "highlight.js/lib/languages/ini";
import java from "highlight.js/lib/languages/java";
import javascript from "highlight.js/lib/languages/javascript";
import json from "highlight.js/lib/languages/json";
import julia from "highlight.js/lib/languages/julia";
import kotlin from "highlight.js/lib/languages/kotlin";
import latex from "highlight.js/lib/languages/latex";
import lua from "highlight.js/lib/languages/lua";
import makefile from "highlight.js/lib/languages/makefile";
import markdown from "highlight.js/lib/languages/markdown";
import nginx from "highlight.js/lib/languages/nginx";
import objectivec from "highlight.js/lib/languages/objectivec";
import perl from "highlight.js/lib/languages/perl";
import php from "highlight.js/lib/languages/php";
import powershell from "highlight.js/lib/languages/powershell";
import protobuf from "highlight.js/lib/languages/protobuf";
import python from "highlight.js/lib/languages/python";
import r from "highlight.js/lib/languages/r";
import ruby from "highlight.js/lib/languages/ruby";
import rust from "highlight.js/lib/languages/rust";
import scala from "highlight.js/lib/languages/scala";
import scss from "highlight.js/lib/languages/scss";
import shell from "highlight.js/lib/languages/shell";
import sql from "highlight.js/lib/languages/sql";
import swift from "highlight.js/lib/languages/swift";
import typescript from "highlight.js/lib/languages/typescript";
import xml from "highlight.js/lib/languages/xml";
import yaml from "highlight.js/lib/languages/yaml";
import { element } from "./element";
import { terraform } from "./terraform";

/** Code in its colours; undefined when it is to stay plain. */
export type Highlighter = (code: string, language: string) => DocumentFragment | undefined;

/** Longer code, in characters, stays plain: to colour it would hold the page up. */
const maxChars = 20_000;

const languages: Record<string, LanguageFn> = {
  bash,
  c,
  cpp,
  csharp,
  css,
  dart,
  diff,
  dockerfile,
  elixir,
  go,
  graphql,
  haskell,
  http,
  ini,
  java,
  javascript,
  json,
  julia,
  kotlin,
  latex,
  lua,
  makefile,
  markdown,
  nginx,
  objectivec,
  perl,
  php,
  powershell,
  protobuf,
  python,
  r,
  ruby,
  rust,
  scala,
  scss,
  shell,
  sql,
  swift,
  terraform,
  typescript,
  xml,
  yaml,
};
const moreAliases: Record<string, string[]> = {
  bash: ["shellscript"],
  ini: ["env", "dotenv"],
  javascript: ["node"],
  json: ["jsonl", "ndjson"],
  sql: ["postgres", "postgresql", "pgsql", "mysql", "sqlite", "plsql", "tsql"],
  typescript: ["deno"],
  xml: ["vue", "svelte"],
};

interface ScopeNode {
  scope?: string;
  children: (ScopeNode | string)[];
}

/** This module is built apart and fetched when the first message shows code. */
export function createHighlighter(): Highlighter {
  for (const [name, language] of Object.entries(languages)) hljs.registerLanguage(name, language);
  for (const [languageName, aliases] of Object.entries(moreAliases)) {
    hljs.registerAliases(aliases, { languageName });
  }
  return (code, language) => {
    if (code.length > maxChars || !hljs.getLanguage(language)) return undefined;
    const { _emitter } = hljs.highlight(code, { language, ignoreIllegals: true });
    const { rootNode } = _emitter as unknown as { rootNode: ScopeNode };
    const fragment = document.createDocumentFragment();
    fragment.append(...rootNode.children.map(toNode));
    return fragment;
  };
}

/** Built as nodes: what stands in the code never passes through an HTML parser. */
function toNode(node: ScopeNode | string): Node | string {
  if (typeof node === "string") return node;
  const kind = /^[a-z]+/.exec(node.scope ?? "")?.[0] ?? "";
  return element("span", kind === "" ? {} : { class: `hljs-${kind}` }, ...node.children.map(toNode));
}

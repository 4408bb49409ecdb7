import htm from "htm";
import { type VNode, h } from "preact";

/** Markup as a tagged template. The only place where htm meets Preact. */
export const html = htm.bind(h) as (strings: TemplateStringsArray, ...values: unknown[]) => VNode;

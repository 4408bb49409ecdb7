import type { LanguageFn } from "highlight.js";

const blocks =
  "resource data variable output module provider terraform locals moved import check for in if dynamic";

/** HashiCorp's configuration language, which highlight.js lacks. */
export const terraform: LanguageFn = (hljs) => ({
  name: "Terraform",
  aliases: ["hcl", "tf", "tfvars"],
  keywords: {
    keyword: blocks,
    literal: "true false null",
    type: "string number bool list map set object tuple any",
  },
  contains: [
    hljs.HASH_COMMENT_MODE,
    hljs.C_LINE_COMMENT_MODE,
    hljs.C_BLOCK_COMMENT_MODE,
    hljs.QUOTE_STRING_MODE,
    hljs.END_SAME_AS_BEGIN({ scope: "string", begin: /<<-?(\w+)$/, end: /^\s*(\w+)$/ }),
    hljs.C_NUMBER_MODE,
    { scope: "attr", begin: /^\s*[\w-]+(?=\s*=(?!=))/ },
  ],
});

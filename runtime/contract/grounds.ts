/** What the page is painted on, per theme: `--ground` of `ui/tokens.css`, for what lies outside of style sheets. */
export const grounds = { light: "#fcfcfb", dark: "#171614" } as const;

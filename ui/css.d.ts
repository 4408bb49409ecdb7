// esbuild bundles style sheets that a component imports.
declare module "*.css";

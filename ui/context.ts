import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { AppModel } from "./models/app-model";

export const AppContext = createContext<AppModel | undefined>(undefined);

/** The page's state, which `main.ts` puts in. */
export function useApp(): AppModel {
  const app = useContext(AppContext);
  if (!app) throw new Error("A component needs an AppContext around it.");
  return app;
}

/**
 * Imports a part of the page's code. Many browsers remember that a module could not be fetched, for as long as the page
 * is open (HTML's module map): it is asked for once more, under a name that is new to them.
 *
 * @param load - fails, also for good, when there was no connection
 */
export async function importPart<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    // Chromium and Firefox tell which one it was; Safari does not.
    const url = /https?:\S+\.js/.exec(String(error))?.[0];
    if (url === undefined) throw error;
    return (await import(`${url}?${Date.now()}`)) as T;
  }
}

import { describe, expect, inject, it } from "vitest";
import type { Preset, PresetList } from "../../runtime/contract/preset";
import { newcomer } from "./api-client";

describe("Presets", () => {
  it("are kept, listed by name, replaced and deleted", async () => {
    const api = await newcomer(inject("outputs"));
    const put = (id: string, name: string) =>
      api.request<Preset>("PUT", `/presets/${id}`, { name, settings: { system: "Outline it." } });
    const made = await put("local-b", "Outline");
    expect([made.status, made.body]).toEqual([
      200,
      { id: "local-b", name: "Outline", settings: { system: "Outline it." } },
    ]);
    await put("local-a", "Zest");
    await put("local-a", "Brief");
    const names = async () =>
      (await api.request<PresetList>("GET", "/presets")).body.presets.map(({ name }) => name);
    expect(await names()).toEqual(["Brief", "Outline"]);
    expect((await put("no.dots", "x")).status).toBe(400);
    for (const id of ["local-a", "local-b"])
      expect((await api.request("DELETE", `/presets/${id}`)).status).toBe(204);
    expect((await api.request("DELETE", "/presets/local-a")).status).toBe(404);
    expect(await names()).toEqual([]);
  });
});

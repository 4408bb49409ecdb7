const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `09/Apr/2026:12:34:56 +0000`: the CLF form that API Gateway uses. */
export function requestTime(epochMs: number): string {
  const [year, month, day] = new Date(epochMs).toISOString().slice(0, 10).split("-");
  const time = new Date(epochMs).toISOString().slice(11, 19);
  return `${day}/${months[Number(month) - 1]}/${year}:${time} +0000`;
}

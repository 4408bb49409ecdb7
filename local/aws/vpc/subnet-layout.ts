/** A subnet that a VPC is divided into. */
export interface SubnetPlace {
  /** Lower case: `public`. */
  type: string;
  /** Counts the zones, from 1. */
  zone: number;
  cidrBlock: string;
}

/**
 * Divides a network: zone by zone, one subnet of each spec, one after the other.
 *
 * @param cidrBlock Such as `10.0.0.0/16`.
 * @throws when they do not fit.
 */
export function layOutSubnets(
  cidrBlock: string,
  zones: number,
  specs: readonly { type: string; cidrMask: number }[],
): SubnetPlace[] {
  const [address = "", mask = ""] = cidrBlock.split("/");
  const start = toNumber(address);
  const end = start + 2 ** (32 - Number(mask));
  let next = start;
  const subnets: SubnetPlace[] = [];
  for (let zone = 1; zone <= zones; zone++) {
    for (const { type, cidrMask } of specs) {
      const size = 2 ** (32 - cidrMask);
      // A subnet begins at a multiple of its size.
      const first = Math.ceil(next / size) * size;
      next = first + size;
      if (next > end) throw new Error(`${cidrBlock} is too small for ${zones} zones of these subnets.`);
      subnets.push({ type: type.toLowerCase(), zone, cidrBlock: `${toAddress(first)}/${cidrMask}` });
    }
  }
  return subnets;
}

function toNumber(address: string): number {
  return address.split(".").reduce((sum, byte) => sum * 256 + Number(byte), 0);
}

function toAddress(value: number): string {
  return [24, 16, 8, 0].map((bits) => Math.floor(value / 2 ** bits) % 256).join(".");
}

import ipaddr from "ipaddr.js";

/**
 * Says whether an IP address is one anybody on the internet may reach. Everything else (private, loopback, link-local,
 * carrier NAT, multicast, reserved, tunnels that carry another address inside) is refused for addresses people type in.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  if (parsed.kind() === "ipv4") return parsed.range() === "unicast";
  const v6 = parsed as ipaddr.IPv6;
  if (v6.zoneId) return false;
  if (v6.match(wellKnownNat64)) return isPublicAddress(embeddedIpv4(v6));
  return v6.range() === "unicast" && v6.match(globalUnicast);
}

const wellKnownNat64 = ipaddr.IPv6.parseCIDR("64:ff9b::/96");
const globalUnicast = ipaddr.IPv6.parseCIDR("2000::/3");

const embeddedIpv4 = (address: ipaddr.IPv6) => address.toByteArray().slice(12).join(".");

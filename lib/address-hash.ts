/** Addresses that may be recognised and not be kept: an erased person leaves nothing else behind. */
import { keyedHash, keyedHashes } from "@/lib/secrets";

/** `address` is normalised (lib/contacts/identity.ts). What `suppressions.address_hash` holds. */
export const addressHash = (orgId: number, address: string) => keyedHash(address, place(orgId));

/** For looking up: the hashes under every key that is still known, so that a rotation forgets nobody. */
export const addressHashes = (orgId: number, address: string) => keyedHashes(address, place(orgId));

const place = (orgId: number) => `address of organization ${orgId}`;

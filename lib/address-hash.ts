/** Addresses that may be recognised and not be kept: an erased person leaves nothing else behind. */
import { keyedHashes } from "@/lib/secrets";

/** `address` is normalised (lib/contacts/identity.ts). What `suppressions.address_hash` holds. */
export const addressHash = (orgId: number, address: string) => addressHasher(orgId)(address)[0];

/** For looking up: the hashes under every key that is still known, so that a rotation forgets nobody. */
export const addressHashes = (orgId: number, address: string) => addressHasher(orgId)(address);

/** The same, made once for many addresses. */
export const addressHasher = (orgId: number) => keyedHashes(`address of organization ${orgId}`);

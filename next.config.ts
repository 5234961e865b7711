import type { NextConfig } from "next";

const header = (key: string, value: string) => ({ key, value });

/** Pages behind links from mails: not framed, not found, not kept, and their address told to no other site. */
const personal = [
  header("Content-Security-Policy", "frame-ancestors 'none'; base-uri 'none'; object-src 'none'; form-action 'self'"),
  header("Referrer-Policy", "same-origin"),
  header("X-Robots-Tag", "noindex, nofollow"),
  header("X-Content-Type-Options", "nosniff"),
];

/** A form's own page may be framed by our preview of it; proxy.ts says who may frame its /frame. */
const form = [
  header("Content-Security-Policy", "frame-ancestors 'self'; base-uri 'none'; object-src 'none'; form-action 'self'"),
  header("X-Content-Type-Options", "nosniff"),
];

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // Native modules and libraries that open files of their own at run time stay outside the bundle.
  serverExternalPackages: ["@node-rs/argon2", "pino", "postgres", "nodemailer", "pg-boss"],
  // `npm test` checks the types of everything; a start must not fail, or wait, for a test's.
  typescript: { ignoreBuildErrors: true },
  headers: async () => [
    { source: "/:page(u|p|c)/:link", headers: personal },
    { source: "/f/:form", headers: form },
  ],
  experimental: {
    optimizePackageImports: ["lucide-react", "recharts"],
    // A file of suppressed addresses comes by an action: lib/suppressions/add.ts holds it to 10 MB.
    serverActions: { bodySizeLimit: "11mb" },
  },
};

export default config;

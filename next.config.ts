import type { NextConfig } from "next";

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // Native modules and libraries that open files of their own at run time stay outside the bundle.
  serverExternalPackages: ["@node-rs/argon2", "pino", "postgres", "nodemailer", "pg-boss"],
  // `npm test` checks the types of everything; a start must not fail, or wait, for a test's.
  typescript: { ignoreBuildErrors: true },
  experimental: { optimizePackageImports: ["lucide-react", "recharts"] },
};

export default config;

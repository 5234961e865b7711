import "./globals.css";
import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { Toaster } from "./ui/toaster";

export const metadata: Metadata = {
  title: { default: "Clientele", template: "%s · Clientele" },
  description: "Contacts, consent and segments for merchants with many stores.",
  robots: { index: false, follow: false },
};

export const viewport: Viewport = { colorScheme: "light dark", width: "device-width", initialScale: 1 };

export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = (await cookies()).get("theme")?.value;
  return (
    <html lang="en" data-theme={theme === "light" || theme === "dark" ? theme : undefined}>
      <body>
        {children}
        <Toaster />
      </body>
    </html>
  );
}

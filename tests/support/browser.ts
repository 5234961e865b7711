/** One browser's cookies and headers, in place of Next's request: `vi.mock("next/headers", () => browser.asNext())`. */
import { encode } from "next-auth/jwt";
import { env } from "@/lib/env";

type Kept = { value: string; [option: string]: unknown };

class Browser {
  cookies = new Map<string, Kept>();
  headers = new Headers({ "user-agent": "Test browser", "x-forwarded-for": "203.0.113.9" });

  /** Takes a session's cookie as the app itself makes it. */
  async logIn(sessionId: string, secret = env().NEXTAUTH_SECRET) {
    this.put(await encode({ token: { sid: sessionId }, secret }));
  }

  put(value: string) {
    this.cookies.set("next-auth.session-token", { value });
  }

  logOut() {
    this.cookies.clear();
  }

  asNext() {
    const jar = {
      get: (name: string) => this.cookies.get(name),
      set: (name: string, value: string, options: object) => void this.cookies.set(name, { value, ...options }),
      delete: ({ name }: { name: string }) => void this.cookies.delete(name),
    };
    return { cookies: async () => jar, headers: async () => this.headers };
  }
}

export const browser = new Browser();

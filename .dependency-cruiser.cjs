/** The arrows between the rooms. Each rule's comment is what a failure prints: what is wrong, and how to mend it. */
const forbid = (name, comment, from, to, more = {}) => ({ name, comment, severity: "error", from, to, ...more });

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    forbid(
      "nothing-imports-app",
      "app is the outermost room. Move what you need from app into the room of lib that it belongs to, and import it from there.",
      { path: "^(lib|db|inngest)/" },
      { path: "^app/" },
    ),
    forbid(
      "only-the-route-imports-inngest",
      "Only app/api/inngest/route.ts serves the functions. To start work, send an event by lib/jobs.ts; to share code, put it into lib.",
      { path: "^(app|lib|db)/", pathNot: "^app/api/inngest/route\\.ts$" },
      { path: "^inngest/" },
    ),
    forbid(
      "app-and-jobs-never-touch-the-database",
      "Pages and job shims call verbs of lib. Write the query as a verb in the room of lib that owns the table, and call that.",
      { path: "^(app|inngest)/" },
      { path: "^db/|node_modules/(drizzle-orm|postgres|pg-boss|pg)/" },
    ),
    forbid(
      "only-web-knows-next",
      "lib must run without Next (jobs, command line, tests). Give the verb what it needs as input, and read it from Next in lib/web or app.",
      { path: "^(lib|db|inngest)/", pathNot: "^lib/web/" },
      { path: "node_modules/(next|next-auth|react|react-dom)/" },
    ),
    forbid(
      "connectors-are-pure",
      "A connector only translates. Let it return plain data, and store that in the room of lib that called it.",
      { path: "^lib/connectors/" },
      {
        path: "^db/|^lib/|node_modules/(drizzle-orm|postgres|inngest|pg-boss)/",
        pathNot: "^lib/(connectors/|errors\\.ts$|env\\.ts$|log\\.ts$)",
      },
    ),
    forbid(
      "database-has-no-behaviour",
      "db is only the shape of the data. Move the behaviour into lib.",
      { path: "^db/" },
      { path: "^(lib|app|inngest)/" },
    ),
    forbid(
      "nothing-leans-on-one-machine",
      "lib/local only stands in for servers on one machine; with a real Postgres and Inngest it is not there. Move shared code out of it.",
      { path: "^(app|db|inngest|lib)/", pathNot: "^lib/local/" },
      { path: "^lib/local/" },
    ),
    forbid(
      "no-circles-between-rooms",
      "Two rooms of lib need each other. Let the one further from contacts import the other: webhooks, sync, imports → contacts → consent, timeline. What both need goes into a third.",
      { path: "^lib/[^/]+$", pathNot: "^lib/local" },
      { circular: true, path: "^lib/[^/]+$" },
      { scope: "folder" },
    ),
    forbid(
      "no-circles-between-files",
      "These files need each other in a circle. Move what both need into a file that imports neither.",
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    ),
    forbid(
      "no-tools-at-run-time",
      "This package is a devDependency, and a server installs none of those. Move it to dependencies if the app needs it when it runs.",
      { path: "^(app|lib|db|inngest)/", pathNot: "^lib/local/" },
      { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only", "npm"], pathNot: "node_modules/@types/" },
    ),
    forbid(
      "every-import-exists",
      "The imported file or package is not there: correct the path, or install the package.",
      {},
      { couldNotResolve: true },
    ),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^\\.next/|\\.css$" },
    tsPreCompilationDeps: true,
    webpackConfig: { fileName: "tests/support/aliases.cjs" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};

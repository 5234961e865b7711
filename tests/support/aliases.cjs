/** What "@/" means, in the form that dependency-cruiser reads; by tsconfig it takes the package inngest for the folder. */
const { join } = require("node:path");

module.exports = { resolve: { alias: { "@": join(__dirname, "../..") } } };

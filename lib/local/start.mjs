/** The door of every npm script. Plain JavaScript that imports nothing, so that an old Node can still read the sentence. */
const oldest = [20, 19];
const [major, minor] = process.versions.node.split(".").map(Number);

if (major < oldest[0] || (major === oldest[0] && minor < oldest[1])) {
  console.error(`Clientele needs Node.js ${oldest.join(".")} or newer; this is ${process.versions.node}.`);
  process.exitCode = 1;
} else {
  import("./install.mjs")
    .then((room) => room.enter(process.argv.slice(2)))
    .catch((error) => {
      console.error(error.name === "Plainly" ? error.message : error);
      process.exit(1);
    });
}

/**
 * Tries what no step may do, with the rights of a step, and prints what succeeded.
 *
 * Arguments: a folder that is none of the step's, a port on which somebody listens, and the step's own output directory.
 */
const [outside, port, out] = Deno.args.slice(-3) as [string, string, string];

const attempts: Readonly<Record<string, () => unknown>> = {
  "read a file": () => Deno.readTextFileSync(`${outside}/secret`),
  "list a folder": () => [...Deno.readDirSync(outside)],
  "read by a path through its own folder": () => Deno.readTextFileSync(`${out}/../../../outside/secret`),
  "write a file": () => Deno.writeTextFileSync(`${outside}/written`, "x"),
  "make a folder": () => Deno.mkdirSync(`${outside}/made`),
  "remove a file": () => Deno.removeSync(`${outside}/secret`),
  "rename a file into its own folder": () => Deno.renameSync(`${outside}/secret`, `${out}/secret`),
  "link to a file": () => Deno.symlinkSync(`${outside}/secret`, `${out}/link`),
  "link hard": () => Deno.linkSync(`${outside}/secret`, `${out}/hard`),
  "connect": () => Deno.connect({ hostname: "127.0.0.1", port: Number(port) }),
  "fetch": () => fetch(`http://127.0.0.1:${port}/`),
  "listen": () => Deno.listen({ hostname: "127.0.0.1", port: 0 }),
  "start a process": () => new Deno.Command(Deno.execPath(), { args: ["--version"] }).outputSync(),
  "start a shell": () => new Deno.Command("sh", { args: ["-c", "true"] }).outputSync(),
  "load native code": () => Deno.dlopen("libc.so.6", {}),
  "read the environment": () => Deno.env.toObject(),
  "read one variable": () => Deno.env.get("HOME"),
  "ask for the name of the machine": () => Deno.hostname(),
  "import a file": () => import(`${outside}/module.ts`),
  "import from the network": () => import(`http://127.0.0.1:${port}/module.ts`),
  "read a file in a worker": () =>
    new Promise((resolve, reject) => {
      const code = `postMessage(Deno.readTextFileSync(${JSON.stringify(`${outside}/secret`)}))`;
      const worker = new Worker(`data:text/javascript,${encodeURIComponent(code)}`, { type: "module" });
      worker.onmessage = resolve;
      worker.onerror = (event) => {
        event.preventDefault();
        reject(new Error(event.message));
      };
    }),
};

const succeeded: string[] = [];
for (const [what, attempt] of Object.entries(attempts)) {
  try {
    await attempt();
    succeeded.push(what);
  } catch {
    // Refused, as it should be.
  }
}
Deno.writeTextFileSync(`${out}/own`, "mine");
console.log(JSON.stringify({ succeeded, own: Deno.readTextFileSync(`${out}/own`) }));
Deno.exit(0);

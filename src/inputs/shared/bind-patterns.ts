/** How a program is told on which addresses to listen. */
export interface BindPattern {
  /** Names without folder; a program of any name where there are none. */
  readonly programs: readonly string[];
  /** One of them stands among the arguments. */
  readonly with?: readonly string[];
  /** Options whose value is an address, with or without a port. */
  readonly options?: readonly string[];
  /** Options of which the same holds, and whose value stands behind `=` alone: what follows apart is something else. */
  readonly joined?: readonly string[];
  /** Options that mean every address when they have no value. */
  readonly bare?: readonly string[];
  /** An address stands among the arguments. */
  readonly argument?: true;
  /** An argument that says it in a notation of its own; the first group is what is shown. */
  readonly text?: RegExp;
}

const host = ["--host"];
const hostname = ["-H", "--hostname"];

/**
 * Development servers, debuggers, databases and programs for administrators, each as its own manual names the options.
 * A program that needs no telling to listen everywhere is not here: what it is said to do is what is reported.
 */
export const bindPatterns: readonly BindPattern[] = [
  // Development servers for the web
  {
    programs: ["vite", "vite-node", "vitest", "astro", "svelte-kit", "nuxt", "nuxi", "remix", "react-router", "slidev"],
    options: host,
    bare: host,
  },
  { programs: ["vitepress", "vinxi", "solid-start", "histoire", "farm"], options: host, bare: host },
  { programs: ["webpack", "webpack-dev-server", "webpack-cli", "rspack", "rsbuild"], options: host, bare: host },
  {
    programs: ["ng", "vue-cli-service", "quasar", "ember", "gatsby", "ionic", "docusaurus", "expo"],
    options: ["--host", "-H", "-h"],
  },
  { programs: ["next"], options: hostname },
  { programs: ["storybook", "start-storybook", "sb"], options: ["-h", "--host"] },
  {
    programs: ["parcel", "live-server", "browser-sync", "serve", "http-server", "json-server", "sirv"],
    options: ["--host", "-a", "-H", "-l", "--listen"],
  },
  { programs: ["wrangler"], options: ["--ip"] },
  { programs: ["vercel", "netlify"], options: ["-l", "--listen"] },
  { programs: ["firebase"], options: ["-o", "--host"] },
  { programs: ["serverless", "sls"], with: ["offline"], options: host },
  { programs: ["nest"], options: ["-d", "--debug"] },
  { programs: ["trunk"], options: ["-a", "--address"] },
  { programs: ["hugo"], options: ["--bind"] },
  { programs: ["mdbook"], options: ["-n", "--hostname"] },
  { programs: ["zola"], options: ["-i", "--interface"] },
  { programs: ["sphinx-autobuild"], options: host },
  { programs: ["middleman"], options: ["--bind-address"] },
  { programs: ["jekyll", "mkdocs", "eleventy"], options: ["-H", "--host", "-a", "--dev-addr"] },
  {
    programs: ["npm", "yarn", "pnpm", "bun", "deno", "turbo", "nx"],
    options: ["--host", "--hostname", "-H", "--ip", "--bind"],
    bare: host,
  },
  {
    programs: ["rails", "rackup", "puma", "thin", "unicorn", "passenger", "foreman"],
    options: ["-b", "--binding", "-o", "--host", "--bind", "-a", "--address"],
  },
  { programs: ["manage.py", "django-admin"], with: ["runserver", "runserver_plus"], argument: true },
  { programs: ["flask"], with: ["run"], options: ["-h", "--host"] },
  {
    programs: ["uvicorn", "hypercorn", "daphne", "granian", "fastapi", "waitress-serve", "quart", "litestar", "adev"],
    options: ["--host", "-b", "--bind", "--listen"],
  },
  { programs: ["sanic"], options: ["-H", "--host"] },
  { programs: ["gunicorn"], options: ["-b", "--bind"] },
  { programs: ["http.server"], options: ["-b", "--bind"] },
  { programs: ["php"], options: ["-S"] },
  { programs: ["php"], with: ["serve", "server:run", "server:start"], options: ["--host"], argument: true },
  { programs: ["symfony"], options: ["--listen-ip"], bare: ["--allow-all-ip"] },
  { programs: ["mix", "iex"], options: ["--host"] },
  { programs: ["dotnet"], options: ["--urls"] },
  // Notebooks and dashboards
  {
    programs: ["jupyter", "jupyter-lab", "jupyter-notebook", "jupyterhub", "start-notebook.sh", "start-notebook.py"],
    options: ["--ip", "--NotebookApp.ip", "--ServerApp.ip"],
  },
  { programs: ["streamlit"], options: ["--server.address"] },
  { programs: ["tensorboard"], options: host, bare: ["--bind_all"] },
  {
    programs: ["mlflow", "bokeh", "panel", "marimo", "chainlit", "label-studio"],
    options: ["-h", "--host", "--address"],
  },
  { programs: ["dagster", "dagit", "dagster-webserver", "prefect"], options: ["-h", "--host"] },
  { programs: ["airflow"], options: hostname },
  { programs: ["prisma"], with: ["studio"], options: ["-n", "--hostname"] },
  { programs: ["code-server", "openvscode-server", "code"], options: ["--bind-addr", "--host"] },
  { programs: ["kubectl"], with: ["proxy", "port-forward"], options: ["--address"] },
  { programs: ["ray"], options: ["--dashboard-host"] },
  { programs: ["celery", "flower"], options: ["--address"] },
  { programs: ["prometheus", "alertmanager"], options: ["--web.listen-address"] },
  // Debuggers
  { programs: [], joined: ["--inspect", "--inspect-brk", "--inspect-wait", "--inspect-port"] },
  // With `server=n`, its default, the virtual machine calls the debugger (JPDA "Connection and Invocation Details").
  {
    programs: [],
    text: /(?:jdwp=|Xrunjdwp:)(?=\S*\bserver=y)\S*?\b(address=(?:\*|0\.0\.0\.0|\[?::\]?):\d+)/,
  },
  { programs: ["debugpy"], options: ["--listen"] },
  { programs: ["ptvsd"], options: ["--host"] },
  { programs: ["dlv"], options: ["-l", "--listen"] },
  { programs: ["gdbserver", "lldb-server"], argument: true },
  { programs: ["rdbg"], options: host },
  // Databases, stores and control APIs
  { programs: ["redis-server", "redis", "valkey-server", "keydb-server"], options: ["--bind"] },
  { programs: ["mongod", "mongos", "mongo"], options: ["--bind_ip"], bare: ["--bind_ip_all"] },
  { programs: ["mysqld", "mariadbd", "mysqld_safe"], options: ["--bind-address", "--bind_address"] },
  {
    programs: ["postgres", "postmaster"],
    options: ["-h"],
    bare: ["-i"],
    text: /^(?:-c|--)?(listen_addresses=['"]?\*['"]?)/,
  },
  { programs: ["memcached"], options: ["-l", "--listen"] },
  { programs: ["cockroach"], options: ["--listen-addr", "--http-addr", "--host"] },
  { programs: ["influxd"], options: ["--http-bind-address"] },
  { programs: ["rethinkdb"], text: /^--bind[= ]?(all)$/ },
  { programs: ["etcd"], options: ["--listen-client-urls", "--listen-peer-urls", "--listen-metrics-urls"] },
  { programs: ["consul", "nomad", "serf"], options: ["-client", "-bind", "--client", "--bind"] },
  { programs: ["vault", "bao"], options: ["-dev-listen-address", "--dev-listen-address"] },
  { programs: ["dockerd", "docker"], options: ["-H", "--host"] },
  { programs: ["minio"], options: ["--address", "--console-address"] },
  { programs: ["ollama", "llama-server", "vllm", "text-generation-launcher"], options: ["--host", "--hostname"] },
];

/** Variables whose value is an address to listen on. */
export const bindVariables: ReadonlySet<string> = new Set([
  "HOST",
  "HOSTNAME",
  "BIND",
  "BINDING",
  "BIND_HOST",
  "BIND_ADDRESS",
  "LISTEN_ADDRESS",
  "LISTEN_HOST",
  "SERVER_HOST",
  "FLASK_RUN_HOST",
  "NUXT_HOST",
  "NITRO_HOST",
  "VITE_HOST",
  "VITE_RUBY_HOST",
  "UVICORN_HOST",
  "HYPERCORN_BIND",
  "GRADIO_SERVER_NAME",
  "STREAMLIT_SERVER_ADDRESS",
  "JUPYTER_IP",
  "MLFLOW_HOST",
  "N8N_LISTEN_ADDRESS",
  "OLLAMA_HOST",
  "GF_SERVER_HTTP_ADDR",
  "VAULT_DEV_LISTEN_ADDRESS",
  "CONSUL_CLIENT_ADDRESS",
  "ETCD_LISTEN_CLIENT_URLS",
  "network.host",
  "http.host",
]);

/** Variables that hold arguments, and the program that takes them. */
export const argumentVariables: Readonly<Record<string, string>> = {
  NODE_OPTIONS: "node",
  JAVA_TOOL_OPTIONS: "java",
  JDK_JAVA_OPTIONS: "java",
  JAVA_OPTS: "java",
  CATALINA_OPTS: "java",
  MAVEN_OPTS: "java",
  GRADLE_OPTS: "java",
  REDIS_ARGS: "redis-server",
  GUNICORN_CMD_ARGS: "gunicorn",
};

/** Variables that turn off the check that keeps other hosts from a development server. */
export const hostCheckVariables: ReadonlySet<string> = new Set(["DANGEROUSLY_DISABLE_HOST_CHECK"]);

/** Words by which programs with several uses are told to serve. */
export const servingWords: ReadonlySet<string> = new Set([
  "artisan",
  "dev",
  "develop",
  "emulators:start",
  "phx.server",
  "preview",
  "run",
  "runserver",
  "runserver_plus",
  "s",
  "serve",
  "server",
  "start",
  "studio",
  "watch",
]);

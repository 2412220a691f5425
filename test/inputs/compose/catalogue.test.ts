import { scan } from "../../../src/engine";
import { catalogue, filesOf } from "../../support/catalogue";

/** What a rule says of a project: surely, perhaps, of a way that is closed today, or nothing. */
function said(rule: string, texts: Readonly<Record<string, string>>): string {
  const { findings } = scan(filesOf(texts), catalogue(), { named: [], variables: new Map() });
  const [finding] = findings.filter((each) => each.rule === rule);
  if (!finding) return "nothing";
  const { matter } = finding;
  return matter.kind === "exposure" && matter.exposure.reach === "latent"
    ? `${finding.verdict} latent`
    : finding.verdict;
}

const web = (body: string, rest = ""): Readonly<Record<string, string>> => ({
  "compose.yaml": `services:\n  web:\n    ${body.replaceAll("\n", "\n    ")}\n${rest}`,
});

/** Variations of what the rules about containers speak of, each looked at by hand. */
describe("rules about containers", () => {
  test.each([
    ["control-socket-mounted", "exposed", web("image: a\nvolumes: ['/run/docker.sock:/s:ro']")],
    [
      "control-socket-mounted",
      "exposed",
      web("image: a\nvolumes: [{type: bind, source: /var/run/containerd/containerd.sock, target: /c}]"),
    ],
    ["control-socket-mounted", "exposed", web("image: a\nvolumes: ['/:/host']")],
    ["control-socket-mounted", "exposed", web("image: a\nvolumes: ['/var/run:/var/run']")],
    [
      "control-socket-mounted",
      "exposed",
      web("image: a\nvolumes: ['${SOCK:-/var/run/docker.sock}:/var/run/docker.sock']"),
    ],
    ["control-socket-mounted", "exposed", web("image: a\nvolumes: ['/run/user/1000/podman/podman.sock:/p']")],
    [
      "control-socket-mounted",
      "nothing",
      web("image: a\nvolumes: ['/var/lib/docker:/x', './docker.sock.md:/y', 'run:/run']", "volumes: {run: }\n"),
    ],
    [
      "control-socket-mounted",
      "nothing",
      web("image: tecnativa/docker-socket-proxy\nenvironment: {DOCKER_HOST: 'tcp://proxy:2375'}"),
    ],
    ["host-network", "exposed", web("image: a\nnetwork_mode: 'host'")],
    ["host-network", "exposed", web("image: a\nnetworks: [h]", "networks: {h: {external: true, name: host}}\n")],
    ["host-network", "exposed", web("image: a\nnetwork_mode: ${MODE:-host}")],
    ["host-network", "unknown", web("image: a\nnetwork_mode: ${MODE}")],
    ["host-network", "nothing", web("image: a\nnetwork_mode: bridge")],
    ["host-network", "nothing", web("image: a\nhostname: host\nnetworks: [host]", "networks: {host: }\n")],
    [
      "binds-all-interfaces",
      "exposed",
      web("build: .\ncommand: [sh, -c, 'npm ci && exec npx next dev --hostname 0.0.0.0']"),
    ],
    ["binds-all-interfaces", "exposed", web("build: .\nentrypoint: dlv\ncommand: debug --listen=:2345 --headless")],
    ["binds-all-interfaces", "exposed", web("image: redis\ncommand: redis-server --bind '* -::*'")],
    ["binds-all-interfaces", "exposed", web("image: mysql\ncommand: --bind-address=0.0.0.0\nentrypoint: mysqld")],
    [
      "binds-all-interfaces",
      "exposed",
      web(
        "image: openjdk\nenvironment: {JAVA_TOOL_OPTIONS: '-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=*:5005'}",
      ),
    ],
    [
      "binds-all-interfaces",
      "nothing",
      web(
        "image: openjdk\nenvironment: {JAVA_TOOL_OPTIONS: '-agentlib:jdwp=transport=dt_socket,server=n,address=10.0.0.1:5005'}",
      ),
    ],
    ["binds-all-interfaces", "nothing", web("image: node\ncommand: node --inspect=127.0.0.1:9229 app.js")],
    ["binds-all-interfaces", "nothing", web("image: a\ncommand: echo vite --host 0.0.0.0")],
    ["public-database", "exposed", web("image: ghcr.io/acme/postgres:16\nports: ['15432:5432']")],
    ["public-database", "exposed", web("image: mongo\nports: [{target: 27017, published: 27017, host_ip: '::'}]")],
    ["public-database", "exposed", web("image: redis\nports: ['6379']")],
    ["public-database", "exposed", web("image: redis\nports: ['[::]:6379:6379']")],
    ["public-database", "unknown", web("image: redis\nports: ['${BIND:?}:6379:6379']")],
    ["public-database", "nothing", web("image: redis\nports: ['127.0.0.1:6379:6379', '[::1]:6379:6379']")],
    ["public-database", "nothing", web("image: redis\nexpose: [6379]")],
    [
      "public-database",
      "exposed latent",
      web("image: redis\nports: ['6379:6379']\nnetworks: [in]", "networks: {in: {internal: true}}\n"),
    ],
    ["public-database", "exposed latent", web("image: redis\nports: ['6379:6379']\ndeploy: {replicas: 0}")],
    ["public-database", "exposed", web("image: redis\nports: ['6379:6379']\nprofiles: [debug]")],
    [
      "public-database",
      "nothing",
      web(
        "image: redis\nports: ['6379:6379']\nnetworks: [n]",
        "networks: {n: {driver_opts: {com.docker.network.bridge.host_binding_ipv4: 127.0.0.1}}}\n",
      ),
    ],
    [
      "public-development-server",
      "exposed",
      {
        ...web("build: .\nports: ['8080:3000']\ncommand: npm run dev"),
        "package.json": '{"scripts": {"dev": "next dev"}}',
      },
    ],
    [
      "public-development-server",
      "nothing",
      {
        ...web("build: .\nports: ['8443:8443']\ncommand: npm start"),
        "package.json": '{"scripts": {"start": "next start"}}',
      },
    ],
    [
      "public-debugger",
      "exposed",
      web("image: node\nports: ['9229:9229']\ncommand: node --inspect=0.0.0.0:9229 app.js"),
    ],
    ["public-control-api", "exposed", web("image: docker:dind\nports: ['2375:2375']")],
    ["public-admin-interface", "exposed", web("image: adminer\nports: ['8081:8080']")],
    ["published-on-all-interfaces", "exposed", web("image: acme/shop\nports: ['8443:8443']")],
    ["published-on-all-interfaces", "nothing", web("image: acme/shop\nports: ['192.168.1.5:8443:8443']")],
    ["privileged-port", "exposed", web("image: nginx\nports: ['127.0.0.1:443:8443']")],
    ["privileged-port", "nothing", web("image: nginx\nports: ['8443:8443']")],
    [
      "port-conflict",
      "exposed",
      web("image: a\nports: ['8080:80']\n", "  two: {image: b, ports: ['127.0.0.1:8080:80']}\n"),
    ],
    ["port-conflict", "nothing", web("image: a\nports: ['8080:80']\n", "  two: {image: b, ports: ['8080:80/udp']}\n")],
    [
      "port-conflict",
      "nothing",
      web("image: a\nports: ['8080:80']\nprofiles: [x]\n", "  two: {image: b, ports: ['8080:80'], profiles: [y]}\n"),
    ],
    ["port-conflict", "exposed", web("image: a\nports: ['8080:80']\nscale: 2")],
  ] as const)("%s: %s", (rule, expected, texts) => {
    expect({ texts, said: said(rule, texts) }).toEqual({ texts, said: expected });
  });
});

import { publishedBy } from "./published";
import { readTexts, traitsOf, type Texts } from "./reading";

const path = ".devcontainer/devcontainer.json";

function published(text: string, more: Texts = {}): readonly string[] {
  return publishedBy(readTexts({ [path]: text, ...more }).facts);
}

describe("what a container for development publishes", () => {
  test.each([
    [
      "a number for its machine alone",
      '{"image": "node", "appPort": 3000}',
      ["devcontainer tcp 127.0.0.1/32 3000 -> 3000"],
    ],
    [
      "a text as docker reads it",
      '{"image": "node", "appPort": "8080:80"}',
      ["devcontainer tcp 0.0.0.0/0,::/0 8080 -> 80"],
    ],
    [
      "a list of both",
      '{"image": "node", "appPort": [3000, "127.0.0.1:9229:9229"]}',
      ["devcontainer tcp 127.0.0.1/32 3000 -> 3000", "devcontainer tcp 127.0.0.1/32 9229 -> 9229"],
    ],
    ["what is forwarded", '{"image": "node", "forwardPorts": [3000, "db:5432"]}', []],
    [
      "arguments of docker, apart and joined",
      '{"image": "node", "runArgs": ["-p", "1:1", "--publish=2:2", "-p3:3", "--name", "x"]}',
      [1, 2, 3].map((port) => `devcontainer tcp 0.0.0.0/0,::/0 ${port} -> ${port}`),
    ],
    [
      "comments and commas of editors",
      '{\n  // the app\n  "image": "node", /* or\n another */\n  "appPort": ["80:80",], // "appPort": 1\n}\n',
      ["devcontainer tcp 0.0.0.0/0,::/0 80 -> 80"],
    ],
  ] as const)("%s", (_, text, expected) => {
    expect(published(text)).toEqual(expected);
    expect(readTexts({ [path]: text }).problems).toEqual([]);
  });

  test("is nothing of its own where compose runs it", () => {
    const compose = "services:\n  app:\n    image: node\n    ports: ['80:80']\n";
    const text = '{"dockerComposeFile": "docker-compose.yml", "service": "app", "appPort": "81:81"}';
    expect(published(text, { ".devcontainer/docker-compose.yml": compose })).toEqual([
      "app tcp 0.0.0.0/0,::/0 80 -> 80",
    ]);
  });

  test("adds what its own compose file lays over the project's", () => {
    const text = '{"dockerComposeFile": ["../compose.yaml", "compose.dev.yaml"], "service": "app"}';
    const { facts, problems } = readTexts({
      [path]: text,
      "compose.yaml": "services:\n  app:\n    image: node\n    ports: ['80:80']\n",
      ".devcontainer/compose.dev.yaml": "services:\n  app:\n    ports: ['9229:9229']\n",
    });
    expect(problems).toEqual([]);
    expect(publishedBy(facts)).toEqual(["app tcp 0.0.0.0/0,::/0 80 -> 80", "app tcp 0.0.0.0/0,::/0 9229 -> 9229"]);
  });

  test("depends on a variable of the developer's machine", () => {
    const { facts } = readTexts({ [path]: '{"image": "node", "appPort": "${localEnv:BIND}:80:80"}' });
    expect(facts).toContainEqual(
      expect.objectContaining({
        kind: "forward",
        bind: expect.objectContaining({ because: [expect.objectContaining({ name: "BIND" })] }) as unknown,
      }),
    );
  });
});

test.each([
  ["the host's network", '{"image": "node", "runArgs": ["--network=host"]}', "shares-host-network"],
  [
    "the engine's socket",
    '{"image": "node", "mounts": ["source=/var/run/docker.sock,target=/var/run/docker.sock,type=bind"]}',
    "holds-control-socket",
  ],
  [
    "a command at its start",
    '{"image": "node", "postStartCommand": "npx vite --host 0.0.0.0"}',
    "binds-all-interfaces",
  ],
  [
    "one of several",
    '{"image": "node", "postAttachCommand": {"a": "ls", "b": ["flask", "run", "--host=0.0.0.0"]}}',
    "binds-all-interfaces",
  ],
] as const)("has %s", (_, text, trait) => {
  expect(traitsOf(readTexts({ [path]: text }).facts).map((each) => each.trait)).toEqual([trait]);
});

test("is known by its Dockerfile, which it names from its own folder", () => {
  const { facts } = readTexts({
    [path]: '{"build": {"dockerfile": "Dockerfile", "context": ".."}, "appPort": "6380:6380"}',
    ".devcontainer/Dockerfile": "FROM redis:7\n",
  });
  expect(facts).toContainEqual(
    expect.objectContaining({
      kind: "forward",
      evidence: expect.arrayContaining([{ by: "image", value: "redis:7" }]) as unknown,
    }),
  );
});

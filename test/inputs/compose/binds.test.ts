import { readTexts, traitsOf } from "./reading";

function told(service: string): readonly string[] {
  const { facts } = readTexts({ "compose.yaml": `services:\n  app:\n    build: .\n    ${service}\n` });
  return traitsOf(facts)
    .filter(({ trait }) => trait === "binds-all-interfaces")
    .map(({ detail }) => detail);
}

describe("told to listen everywhere", () => {
  test.each([
    ["command: vite --host 0.0.0.0", "vite --host 0.0.0.0"],
    ["command: 'npx --yes vite --host=:: --port 80'", "vite --host=::"],
    ["command: vite --host", "vite --host"],
    ["command: ./node_modules/.bin/vite dev --host --port 3000", "vite --host"],
    ["command: npm run dev -- --host 0.0.0.0", "npm --host 0.0.0.0"],
    ["command: ng serve --host 0.0.0.0", "ng --host 0.0.0.0"],
    ["command: webpack serve --host 0.0.0.0", "webpack --host 0.0.0.0"],
    ["command: next dev -H 0.0.0.0", "next -H 0.0.0.0"],
    ["command: storybook dev -h 0.0.0.0 -p 6006", "storybook -h 0.0.0.0"],
    ["command: hugo server --bind=0.0.0.0", "hugo --bind=0.0.0.0"],
    ["command: bundle exec rails s -p 3000 -b 0.0.0.0", "rails -b 0.0.0.0"],
    ['command: ["bin/rails", "server", "-b", "[::]"]', "rails -b [::]"],
    ["command: python manage.py runserver 0.0.0.0:8000", "manage.py runserver 0.0.0.0:8000"],
    ["command: sh -c 'sleep 5 && exec python -u manage.py runserver 0.0.0.0:8000'", "manage.py runserver 0.0.0.0:8000"],
    ["command: python -m flask --app web run --host=0.0.0.0", "flask run --host=0.0.0.0"],
    ["command: poetry run uvicorn app:app --host 0.0.0.0 --reload", "uvicorn --host 0.0.0.0"],
    ["command: gunicorn -b :8000 app", "gunicorn -b :8000"],
    ["command: jupyter lab --ip=0.0.0.0 --no-browser", "jupyter --ip=0.0.0.0"],
    ["command: jupyter lab --ip='*'", "jupyter --ip=*"],
    ["command: php -S 0.0.0.0:8000 -t public", "php -S 0.0.0.0:8000"],
    ["command: php artisan serve --host=0.0.0.0", "php serve --host=0.0.0.0"],
    ["command: node --inspect=0.0.0.0:9229 app.js", "node --inspect=0.0.0.0:9229"],
    ["command: nodemon --inspect-brk=0.0.0.0 app.js", "nodemon --inspect-brk=0.0.0.0"],
    ["command: java -agentlib:jdwp=transport=dt_socket,server=y,address=*:5005 -jar app.jar", "java address=*:5005"],
    ["command: python -m debugpy --listen 0.0.0.0:5678 app.py", "debugpy --listen 0.0.0.0:5678"],
    ["command: dlv debug --headless --listen=:2345", "dlv --listen=:2345"],
    ["command: redis-server --bind 0.0.0.0 --requirepass hunter2", "redis-server --bind 0.0.0.0"],
    ["command: docker-entrypoint.sh mongod --bind_ip_all", "mongod --bind_ip_all"],
    ["command: postgres -c listen_addresses=*", "postgres listen_addresses=*"],
    ["command: dockerd -H tcp://0.0.0.0:2375", "dockerd -H tcp://0.0.0.0:2375"],
    ["entrypoint: [tini, --, vite]\n    command: [--host, 0.0.0.0]", "vite --host 0.0.0.0"],
    ["command: HOST=0.0.0.0 node server.js", "HOST=0.0.0.0"],
    ["environment: {HOST: 0.0.0.0}", "HOST=0.0.0.0"],
    ["environment: [FLASK_RUN_HOST=0.0.0.0]", "FLASK_RUN_HOST=0.0.0.0"],
    ["environment: {NUXT_HOST: '::'}", "NUXT_HOST=::"],
    ["environment: {NODE_OPTIONS: --inspect=0.0.0.0:9229}", "NODE_OPTIONS: node --inspect=0.0.0.0:9229"],
    ["environment: {DANGEROUSLY_DISABLE_HOST_CHECK: true}", "DANGEROUSLY_DISABLE_HOST_CHECK=true"],
  ])("%s", (service, expected) => {
    expect(told(service)).toEqual([expected]);
  });
});

describe("not told so", () => {
  test.each([
    "command: vite",
    "command: vite --host 127.0.0.1",
    "command: vite --host localhost --port 3000",
    "command: python manage.py migrate",
    "command: python manage.py runserver 127.0.0.1:8000",
    "command: node --inspect app.js",
    "command: echo --host 0.0.0.0",
    "command: curl http://0.0.0.0:8000",
    "command: dlv debug --listen=127.0.0.1:2345",
    "environment: {HOST: 127.0.0.1, DATABASE: 0.0.0.0}",
    "environment: {DANGEROUSLY_DISABLE_HOST_CHECK: false}",
  ])("%s", (service) => {
    expect(told(service)).toEqual([]);
  });
});

test("neither an argument nor the environment leaves the file but for what tells where to listen", () => {
  const { facts } = readTexts({
    "compose.yaml": [
      "services:",
      "  cache:",
      "    image: redis:7",
      "    command: redis-server --requirepass hunter2 --bind 0.0.0.0",
      "    environment: {REDIS_PASSWORD: hunter2}",
      "    ports: ['6379:6379']",
    ].join("\n"),
  });
  expect(
    JSON.stringify(facts, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value)),
  ).not.toContain("hunter2");
});

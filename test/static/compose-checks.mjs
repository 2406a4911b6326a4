import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parse } from 'yaml';
import { root } from './root.mjs';

/** Services that hold state or a schema: what depends on one waits until it is ready. */
const gates = ['postgresql', 'temporal-schema', 'temporal', 'temporal-namespace', 'mongodb', 's3'];
const read = (path) => readFile(join(root, path), 'utf8');

/** docker-compose.yml and the image it builds, as far as they can be judged without a container engine. */
export async function composeChecks() {
  const compose = parse(await read('docker-compose.yml'), { merge: true });
  const dockerfile = await read('deploy/images/Dockerfile');
  const validate = await schemaValidator();
  const rules = [
    ['docker-compose.yml fits the Compose Specification', () => validate(compose)],
    ['every image is pinned to a version', () => unpinned(compose, dockerfile)],
    ['every service waits until what it needs is ready', () => ungated(compose)],
    ['every file a container is given exists', () => missingFiles(compose, dockerfile)],
    ['every password can be replaced from outside', () => fixedSecrets(compose)],
    ['every DURABLAST_ variable is one the product reads', await unknownVariables(compose)],
    ['the product accepts the settings it is given', await refusedSettings(compose)],
  ];
  return [...rules.map(([name, rule]) => ({ name, problem: sentence(rule()) })), ...plantedFaults(validate)];
}

/** Each rule fails on the fault it is for. */
function plantedFaults(validate) {
  const service = (fields) => ({ services: { a: fields, s3: { image: 's3:1.2' } } });
  const faults = [
    ['an unknown service field', validate(service({ image: 'a:1.2', imagine: 1 }))],
    ['an image without a tag', unpinned(service({ image: 'a' }), '')],
    ['the tag latest', unpinned(service({ image: 'a:latest' }), '')],
    ['a base image pinned to nothing but its major version', unpinned({ services: {} }, 'FROM node:20')],
    ['a dependency that is not waited for', ungated(service({ depends_on: ['s3'] }))],
    ['a wait for mere start', ungated(service({ depends_on: { s3: { condition: 'service_started' } } }))],
    [
      'a wait for health that nobody checks',
      ungated(service({ depends_on: { s3: { condition: 'service_healthy' } } })),
    ],
    ['a mount of a missing file', missingFiles(service({ volumes: ['./absent:/a'] }), '')],
    ['a COPY of a missing file', missingFiles({ services: {} }, 'COPY absent ./')],
    ['a fixed password', fixedSecrets(service({ environment: { A_PASSWORD: 'x' } }))],
  ];
  return faults.map(([title, found]) => ({
    name: `the compose checks find ${title}`,
    problem: found.length > 0 ? undefined : 'they did not',
  }));
}

async function schemaValidator() {
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats(ajv);
  // Named by the schema and read by Docker's own tools only.
  for (const format of ['ports', 'expose', 'subnet_ip_address']) ajv.addFormat(format, true);
  // The schema names draft-07 by another address than the one it is known by.
  const { $schema: _draft, ...schema } = JSON.parse(await read('.config/compose-spec.schema.json'));
  const validate = ajv.compile(schema);
  return (compose) =>
    validate(compose) ? [] : validate.errors.map(({ instancePath, message }) => `${instancePath} ${message}`);
}

const services = (compose) => Object.entries(compose.services);

function unpinned(compose, dockerfile) {
  const stages = [...dockerfile.matchAll(/^FROM \S+ AS (\S+)$/gm)].map(([, name]) => name);
  const bases = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, name]) => name);
  return [...services(compose).map(([, { image }]) => image ?? ''), ...bases]
    .filter((image) => !stages.includes(image) && !/:[^:/]*\d+\.\d+[^:/]*$/.test(image))
    .map((image) => `"${image}" names no version`);
}

function ungated(compose) {
  const wrong = [];
  for (const [name, service] of services(compose)) {
    const needs = service.depends_on ?? {};
    if (Array.isArray(needs)) {
      wrong.push(`${name} lists what it depends on without conditions`);
      continue;
    }
    for (const [needed, { condition }] of Object.entries(needs))
      wrong.push(...gateFault(compose, name, needed, condition));
    if (service.build === undefined) continue;
    const reached = reachable(compose, name);
    wrong.push(
      ...gates.filter((gate) => !reached.has(gate)).map((gate) => `${name} does not wait for ${gate}`),
    );
  }
  return wrong;
}

function gateFault(compose, name, needed, condition) {
  const target = compose.services[needed];
  if (condition === 'service_completed_successfully') return [];
  if (condition !== 'service_healthy') return [`${name} waits for ${needed} to start only`];
  return target?.healthcheck === undefined
    ? [`${name} waits for the health of ${needed}, which has no check`]
    : [];
}

function reachable(compose, name, seen = new Set()) {
  for (const needed of Object.keys(compose.services[name]?.depends_on ?? {})) {
    if (!seen.has(needed)) reachable(compose, needed, seen.add(needed));
  }
  return seen;
}

function missingFiles(compose, dockerfile) {
  const mounted = services(compose).flatMap(([, { volumes = [] }]) =>
    volumes.map((volume) => volume.split(':')[0]),
  );
  const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+)$/gm)].flatMap(([, list]) =>
    list.trim().split(/\s+/).slice(0, -1),
  );
  const built = services(compose).flatMap(([, { build }]) =>
    build ? [build.dockerfile, build.context] : [],
  );
  return [...mounted.filter((path) => path.startsWith('.')), ...copied, ...built]
    .filter((path) => !existsSync(join(root, path)))
    .map((path) => `${path} does not exist`);
}

function fixedSecrets(compose) {
  return services(compose).flatMap(([name, { environment = {} }]) =>
    Object.entries(environment)
      .filter(([variable]) => /PASSWORD|_PWD|SECRET|TOKEN|MONGODB_URI/.test(variable))
      .filter(([, value]) => !/\$\{\w+:-/.test(value))
      .map(([variable]) => `${name} fixes ${variable}`),
  );
}

async function unknownVariables(compose) {
  const config = await builtConfig();
  if (config === undefined) return () => [];
  const known = new Set(config.configurationTable().map(({ name }) => name));
  return () =>
    services(compose).flatMap(([name, { environment = {} }]) =>
      Object.keys(environment)
        .filter((variable) => variable.startsWith('DURABLAST_') && !known.has(variable))
        .map((variable) => `${name} sets ${variable}`),
    );
}

async function refusedSettings(compose) {
  const config = await builtConfig();
  if (config === undefined) return () => [];
  return () =>
    services(compose)
      .filter(([, { build }]) => build !== undefined)
      .flatMap(([name, { environment }]) => {
        const defaults = Object.entries(environment).map(([key, value]) => [key, withDefaults(value)]);
        try {
          config.loadConfig(Object.fromEntries(defaults));
          return [];
        } catch (error) {
          return [`${name}: ${error.message}`];
        }
      });
}

const withDefaults = (value) => String(value).replace(/\$\{\w+:-([^}]*)\}/g, '$1');

async function builtConfig() {
  const file = join(root, 'dist/src/config/index.js');
  return existsSync(file) ? import(pathToFileURL(file).href) : undefined;
}

const sentence = (problems) => (problems.length === 0 ? undefined : problems.join('\n'));

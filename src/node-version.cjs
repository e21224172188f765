// Plain JavaScript that versions of Node can read which can't load main.ts: `npm start` runs it first.
const { readFileSync, writeSync } = require('node:fs');
const { engines } = JSON.parse(readFileSync(`${__dirname}/../package.json`, 'utf8'));

const { node: version } = process.versions;
const least = engines.node.replace('>=', '');
const [major, minor] = version.split('.').map(Number);
const [leastMajor, leastMinor] = least.split('.').map(Number);

if (major < leastMajor || (major === leastMajor && minor < leastMinor)) {
  writeSync(
    process.stderr.fd,
    `piper-invite can't start.\nThis is Node ${version}. Install Node ${least} or later from https://nodejs.org, or use the Dockerfile.\n`,
  );
  process.exit(1);
}

/** What the tool is known not to see. A test holds that the line with `old` is not reported, so that the list stays true. */
export interface KnownLimit {
  readonly what: string;
  readonly texts: Readonly<Record<string, string>>;
}

const list = "const { data } = await (await fetch('https://acme.eu.qlikcloud.com/api/v1/users')).json();\n";

export const knownLimits: readonly KnownLimit[] = [
  {
    what: 'Users that come back from a database',
    texts: {
      'a.mjs': `import { MongoClient } from 'mongodb';\n${list}const people = new MongoClient(process.env.DB).db().collection('people');\nawait people.insertMany(data);\nfor await (const one of people.find()) console.log(one.created); // old\n`,
    },
  },
  {
    what: 'Users that pass through a file on disk',
    texts: { 'a.mjs': `import fs from 'node:fs';\n${list}fs.writeFileSync('people.json', JSON.stringify(data));\nconst people = JSON.parse(fs.readFileSync('people.json', 'utf8'));\nconsole.log(people[0].created); // old\n` },
  },
  {
    what: 'Users that are kept in the storage of a browser',
    texts: { 'a.mjs': `${list}localStorage.setItem('people', JSON.stringify(data));\nconst people = JSON.parse(localStorage.getItem('people'));\nconsole.log(people[0].created); // old\n` },
  },
  {
    what: 'Users that are sent to a queue or another process',
    texts: {
      'a.mjs': `import { fork } from 'node:child_process';\n${list}fork('./child.mjs').send(data);\n`,
      'child.mjs': "process.on('message', (people) => console.log(people[0].created)); // old\n",
    },
  },
  {
    what: 'Code that is put together as text and run',
    texts: { 'a.mjs': `${list}const show = new Function('user', 'return user.created'); // old\nconsole.log(data.map((user) => show(user)));\n` },
  },
  {
    what: 'Names of fields that are put together at run time',
    texts: { 'a.mjs': `${list}const name = (word) => 'last' + word;\nconsole.log(data[0][name(process.argv[2] ?? 'Updated')]); // old\n` },
  },
  {
    what: 'Commands of a shell behind another one (`cd work && curl …`)',
    texts: { 'a.mjs': "import { execSync } from 'node:child_process';\nconsole.log(execSync('cd work && curl \"https://acme.eu.qlikcloud.com/api/v1/users?sortBy=name\"').toString()); // old\n" },
  },
  {
    what: 'Mocks whose path is a regular expression',
    texts: { 'a.test.mjs': `import nock from 'nock';\n${list}nock('https://acme.eu.qlikcloud.com').get(/users/).reply(200, { data: [{ created: '2020' }] }); // old\n` },
  },
];

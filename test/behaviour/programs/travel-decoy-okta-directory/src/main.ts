import { differences, pair } from './compare';
import { OktaDirectory } from './okta';
import { qlikUsers } from './qlik';

const [directory, users] = await Promise.all([new OktaDirectory().load(), qlikUsers()]);

const pairs = pair(users, (login) => directory.find(login));
for (const one of pairs) {
  const found = differences(one);
  if (found.length > 0) console.log(one.user.name, found.join('; '));
}

const oldest = directory.all.reduce((a, b) => (b.created < a.created ? b : a));
console.log(oldest.profile.displayName, oldest.roles.length, oldest.lastUpdated);

import { latest, revive } from './dates.js';
import { listUsers } from './qlik.js';

const users = (await listUsers()).map(revive);
const newcomer = latest(users, 'created');
const changed = latest(users, 'lastUpdated');
console.log('newest account:', newcomer.name, newcomer.created.toISOString());
console.log('last change:', changed.name, changed.lastUpdated.getUTCMonth() + 1);

const developers = (await listUsers('Developer')).map(revive);
const months = developers.map(({ created, lastUpdated }) => Math.round((+lastUpdated - +created) / 2_629_800_000));
console.log(developers.length, 'developers,', months.join(' '));

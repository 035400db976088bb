import { byParts, create, everyone, page, sorted } from './queries.mjs';

const show = (list) => console.log(list.length, list.slice(0, 3).map((user) => user.name).join(', '));

show(await page({}));
show(await page({ descending: true }));
show(await page({ status: 'disabled', descending: true }));
show(await page({ email: 'anna+bi@corp.example', status: 'active' }));
show(await sorted('desc'));
show(await sorted());
show(await everyone());
const [annie] = await byParts((await page({ email: 'anna+bi@corp.example' }))[0].subject);
const { ['roles']: granted, ['created']: since } = annie;
console.log(granted.join('|'), since.slice(0, 10));
const made = await create('Nora', ['Developer', 'DataAdmin']);
console.log(made.name, made.roles.length);

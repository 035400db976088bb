import { Keys } from './keys';
import { People } from './people';

const people = new People();
for (const { name, roles } of await people.disabled()) console.log(name, [...roles].sort().join(', ') || 'no roles');

for (const key of await new Keys().find({ status: 'active', sort: '-created' })) {
  const owner = await people.get(key.createdByUser);
  console.log(key.description, owner.name, owner.created < key.created ? 'older' : 'younger');
}

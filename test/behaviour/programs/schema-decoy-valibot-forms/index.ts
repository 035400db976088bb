import * as v from 'valibot';

const Space = v.object({ name: v.string(), createdAt: v.string() });
const Assignment = v.object({ type: v.string(), roles: v.array(v.string()) });
const Employee = v.object({ name: v.string(), roles: v.array(v.string()), created: v.pipe(v.string(), v.transform((text) => new Date(text))), lastUpdated: v.optional(v.string()) });
type Employee = v.InferOutput<typeof Employee>;

const get = async (path: string): Promise<{ data: unknown[] }> => (await fetch(`${process.env.QLIK_TENANT_URL}/api/v1${path}`, { headers: { Authorization: `Bearer ${process.env.QLIK_API_KEY}` } })).json();

const { data: spaces } = await get('/spaces?limit=1');
const space = v.parse(v.looseObject({ id: v.string(), ...Space.entries }), spaces[0]);
const { data: assignments } = await get(`/spaces/${space.id}/assignments?limit=3`);
console.log(assignments.map((item) => v.parse(Assignment, item).roles.join('+')).join(', '));

const staff: Employee[] = JSON.parse('[{"name":"Ada Lovelace","roles":["boss"],"created":"2019-01-01"}]').map((row: unknown) => v.parse(Employee, row));
const { data: users } = await get('/users?limit=100&sort=name');
console.log(staff.map((one) => `${one.name} ${one.roles.join()} ${one.created.getUTCFullYear()} ${users.some((user) => v.is(v.object({ name: v.literal(one.name) }), user))}`).join());

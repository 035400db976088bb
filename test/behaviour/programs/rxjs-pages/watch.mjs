import { filter, firstValueFrom, forkJoin, lastValueFrom, map, reduce } from 'rxjs';
import { admins$, newest$, people$, users$ } from './directory.mjs';

people$.pipe(filter((people) => people.length > 0), map((people) => people.map((user) => `${user.name} ${user.lastUpdated.slice(0, 10)}`))).subscribe((lines) => console.log(lines.sort().join(' | ')));
people$.next(await firstValueFrom(admins$()));

const { admins, newest } = await lastValueFrom(forkJoin({ admins: admins$(), newest: newest$() }));
console.log(admins.length, newest.name, newest.created.slice(0, 10));
const count = await lastValueFrom(users$().pipe(reduce((sum, user) => sum + user.roles.length, 0)));
console.log(count, people$.value[0].created.slice(0, 4));

import './report.test.mjs';
import { admins, grant, roleNames } from './report.mjs';

console.log(await admins());
console.log((await roleNames()).length);
await grant('ines@corp.example', ['Developer']);

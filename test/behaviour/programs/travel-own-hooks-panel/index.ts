import { render } from './hooks';
import { Panel } from './Panel';

console.log(await render(Panel));

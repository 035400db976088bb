/** The tenant that every run starts with: 25 users, 8 roles, 3 groups. */

/** `before` knows old and new names, `after` the new ones only, `overlap` both, and puts both into links. */
export type Mode = 'before' | 'after' | 'overlap';

export interface Role {
  readonly id: string;
  readonly name: string;
  readonly type: 'default' | 'custom';
  readonly level: 'admin' | 'user';
}

export interface Group {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly Role[];
}

export interface User {
  readonly id: string;
  name: string;
  email: string;
  subject: string;
  status: string;
  roles: Role[];
  groups: Group[];
  readonly createdAt: string;
  lastUpdatedAt: string;
  preferredLocale: string;
  preferredZoneinfo: string;
  picture: string;
}

export interface Tenant {
  readonly users: User[];
  readonly roles: readonly Role[];
  readonly groups: readonly Group[];
  /** Everything written to other endpoints, in order. */
  readonly writes: string[];
}

export const tenantId = 'Vx3pQe81-mTz_HuW0cYd7sKjRbLnAo2g';
export const tenantHost = 'model.eu.qlikcloud.com';
/** The time of every write. */
export const now = '2022-08-01T09:00:00.000Z';

const roleKinds: readonly (readonly [name: string, level: Role['level'], type?: Role['type']])[] = [
  ['TenantAdmin', 'admin'],
  ['AnalyticsAdmin', 'admin'],
  ['DataAdmin', 'admin'],
  ['Developer', 'user'],
  ['SharedSpaceCreator', 'user'],
  ['ManagedSpaceCreator', 'user'],
  ['DataSpaceCreator', 'user'],
  ['Report Author', 'user', 'custom'],
];

/** Short names for the roles of the people below. */
const letters: Readonly<Record<string, string>> = {
  T: 'TenantAdmin',
  A: 'AnalyticsAdmin',
  D: 'DataAdmin',
  d: 'Developer',
  s: 'SharedSpaceCreator',
  m: 'ManagedSpaceCreator',
  p: 'DataSpaceCreator',
  r: 'Report Author',
};

/** name, e-mail, subject, status, roles, first day, last change, locale, group */
const people = `
Ada Lovelace        ; ada@corp.example           ; auth0|ada       ; active   ; T d  ; 2020-03-11 ; 2022-05-17 ; en ; IT
Grace Hopper        ; grace@corp.example         ; navy\\grace     ; active   ; T D  ; 2020-01-07 ; 2022-06-30 ; en ; IT
John Smith          ; john.smith@corp.example    ; corp\\jsmith    ; active   ; T A d; 2020-02-14 ; 2022-07-04 ; de ; Finance
Miles O'Brien       ; miles.o'brien@corp.example ; corp\\mobrien   ; active   ; d s  ; 2020-04-20 ; 2022-03-09 ;    ;
Zoë Müller          ; zoe.mueller@corp.example   ; corp\\zmueller  ; active   ; D    ; 2021-12-05 ; 2022-01-19 ; de ; Finance
Anna "Annie" Lee    ; anna+bi@corp.example       ; okta|anna"lee   ; invited  ;      ; 2022-04-12 ; 2022-04-13 ; en ;
Björn Ek            ; bjorn@nordic.example       ; 1234567890      ; active   ; d s m p; 2020-08-31 ; 2022-02-11 ; sv ; Sales
David Park          ; david+qlik@corp.example    ; corp\\dpark     ; active   ; A    ; 2021-01-25 ; 2022-02-27 ;    ;
Lars Berg           ; lars@nordic.example        ; nordic\\lars    ; active   ; d    ; 2021-08-02 ; 2022-06-21 ; sv ; Sales
Rosa Lind           ; rosa@nordic.example        ; nordic\\rosa    ; active   ; s p  ; 2021-03-15 ; 2022-05-08 ; sv ;
Fatima Noor         ; fatima@corp.example        ; auth0|fatima    ; active   ; D p  ; 2021-02-03 ; 2022-07-11 ; ar ; Finance
Carla Ruiz          ; carla@corp.example         ; auth0|carla     ; disabled ; d    ; 2020-09-28 ; 2021-11-30 ; es ;
Quentin Abara       ; quentin@corp.example       ; corp\\qabara    ; active   ; T    ; 2020-06-18 ; 2022-07-22 ; fr ; IT
Priya Raman         ; priya@corp.example         ; auth0|priya     ; active   ; A d s; 2020-05-26 ; 2022-04-02 ; en ; Finance
Ewa Zielińska       ; ewa@corp.example           ; corp\\ezielinska; invited  ; r    ; 2022-05-16 ; 2022-05-18 ; pl ;
Sam Tyler           ; sam@corp.example           ; auth0|sam       ; active   ; d m  ; 2021-11-08 ; 2022-06-12 ; es ;
Hana Novak          ; hana@corp.example          ; corp\\hnovak    ; active   ; p    ; 2022-01-31 ; 2022-04-25 ;    ; Sales
Victor Osei         ; victor+test@corp.example   ; auth0|victor    ; disabled ; r d  ; 2021-10-19 ; 2022-02-16 ; en ;
Ida Solberg         ; ida@nordic.example         ; nordic\\ida     ; deleted  ;      ; 2020-07-13 ; 2021-09-20 ;    ;
Wei Chen            ; wei@corp.example           ; corp\\wchen     ; active   ; A D  ; 2020-11-24 ; 2022-05-29 ; zh ; IT
Naoko Ito           ; naoko@corp.example         ; auth0|naoko     ; active   ;      ; 2022-02-22 ; 2022-02-23 ; ja ;
Leon Falk           ; leon@nordic.example        ; nordic\\leon    ; active   ; m    ; 2021-07-30 ; 2022-03-18 ; de ; Sales
Ines Costa          ; ines@corp.example          ; corp\\icosta    ; disabled ; s    ; 2021-05-10 ; 2022-01-06 ;    ;
Yara Haddad         ; yara@corp.example          ; auth0|yara      ; invited  ; d s  ; 2022-06-27 ; 2022-06-28 ; ar ;
Otto Brandt         ; otto@corp.example          ; auth0|otto      ; active   ; d r  ; 2021-06-14 ; 2022-04-08 ; de ;
`;

/** 24 hexadecimal digits that look drawn by lot, always the same for the same number. */
export function idOf(kind: string, number: number): string {
  let seed = (kind.charCodeAt(0) * 7919 + number * 104729 + 12345) >>> 0;
  let digits = '';
  while (digits.length < 20) {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    digits += (seed >>> 16).toString(16).padStart(4, '0');
  }
  return `61f${kind.charCodeAt(0) % 10}${digits}`;
}

const makeRoles = (): Role[] => roleKinds.map(([name, level, type = 'default'], index) => ({ id: idOf('r', index), name, type, level }));

export function makeTenant(): Tenant {
  const roles = makeRoles();
  const named = (name: string): Role[] => roles.filter((role) => role.name === name);
  const groups = [
    { id: idOf('g', 0), name: 'Finance', roles: named('Developer') },
    { id: idOf('g', 1), name: 'Sales', roles: named('SharedSpaceCreator') },
    { id: idOf('g', 2), name: 'IT', roles: [...named('DataAdmin'), ...named('Developer')] },
  ];
  const users = people
    .trim()
    .split('\n')
    .map((line, index): User => {
      const [name = '', email = '', subject = '', status = '', held = '', first = '', last = '', locale = '', group = ''] = line.split(';').map((cell) => cell.trim());
      const clock = `${String(6 + (index % 12)).padStart(2, '0')}:${String((index * 17) % 60).padStart(2, '0')}:00.${String(index * 31).padStart(3, '0')}Z`;
      return {
        id: idOf('u', index),
        name,
        email,
        subject,
        status,
        roles: held.split(' ').flatMap((letter) => named(letters[letter] ?? '')),
        groups: groups.filter((candidate) => candidate.name === group),
        createdAt: `${first}T${clock}`,
        lastUpdatedAt: `${last}T${clock}`,
        preferredLocale: locale,
        preferredZoneinfo: locale === 'sv' ? 'Europe/Stockholm' : '',
        picture: '',
      };
    });
  return { users, roles, groups, writes: [] };
}

/** What a run left behind, in a form that two runs can be compared by. */
export function stateOf({ users, writes }: Tenant): unknown {
  const rows = users.map(({ name, email, subject, status, preferredLocale, preferredZoneinfo, roles, groups }) => ({
    subject,
    name,
    email,
    status,
    preferredLocale,
    preferredZoneinfo,
    roles: roles.map((role) => role.name).sort(),
    groups: groups.map((group) => group.name).sort(),
  }));
  return { users: rows.sort((a, b) => (a.subject < b.subject ? -1 : 1)), writes };
}

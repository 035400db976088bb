import { describe, expect, it } from 'vitest';
import { fixTexts, lintTexts } from './harness/memory-files.ts';

const reader = "import { users } from './client.js';\nexport const names = async () => (await users.getUsersMetadata()).data.valid_roles;\n";

describe('the roles of a client that another file makes', () => {
  it('are imported from there when it exports them', () => {
    const { texts } = fixTexts({ 'client.js': "import { createQlikApi } from '@qlik/api';\nexport const { users, roles } = createQlikApi({});\n", 'a.js': reader });
    expect(texts['a.js']).toBe("import { users, roles } from './client.js';\nexport const names = async () => (await roles.getRoles({ limit: 100 })).data.data?.map((role) => role.name);\n");
  });
  it('are not taken from the package, which would ask another tenant', () => {
    const files = { 'client.js': "import { createQlikApi } from '@qlik/api';\nexport const { users } = createQlikApi({});\n", 'a.js': reader };
    expect(fixTexts(files).texts).toEqual(files);
    expect(new Set(lintTexts(files).findings.map((finding) => finding.blocked))).toEqual(new Set(['where this client has its functions for roles is not seen here']));
  });
  it('are not taken from something else that has that name', () => {
    const files = { 'client.js': "import { createQlikApi } from '@qlik/api';\nexport const { users } = createQlikApi({});\nexport const roles = ['a'];\n", 'a.js': reader };
    expect(fixTexts(files).texts).toEqual(files);
  });
  it('are those of a field only when the field is the client', () => {
    const files = {
      'a.ts':
        "import type { UsersAPI } from '@qlik/api/users';\nexport class S {\n  constructor(readonly users: UsersAPI, readonly roles: string[]) {}\n  async names() {\n    return (await this.users.getUsersMetadata()).data.valid_roles;\n  }\n}\n",
    };
    expect(fixTexts(files).texts).toEqual(files);
  });
});

/** A file that `init` writes, and what to do with it when one of that name is there already. */
export interface Template {
  readonly file: string;
  readonly text: string;
  readonly mode?: number;
}

const check = 'npx --no-install qlik-users-migrate check --staged';

const preCommit = `repos:
  - repo: local
    hooks:
      - id: qlik-users-migrate
        name: no deprecated uses of the Qlik users API
        entry: ${check}
        language: system
        pass_filenames: false
`;

const husky = `${check}\n`;

const lefthook = `pre-commit:
  commands:
    qlik-users-migrate:
      glob: "*.{js,jsx,mjs,cjs,ts,tsx,mts,cts,vue,svelte,astro,html,sh,bash,zsh}"
      run: ${check}
`;

const lintStaged = `{
  "*.{js,jsx,mjs,cjs,ts,tsx,mts,cts,vue,svelte,astro,html,sh,bash,zsh}": "qlik-users-migrate check"
}
`;

const github = `name: qlik-users-migrate
on: [pull_request]
permissions:
  contents: read
jobs:
  users-api:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
        with:
          fetch-depth: 0
      - uses: actions/setup-node@v4
        with:
          node-version: 20
      - run: npx --yes qlik-users-migrate check --format github
`;

const gitlab = `qlik-users-migrate:
  image: node:20
  script:
    - npx --yes qlik-users-migrate check --format gitlab=gl-code-quality-report.json --format stylish
  artifacts:
    when: always
    reports:
      codequality: gl-code-quality-report.json
`;

export const hooks = {
  'pre-commit': { file: '.pre-commit-config.yaml', text: preCommit },
  husky: { file: '.husky/pre-commit', text: husky, mode: 0o755 },
  lefthook: { file: 'lefthook.yml', text: lefthook },
  'lint-staged': { file: '.lintstagedrc.json', text: lintStaged },
} as const satisfies Record<string, Template>;

export const pipelines = {
  github: { file: '.github/workflows/qlik-users-migrate.yml', text: github },
  gitlab: { file: '.gitlab-ci.yml', text: gitlab },
} as const satisfies Record<string, Template>;

export const configTemplate: Template = {
  file: 'qlik-users-migrate.config.json',
  text: `{
  "$schema": "./node_modules/qlik-users-migrate/config.schema.json",
  "hosts": [],
  "ignore": []
}
`,
};

const xrfkey = '0123456789abcdef';

export async function repositoryUsers() {
  const response = await fetch(`https://${process.env.QLIK_SENSE_SERVER}/qrs/user/full?xrfkey=${xrfkey}`, {
    headers: { 'X-Qlik-Xrfkey': xrfkey, 'X-Qlik-User': 'UserDirectory=INTERNAL; UserId=sa_api' },
  });
  return response.json();
}

/** The repository knows who is root. */
export const rootAdmins = (users) => users.filter((user) => user.roles.includes('RootAdmin'));

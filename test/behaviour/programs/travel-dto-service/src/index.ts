import QlikGateway from "./qlik/gateway";
import { MemberService } from "./service";

const service = new MemberService(new QlikGateway());

const { members, byRole } = await service.list();
console.log(members.length, Object.keys(byRole).sort().map((role) => `${role}=${byRole[role]}`).join(" "));

const admins = await service.list("TenantAdmin");
for (const member of admins.members) {
    console.log(member.displayName, member.roles.join(","), member.created, member.lastUpdated);
}

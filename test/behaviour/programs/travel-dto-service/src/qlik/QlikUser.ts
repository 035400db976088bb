export default interface QlikUser {
    readonly id: string;
    readonly name: string;
    readonly email?: string;
    readonly roles: string[];
    readonly created: string;
    readonly lastUpdated: string;
}

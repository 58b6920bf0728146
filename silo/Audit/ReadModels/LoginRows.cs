using System.Data.Common;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;

namespace Countersign.Silo.Audit.ReadModels;

internal static class LoginRows
{
    public const string Select = "SELECT tenant, user_id, login FROM logins WHERE login = $1";

    // A login belongs to whom it was given first.
    private static readonly RowStatement Insert = new(
        "INSERT INTO logins (login, tenant, user_id) VALUES ($1, $2, $3) ON CONFLICT (login) DO NOTHING");

    public static void Project(UserRegistered e, List<RowChange> rows) => rows.Add(new(Insert, [e.Login, e.TenantId.Value, e.Id.Value]));

    public static LoginRow Read(DbDataReader reader) =>
        new(TenantId.Parse(reader.GetString(0)), UserId.Parse(reader.GetString(1)), reader.GetString(2));
}

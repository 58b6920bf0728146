using System.Data.Common;
using Countersign.Domain.Accounts;
using Countersign.Domain.Markets;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;

namespace Countersign.Silo.Audit.ReadModels;

internal static class AccountRows
{
    public const string Columns = "id, name, currency, trading_state, cash_units, cash_fraction FROM accounts";

    private static readonly RowStatement Insert = new(
        """
        INSERT INTO accounts (tenant, id, name, currency, trading_state, cash_units, cash_fraction) VALUES ($1, $2, $3, $4, $5, 0, 0)
        ON CONFLICT (tenant, id) DO NOTHING
        """);

    private static readonly RowStatement SetTradingState = new("UPDATE accounts SET trading_state = $3 WHERE tenant = $1 AND id = $2");

    private static readonly RowStatement AddCash = new($"UPDATE accounts SET {Exact.Add("accounts", "cash", 3)} WHERE tenant = $1 AND id = $2");

    public static void Project(in PlacedEvent placed, AccountEvent @event, List<RowChange> rows)
    {
        var id = placed.AggregateId;
        switch (@event)
        {
            case AccountOpened e:
                rows.Add(new(Insert, [placed.Tenant, id, e.Name, e.Currency.Value, Text(TradingState.Active)]));
                break;
            case TradingStateChanged e:
                rows.Add(new(SetTradingState, [placed.Tenant, id, Text(e.State)]));
                break;
            default:
                if (LedgerRows.EntryOf(@event) is { } entry)
                {
                    rows.Add(Cash(placed.Tenant, id, entry));
                }

                break;
        }
    }

    public static AccountRow Read(TenantId tenant, DbDataReader reader) => new(
        tenant, AccountId.Parse(reader.GetString(0)), reader.GetString(1), Currency.Parse(reader.GetString(2)), reader.GetString(3),
        Exact.Read(reader, 4));

    private static string Text(TradingState state) => state.ToString().ToLowerInvariant();

    private static RowChange Cash(string tenant, string id, LedgerEntry entry)
    {
        var change = entry.Postings.Where(p => p.Account == LedgerAccount.Cash).Sum(p => p.Amount.Amount);
        return new(AddCash, [tenant, id, Exact.Units(change), Exact.Fraction(change)]);
    }
}

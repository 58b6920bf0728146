using System.Data.Common;
using System.Text.Json;
using Countersign.Domain.Accounts;
using Countersign.Domain.Execution;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;

namespace Countersign.Silo.Audit.ReadModels;

/// <summary>One row a ledger entry, with the cash that it left. It follows the account's row, whose cash it reads in the same transaction.</summary>
internal static class LedgerRows
{
    private const string Columns = "account, at, kind, order_id, entry, cash_units, cash_fraction FROM ledger_entries";

    private static readonly RowStatement Insert = new(
        """
        INSERT INTO ledger_entries (tenant, account, number, at, kind, order_id, entry, cash_units, cash_fraction)
        SELECT a.tenant, a.id, $3, $4, $5, $6, $7, a.cash_units, a.cash_fraction FROM accounts a WHERE a.tenant = $1 AND a.id = $2
        ON CONFLICT (tenant, account, number) DO NOTHING
        """);

    public static ListQuery Query(TenantId tenant, LedgerFilter filter, PageRequest page) => new ListQuery(Columns, tenant)
        .Is("account", filter.Account.Value).Is("kind", filter.Kind)
        .From("at", filter.From).Before("at", filter.To)
        .Newest(page, "at", [], "number");

    public static string CursorOf(LedgerRow row) => Cursor.Write(row.At, Cursor.Number(row.Entry.Number));

    /// <summary>What an event booked; null where it booked nothing.</summary>
    public static LedgerEntry? EntryOf(AccountEvent @event) => @event switch
    {
        FundsDeposited e => e.Entry,
        FundsWithdrawn e => e.Entry,
        BalanceAdjusted e => e.Entry,
        PositionRolledOver e => e.Entry,
        InterestBooked e => e.Entry,
        PositionSplitApplied e => e.Entry,
        OrderFilled e => e.Entry,
        _ => null,
    };

    public static void Project(in PlacedEvent placed, AccountEvent @event, List<RowChange> rows)
    {
        if (EntryOf(@event) is { } entry)
        {
            rows.Add(new(
                Insert,
                [
                    placed.Tenant, placed.AggregateId, entry.Number, @event.At, KindOf(@event), (@event as OrderFilled)?.OrderId.Value,
                    JsonSerializer.Serialize(entry, EventTypes.Json),
                ]));
        }
    }

    public static LedgerRow Read(TenantId tenant, DbDataReader reader) => new(
        tenant, AccountId.Parse(reader.GetString(0)), new DateTimeOffset(reader.GetInt64(1), TimeSpan.Zero), reader.GetString(2),
        reader.IsDBNull(3) ? null : OrderId.Parse(reader.GetString(3)),
        JsonSerializer.Deserialize<LedgerEntry>(reader.GetString(4), EventTypes.Json)!, Exact.Read(reader, 5));

    private static string KindOf(AccountEvent @event) => @event switch
    {
        FundsDeposited => LedgerKinds.Deposit,
        FundsWithdrawn => LedgerKinds.Withdrawal,
        BalanceAdjusted => LedgerKinds.Adjustment,
        PositionRolledOver => LedgerKinds.Swap,
        InterestBooked => LedgerKinds.Interest,
        PositionSplitApplied => LedgerKinds.Split,
        OrderFilled => LedgerKinds.Fill,
        _ => throw new InvalidOperationException($"{@event.GetType().Name} books nothing."),
    };
}

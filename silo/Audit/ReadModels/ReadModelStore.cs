using System.Collections.Immutable;
using System.Data.Common;
using Countersign.Domain.Accounts;
using Countersign.Domain.Tenants;
using Countersign.Domain.TradeIdeas;
using Countersign.Grains.Audit;

namespace Countersign.Silo.Audit.ReadModels;

/// <summary>Lists and searches over either database. Pages are cut by key, so a page costs the same wherever it lies.</summary>
internal sealed class ReadModelStore(JournalDatabase database, IJournal journal) : IReadModels
{
    private const int CountMax = 10_000;

    public ValueTask<Page<AccountRow>> AccountsAsync(TenantId tenant, PageRequest page, CancellationToken cancellationToken) => PageAsync(
        new ListQuery(AccountRows.Columns, tenant).Ordered(page, "id"), page, reader => AccountRows.Read(tenant, reader), row => Cursor.Write(row.Id.Value),
        cancellationToken);

    public ValueTask<Page<StrategyRow>> StrategiesAsync(TenantId tenant, PageRequest page, CancellationToken cancellationToken) => PageAsync(
        new ListQuery(StrategyRows.Columns, tenant).Ordered(page, "id"), page, StrategyRows.Read, row => Cursor.Write(row.Id.Value), cancellationToken);

    public ValueTask<Page<TradeIdeaRow>> TradeIdeasAsync(
        TenantId tenant, TradeIdeaFilter filter, PageRequest page, CancellationToken cancellationToken) => PageAsync(
        TradeIdeaRows.Query(tenant, filter, page), page, reader => TradeIdeaRows.Read(tenant, reader), row => Cursor.Write(row.RaisedAt, row.Id.Value),
        cancellationToken);

    public ValueTask<Page<OrderRow>> OrdersAsync(TenantId tenant, OrderFilter filter, PageRequest page, CancellationToken cancellationToken) =>
        PageAsync(
            OrderRows.Query(tenant, filter, page), page, reader => OrderRows.Read(tenant, reader),
            row => Cursor.Write(row.CreatedAt, row.Account.Value, row.Id.Value), cancellationToken);

    public ValueTask<Page<ExecutionRow>> ExecutionsAsync(
        TenantId tenant, ExecutionFilter filter, PageRequest page, CancellationToken cancellationToken) => PageAsync(
        ExecutionRows.Query(tenant, filter, page), page, reader => ExecutionRows.Read(tenant, reader), ExecutionRows.CursorOf,
        cancellationToken);

    public ValueTask<Page<PositionRow>> PositionsAsync(
        TenantId tenant, PositionFilter filter, PageRequest page, CancellationToken cancellationToken) => PageAsync(
        PositionRows.Query(tenant, filter, page), page, reader => PositionRows.Read(tenant, reader), PositionRows.CursorOf,
        cancellationToken);

    public ValueTask<Page<TradeRow>> TradesAsync(TenantId tenant, TradeFilter filter, PageRequest page, CancellationToken cancellationToken) =>
        PageAsync(TradeRows.Query(tenant, filter, page), page, reader => TradeRows.Read(tenant, reader), TradeRows.CursorOf, cancellationToken);

    public ValueTask<Page<LedgerRow>> LedgerAsync(TenantId tenant, LedgerFilter filter, PageRequest page, CancellationToken cancellationToken) =>
        PageAsync(
            LedgerRows.Query(tenant, filter, page), page, reader => LedgerRows.Read(tenant, reader), LedgerRows.CursorOf, cancellationToken);

    public ValueTask<Page<EquityRow>> EquityAsync(TenantId tenant, EquityFilter filter, PageRequest page, CancellationToken cancellationToken) =>
        PageAsync(
            EquityRows.Query(tenant, filter, page), page, reader => EquityRows.Read(tenant, reader), EquityRows.CursorOf, cancellationToken);

    public ValueTask<Page<ControlRow>> ControlsAsync(
        TenantId tenant, ControlFilter filter, PageRequest page, CancellationToken cancellationToken) => PageAsync(
        ControlRows.Query(tenant, filter, page), page, reader => ControlRows.Read(tenant, reader), ControlRows.CursorOf, cancellationToken);

    public ValueTask<Page<DecisionRow>> DecisionsAsync(
        TenantId tenant, DecisionFilter filter, PageRequest page, CancellationToken cancellationToken) => PageAsync(
        DecisionRows.Query(tenant, filter, page), page, reader => DecisionRows.Read(tenant, reader), DecisionRows.CursorOf,
        cancellationToken);

    public async ValueTask<JournaledEvent?> FindDecisionAsync(TenantId tenant, string decisionId, CancellationToken cancellationToken)
    {
        if (DecisionRows.ParseId(decisionId) is not var (stream, version) || version < 1)
        {
            return null;
        }

        var known = await database.QueryAsync(
            DecisionRows.SelectOne, reader => reader.GetInt32(0), cancellationToken, tenant.Value, stream, version).ConfigureAwait(false);
        if (known.Count == 0)
        {
            return null;
        }

        var events = await journal.ReadAsync(new JournalStream(tenant, stream), version - 1, 1, cancellationToken).ConfigureAwait(false);
        return events is [var decision] && decision.Version == version ? decision : null;
    }

    public async ValueTask<LoginRow?> FindLoginAsync(string login, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync(LoginRows.Select, LoginRows.Read, cancellationToken, login).ConfigureAwait(false);
        return rows is [var row] ? row : null;
    }

    public ValueTask<Page<TenantId>> TenantsAsync(PageRequest page, CancellationToken cancellationToken) => PageAsync(
        "SELECT tenant FROM chains WHERE tenant > $1 AND tenant NOT IN ('*', $2) ORDER BY tenant LIMIT $3",
        page, reader => TenantId.Parse(reader.GetString(0)), id => id.Value, cancellationToken, page.Cursor ?? string.Empty,
        TenantId.Platform.Value);

    public async ValueTask<ImmutableArray<UnfinishedRow>> UnfinishedAsync(
        DateTimeOffset now, int countMax, CancellationToken cancellationToken)
    {
        CheckCount(countMax);
        var found = await database.QueryAsync(TradeIdeaRows.SelectExecuting, Idea, cancellationToken, countMax).ConfigureAwait(false);
        found.AddRange(await database.QueryAsync(TradeIdeaRows.SelectOverdue, Idea, cancellationToken, now, countMax).ConfigureAwait(false));
        found.AddRange(await database.QueryAsync(
            OrderRows.SelectInFlight,
            reader => new UnfinishedRow(TenantId.Parse(reader.GetString(0)), null, AccountId.Parse(reader.GetString(1))),
            cancellationToken, countMax).ConfigureAwait(false));
        return [.. found.Take(countMax)];

        static UnfinishedRow Idea(DbDataReader reader) =>
            new(TenantId.Parse(reader.GetString(0)), TradeIdeaId.Parse(reader.GetString(1)), null);
    }

    public async ValueTask<ImmutableArray<StrategyRow>> ActiveStrategiesAsync(int countMax, CancellationToken cancellationToken)
    {
        CheckCount(countMax);
        return [.. await database.QueryAsync(StrategyRows.SelectActive, StrategyRows.Read, cancellationToken, countMax).ConfigureAwait(false)];
    }

    public ValueTask<Page<BacktestRow>> BacktestsAsync(
        TenantId tenant, BacktestFilter filter, PageRequest page, CancellationToken cancellationToken) => PageAsync(
        BacktestRows.Query(tenant, filter, page), page, BacktestRows.Read, row => Cursor.Write(row.RequestedAt, row.Id.Value),
        cancellationToken);

    public async ValueTask<ImmutableArray<BacktestRow>> UnfinishedBacktestsAsync(
        TenantId? tenant, int countMax, CancellationToken cancellationToken)
    {
        CheckCount(countMax);
        return
        [
            .. await database.QueryAsync(BacktestRows.SelectUnfinished, BacktestRows.Read, cancellationToken, Text(tenant), countMax)
                .ConfigureAwait(false),
        ];
    }

    private ValueTask<Page<T>> PageAsync<T>(
        string sql, PageRequest page, Func<DbDataReader, T> read, Func<T, string> cursor, CancellationToken cancellationToken,
        params Cell[] cells) => PageAsync(sql, [.. cells, page.Limit + 1], page, read, cursor, cancellationToken);

    private ValueTask<Page<T>> PageAsync<T>(
        ListQuery query, PageRequest page, Func<DbDataReader, T> read, Func<T, string> cursor, CancellationToken cancellationToken)
    {
        var (sql, cells) = query.Take(page.Limit + 1);
        return PageAsync(sql, cells, page, read, cursor, cancellationToken);
    }

    // One row more than asked for says whether there is a next page.
    private async ValueTask<Page<T>> PageAsync<T>(
        string sql, Cell[] cells, PageRequest page, Func<DbDataReader, T> read, Func<T, string> cursor, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(page.Limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(page.Limit, PageRequest.LimitMax);
        var rows = await database.QueryAsync(sql, read, cancellationToken, cells).ConfigureAwait(false);
        var more = rows.Count > page.Limit;
        return new Page<T>([.. rows.Take(page.Limit)], more ? page.Next(cursor(rows[page.Limit - 1])) : null);
    }

    private static void CheckCount(int countMax)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(countMax, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(countMax, CountMax);
    }

    // The queries read an empty text as "any".
    private static string Text<T>(T? value) where T : struct => value?.ToString() ?? string.Empty;
}

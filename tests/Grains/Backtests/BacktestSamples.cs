using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Countersign.Domain.Audit;
using Countersign.Domain.Backtests.Jobs;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;
using Countersign.Domain.Tenants;
using Countersign.Grains.Backtests;
using Countersign.Grains.Markets;

namespace Countersign.Tests.Grains.Backtests;

/// <summary>Bars, strategies and requests for the tests of backtests.</summary>
internal static class BacktestSamples
{
    public static readonly TenantId North = TenantId.Parse("t-north");
    public static readonly TenantId South = TenantId.Parse("t-south");
    public static readonly Actor Anna = Actor.Parse("user:u-anna");
    public static readonly Symbol EurUsd = Symbol.Parse("EURUSD");
    public static readonly DateTimeOffset Start = new(2024, 1, 2, 0, 0, 0, TimeSpan.Zero);
    public static readonly BacktestSummary Summary = new(10, 1, 0, 2, 1, 1, 10_000m, 10_001m, 1m, 0.5);

    /// <summary>In by one candle's colour and out by the other's.</summary>
    public static StrategyDefinition Definition(string name = "Follow", string symbols = "\"EURUSD\"") => Parse(
        $$"""
        {
          "name": {{JsonSerializer.Serialize(name)}}, "symbols": [{{symbols}}], "timeframe": "H1",
          "entry": { "long": { "above": ["close", "open"] } }, "exit": { "long": { "below": ["close", "open"] } }, "size": { "units": 1000 }
        }
        """);

    public static BacktestTerms Terms(BacktestPriority priority = BacktestPriority.Normal, int hours = 100, decimal cash = 10_000m) => new(
        new BacktestTask.Single(), [], Start, Start.AddHours(hours), null, [], cash, 0, null, null, priority, null);

    public static BacktestWish Wish(string id, BacktestTerms? terms = null, StrategyDefinition? definition = null, string? command = null) => new(
        CommandId.Parse(command ?? "submit-" + id), Anna, BacktestJobId.Parse(id), definition ?? Definition(), null, null, terms ?? Terms());

    /// <summary>Hours of EURUSD that rise and fall by turns.</summary>
    public static Bar Bar(int hour)
    {
        var period = Timeframe.H1.PeriodAt(Start.AddHours(hour));
        var open = 1.1m + (0.0001m * (hour * 7 % 23));
        var close = 1.1m + (0.0001m * ((hour + 1) * 7 % 23));
        return new Bar(Timeframe.H1, period.Start, period.End, period.Day, Prices(open, close, 0m), Prices(open, close, 0.0001m), 60, new Quantity(60m));
    }

    private static Ohlc Prices(decimal open, decimal close, decimal spread) => new(
        new Price(open + spread), new Price(Math.Max(open, close) + 0.0002m + spread), new Price(Math.Min(open, close) - 0.0002m + spread),
        new Price(close + spread));

    private static StrategyDefinition Parse(string json) => StrategyJson.Parse(json) switch
    {
        StrategyParseResult.Valid valid => valid.Definition,
        StrategyParseResult.Invalid invalid => throw new InvalidOperationException(string.Join("; ", invalid.Errors)),
        _ => throw new InvalidOperationException(json),
    };
}

/// <summary>Hours of EURUSD in memory.</summary>
internal sealed class MemoryHistory : IMarketHistory
{
    /// <summary>How many bars it holds.</summary>
    public int Hours { get; set; } = 100;

    /// <summary>Symbols of which it holds them; the bars are the same.</summary>
    public ImmutableArray<Symbol> Symbols { get; set; } = [BacktestSamples.EurUsd];

    public Task<ImmutableArray<HistorySeries>> ListAsync(CancellationToken cancellationToken) => Task.FromResult<ImmutableArray<HistorySeries>>(
    [
        .. Symbols.Select(symbol => new HistorySeries(
            symbol, Timeframe.H1, "oanda", Hours, BacktestSamples.Start, BacktestSamples.Start.AddHours(Hours - 1))),
    ]);

    public async IAsyncEnumerable<HistoryBar> ReadBarsAsync(
        HistoryQuery query, Timeframe timeframe, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var bar in Enumerable.Range(0, Hours).Select(BacktestSamples.Bar).Where(b => b.Start >= query.From && b.Start < query.Until))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return await Task.FromResult(new HistoryBar(bar, "oanda"));
        }
    }

    public Task<ImportPosition?> FindImportAsync(string import, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task WriteBarsAsync(HistoryTarget target, IReadOnlyList<Bar> bars, ImportPosition? position, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task WriteTicksAsync(HistoryTarget target, IReadOnlyList<Tick> ticks, ImportPosition? position, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public IAsyncEnumerable<Tick> ReadTicksAsync(HistoryQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();
}

/// <summary>Results in memory.</summary>
internal sealed class MemoryResults : IBacktestResults
{
    public Dictionary<(TenantId Tenant, BacktestJobId Id), byte[]> Kept { get; } = [];

    public Task WriteAsync(TenantId tenant, BacktestJobId id, byte[] body, CancellationToken cancellationToken)
    {
        Kept[(tenant, id)] = body;
        return Task.CompletedTask;
    }

    public Task<byte[]?> ReadAsync(TenantId tenant, BacktestJobId id, CancellationToken cancellationToken) =>
        Task.FromResult(Kept.GetValueOrDefault((tenant, id)));

    public Task DeleteAsync(TenantId tenant, BacktestJobId id, CancellationToken cancellationToken)
    {
        Kept.Remove((tenant, id));
        return Task.CompletedTask;
    }

    public Task EraseAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        foreach (var key in Kept.Keys.Where(k => k.Tenant == tenant).ToArray())
        {
            Kept.Remove(key);
        }

        return Task.CompletedTask;
    }
}

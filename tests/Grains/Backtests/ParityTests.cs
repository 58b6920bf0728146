#if !ORLEANS
using System.Collections.Immutable;
using Countersign.Domain.Accounts;
using Countersign.Domain.Backtests;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;
using Countersign.Tests.Fixtures;
using Xunit;

namespace Countersign.Tests.Grains.Backtests;

/// <summary>
/// One recorded day through the live grains and through the backtester: every fill, every ledger entry and the balances are the same, to the last
/// digit.
/// </summary>
public sealed class ParityTests
{
    private const decimal Cash = 50_000m;

    private static readonly Instrument EurUsd = Instruments.Find(Symbol.Parse("EURUSD"))!;

    [Theory]
    [InlineData("""
        "entry":{"long":{"crossesAbove":["ema(5)","ema(13)"]},"short":{"crossesBelow":["ema(5)","ema(13)"]}},"reverse":true,
        "size":{"units":10000},"costs":{"commissionRate":0.00002}
        """)]
    [InlineData("""
        "entry":{"long":{"crossesBelow":["rsi(7)",25]},"short":{"crossesAbove":["rsi(7)",75]}},"exit":{"long":{"above":["rsi(7)",60]},"short":{"below":["rsi(7)",40]}},
        "stop":{"pips":4},"target":{"pips":6},"size":{"units":20000},"costs":{"commissionRate":0.00003}
        """)]
    [InlineData("""
        "entry":{"long":{"above":["close","sma(20)"]},"short":{"below":["close","sma(20)"]}},"reverse":true,
        "stop":{"atr":1.5,"period":10},"size":{"riskPercent":0.5}
        """)]
    [InlineData("""
        "entry":{"long":{"crossesAbove":["ema(5)","ema(13)"]},"short":{"crossesBelow":["ema(5)","ema(13)"]}},
        "stop":{"pips":5},"trailing":{"pips":4,"after":{"pips":3}},"breakEven":{"after":{"pips":2}},
        "partials":[{"at":{"pips":3},"percent":50}],"size":{"units":20000}
        """)]
    [InlineData("""
        "entry":{"long":{"above":["ema(8)@M5","ema(21)@M5"]},"short":{"below":["ema(8)@M5","ema(21)@M5"]}},"cooldownBars":3,
        "trailing":{"atr":2,"period":14},"target":{"riskReward":1.5},"pyramid":{"max":3},"timeExit":{"bars":30},
        "riskCaps":{"maxOpenRiskPercent":2,"dailyLossPercent":3},"size":{"riskPercent":0.2},"costs":{"commissionRate":0.00002}
        """)]
    public void RecordedDay_ThroughTheDeskAndTheBacktester_IsTheSameToTheLastDigit(string rules)
    {
        var definition = Parse($$"""{"name":"Parity","symbols":["EURUSD"],"timeframe":"M1","maxOpenIdeas":100,{{rules}}}""");
        var ticks = ReadTicks();
        var desk = new ParityDesk(definition, Cash, ticks[0].Time);
        foreach (var batch in UpToEachClose(ticks))
        {
            desk.Play(batch);
        }

        var result = Run(definition, ticks);

        Assert.True(result.Fills.Length > 30, $"{result.Fills.Length} fills prove little.");
        Assert.Equal(result.Fills.Select(Text), desk.Fills.Select(Text));
        Assert.Equal(result.Entries.Skip(1).Select(Text), desk.Fills.Select(f => Text(f.Entry)));
        Assert.Equal(result.Trades.Select(t => (t.Side, t.Quantity, t.Gross)), desk.Fills.Select(f => f.Trade).OfType<ClosedTrade>().Select(t => (t.Side, t.Quantity, t.Gross.Amount)));
        Assert.All(
            desk.Fills.Select(f => f.Trade).OfType<ClosedTrade>(),
            trade => Assert.Equal(("s-parity", 1, true), (trade.StrategyId?.Value, trade.StrategyVersion!.Value, trade.IdeaId is not null)));
        var state = desk.State();
        var quotes = new Dictionary<Symbol, Quote> { [EurUsd.Symbol] = ticks[^1].ToQuote(EurUsd.Symbol, simulated: false) };
        Assert.Equal(result.FinalValue, state.Equity(quotes).Amount);
        Assert.Equal(result.Entries.Sum(e => e.Postings[0].Amount.Amount), state.Ledger.Cash);
    }

    private static BacktestResult Run(StrategyDefinition definition, ImmutableArray<Tick> ticks)
    {
        var builder = new TickSeriesBuilder(EurUsd.Symbol, EurUsd.PriceDecimals);
        foreach (ref readonly var tick in ticks.AsSpan())
        {
            builder.Add(in tick);
        }

        return Backtest.Run(definition, new BacktestData([], [builder.Build()]), new BacktestSettings(EurUsd, Cash), TestContext.Current.CancellationToken);
    }

    /// <summary>
    /// The tick that closes a bar comes alone, as live ticks do: what is decided on the bar is decided on that tick, when the fills of those before it
    /// are booked.
    /// </summary>
    private static IEnumerable<ImmutableArray<Tick>> UpToEachClose(ImmutableArray<Tick> ticks)
    {
        var batch = ImmutableArray.CreateBuilder<Tick>();
        for (var i = 0; i < ticks.Length; i++)
        {
            if (i > 0 && Minute(ticks[i]) != Minute(ticks[i - 1]))
            {
                yield return batch.ToImmutable();
                yield return [ticks[i]];
                batch.Clear();
                continue;
            }

            batch.Add(ticks[i]);
        }

        yield return batch.ToImmutable();
    }

    private static long Minute(Tick tick) => tick.Time.UtcTicks / TimeSpan.TicksPerMinute;

    private static ImmutableArray<Tick> ReadTicks()
    {
        using var text = File.OpenText(SharedFiles.Require("data/fx/tick/eurusd_oanda_tick_2014-05-06.csv"));
        Assert.True(RecordedTickReader.TryOpen(text, new RecordedOptions(), out var reader, out _));
        var (guard, ticks) = (new TickGuard(), ImmutableArray.CreateBuilder<Tick>());
        while (reader.TryRead(out var tick))
        {
            if (guard.Check(in tick) is null)
            {
                ticks.Add(tick);
            }
        }

        return ticks.ToImmutable();
    }

    private static string Text(BacktestFill fill) => FormattableString.Invariant(
        $"{fill.Time:O} {fill.Side} {fill.Quantity} at {fill.Price.Value:0.00000##} for {fill.Commission:0.00########} to {fill.PositionAfter.Value:0}");

    private static string Text(OrderFilled fill) => FormattableString.Invariant(
        $"{fill.Execution.Time:O} {fill.Execution.Side} {fill.Execution.Quantity} at {fill.Execution.Price.Value:0.00000##} for {fill.Commission.Amount:0.00########} to {fill.Position.Quantity.Value:0}");

    private static string Text(LedgerEntry entry) =>
        FormattableString.Invariant($"{entry.Number}: {string.Join(", ", entry.Postings.Select(p => FormattableString.Invariant($"{p.Account} {p.Amount.Amount:0.############} {p.Amount.Currency}")))}");

    private static StrategyDefinition Parse(string json) => StrategyJson.Parse(json) switch
    {
        StrategyParseResult.Valid valid => valid.Definition,
        StrategyParseResult.Invalid invalid => throw new InvalidOperationException(string.Join("; ", invalid.Errors)),
        _ => throw new InvalidOperationException("Unknown parse result."),
    };
}
#endif

using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;

namespace Countersign.Tests.Domain.Strategies;

/// <summary>One strategy on EURUSD M1 and the bars that a test gives it, each a minute after the one before.</summary>
internal sealed class Scene
{
    public static readonly DateTimeOffset Start = new(2014, 5, 6, 0, 0, 0, TimeSpan.Zero);

    public static readonly Instrument EurUsd = Instruments.Find(Symbol.Parse("EURUSD"))!;

    private int bars;

    private Scene(StrategyDefinition definition) => Evaluator = new StrategyEvaluator(definition, EurUsd);

    public StrategyEvaluator Evaluator { get; }

    public StrategyDefinition Definition => Evaluator.Definition;

    /// <param name="rules">Properties of the strategy beside name, symbols, timeframe and size.</param>
    public static Scene With(string rules, string size = """{"units":1000}""") => new(ExampleStrategies.Parse(
        $$"""{"name":"Scene","symbols":["EURUSD"],"timeframe":"M1","size":{{size}},{{rules}}}"""));

    /// <summary>A bar whose four prices are one.</summary>
    public Signal? Close(decimal close, StrategyPosition position = default) => Range(close, close, close, position);

    public Signal? Range(decimal low, decimal high, decimal close, StrategyPosition position = default, decimal spread = 0m) =>
        Evaluator.OnBar(Next(low, high, close, spread), position);

    /// <summary>The last of several bars.</summary>
    public Signal? Closes(params ReadOnlySpan<decimal> closes)
    {
        Signal? last = null;
        foreach (var close in closes)
        {
            last = Close(close);
        }

        return last;
    }

    public Bar Next(decimal low, decimal high, decimal close, decimal spread = 0m)
    {
        var start = Start.AddMinutes(bars++);
        return new Bar(
            Timeframe.M1, start, start.AddMinutes(1), DateOnly.FromDateTime(start.UtcDateTime), Side(low, high, close, 0m),
            Side(low, high, close, spread), 1, new Quantity(1m));
    }

    public static StrategyPosition Long(decimal entry, decimal? stop = null, decimal? target = null) => Holding(1000m, entry, stop, target);

    public static StrategyPosition Short(decimal entry, decimal? stop = null, decimal? target = null) => Holding(-1000m, entry, stop, target);

    private static StrategyPosition Holding(decimal units, decimal entry, decimal? stop, decimal? target) =>
        new(new Quantity(units), new Price(entry), Level(stop), Level(target), 0, false);

    private static Price? Level(decimal? level) => level is { } value ? new Price(value) : null;

    private static Ohlc Side(decimal low, decimal high, decimal close, decimal add) =>
        new(new Price(close + add), new Price(high + add), new Price(low + add), new Price(close + add));
}

using System.Text.Json;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;
using Xunit;

namespace Countersign.Tests.Domain.Strategies;

/// <summary>What holds for every example on recorded markets, two weeks of minutes or a year of hours: no look-ahead, decisions that replay, states that continue.</summary>
public sealed class EvaluatorInvariantTests
{
    private const int Bars = 6_000;

    public static TheoryData<string> Examples => [.. StrategyJsonTests.Examples.Select(row => row.Data), .. LanguageStrategies.Names];

    [Theory]
    [MemberData(nameof(Examples))]
    public void Decide_EveryStoredFrame_GivesItsSignalAgain(string example)
    {
        var definition = Definition(example);
        var signals = Run(new StrategyEvaluator(definition, Scene.EurUsd), History(example));

        Assert.InRange(signals.Count, SignalsMin(example), Bars);
        Assert.Equal(2, signals.Where(signal => signal.IsEntry).Select(signal => signal.Kind).Distinct().Count());
        foreach (var signal in signals)
        {
            var frame = JsonSerializer.Deserialize<SignalFrame>(JsonSerializer.Serialize(signal.Frame))!;

            Assert.Equal(signal, StrategyRules.Decide(definition, frame));
        }
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void OnBar_FutureBarsChanged_DecidesThePastTheSame(string example)
    {
        var definition = Definition(example);
        var bars = History(example);
        const int known = Bars / 2;
        var turned = bars.Take(known).Concat(bars.Skip(known).Select(UpsideDown));

        var original = Run(new StrategyEvaluator(definition, Scene.EurUsd), bars);
        var other = Run(new StrategyEvaluator(definition, Scene.EurUsd), turned);

        var until = bars[known].Start;
        Assert.Equal(original.Where(signal => signal.Frame.Bar.Start < until), other.Where(signal => signal.Frame.Bar.Start < until));
        Assert.NotEqual(original, other);
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Restore_CapturedInTheMiddle_GoesOnAsIfNothingHappened(string example)
    {
        var definition = Definition(example);
        var bars = History(example);
        var whole = Run(new StrategyEvaluator(definition, Scene.EurUsd), bars);
        var first = new StrategyEvaluator(definition, Scene.EurUsd);
        var signals = Run(first, bars.Take(1_234));

        var stored = JsonSerializer.Serialize(first.Capture());
        var second = StrategyEvaluator.Restore(definition, Scene.EurUsd, JsonSerializer.Deserialize<StrategyEvaluatorState>(stored)!);
        signals.AddRange(Run(second, bars.Skip(1_234), signals));

        Assert.Equal(whole, signals);
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Warm_SameHistory_DecidesTheRestAsIfItHadRun(string example)
    {
        var definition = Definition(example) with { CooldownBars = 0 };
        var bars = History(example);
        var ran = new StrategyEvaluator(definition, Scene.EurUsd);
        var warmed = new StrategyEvaluator(definition, Scene.EurUsd);
        foreach (var bar in bars.Take(1_000))
        {
            ran.OnBar(bar, StrategyPosition.Flat);
            warmed.Warm(bar);
        }

        (warmed.LastEntryBar, warmed.Memory) = (ran.LastEntryBar, ran.Memory);

        Assert.Equal(
            bars.Skip(1_000).Select(bar => ran.OnBar(bar, StrategyPosition.Flat)),
            bars.Skip(1_000).Select(bar => warmed.OnBar(bar, StrategyPosition.Flat)));
    }

    [Fact]
    public void Restore_StateOfAnotherDefinition_Throws()
    {
        var state = new StrategyEvaluator(Definition("ema-cross"), Scene.EurUsd).Capture();

        Assert.Throws<ArgumentException>(() => StrategyEvaluator.Restore(ExampleStrategies.Read("ema-cross"), Scene.EurUsd, state));
    }

    [Fact]
    public void Constructor_SymbolThatIsNotTheStrategys_Throws() =>
        Assert.Throws<ArgumentException>(
            () => new StrategyEvaluator(ExampleStrategies.Read("ema-cross"), Instruments.Find(Symbol.Parse("GBPUSD"))!));

    [Theory]
    [MemberData(nameof(Examples))]
    public void OnBar_WithoutASignal_AllocatesNothing(string example)
    {
        // Full of open ideas, so that rules, sessions and position are judged on every bar and nothing comes of it.
        var evaluator = new StrategyEvaluator(Definition(example), Scene.EurUsd);
        var position = StrategyPosition.Flat with { OpenEntryIdeas = 100 };
        var bars = History(example);
        foreach (var bar in bars.Take(2_000))
        {
            evaluator.OnBar(bar, position);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 2_000; i < 5_000; i++)
        {
            evaluator.OnBar(bars[i], position);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    // Those that ask for bars of four hours cannot become warm in two weeks of minutes.
    private static bool IsOfHours(string example) => example is "trend-following" or "momentum";

    // What filters leave of the two weeks, or of the year of hours, that everything here runs over.
    private static int SignalsMin(string example) => example switch
    {
        "scalping" or "london-breakout" => 20,
        _ => 50,
    };

    private static StrategyDefinition Definition(string example) =>
        LanguageStrategies.Read(example) with { Timeframe = IsOfHours(example) ? Timeframe.H1 : Timeframe.M1 };

    private static List<Bar> History(string example) =>
    [
        .. (IsOfHours(example)
            ? RecordedBars.Read("data/fx/hour/eurusd_oanda_h1_2007-2018.csv", Timeframe.H1, bidOnly: false)
            : RecordedBars.Read("data/fx/minute/eurusd_oanda_m1_2014-05.csv", Timeframe.M1, bidOnly: false)).Take(Bars),
    ];

    private static Bar UpsideDown(Bar bar) => bar with { Bid = UpsideDown(bar.Bid), Ask = UpsideDown(bar.Ask) };

    private static Ohlc UpsideDown(Ohlc side) =>
        new(new Price(3m - side.Open.Value), new Price(3m - side.Low.Value), new Price(3m - side.High.Value), new Price(3m - side.Close.Value));

    // Every signal is followed at its own reference price; the position before the first bar is what earlier signals left.
    private static List<Signal> Run(StrategyEvaluator evaluator, IEnumerable<Bar> bars, IReadOnlyList<Signal>? earlier = null)
    {
        var position = Follow(earlier is { Count: > 0 } ? earlier[^1] : null, StrategyPosition.Flat);
        var signals = new List<Signal>();
        foreach (var bar in bars)
        {
            if (evaluator.OnBar(bar, position) is { } signal)
            {
                signals.Add(signal);
                position = Follow(signal, position);
            }
        }

        return signals;
    }

    private static StrategyPosition Follow(Signal? signal, StrategyPosition position) => signal switch
    {
        null => position,
        { IsEntry: false } => StrategyPosition.Flat,
        _ => StrategyPosition.Flat with
        {
            Quantity = new Quantity(signal.Kind == SignalKind.EnterLong ? 1_000m : -1_000m),
            EntryPrice = signal.Reference,
            Stop = signal.Stop,
            Target = signal.Target,
        },
    };
}

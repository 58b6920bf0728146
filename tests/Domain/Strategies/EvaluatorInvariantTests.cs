using System.Text.Json;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;
using Xunit;

namespace Countersign.Tests.Domain.Strategies;

/// <summary>What holds for every example on recorded markets, two weeks of minutes or a year of hours: no look-ahead, decisions that replay, states that continue.</summary>
public sealed class EvaluatorInvariantTests
{
    private const int Bars = RecordedMarket.BarsMax;

    public static TheoryData<string> Examples => [.. StrategyJsonTests.Examples.Select(row => row.Data), .. LanguageStrategies.Names];

    [Theory]
    [MemberData(nameof(Examples))]
    public void Decide_EveryStoredFrame_GivesItsSignalAgain(string example)
    {
        var definition = Definition(example);
        var signals = Run(new StrategyEvaluator(definition, Scene.EurUsd), RecordedMarket.Of(example));

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
        var market = RecordedMarket.Of(example);
        var until = market.Bars[Bars / 2].Start;

        var original = Run(new StrategyEvaluator(definition, Scene.EurUsd), market);
        var other = Run(new StrategyEvaluator(definition, Scene.EurUsd), market.TurnedFrom(until));

        Assert.Equal(original.Where(signal => signal.Frame.Bar.Start < until), other.Where(signal => signal.Frame.Bar.Start < until));
        Assert.NotEqual(original, other);
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Restore_CapturedInTheMiddle_GoesOnAsIfNothingHappened(string example)
    {
        var definition = Definition(example);
        var market = RecordedMarket.Of(example);
        var whole = Run(new StrategyEvaluator(definition, Scene.EurUsd), market);
        var first = new StrategyEvaluator(definition, Scene.EurUsd);
        var signals = Run(first, market with { Bars = [.. market.Bars.Take(1_234)] });

        var stored = JsonSerializer.Serialize(first.Capture());
        var second = StrategyEvaluator.Restore(definition, Scene.EurUsd, JsonSerializer.Deserialize<StrategyEvaluatorState>(stored)!);
        signals.AddRange(Run(second, market with { Bars = [.. market.Bars.Skip(1_234)] }, signals));

        Assert.Equal(whole, signals);
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Warm_SameHistory_DecidesTheRestAsIfItHadRun(string example)
    {
        var definition = Definition(example) with { CooldownBars = 0 };
        var market = RecordedMarket.Of(example);
        var ran = new StrategyEvaluator(definition, Scene.EurUsd);
        var warmed = new StrategyEvaluator(definition, Scene.EurUsd);
        foreach (var bar in market.Bars.Take(1_000))
        {
            market.ShowPartner(ran, bar);
            market.ShowPartner(warmed, bar);
            ran.OnBar(bar, StrategyPosition.Flat);
            warmed.Warm(bar);
        }

        (warmed.LastEntryBar, warmed.Memory) = (ran.LastEntryBar, ran.Memory);

        var rest = market.Bars.Skip(1_000).ToArray();
        Assert.Equal(rest.Select(bar => OnBar(ran, bar, market)), rest.Select(bar => OnBar(warmed, bar, market)));
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
        var market = RecordedMarket.Of(example);
        var allocated = 0L;
        for (var i = 0; i < 5_000; i++)
        {
            var bar = market.Bars[i];
            market.ShowPartner(evaluator, bar);
            var before = GC.GetAllocatedBytesForCurrentThread();
            evaluator.OnBar(bar, position);
            allocated += i < 2_000 ? 0 : GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, allocated);
    }

    // What filters leave of the two weeks, or of the year of hours, that everything here runs over.
    private static int SignalsMin(string example) => example switch
    {
        "scalping" or "london-breakout" => 20,
        _ => 50,
    };

    private static StrategyDefinition Definition(string example) => RecordedMarket.DefinitionOf(example);

    private static Signal? OnBar(StrategyEvaluator evaluator, Bar bar, RecordedMarket market)
    {
        market.ShowPartner(evaluator, bar);
        return evaluator.OnBar(bar, StrategyPosition.Flat);
    }

    // Every signal is followed at its own reference price; the position before the first bar is what earlier signals left.
    private static List<Signal> Run(StrategyEvaluator evaluator, RecordedMarket market, IReadOnlyList<Signal>? earlier = null)
    {
        var position = Follow(earlier is { Count: > 0 } ? earlier[^1] : null, StrategyPosition.Flat);
        var signals = new List<Signal>();
        foreach (var bar in market.Bars)
        {
            market.ShowPartner(evaluator, bar);
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

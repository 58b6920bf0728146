using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;
using Countersign.Domain.TradeIdeas;
using Countersign.Tests.Fixtures;
using Xunit;

namespace Countersign.Tests.Domain.Strategies;

/// <summary>
/// The examples on the recorded day that the demonstration replays, from a cold start, with nobody deciding: ideas wait until they expire. A
/// person who comes after the replay must find some that can still be approved.
/// </summary>
public sealed class DemoDayTests
{
    private static readonly DateTimeOffset Midnight = new(2014, 5, 7, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("bollinger-reversion", 12)]
    [InlineData("london-momentum", 4)]
    public void Example_RecordedDay_RaisesSeveralIdeas(string example, int least)
    {
        var ideas = Ideas(ExampleStrategies.Read(example), DayBars());

        Assert.InRange(ideas.Count, least, 40);
        Assert.Contains(ideas, idea => idea.Kind == SignalKind.EnterLong);
        Assert.Contains(ideas, idea => idea.Kind == SignalKind.EnterShort);
        Assert.All(ideas, AssertSound);
    }

    [Fact]
    public void BollingerReversion_LastFourHours_LeaveIdeasThatCanStillBeApproved()
    {
        var bars = DayBars();
        var last = bars[^1];
        var definition = ExampleStrategies.Read("bollinger-reversion");

        var waiting = Ideas(definition, bars).Where(idea => idea.Frame.Bar.End + definition.IdeaTimeToLive > Midnight).ToList();
        var approvable = waiting.Count(idea => CanBeApproved(idea, idea.Side == Side.Buy ? last.Ask.Close : last.Bid.Close));

        Assert.InRange(waiting.Count, 2, definition.MaxOpenIdeas);
        Assert.InRange(approvable, 1, waiting.Count);
    }

    [Fact]
    public void BollingerReversion_DayOfTicks_RaisesIdeasToo()
    {
        var ideas = Ideas(ExampleStrategies.Read("bollinger-reversion"), TickBars());

        Assert.InRange(ideas.Count, 12, 40);
        Assert.All(ideas, AssertSound);
    }

    private static void AssertSound(Signal idea)
    {
        Assert.True(idea.IsEntry);
        Assert.InRange(idea.Confidence, 0.5, 1.0);
        Assert.True((idea.Reference - idea.Stop!.Value) * idea.Side.Sign() > 0m);
        Assert.True((idea.Target!.Value - idea.Reference) * idea.Side.Sign() > 0m);
        Assert.NotEmpty(idea.Rationale);
        Assert.Equal(Midnight.AddDays(-1).Date, idea.Frame.Bar.Start.Date);
    }

    // What the gate asks of the price when an idea with a stop is approved.
    private static bool CanBeApproved(Signal idea, Price price)
    {
        var sign = idea.Side.Sign();
        return (price - idea.Stop!.Value) * sign > 0m
            && (idea.Target!.Value - price) * sign > 0m
            && (price - idea.Reference) * sign <= idea.StopDistance * RevalidationRules.Default.StopDistanceMax;
    }

    private static List<Signal> Ideas(StrategyDefinition definition, IEnumerable<Bar> minutes)
    {
        var evaluator = new StrategyEvaluator(definition, Scene.EurUsd);
        var ideas = new List<Signal>();
        foreach (var bar in RecordedBars.Join(minutes, definition.Timeframe))
        {
            var open = ideas.Count(idea => idea.Frame.Bar.End + definition.IdeaTimeToLive > bar.End);
            if (evaluator.OnBar(bar, StrategyPosition.Flat with { OpenEntryIdeas = open }) is { } signal)
            {
                ideas.Add(signal);
            }
        }

        return ideas;
    }

    private static List<Bar> DayBars() =>
    [
        .. RecordedBars.Read("data/fx/minute/eurusd_oanda_m1_2014-05.csv", Timeframe.M1, bidOnly: false)
            .Where(bar => bar.Start >= Midnight.AddDays(-1) && bar.Start < Midnight),
    ];

    private static List<Bar> TickBars()
    {
        using var file = File.OpenText(SharedFiles.Require("data/fx/tick/eurusd_oanda_tick_2014-05-06.csv"));
        Assert.True(RecordedTickReader.TryOpen(file, new RecordedOptions(), out var reader, out var refusal), refusal?.Message);
        var builder = new BarBuilder(Timeframe.M1);
        var bars = new List<Bar>();
        while (reader.TryRead(out var tick))
        {
            if (builder.Add(in tick) is { } closed)
            {
                bars.Add(closed);
            }
        }

        return bars;
    }
}

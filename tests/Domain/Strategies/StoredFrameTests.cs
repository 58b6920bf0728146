using System.Text.Json;
using System.Text.Json.Serialization;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;
using Xunit;

namespace Countersign.Tests.Domain.Strategies;

/// <summary>The stored form of decisions: written once, it must be read and decided the same by every later program.</summary>
public sealed class StoredFrameTests
{
    private const string Definition =
        """{"name":"Stored","symbols":["EURUSD"],"timeframe":"M1","entry":{"long":{"all":[{"crossesAbove":["close","sma(3)"]},{"below":["close",2]}]}},"stop":{"atr":2,"period":2},"size":{"units":1000}}""";

    private const string Hash = "4cc312dda0990f7eb6fb20c3ccc605ae6a32eb3dd599494185fa5c0a7c0ee16f";

    private const string Frame = """{"rulesVersion":1,"definitionHash":"4cc312dda0990f7eb6fb20c3ccc605ae6a32eb3dd599494185fa5c0a7c0ee16f","symbol":"EURUSD","timeframe":"m1","bar":{"timeframe":"m1","start":"2014-05-06T00:04:00+00:00","end":"2014-05-06T00:05:00+00:00","day":"2014-05-06","bid":{"open":1.103,"high":1.104,"low":1.102,"close":1.103,"isConsistent":true},"ask":{"open":1.103,"high":1.104,"low":1.102,"close":1.103,"isConsistent":true},"ticks":3,"volume":3,"period":{"start":"2014-05-06T00:04:00+00:00","end":"2014-05-06T00:05:00+00:00","day":"2014-05-06"}},"steps":{"tick":0.00001,"pip":0.00010},"current":{"atr(2)":0.0035000000000000586,"close":1.103,"sma(3)":1.100666666666667},"previous":{"atr(2)":0.0020000000000000018,"close":1.099,"sma(3)":1.0996666666666668},"pairs":{"close ~ 2":{"lastSign":-1,"typicalDistance":0.8991523094435776,"typicalMove":0.0009623221837753737},"close ~ sma(3)":{"lastSign":-1,"typicalDistance":0.0003464052287581405,"typicalMove":0.00033333333333351867}},"position":{"quantity":0,"entryPrice":0,"openEntryIdeas":0,"exitPending":false},"inSession":true}""";

    private static readonly JsonSerializerOptions Stored = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    [Fact]
    public void Decide_FrameStoredByVersionOne_GivesTheSignalOfThen()
    {
        var frame = JsonSerializer.Deserialize<SignalFrame>(Frame, Stored)!;

        var signal = StrategyRules.Decide(ExampleStrategies.Parse(Definition), frame)!;

        Assert.Equal((SignalKind.EnterLong, SignalReason.Rule, 0.8499), (signal.Kind, signal.Reason, signal.Confidence));
        Assert.Equal((new Price(1.103m), new Price(1.096m)), (signal.Reference, signal.Stop!.Value));
        Assert.Equal(["close 1.103 crossed above sma(3) 1.10067 (before: 1.099 and 1.09967)", "close 1.103 is below 2"], signal.Rationale);
    }

    [Fact]
    public void Hash_CanonicalText_NeverChanges() =>
        Assert.Equal(Hash, new StrategyEvaluator(ExampleStrategies.Parse(Definition), Scene.EurUsd).DefinitionHash);

    [Fact]
    public void Frame_SameBarsToday_IsTheStoredOne()
    {
        var evaluator = new StrategyEvaluator(ExampleStrategies.Parse(Definition), Scene.EurUsd);
        Signal? signal = null;
        foreach (var (close, i) in new[] { 1.101m, 1.1m, 1.1m, 1.099m, 1.103m }.Select((close, i) => (close, i)))
        {
            var start = Scene.Start.AddMinutes(i);
            var side = new Ohlc(new Price(close), new Price(close + 0.001m), new Price(close - 0.001m), new Price(close));
            signal = evaluator.OnBar(
                new Bar(Timeframe.M1, start, start.AddMinutes(1), new DateOnly(2014, 5, 6), side, side, 3, new Quantity(3m)), StrategyPosition.Flat);
        }

        Assert.Equal(JsonSerializer.Deserialize<SignalFrame>(Frame, Stored), signal!.Frame);
    }
}
